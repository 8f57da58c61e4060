// Bytes of any kind as text that can stand on a page: valid UTF-8, no control characters, nothing
// that turns the direction of writing round. And how wide such text is at a terminal. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/document.hpp"

namespace reports {

// Keeps '\n' and '\t'. A control character becomes its picture, a byte that is no UTF-8 `\x9F`, a
// code point that nobody can see `\u{202E}`.
std::string visible(std::string_view bytes);

// Columns of a terminal: two for the wide characters of East Asia, none for combining ones.
std::size_t columns(std::string_view visible_text);

// Folded at blanks, and between wide characters, so that no line is wider unless a word is.
std::vector<std::string> folded(std::string_view visible_text, std::size_t width);

std::vector<std::string> lines_of(std::string_view text);

// "✓", "✗", "!", "–", or nothing.
std::string_view sign(Mark mark);

}  // namespace reports
