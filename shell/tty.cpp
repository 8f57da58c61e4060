#include "shell/tty.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cassert>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <system_error>

namespace shell {
namespace {

constexpr std::array ending_signals{SIGINT,  SIGTERM, SIGHUP, SIGQUIT, SIGABRT,
                                    SIGSEGV, SIGBUS,  SIGFPE, SIGILL,  SIGPIPE};

// What signal handlers may look at: written before they are installed, read by them.
termios saved_settings;
termios raw_settings;
volatile std::sig_atomic_t terminal = -1;
volatile std::sig_atomic_t wake_end = -1;

// In the background a change of settings would stop the process, and they are the shell's. A
// terminal that is not the process's own has no such notion.
void set(const termios& settings) {
    if (terminal < 0) return;
    const pid_t foreground = tcgetpgrp(terminal);
    if (foreground < 0 || foreground == getpgrp()) tcsetattr(terminal, TCSANOW, &settings);
}

void restore() { set(saved_settings); }
void make_raw() { set(raw_settings); }

void wake() {
    const char byte = 0;
    // A full pipe has told already.
    if (wake_end >= 0 && write(wake_end, &byte, 1) < 0) return;
}

void raise_by_default(int signal) {
    struct sigaction standard {};
    standard.sa_handler = SIG_DFL;
    sigemptyset(&standard.sa_mask);
    sigaction(signal, &standard, nullptr);
    sigset_t only;
    sigemptyset(&only);
    sigaddset(&only, signal);
    raise(signal);
    sigprocmask(SIG_UNBLOCK, &only, nullptr);
}

void install(int signal, void (*handler)(int), struct sigaction* before) {
    struct sigaction action {};
    action.sa_handler = handler;
    sigemptyset(&action.sa_mask);
    sigaction(signal, &action, before);
}

void on_ending(int signal) {
    restore();
    raise_by_default(signal);
}

void on_stop(int signal) {
    const int error = errno;
    restore();
    raise_by_default(signal);
    // Going on: SIGCONT's handler has run; the next stop is ours again.
    install(signal, on_stop, nullptr);
    errno = error;
}

void on_continue(int) {
    const int error = errno;
    make_raw();
    wake();
    errno = error;
}

void on_resize(int) {
    const int error = errno;
    wake();
    errno = error;
}

void restore_at_exit() { restore(); }

termios raw_of(termios settings) {
    settings.c_iflag &= ~static_cast<tcflag_t>(BRKINT | ICRNL | INLCR | IGNCR | ISTRIP | IXON);
    settings.c_oflag &= ~static_cast<tcflag_t>(OPOST);
    settings.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL | ICANON | IEXTEN | ISIG);
    settings.c_cflag |= CS8;
    settings.c_cc[VMIN] = 1;
    settings.c_cc[VTIME] = 0;
    return settings;
}

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

WindowSize window_size(int descriptor) {
    winsize size{};
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) return {};
    return {size.ws_row, size.ws_col};
}

bool is_terminal(int descriptor) { return isatty(descriptor) == 1; }

// Handlers as they were before, and the pipe by which ours speak to the program's poll.
struct RawTerminal::Signals {
    std::array<struct sigaction, ending_signals.size()> ending{};
    struct sigaction stop {};
    struct sigaction go_on {};
    struct sigaction resize {};
    std::array<int, 2> wake{-1, -1};
};

RawTerminal::RawTerminal(int descriptor)
    : descriptor_(descriptor), signals_(std::make_unique<Signals>()) {
    assert(terminal < 0 && "one raw terminal at a time");
    if (tcgetattr(descriptor, &saved_settings) != 0) fail("terminal settings");
    raw_settings = raw_of(saved_settings);
    if (pipe2(signals_->wake.data(), O_NONBLOCK | O_CLOEXEC) != 0) fail("pipe");
    wake_end = signals_->wake[1];
    terminal = descriptor;
    static const int registered =
        std::atexit(restore_at_exit) + std::at_quick_exit(restore_at_exit);
    static_cast<void>(registered);
    for (std::size_t at = 0; at < ending_signals.size(); ++at) {
        struct sigaction& before = signals_->ending[at];
        install(ending_signals[at], on_ending, &before);
        if (before.sa_handler == SIG_IGN) sigaction(ending_signals[at], &before, nullptr);
    }
    install(SIGTSTP, on_stop, &signals_->stop);
    install(SIGCONT, on_continue, &signals_->go_on);
    install(SIGWINCH, on_resize, &signals_->resize);
    make_raw();
}

RawTerminal::~RawTerminal() {
    restore();
    for (std::size_t at = 0; at < ending_signals.size(); ++at)
        sigaction(ending_signals[at], &signals_->ending[at], nullptr);
    sigaction(SIGTSTP, &signals_->stop, nullptr);
    sigaction(SIGCONT, &signals_->go_on, nullptr);
    sigaction(SIGWINCH, &signals_->resize, nullptr);
    terminal = -1;
    wake_end = -1;
    close(signals_->wake[0]);
    close(signals_->wake[1]);
}

int RawTerminal::changes() const { return signals_->wake[0]; }

std::optional<WindowSize> RawTerminal::take_change() {
    std::array<char, 64> bytes;
    bool changed = false;
    while (read(signals_->wake[0], bytes.data(), bytes.size()) > 0) changed = true;
    if (!changed) return {};
    return window_size(descriptor_);
}

}  // namespace shell
