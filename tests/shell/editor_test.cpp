#include "shell/editor.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/shell/screen.hpp"

namespace {

// Types bytes one at a time, as slow fingers do; keeps the screen.
struct Desk {
    shell::Editor editor;
    shell::Keys keys;
    shell_test::Screen screen;
    std::vector<std::string> history{"first", "second one"};
    std::vector<shell::Editor::Asked> asked;

    explicit Desk(int width = 0, const std::string& prompt = "asa# ") {
        editor.frame(width, prompt.size());
        screen.write(prompt);
    }
    Desk& type(std::string_view bytes) {
        for (const char byte : bytes) {
            const auto read = keys.next(std::string_view(&byte, 1));
            if (!read.key) continue;
            const auto pressed = editor.press(*read.key, history);
            screen.write(pressed.echo);
            if (pressed.asked != shell::Editor::Asked::nothing) asked.push_back(pressed.asked);
        }
        return *this;
    }
};

}  // namespace

TEST_CASE("typing at the end of a line echoes the typed bytes and nothing else") {
    shell::Editor editor;
    editor.frame(0, 10);
    CHECK(editor.press({shell::Key::Kind::text, "terminal width 511"}, {}).echo ==
          "terminal width 511");
}

TEST_CASE("editing keys change the line, and the screen shows it") {
    struct {
        std::string keys, line;
        std::size_t cursor;
    } const cases[] = {
        {"show\x7f\b", "sh", 2},
        {"how\x01s", "show", 1},
        {"how\x01s\x05 run", "show run", 8},
        {"show\x02\x02X\x06Y", "shXoYw", 5},
        {"show run\x01\x04\x04", "ow run", 0},
        {"show run\x02\x02\x02\x0b", "show ", 5},
        {"show run\x15ping", "ping", 4},
        {"show run  all  \x17", "show run  ", 10},
        {"ab\x1b[DX\x1b[CY", "aXbY", 4},
        {"ab\x1b[HX\x1b[FY", "XabY", 4},
        {"ab\x1bOHX\x1b[4~Y\x1b[1~\x1b[3~", "abY", 0},
        {"\x10", "second one", 10},
        {"\x10\x10\x10", "first", 5},
        {"draft\x1b[A\x1b[A\x1b[B\x1b[B\x1b[B", "draft", 5},
        {"a\x1b[99;5Xb\x1b\x07\x80\xff"
         "c",
         "abc", 3},
        {"\x01\x02\x04\x0b\x15\x17\x7f", "", 0},
    };
    for (const auto& example : cases) {
        Desk desk;
        desk.type(example.keys);
        CHECK(desk.editor.line() == example.line);
        CHECK(desk.screen.row() == "asa# " + example.line);
        CHECK(desk.screen.column() == 5 + example.cursor);
        CHECK(desk.asked.empty());
    }
}

TEST_CASE("keys that speak to others are handed on") {
    using Asked = shell::Editor::Asked;
    Desk desk;
    desk.type("a?\t\x0c\x12\x03\x1a\r");
    CHECK(desk.asked == std::vector{Asked::help, Asked::complete, Asked::redraw, Asked::redraw,
                                    Asked::interrupt, Asked::end_of_configuration, Asked::enter});
    CHECK(desk.editor.line() == "a");
}

TEST_CASE("Enter counts once however it is sent") {
    for (const std::string enter : {"\r", "\n", "\r\n"}) {
        Desk desk;
        desk.type(enter + "x" + enter);
        CHECK(desk.asked.size() == 2);
    }
    Desk telnet;
    telnet.type(std::string("\r\0x\r\0", 5));
    CHECK(telnet.asked.size() == 2);
    Desk empty_lines;
    empty_lines.type("\n\n\r\r");
    CHECK(empty_lines.asked.size() == 4);
}

TEST_CASE("Ctrl-V takes a question mark literally, and in an answer it needs none") {
    Desk desk;
    desk.type("a\x16?b");
    CHECK(desk.editor.line() == "a?b");
    CHECK(desk.asked.empty());
    Desk answer;
    answer.editor.obey({false, {}});
    answer.type("why?\t\x10\x1a");
    CHECK(answer.editor.line() == "why?");
    CHECK(answer.asked.empty());
}

TEST_CASE("secrets show nothing, or one character for each") {
    Desk hidden;
    hidden.editor.obey({false, '\0'});
    hidden.type("pass\x7fword\x01X");
    CHECK(hidden.editor.line() == "Xpasword");
    CHECK(hidden.screen.row() == "asa# ");
    Desk stars;
    stars.editor.obey({false, '*'});
    stars.type("pass\x7f");
    CHECK(stars.screen.row() == "asa# ***");
}

TEST_CASE("a line wider than the screen scrolls and shows $ at the cut edge") {
    Desk desk(30);
    const std::string line = "abcdefghijklmnopqrstuvwxyz0123456789";
    desk.type(line);
    CHECK(desk.screen.row().size() <= 29);
    CHECK(desk.screen.row().starts_with("asa# $"));
    CHECK(desk.screen.row().ends_with("789"));
    desk.type("\x01");
    CHECK(desk.screen.row() == "asa# " + line.substr(0, 23) + "$");
    CHECK(desk.screen.column() == 5);
    desk.type("\x05");
    desk.screen.write(desk.editor.finish());
    CHECK(desk.screen.row() == "asa# " + line.substr(0, 23) + "$");
    CHECK(desk.editor.take() == line);
    CHECK(desk.editor.line().empty());
}

TEST_CASE("the cut of the seed: 79 columns, the last one $") {
    Desk desk(80, "ciscoasa# ");
    desk.type(
        "license smart reservation install AAu3431rGRS00Ig5HQ12vpzg{MEYCIQCBwXYZ0123456789abc");
    desk.screen.write(desk.editor.finish());
    CHECK(desk.screen.row().size() == 79);
    CHECK(desk.screen.row() ==
          "ciscoasa# license smart reservation install "
          "AAu3431rGRS00Ig5HQ12vpzg{MEYCIQCBw$");
}

TEST_CASE("a very long line is kept up to the limit") {
    Desk desk;
    desk.type(std::string(100'000, 'x'));
    CHECK(desk.editor.line().size() == 100'000);
    CHECK(desk.screen.row().size() == 100'005);
    desk.screen.write(desk.editor.insert(std::string(300'000, 'y')));
    CHECK(desk.editor.line().size() == shell::Editor::longest_line);
    desk.type("z\x15");
    CHECK(desk.screen.row() == "asa# ");
    shell::Editor typed_only(512);
    typed_only.insert(std::string(600, 'x'));
    CHECK(typed_only.line().size() == 512);
}
