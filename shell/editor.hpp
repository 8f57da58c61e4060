// The line being typed: keys in, edited line and echo out. It draws only from the cursor, with
// backspaces and blanks as the devices do, so that it needs not know in which row it stands and
// typing at the end of a line echoes exactly the typed bytes. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shell/keys.hpp"
#include "shell/window.hpp"

namespace shell {

class Editor {
public:
    // A pasted line may be far longer than what a device takes; the device judges it.
    static constexpr std::size_t longest_line = 200'000;
    explicit Editor(std::size_t longest = longest_line) : longest_(longest) {}

    struct Style {
        bool commands = true;         // history, Tab, `?` and Ctrl-Z mean something
        std::optional<char> mask;     // shown for each character; 0: nothing is shown
        bool kills_backward = false;  // Ctrl-U spares what is behind the cursor
    };
    // How the line that comes now is typed and shown.
    void obey(Style style) { style_ = style; }
    // The line begins in `column` of a screen of `width` columns and keeps to it there in its
    // platform's manner; width 0: the echo is verbatim.
    void frame(int width, std::size_t column, Window::Manner manner = Window::Manner::jumps);

    enum class Asked { nothing, enter, help, complete, redraw, interrupt, end_of_configuration };
    struct Pressed {
        std::string echo;
        Asked asked = Asked::nothing;
    };
    Pressed press(const Key& key, const std::vector<std::string>& history);

    // Each returns the echo.
    std::string insert(std::string_view text);
    std::string redraw();  // draws the line anew behind a prompt that was printed
    std::string finish();  // shows the line from its beginning, the cursor behind it

    const std::string& line() const { return line_; }
    std::string_view before_cursor() const { return std::string_view(line_).substr(0, cursor_); }
    // How far behind the line's first column the echo has left the cursor.
    std::size_t drawn_cursor() const { return drawn_cursor_; }

    // The line; a new one begins.
    std::string take();

private:
    using View = Window::View;
    View view();
    std::string draw();
    std::string draw(const View& view);
    std::string recall(const std::vector<std::string>& history, bool older);
    std::string put(std::string_view text);
    std::string append(std::string_view text);
    std::string remove(std::size_t from, std::size_t count);
    std::string kill(std::size_t from, std::size_t to);
    std::string transpose();
    std::string move(std::size_t to);
    std::string edit(Key::Kind kind);
    std::size_t word_before() const;
    std::size_t word_behind() const;

    std::size_t longest_;
    Style style_;
    Window window_;
    bool paper_ = true;  // no screen: what is erased leaves no blanks
    std::string line_;
    std::size_t cursor_ = 0;
    std::string drawn_;
    std::size_t drawn_cursor_ = 0;
    bool quoted_ = false;
    std::string killed_;
    std::optional<std::size_t> recalled_;
    std::string draft_;  // what was typed before the history was asked
};

}  // namespace shell
