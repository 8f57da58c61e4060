// Words of a typed line, and how they compare with keywords: the devices ignore case in keywords
// and keep it in arguments. Without locale and without allocation.
#pragma once

#include <cstddef>
#include <string_view>

namespace grammar {

struct Word {
    std::string_view text;  // empty: the line has no further word
    std::size_t begin = 0;  // in the line
    std::size_t end = 0;
};

constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr char fold(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
constexpr bool is_letter(char c) { return fold(c) >= 'a' && fold(c) <= 'z'; }

std::string_view trim(std::string_view text);

// The first word at or behind `at`.
Word next_word(std::string_view line, std::size_t at);

// How many leading characters the two have in common, case aside.
std::size_t shared_prefix(std::string_view one, std::string_view other);
bool is_prefix(std::string_view prefix, std::string_view keyword);
bool same_keyword(std::string_view one, std::string_view other);
// The order of keywords in which those with a common prefix stand together.
bool keyword_before(std::string_view one, std::string_view other);

}  // namespace grammar
