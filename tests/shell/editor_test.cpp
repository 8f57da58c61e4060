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

    explicit Desk(int width = 0, const std::string& prompt = "asa# ",
                  shell::Window::Manner manner = shell::Window::Manner::jumps)
        : screen(manner == shell::Window::Manner::wraps ? static_cast<std::size_t>(width) : 0) {
        editor.frame(width, prompt.size(), manner);
        screen.write(prompt);
    }
    shell::Run run;
    Desk& type(std::string_view bytes) {
        for (const char byte : bytes) {
            const auto read = keys.next(std::string_view(&byte, 1), run);
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
        {"one two  three\x1b"
         "b\x1b"
         "bX",
         "one Xtwo  three", 5},
        {"one two\x01\x1b"
         "f\x1b"
         "FX",
         "one twoX", 8},
        {"one two three\x01\x1b"
         "d\x19\x05\x19",
         "one two threeone", 16},
        {"one two\x02\x18\x19", "one two", 6},
        {"shwo\x14", "show", 4},
        {"hsow\x02\x02\x02\x14", "show", 2},
        {"x\x01\x14", "x", 0},
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

TEST_CASE("where Ctrl-U spares what is behind the cursor") {
    Desk desk;
    desk.editor.obey({true, {}, true});
    desk.type("show run\x02\x02\x02\x15");
    CHECK(desk.editor.line() == "run");
    CHECK(desk.type("\x19").editor.line() == "show run");
}

TEST_CASE("what is killed can come back in the next line") {
    Desk desk;
    desk.type("no shutdown\x15");
    desk.editor.take();
    CHECK(desk.type("\x19").editor.line() == "no shutdown");
}

TEST_CASE("of a byte above ASCII seven bits count where the device takes no more") {
    // A public capture of a switch shows the two letters so: file id 15988537304.
    Desk desk;
    desk.run.seven_bits = true;
    CHECK(desk.type("Sesi\xc3\xb3n aqu\xc3\xad \xe2\x80\x8d\xff").editor.line() ==
          "SesiC3n aquC- b");
    CHECK(desk.asked.empty());
    CHECK(Desk().type("Sesi\xc3\xb3n").editor.line() == "Sesin");
}

TEST_CASE("a screen is drawn without escape sequences, as the devices draw") {
    Desk desk(80);
    std::string all;
    for (const char byte : std::string("show run\x02\x02\x7f\x17\x15")) {
        const auto read = desk.keys.next(std::string_view(&byte, 1));
        all += desk.editor.press(*read.key, {}).echo;
    }
    CHECK(all.find('\x1b') == std::string::npos);
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
