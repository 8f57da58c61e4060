// Text as its author broke it into lines, made to flow: a paragraph is one line again, so that any
// width can fold it. Pure.
#pragma once

#include <string>
#include <string_view>

namespace reports {

// Lines that are indented, and items of lists, stay lines. No blank comes between two letters of a
// script that is written without blanks.
std::string flowed(std::string_view text);

}  // namespace reports
