// The local terminal: the only file that knows termios. Raw mode is taken back on every way out,
// signals, exit() and failed assertions included, because a shell without echo is a bad farewell.
#pragma once

#include <memory>
#include <optional>

namespace shell {

// Zero: not known.
struct WindowSize {
    int length = 0;
    int width = 0;
};
WindowSize window_size(int descriptor);
bool is_terminal(int descriptor);

// One at a time in a process. SIGINT, SIGTERM, SIGHUP, SIGQUIT and fatal signals restore the
// terminal and then end the process as they do by default, unless they were ignored; SIGTSTP
// restores it and stops, SIGCONT makes it raw again.
class RawTerminal {
public:
    // Throws std::system_error when `descriptor` is no terminal.
    explicit RawTerminal(int descriptor);
    ~RawTerminal();
    RawTerminal(const RawTerminal&) = delete;
    RawTerminal& operator=(const RawTerminal&) = delete;

    // Becomes readable when the window has changed or the process goes on after a stop: to be
    // polled together with the input.
    int changes() const;
    // What `changes` told about, the size as it is now; nothing when nothing changed.
    std::optional<WindowSize> take_change();

private:
    struct Signals;
    int descriptor_;
    std::unique_ptr<Signals> signals_;
};

}  // namespace shell
