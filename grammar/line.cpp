#include "grammar/line.hpp"

#include <algorithm>
#include <array>
#include <boost/spirit/home/x3.hpp>
#include <utility>

#include "grammar/words.hpp"

namespace grammar {
namespace {

namespace x3 = boost::spirit::x3;

constexpr std::array<std::pair<FilterKind, std::string_view>, 9> keywords{{
    {FilterKind::include, "include"},
    {FilterKind::exclude, "exclude"},
    {FilterKind::begin, "begin"},
    {FilterKind::grep, "grep"},
    {FilterKind::section, "section"},
    {FilterKind::count, "count"},
    {FilterKind::redirect, "redirect"},
    {FilterKind::append, "append"},
    {FilterKind::tee, "tee"},
}};

// The line in its parts, before anything is said about them.
struct Parts {
    std::string_view command;
    std::string_view bar;  // from the bar on; empty when there is none
    std::string_view word;
    std::string_view rest;
};
struct into;  // the x3::with tag of the Parts being filled

auto keep(std::string_view Parts::*member) {
    return [member](auto& context) {
        const auto& range = x3::_attr(context);
        x3::get<into>(context).*member = {range.begin(), range.size()};
    };
}

Parts split(std::string_view line) {
    const auto blank = x3::char_(" \t");
    const auto word = x3::raw[+(x3::char_ - blank)][keep(&Parts::word)];
    const auto rest = x3::raw[*x3::char_][keep(&Parts::rest)];
    const auto filter = '|' >> *blank >> -word >> *blank >> rest;
    const auto barred = blank >> &x3::raw['|' >> *x3::char_][keep(&Parts::bar)] >> filter;
    const auto command = x3::raw[*(x3::char_ - (blank >> '|'))][keep(&Parts::command)];
    Parts parts;
    const char* first = line.data();
    x3::parse(first, first + line.size(), x3::with<into>(parts)[command >> -barred]);
    return parts;
}

using Kind = std::variant<FilterKind, BadFilter::Why>;

Kind find(std::string_view word, std::span<const FilterKind> filters) {
    std::optional<FilterKind> found;
    bool several = false;
    for (const FilterKind kind : filters) {
        if (same_keyword(word, keyword(kind))) return kind;
        if (!is_prefix(word, keyword(kind))) continue;
        several = found.has_value();
        found = kind;
    }
    if (!found) return BadFilter::Why::unknown;
    if (several) return BadFilter::Why::ambiguous;
    return *found;
}

// Takes the `-v` of grep off the pattern.
Filter filter(FilterKind kind, std::string_view pattern, std::string_view raw) {
    const Word first = next_word(pattern, 0);
    if (kind != FilterKind::grep || first.text != "-v") return {kind, false, pattern, raw};
    return {kind, true, trim(pattern.substr(first.end)), raw};
}

std::size_t shared_with_any(std::string_view word, std::span<const FilterKind> filters) {
    std::size_t shared = 0;
    for (const FilterKind kind : filters) {
        shared = std::max(shared, shared_prefix(word, keyword(kind)));
    }
    return shared;
}

}  // namespace

ReadLine read_line(std::string_view line, std::span<const FilterKind> filters) {
    const Parts parts = split(line);
    const std::string_view command = trim(parts.command);
    if (parts.bar.empty()) return Input{command, std::nullopt};

    const int column = static_cast<int>(parts.bar.data() - line.data());
    if (parts.word.empty()) return BadFilter{BadFilter::Why::incomplete, column, column};
    const auto behind = static_cast<std::size_t>(parts.word.data() - line.data());
    const Kind kind = find(parts.word, filters);
    if (const auto* why = std::get_if<BadFilter::Why>(&kind)) {
        const auto reached = behind + shared_with_any(parts.word, filters);
        return BadFilter{*why, column, static_cast<int>(reached)};
    }
    auto raw = line.substr(behind + parts.word.size());
    if (!raw.empty()) raw.remove_prefix(1);
    const Filter result = filter(std::get<FilterKind>(kind), trim(parts.rest), raw);
    // FXOS counts all lines when `count` has no pattern.
    if (result.pattern.empty() && result.kind != FilterKind::count) {
        return BadFilter{BadFilter::Why::incomplete, column, column};
    }
    return Input{command, result};
}

std::string_view keyword(FilterKind kind) {
    for (const auto& [each, text] : keywords) {
        if (each == kind) return text;
    }
    return {};
}

std::optional<FilterKind> filter_kind(std::string_view keyword) {
    for (const auto& [kind, text] : keywords) {
        if (text == keyword) return kind;
    }
    return std::nullopt;
}

}  // namespace grammar
