#include "shell/pager.hpp"

#include <doctest/doctest.h>

#include <string>

#include "shell/terminal.hpp"
#include "tests/shell/fake_console.hpp"
#include "tests/shell/screen.hpp"

namespace {

using shell_test::FakeConsole;

std::string all(shell::Pager& pager) {
    std::string text;
    while (const auto piece = pager.next()) text += piece->text;
    return text;
}

shell::Pager pager(int length, int width) {
    shell::Pager made{shell::Pager::Manner{}};
    made.resize(length, width);
    made.restart();
    return made;
}

struct Person {
    FakeConsole console;
    shell::Terminal terminal;
    Person() : terminal((console.view.length = 5, console)) {}
    std::string type(std::string_view keys) {
        terminal.feed(keys);
        return terminal.take_output();
    }
};

const std::string wiped_more = "\r              \r";

}  // namespace

TEST_CASE("length 0 does not page") {
    auto none = pager(0, 80);
    none.add({modes::Piece::Kind::text, std::string(5000, '\n')});
    CHECK(all(none).size() == 5000);
    CHECK_FALSE(none.standing());
}

TEST_CASE("a wrapped line counts as the rows it takes") {
    auto three = pager(3, 10);
    three.add({modes::Piece::Kind::text, "1\n" + std::string(20, 'x') + "\n4\n5\n"});
    CHECK(all(three) == "1\n" + std::string(20, 'x') + "\n");
    CHECK(three.standing());
    CHECK(three.press({shell::Key::Kind::enter, {}}) == shell::Pager::Answer::goes_on);
    CHECK(all(three) == "4\n");
    CHECK(three.press({shell::Key::Kind::text, " "}) == shell::Pager::Answer::goes_on);
    CHECK(all(three) == "5\n");
    CHECK_FALSE(three.standing());
}

TEST_CASE("a line higher than a page has a page of its own") {
    auto two = pager(2, 10);
    two.add({modes::Piece::Kind::text, "1\n" + std::string(100, 'x') + "\n4\n"});
    CHECK(all(two) == "1\n");
    two.press({shell::Key::Kind::text, " "});
    CHECK(all(two) == std::string(100, 'x') + "\n");
    CHECK(two.standing());
}

TEST_CASE("Space shows a page, Enter a line, and blanks take the place of the More") {
    Person person;
    person.type("");
    CHECK(person.type("show 12\r") ==
          "show 12\r\nline 1\r\nline 2\r\nline 3\r\nline 4\r\nline 5\r\n<--- More --->");
    CHECK(person.type("x\x1b[A") == "");
    CHECK(person.type("\r") == wiped_more + "line 6\r\n<--- More --->");
    CHECK(person.type(" ") ==
          wiped_more + "line 7\r\nline 8\r\nline 9\r\nline 10\r\nline 11\r\n<--- More --->");
    CHECK(person.type(" ") == wiped_more + "line 12\r\nfake# ");
    CHECK(person.type("show 5\r").ends_with("line 5\r\nfake# "));
}

TEST_CASE("q and Ctrl-C drop the rest, and the next command pages anew") {
    for (const std::string quit : {"q", "\x03"}) {
        Person person;
        person.type("show 50\r");
        CHECK(person.type(quit) == wiped_more + "fake# ");
        CHECK(person.type("show 2\r") == "show 2\r\nline 1\r\nline 2\r\nfake# ");
        CHECK(person.console.told == std::vector<std::string>{"enter show 50", "enter show 2"});
    }
}

TEST_CASE("the question behind unwanted output is still asked") {
    Person person;
    person.type("long name\r");
    CHECK(person.type("q") == wiped_more + "Name: ");
    CHECK(person.type("Ann\r") == "Ann\r\nGot Ann\r\nfake# ");
}

TEST_CASE("help is paged too, and the line comes back behind it") {
    Person person;
    person.type("long?");
    CHECK(person.type("q") == wiped_more + "fake# long");
    CHECK(person.type("er\r").starts_with("er\r\n"));
    CHECK(person.console.told.back() == "enter longer");
}

TEST_CASE("a notice interrupts a standing pager") {
    Person person;
    person.type("show 6\r");
    person.console.notice("%FAKE");
    person.terminal.refresh();
    CHECK(person.terminal.take_output() == "\r\n%FAKE\r\n");
    CHECK(person.type(" ") == wiped_more + "line 6\r\nfake# ");
}

TEST_CASE("another platform counts the More and erases it by backspaces") {
    shell::Pager::Manner manner{true, true, shell::Pager::Manner::Wipe::backspaces};
    shell::Pager other{manner};
    other.resize(3, 80);
    other.restart();
    other.add({modes::Piece::Kind::text, "1\n2\n3\n"});
    CHECK(all(other) == "1\n2\n");
    CHECK(other.wipe("ab") == "\b\b  \b\b");
    CHECK(other.press({shell::Key::Kind::text, "x"}) == shell::Pager::Answer::quits);
}

TEST_CASE("the pager follows the line to another device") {
    auto made = pager(3, 80);
    made.obey({true, true, shell::Pager::Manner::Wipe::backspaces});
    made.restart();
    made.add({modes::Piece::Kind::text, "1\n2\n3\n"});
    CHECK(all(made) == "1\n2\n");
}
