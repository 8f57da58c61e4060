#include "shell/tty.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <system_error>

namespace {

// A terminal nobody sits at.
struct Pair {
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    int slave = -1;
    Pair() {
        REQUIRE(master >= 0);
        REQUIRE(grantpt(master) == 0);
        REQUIRE(unlockpt(master) == 0);
        slave = open(ptsname(master), O_RDWR | O_NOCTTY);
        REQUIRE(slave >= 0);
    }
    ~Pair() {
        close(slave);
        close(master);
    }
    bool raw() const {
        termios now{};
        tcgetattr(slave, &now);
        return (now.c_lflag & static_cast<tcflag_t>(ECHO | ICANON | ISIG)) == 0;
    }
};

}  // namespace

TEST_CASE("a raw terminal is restored at the end of its life") {
    const Pair pair;
    CHECK_FALSE(pair.raw());
    {
        const shell::RawTerminal terminal(pair.slave);
        CHECK(pair.raw());
    }
    CHECK_FALSE(pair.raw());
}

TEST_CASE("a raw terminal is restored when a signal or exit() ends the process") {
    const Pair pair;
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, 0}) {
        const pid_t child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            const shell::RawTerminal terminal(pair.slave);
            if (!pair.raw()) _exit(3);
            // Only the handlers that matter here: the test program has its own at exit.
            if (signal != 0) raise(signal);
            std::quick_exit(4);
        }
        int status = 0;
        REQUIRE(waitpid(child, &status, 0) == child);
        if (signal != 0) CHECK((WIFSIGNALED(status) && WTERMSIG(status) == signal));
        CHECK_FALSE(pair.raw());
    }
}

TEST_CASE("a stopped process gives the terminal back and takes it again") {
    const Pair pair;
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        setpgid(0, 0);
        shell::RawTerminal terminal(pair.slave);
        kill(getpid(), SIGTSTP);
        const bool told = terminal.take_change().has_value();
        _exit(pair.raw() && told ? 0 : 3);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, WUNTRACED) == child);
    // An orphaned process group is not stopped by SIGTSTP; then there is nothing to see.
    if (WIFSTOPPED(status)) {
        CHECK_FALSE(pair.raw());
        kill(child, SIGCONT);
        REQUIRE(waitpid(child, &status, 0) == child);
        CHECK((WIFEXITED(status) && WEXITSTATUS(status) == 0));
    }
}

TEST_CASE("a changed window is told") {
    const Pair pair;
    shell::RawTerminal terminal(pair.slave);
    CHECK_FALSE(terminal.take_change());
    const winsize size{40, 100, 0, 0};
    ioctl(pair.slave, TIOCSWINSZ, &size);
    raise(SIGWINCH);
    const auto change = terminal.take_change();
    REQUIRE(change);
    CHECK(change->length == 40);
    CHECK(change->width == 100);
    CHECK_FALSE(terminal.take_change());
}

TEST_CASE("what is no terminal is refused") {
    std::array<int, 2> ends{};
    REQUIRE(pipe(ends.data()) == 0);
    CHECK_FALSE(shell::is_terminal(ends[0]));
    CHECK_THROWS_AS(shell::RawTerminal{ends[0]}, std::system_error);
    close(ends[0]);
    close(ends[1]);
}
