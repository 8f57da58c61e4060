// The part of a typed line that a device shows, and where the cursor stands in it, in the manner of
// its platform. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "modes/editing.hpp"

namespace shell {

class Window {
public:
    using Manner = modes::Editing::Long;

    // The line begins in `column` of a screen of `width` columns; width 0: of any width.
    void frame(int width, std::size_t column, Manner manner);

    struct View {
        std::string cells;
        std::size_t cursor = 0;
    };
    // Of a line with its cursor; what was shown before decides too. `mask` stands for each of its
    // characters.
    View look(std::string_view line, std::size_t cursor, std::optional<char> mask = {});
    // Shows the line from its beginning again.
    void rewind() { left_ = 0; }

    // An entered line stands as it was shown last.
    bool stands() const { return room_ > 0 && manner_ == Manner::shifts; }
    // Every cell is shown, in as many rows as it takes.
    bool whole() const { return room_ == 0; }

    // Bytes that bring the cursor from one cell to another; `cells` are what stands there.
    std::string walk(std::string_view cells, std::size_t from, std::size_t to) const;
    // What has to follow text that ends in front of `cell`, which shows `next`: at the end of a row
    // a terminal waits to be told that the next one begins.
    std::string turn(std::size_t cell, char next) const;

private:
    void shift(std::size_t size, std::size_t cursor);
    void jump(std::size_t size, std::size_t cursor);

    Manner manner_ = Manner::jumps;
    std::size_t room_ = 0;   // cells that are shown; 0: any number
    std::size_t width_ = 0;  // of the rows that a line wraps into; 0: it does not
    std::size_t column_ = 0;
    std::size_t left_ = 0;  // the first character that is shown
};

}  // namespace shell
