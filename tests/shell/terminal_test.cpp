#include "shell/terminal.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/shell/fake_console.hpp"
#include "tests/shell/screen.hpp"

namespace {

using shell_test::FakeConsole;
using Told = std::vector<std::string>;

struct Person {
    FakeConsole console;
    shell::Terminal terminal{console};
    shell_test::Screen screen;
    std::string type(std::string_view keys) {
        terminal.feed(keys);
        screen.write(terminal.take_output());
        return screen.text();
    }
};

}  // namespace

TEST_CASE("every typed command is echoed verbatim, then CR LF") {
    FakeConsole console;
    shell::Terminal terminal(console);
    terminal.take_output();
    terminal.feed("terminal width 511\n");
    CHECK(terminal.take_output() == "terminal width 511\r\nfake# ");
}

TEST_CASE("? helps at once, and the line stands again with its cursor") {
    Person person;
    CHECK(person.type("show ?") ==
          "fake# show ?\n\nexec mode commands/options:\n  number  How many lines\nfake# show ");
    CHECK(person.type("1\r").ends_with("fake# show 1\nline 1\nfake# "));
    CHECK(person.console.told == Told{"help show ", "enter show 1"});
    Person middle;
    CHECK(middle.type("shw\x02?").ends_with("\nfake# shw"));
    CHECK(middle.type("o\r").ends_with("fake# show\nfake# "));
    CHECK(middle.console.told == Told{"help sh", "enter show"});
}

TEST_CASE("Tab completes, history comes back, Ctrl-L draws the line anew") {
    Person person;
    CHECK(person.type("sh\t2\r") == "fake# show 2\nline 1\nline 2\nfake# ");
    CHECK(person.type("\x1b[A") == "fake# show 2\nline 1\nline 2\nfake# show 2");
    CHECK(person.type("\x15ping\x0c").ends_with("\nfake# ping\nfake# ping"));
}

TEST_CASE("a direction stands in column 0 and its answer is remarks") {
    Person person;
    CHECK(person.type("@") == "@");
    CHECK(person.type("two?\t") == "@two?");
    CHECK(person.type("\x7f") == "@two");
    CHECK(person.type("\r") == "@two\n@# one\n@# two\nfake# ");
    CHECK(person.console.told == Told{"direct @two"});
    CHECK(person.type("@#\x01\x04").ends_with("\nfake# #"));
    CHECK(person.type("\x01@\r").ends_with("@# two\n@#\nfake# "));
    CHECK(person.console.told.size() == 1);
}

TEST_CASE("what a direction causes comes behind the prompt it was typed at") {
    Person person;
    CHECK(person.type("@notice\r") == "@notice\n@# done\nfake# \n%FAKE-5-NOTE: noted\n");
    CHECK(person.type("@boot\r") ==
          "@notice\n@# done\nfake# \n%FAKE-5-NOTE: noted\n@boot\n@# done\nBooting\nfake# ");
    CHECK(person.type("@two\x03").ends_with("@two^C\nfake# "));
}

TEST_CASE("only at a command prompt is @ for the director") {
    Person person;
    CHECK(person.type("secret\r@two\r") == "fake# secret\nPassword: \nGot @two\nfake# ");
    CHECK(person.type("confirm\r@").ends_with("Proceed? [confirm]@\nKey taken\nfake# "));
}

TEST_CASE("a key question takes one key, shown when it can be") {
    Person person;
    CHECK(person.type("confirm\r\x1b[A\t") == "fake# confirm\nProceed? [confirm]");
    CHECK(person.type("yshow") == "fake# confirm\nProceed? [confirm]y\nKey taken\nfake# show");
    Person enter;
    CHECK(enter.type("confirm\r\n\rx") == "fake# confirm\nProceed? [confirm]\nKey taken\nfake# x");
    CHECK(enter.console.told == Told{"enter confirm", "key Enter"});
}

TEST_CASE("keys typed ahead wait in order; Ctrl-C breaks at once") {
    Person person;
    CHECK(person.type("watch\rshow 1\rconf") == "fake# watch\n!");
    CHECK(person.type("irm\ry") == "fake# watch\n!");
    CHECK(person.type("\x03") ==
          "fake# watch\n!^C\nBroken\nfake# show 1\nline 1\nfake# confirm\n"
          "Proceed? [confirm]y\nKey taken\nfake# ");
    CHECK(person.type("half\x03").ends_with("fake# half^C\nfake# "));
    CHECK(person.type("half\x1a").ends_with("fake# half^Z\nfake# "));
}

TEST_CASE("escape keys are seen before the editor, in halves too") {
    Person person;
    person.type("attach\rabc");
    person.type("\x1e");
    CHECK(person.console.told == Told{"enter attach"});
    CHECK(person.type("x").ends_with("inner> abc\nfake# "));
    CHECK(person.console.told == Told{"enter attach", "escape"});
    CHECK(person
              .type("\x1e"
                    "X")
              .ends_with("fake# X"));
    Person busy;
    busy.type("attach\rwatch\rlost");
    CHECK(busy.type("\x1eX") == "fake# attach\ninner> watch\n!\nfake# ");
}

TEST_CASE("a line of a block is no command") {
    Person person;
    CHECK(person.type("paste\r@x?\ty\rquit\r") ==
          "fake# paste\nEnd with quit:\n@x?y\nquit\nfake# ");
    CHECK(person.console.told == Told{"enter paste", "enter @x?y", "enter quit"});
}

TEST_CASE("the program's word to its user stands above the prompt") {
    Person person;
    person.type("sho\x02");
    person.terminal.remark("lab: built-in\nhelp: @help");
    CHECK(person.type("X") == "@# lab: built-in\n@# help: @help\nfake# shXo");
}

TEST_CASE("a gone console takes no more keys, and hanging up is told once") {
    Person person;
    person.type("logout\rshow 1\r");
    person.terminal.hang_up();
    CHECK(person.type("x") == "fake# logout\n");
    CHECK(person.console.told == Told{"enter logout", "hang up"});
}

TEST_CASE("a narrow window scrolls the line although the device is wider") {
    Person person;
    person.console.view.width = 80;
    person.terminal.resize(0, 30);
    person.type("abcdefghijklmnopqrstuvwxyz0123456789");
    CHECK(person.screen.row().starts_with("fake# $"));
    CHECK(person.type("\r").starts_with("fake# abcdefghijklmnopqrstuv$\nfake# "));
    CHECK(person.console.told == Told{"enter abcdefghijklmnopqrstuvwxyz0123456789"});
}
