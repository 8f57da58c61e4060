// The unfinished line of a screen as bytes draw it: what is on it and where the cursor stands.
// Weaving looks at it to know whether a text needs a fresh line; the pipe reads its transcript
// from it, so that a pipe shows what a terminal's screen would hold.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace shell {

// Screen columns of UTF-8 text: its code points.
std::size_t columns(std::string_view text);

class Row {
public:
    // Draws printable text, CR, LF, BS, ESC[K, ESC[J, ESC[nA to ESC[nD; ignores other controls.
    // Returns the lines that were finished, each with its '\n'.
    std::string write(std::string_view bytes);
    // The line goes on in another row of the screen behind so many columns; 0: it does not.
    void wrap(std::size_t width) { width_ = width; }
    // How many of its rows stand above the cursor's.
    std::size_t above() const { return width_ ? cursor_ / width_ : 0; }

    const std::string& text() const { return text_; }
    std::size_t cursor() const { return cursor_; }  // in bytes
    // Nothing is on the line, or only blanks with the cursor in front of them.
    bool fresh() const;

private:
    void put(std::string_view run);
    void obey(char last);

    enum class State { plain, escape, sequence };
    State state_ = State::plain;
    std::size_t count_ = 0;
    std::size_t width_ = 0;
    std::string text_;
    std::size_t cursor_ = 0;
};

}  // namespace shell
