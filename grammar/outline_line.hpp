// One line of an outline, read by itself. Which node it belongs under, and whether that is
// allowed, is for grammar/outline.cpp to say.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "grammar/outline.hpp"

namespace grammar {

struct Mark {
    std::string text;  // without its brackets
    int column = 0;    // of the bracket, from 0, in the text that was read
};
// `keyword` or `<argument>`, help, `-> act constant`, marks.
struct NodeLine {
    std::string keyword;
    std::optional<Argument> argument;
    std::string help;
    std::optional<Act> act;
    std::vector<Mark> marks;
};
// `@name text`.
struct DirectiveLine {
    std::string name;
    std::string text;
};
struct BadLine {
    int column = 0;  // from 0
    std::string what;
};
using OutlineLine = std::variant<NodeLine, DirectiveLine, BadLine>;

// `text` has no blank at either end and is not empty.
OutlineLine read_outline_line(std::string_view text);

}  // namespace grammar
