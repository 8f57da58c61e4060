// One line of a template, taken apart by X3: a directive, or text with holes. The blocks that the
// directives make of lines are template.cpp's business.
#pragma once

#include <string>
#include <string_view>

#include "profiles/template_body.hpp"

namespace profiles {

enum class Word { if_, else_, each, use, end };

struct Directive {
    Word word = Word::end;
    std::string argument;
};

// Where a line stands, for its faults. `column` is that of its first character.
struct Place {
    const std::string& file;
    int line;
    int column;
};

// Throws grammar::Faults, as does append_line.
Directive read_directive(std::string_view line, Place place);

// Neighbouring text becomes one piece: most of a screen is literal.
void append(Pieces& pieces, std::string_view text);

// Adds what stands on a line, without its end.
void append_line(Pieces& pieces, std::string_view line, Place place);

}  // namespace profiles
