// Weaves what the device prints, what comes without a command and what is typed into one stream of
// bytes. It keeps the unfinished line as the screen shows it, because a text begins on a fresh line
// when somebody was being asked, and a notice meets the typed line by the platform's manner. Pure.
#pragma once

#include <string>
#include <string_view>

#include "modes/session.hpp"
#include "shell/row.hpp"

namespace shell {

class Weave {
public:
    enum class Ends { lf, crlf };  // of lines: a pipe's, a terminal's
    explicit Weave(Ends ends) : ends_(ends) {}

    // Each returns the bytes to send.
    std::string text(std::string_view text);
    std::string prompt(std::string_view text);
    // `again` is what a synchronous notice is followed by: prompt and typed text.
    std::string notice(std::string_view text, modes::Async manner, std::string_view again);
    std::string typed(std::string_view echo);  // what editing draws; nothing is changed
    std::string enter();                       // the new line that Enter shows
    std::string fresh();                       // a new line unless the cursor stands on one
    std::string wipe();                        // takes the unfinished line off the screen

    // The unfinished line is where somebody types from now on.
    void ask();
    // The unfinished line was taken off the screen while somebody was asked, and stands again.
    void resume() { asking_ = true; }
    bool asking() const { return asking_; }
    // The prompt or question that was asked last.
    const std::string& asked() const { return asked_; }
    const Row& row() const { return row_; }
    void wrap(int width) { row_.wrap(static_cast<std::size_t>(width)); }

private:
    std::string send(std::string_view text);

    Ends ends_;
    Row row_;
    bool asking_ = false;
    std::string asked_;
};

}  // namespace shell
