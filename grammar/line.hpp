// The input line's own small language: a command, and behind a bar an output filter.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace grammar {

enum class FilterKind { include, exclude, begin, grep, section, count, redirect, append, tee };

struct Filter {
    FilterKind kind = FilterKind::include;
    bool invert = false;       // grep -v
    std::string_view pattern;  // the rest of the line, blanks inside included
    std::string_view raw;      // the same from behind the keyword's one blank, nothing trimmed
};

// The bar's column is where a complaint about the filter points.
struct Input {
    std::string_view command;  // without blanks at either end
    std::optional<Filter> filter;
};
// A filter that is not one: unknown word, ambiguous, or no pattern behind it.
struct BadFilter {
    enum class Why { unknown, ambiguous, incomplete } why = Why::unknown;
    int column = 0;   // from 0
    int reached = 0;  // of the filter's word: the first character that can no longer match
};
using ReadLine = std::variant<Input, BadFilter>;

// Splits at the first `|` that stands behind a blank. `filters` are the names this platform has,
// abbreviable: include, exclude, begin, grep ... A line without a bar is an Input always.
ReadLine read_line(std::string_view line, std::span<const FilterKind> filters);

// The keyword of a filter, and the kind of a keyword.
std::string_view keyword(FilterKind kind);
std::optional<FilterKind> filter_kind(std::string_view keyword);

}  // namespace grammar
