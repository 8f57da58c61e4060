#include "shell/window.hpp"

#include <doctest/doctest.h>

#include <string>

#include "shell/editor.hpp"
#include "tests/shell/screen.hpp"

namespace {

using Manner = shell::Window::Manner;

// A line of its own behind a prompt, on a screen of some width.
struct Desk {
    shell::Editor editor;
    shell::Keys keys;
    shell_test::Screen screen;
    std::string prompt;

    Desk(Manner manner, int width, std::string with)
        : screen(static_cast<std::size_t>(width)), prompt(std::move(with)) {
        editor.frame(width, prompt.size(), manner);
        screen.write(prompt);
    }
    // The echo.
    std::string type(std::string_view bytes) {
        std::string echo;
        for (const char byte : bytes) {
            const auto read = keys.next(std::string_view(&byte, 1));
            if (read.key) echo += editor.press(*read.key, {}).echo;
        }
        screen.write(echo);
        return echo;
    }
    std::string enter() {
        screen.write(editor.finish() + "\r\n");
        editor.take();
        return screen.text();
    }
    std::string row() const { return screen.row(screen.line()); }
};

// Of the vendor's manual for IOS: what stands behind the prompt.
const std::string access_list =
    "access-list 101 permit tcp 131.108.2.5 255.255.255.0 131.108.1.20 255.255.255.0 eq 45";

std::string blanks(std::size_t count) { return std::string(count, ' '); }
std::string back(std::size_t count) { return std::string(count, '\b'); }

}  // namespace

TEST_CASE("IOS shifts a long line by ten columns, $ at the left edge") {
    Desk desk(Manner::shifts, 80, "Router(config)#");
    CHECK(desk.type(access_list.substr(0, 62)) == access_list.substr(0, 62));
    // One more: back to the beginning, the line from its tenth character on, blanks, and back.
    CHECK(desk.type(".") == back(62) + "$" + access_list.substr(11, 52) + blanks(9) + back(9));
    desk.type(access_list.substr(63, 9));
    CHECK(desk.row() ==
          "Router(config)#$ 101 permit tcp 131.108.2.5 255.255.255.0 131.108.1.20 255.25");
    desk.type(access_list.substr(72, 10));
    CHECK(desk.row() ==
          "Router(config)#$t tcp 131.108.2.5 255.255.255.0 131.108.1.20 255.255.255.0 eq");
    desk.type(access_list.substr(82));
    const auto last = "Router(config)#$108.2.5 255.255.255.0 131.108.1.20 255.255.255.0 eq 45";
    CHECK(desk.row().starts_with(last));
    CHECK(desk.screen.column() == std::string(last).size());
    desk.type("\x01");
    CHECK(desk.row() ==
          "Router(config)#access-list 101 permit tcp 131.108.2.5 255.255.255.0 131.108.1$");
    CHECK(desk.screen.column() == 15);
}

TEST_CASE("IOS leaves an entered line as it stands") {
    Desk desk(Manner::shifts, 80, "SW1(config)#");
    desk.type("description " + std::string(70, 'x'));
    const auto shown = desk.row();
    CHECK(shown.starts_with("SW1(config)#$"));
    CHECK(desk.enter() == shown + "\n");
}

TEST_CASE("ASA jumps, and shows an entered line from its beginning, 79 columns") {
    // As clients of netmiko saw it, backspaces aside: its issue 2039.
    Desk desk(Manner::jumps, 80, "PYTHON(config-network-object-group)# ");
    const std::string line = "no network-object object 192.0.2.120_SCTASK0012345";
    CHECK(desk.type(line.substr(0, 42)) == line.substr(0, 42));
    CHECK(desk.type("K") == back(42) + "$2.0.2.120_SCTASK" + blanks(25) + back(25));
    CHECK(desk.type("0012345") == "0012345");
    CHECK(desk.enter() == "PYTHON(config-network-object-group)# " + line.substr(0, 41) + "$\n");
}

TEST_CASE("the cut of the seed") {
    Desk desk(Manner::jumps, 80, "ciscoasa# ");
    desk.type(
        "license smart reservation install AAu3431rGRS00Ig5HQ12vpzg{MEYCIQCBwXYZ0123456789abc");
    CHECK(desk.enter() ==
          "ciscoasa# license smart reservation install "
          "AAu3431rGRS00Ig5HQ12vpzg{MEYCIQCBw$\n");
}

TEST_CASE("a line that fills the screen stands still, one more character moves it") {
    struct {
        Manner manner;
        std::size_t room;
    } const cases[] = {{Manner::shifts, 72}, {Manner::jumps, 74}};
    for (const auto& example : cases) {
        Desk desk(example.manner, 80, "asa# ");
        const std::string line(example.room, 'x');
        CHECK(desk.type(line) == line);
        CHECK(desk.row() == "asa# " + line);
        desk.type("y");
        CHECK(desk.row().starts_with("asa# $xxx"));
        CHECK(desk.type("\x7f").find('\x1b') == std::string::npos);
        CHECK(desk.editor.line() == line);
    }
}

TEST_CASE("a long line goes on in the next row where the device wraps") {
    Desk desk(Manner::wraps, 20, "fpr# ");
    CHECK(desk.type("abcdefghijklmn") == "abcdefghijklmn");
    CHECK(desk.screen.line() == 0);
    // The last column: the terminal is told that the next row begins.
    CHECK(desk.type("o") == "o \r");
    CHECK(desk.screen.line() == 1);
    CHECK(desk.type("pqrst") == "pqrst");
    CHECK(desk.screen.row(0) == "fpr# abcdefghijklmno");
    CHECK(desk.screen.row(1) == "pqrst");
    // Over the edge and back again.
    desk.type("\x01X\x05Y");
    CHECK(desk.screen.row(0) == "fpr# Xabcdefghijklmn");
    CHECK(desk.screen.row(1).substr(0, 7) == "opqrstY");
    CHECK(desk.screen.column() == 7);
    desk.type(std::string(7, '\x7f'));
    CHECK(desk.screen.line() == 1);
    CHECK(desk.screen.column() == 0);
    desk.type("\x7f");
    CHECK(desk.screen.line() == 0);
    CHECK(desk.screen.column() == 19);
    desk.type("\x15");
    CHECK(desk.screen.column() == 5);
    CHECK(desk.screen.row(0) == "fpr# " + blanks(15));
}

TEST_CASE("an entered line that wraps leaves the cursor below all of it") {
    Desk desk(Manner::wraps, 20, "fpr# ");
    desk.type("abcdefghijklmnopqrst\x01");
    CHECK(desk.screen.line() == 0);
    CHECK(desk.enter() == "fpr# abcdefghijklmno\npqrst\n");
}

TEST_CASE("a paste is echoed as if it were typed") {
    const std::string line = "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz";
    for (const auto manner : {Manner::shifts, Manner::jumps, Manner::wraps}) {
        Desk typed(manner, 30, "fpr# ");
        const auto echo = typed.type(line);
        for (const std::size_t part : {2U, 7U, 62U}) {
            Desk pasted(manner, 30, "fpr# ");
            std::string pieces;
            for (std::size_t at = 0; at < line.size(); at += part)
                pieces += pasted.editor.insert(line.substr(at, part));
            CHECK(pieces == echo);
        }
    }
}

// Whatever is typed, the cell under the cursor is the character that it stands at.
TEST_CASE("the cursor stands where the line says, however it is cut") {
    for (const auto manner : {Manner::shifts, Manner::jumps, Manner::wraps}) {
        for (const int width : {18, 19, 20, 40, 80}) {
            Desk desk(manner, width, "fpr# ");
            unsigned dice = 7;
            for (int step = 0; step < 400; ++step) {
                dice = dice * 1103515245U + 12345U;
                const auto throw_ = (dice >> 16U) % 16;
                static const std::string keys = "\x01\x02\x02\x02\x04\x05\x06\x7f";
                desk.type(throw_ < keys.size()
                              ? std::string(1, keys[throw_])
                              : std::string(1, static_cast<char>('a' + step % 26)));
                const auto& line = desk.editor.line();
                const auto at = desk.editor.before_cursor().size();
                CAPTURE(width);
                CAPTURE(line);
                REQUIRE(desk.screen.column() < static_cast<std::size_t>(width) + 1);
                const auto row = desk.row() + " ";
                REQUIRE(row[desk.screen.column()] == (at < line.size() ? line[at] : ' '));
            }
        }
    }
}
