// Two laws of the front ends: a pipe shows what a terminal's screen shows, and no input whatever
// makes one crash or hang.
#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "shell/pipe.hpp"
#include "shell/terminal.hpp"
#include "tests/shell/fake_console.hpp"
#include "tests/shell/screen.hpp"

namespace {

using shell_test::FakeConsole;
using Wanted = modes::Wants::Kind;

// A generator of our own: the same bytes on every machine.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    std::size_t below(std::size_t sides) {
        state_ += 0x9e3779b97f4a7c15U;
        std::uint64_t mixed = (state_ ^ (state_ >> 30U)) * 0xbf58476d1ce4e5b9U;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
        return static_cast<std::size_t>((mixed ^ (mixed >> 31U)) % sides);
    }

private:
    std::uint64_t state_;
};

std::string piped(const std::vector<std::string>& lines, modes::Async async) {
    FakeConsole console;
    console.view.async = async;
    shell::Pipe pipe(console);
    std::string text;
    for (const auto& line : lines) text += pipe.feed_line(line);
    return text + pipe.finish();
}

// The keys a person presses to give the same lines.
std::string keys_for(const std::string& line, const shell::Terminal& terminal) {
    const Wanted wanted = terminal.wants().kind;
    const bool acts =
        line == "\x03" || line == "\x1a" || (line == "\x1eX" && !terminal.escape().empty());
    if (wanted == Wanted::key && !acts) return line.empty() ? "\r" : line.substr(0, 1);
    if (wanted != Wanted::command) return acts ? line : line + "\r";
    const std::string& typed = terminal.typed();
    const bool goes_on = line.starts_with(typed);
    const std::string keys = goes_on ? line.substr(typed.size()) : "\x15" + line;
    return acts || line.ends_with('?') ? keys : keys + "\r";
}

std::string typed(const std::vector<std::string>& lines, modes::Async async, std::size_t part) {
    FakeConsole console;
    console.view.async = async;
    shell::Terminal terminal(console);
    for (const auto& line : lines) {
        const std::string keys = keys_for(line, terminal);
        for (std::size_t at = 0; at < keys.size(); at += part)
            terminal.feed(std::string_view(keys).substr(at, part));
    }
    terminal.hang_up();
    shell_test::Screen screen;
    screen.write(terminal.take_output());
    return screen.row().empty() ? screen.text() : screen.text() + "\n";
}

std::string random_bytes(Dice& dice, std::size_t count) {
    const std::string likely =
        "\r\r\n?@@\t\x03\x1a\x1b[AD3~\x01\x05\x15\x16 q~X\x1e"
        "conrim";
    std::string bytes;
    while (bytes.size() < count)
        bytes += dice.below(3) == 0 ? static_cast<char>(dice.below(256))
                                    : likely[dice.below(likely.size())];
    return bytes;
}

const std::vector<std::string> three_lines{
    "show 3", "show ?", "show 2",  "sh\t1", "@two", "@notice", "@# remark", "confirm",
    "y",      "",       "secret",  "stars", "name", "note",    "nonsense",  "@boot",
    "paste",  "quit",   "show 1?", "watch", "\x03", "\x1a",    "attach",    "\x1eX"};

}  // namespace

TEST_CASE("the same lines give the same screen through a terminal and through a pipe") {
    const std::vector<std::string> script{
        "show 2", "show ?", "show 1",  "show ?", "ping",    "@two",  "@# remark", "@notice",
        "show 1", "note",   "confirm", "y",      "confirm", "",      "secret",    "pass?word",
        "stars",  "abc",    "name",    "Ann",    "paste",   "abc",   "quit",      "watch",
        "\x03",   "\x1a",   "attach",  "show 1", "\x1eX",   "sh\t2", "@boot",     "show ?",
        "@two",   "show 1", "logout",  "show 1"};
    for (const auto async : {modes::Async::raw, modes::Async::newline, modes::Async::synchronous})
        for (const std::size_t part : {1U, 2U, 1000U})
            CHECK(typed(script, async, part) == piped(script, async));
}

TEST_CASE("so do lines in random order") {
    Dice dice(1);
    for (int round = 0; round < 300; ++round) {
        std::vector<std::string> script;
        // A command that never ends takes directions from a pipe and none from a keyboard.
        bool working = false;
        while (script.size() < 30) {
            const std::string& line = three_lines[dice.below(three_lines.size())];
            if (working && line != "\x03") continue;
            working = line == "watch";
            script.push_back(line);
        }
        const auto async = static_cast<modes::Async>(dice.below(3));
        // At a question `@` is an answer's first key at a keyboard, and `?` no help.
        const bool asks = [&] {
            FakeConsole console;
            shell::Pipe pipe(console);
            bool met = false;
            for (const auto& line : script) {
                const Wanted wanted = pipe.wants().kind;
                met |= wanted != Wanted::command && wanted != Wanted::line &&
                       wanted != Wanted::nothing && line.starts_with('@');
                pipe.feed_line(line);
            }
            return met;
        }();
        const std::size_t part = 1 + dice.below(7);
        if (!asks) REQUIRE(typed(script, async, part) == piped(script, async));
    }
}

TEST_CASE("random bytes never crash or hang a terminal") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        Dice dice(seed);
        FakeConsole console;
        console.view.length = static_cast<int>(dice.below(6));
        console.view.width = dice.below(2) == 0 ? 511 : static_cast<int>(dice.below(60));
        console.view.async = static_cast<modes::Async>(dice.below(3));
        shell::Terminal terminal(console);
        const std::string bytes = random_bytes(dice, 5000);
        for (std::size_t at = 0; at < bytes.size();) {
            const std::size_t part = 1 + dice.below(20);
            terminal.feed(std::string_view(bytes).substr(at, part));
            at += part;
            if (dice.below(20) == 0)
                terminal.feed(three_lines[dice.below(three_lines.size())] + "\r");
            if (dice.below(50) == 0) console.notice("%NOTE");
            if (dice.below(50) == 0) terminal.refresh();
            if (dice.below(100) == 0) terminal.direct("@two");
            terminal.take_output();
        }
        terminal.feed(std::string(100'000, 'x'));
        terminal.hang_up();
        CHECK(terminal.wants().kind == Wanted::gone);
    }
}

TEST_CASE("random lines never crash or hang a pipe, and every line of it is whole") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        Dice dice(seed);
        FakeConsole console;
        shell::Pipe pipe(console);
        std::string text;
        for (int line = 0; line < 200; ++line)
            text +=
                pipe.feed_line(dice.below(3) == 0 ? random_bytes(dice, dice.below(60))
                                                  : three_lines[dice.below(three_lines.size())]);
        text += pipe.finish();
        CHECK(text.find_first_of("\r\b\x1b") == std::string::npos);
        CHECK(text.ends_with('\n'));
    }
}
