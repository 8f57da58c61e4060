// A pipe gets a transcript: lines in, the text of the screen out. It types the lines at a terminal
// of its own that neither pages nor scrolls, and reads that terminal's screen, so what a pipe shows
// is what a terminal would. The unfinished line is held back: a direction is printed above it, and
// what is typed next belongs behind it. The runner of transcripts types through the same door.
#pragma once

#include <deque>
#include <string>
#include <string_view>

#include "shell/console.hpp"
#include "shell/row.hpp"
#include "shell/terminal.hpp"

namespace shell {

class Pipe {
public:
    explicit Pipe(Console& console);  // outlives this

    // A line of input; returns the lines that were finished since the last call. A line that begins
    // with '@' is a direction unless a secret or a block is asked. After a line that ended in `?`
    // the device has printed what stood before it again: a line that begins with that goes on
    // behind it, any other takes its place.
    std::string feed_line(std::string_view line);
    // End of input: hangs up; the rest, with a '\n' behind it.
    std::string finish();

    // The same in its parts. Types `text` behind what is typed already, then Enter; not so when it
    // ends in `?`, Ctrl-C, Ctrl-Z or the escape keys, which act by themselves. For a key question
    // its first character is typed, or Enter. Waits its turn while a command is at work.
    void type_line(std::string_view text);
    // Text that the device has printed again counts as erased, as for a line that begins otherwise.
    void direct(std::string_view direction);
    void remark(std::string_view text);
    void erase_typed();
    std::string take_complete_lines();
    const std::string& partial_line() const { return row_.text(); }
    // Shows what came without a line: to be called when lab time has passed.
    void refresh();
    modes::Wants wants() const { return terminal_.wants(); }

private:
    bool waiting() const { return wants().kind == modes::Wants::Kind::nothing; }
    bool ends_with_escape(std::string_view text) const;
    void type_now(std::string_view text);
    void type_whole(std::string_view line);
    void feed(std::string_view bytes);
    void type_waiting();

    Terminal terminal_;
    Row row_;
    std::string lines_;
    std::deque<std::string> waiting_;
};

}  // namespace shell
