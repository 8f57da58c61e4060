#include "shell/weave.hpp"

#include <doctest/doctest.h>

#include <string>

#include "shell/terminal.hpp"
#include "tests/shell/fake_console.hpp"
#include "tests/shell/screen.hpp"

namespace {

using modes::Async;

// A notice comes while `typed` stands behind the prompt; then `more` is typed.
std::string woven(Async manner, const std::string& typed, const std::string& more) {
    shell_test::FakeConsole console;
    console.view.async = manner;
    shell::Terminal terminal(console);
    terminal.feed(typed);
    console.notice("%NOTE");
    terminal.refresh();
    terminal.feed(more);
    shell_test::Screen screen;
    screen.write(terminal.take_output());
    return screen.text();
}

}  // namespace

TEST_CASE("a notice meets the typed line by the platform's manner") {
    CHECK(woven(Async::raw, "sh", "ow") == "fake# sh%NOTE\now");
    CHECK(woven(Async::newline, "sh", "ow") == "fake# sh\n%NOTE\now");
    CHECK(woven(Async::synchronous, "sh", "ow") == "fake# sh\n%NOTE\nfake# show");
    CHECK(woven(Async::newline, "", "show") == "fake# \n%NOTE\nshow");
    CHECK(woven(Async::synchronous, "shw\x02", "o") == "fake# shw\n%NOTE\nfake# show");
}

TEST_CASE("a notice leaves a direction in column 0 and a secret secret") {
    CHECK(woven(Async::newline, "@sta", "te") == "fake# \n%NOTE\n@state");
    CHECK(woven(Async::synchronous, "@sta", "te") == "fake# \n%NOTE\n@state");
    CHECK(woven(Async::synchronous, "secret\rabc", "d") ==
          "fake# secret\nPassword: \n%NOTE\nPassword: ");
    CHECK(woven(Async::synchronous, "stars\rabc", "d") ==
          "fake# stars\nPassword: ***\n%NOTE\nPassword: ****");
}

TEST_CASE("text begins in column 0 where somebody is asked, else it goes on") {
    shell::Weave weave(shell::Weave::Ends::lf);
    CHECK(weave.text("!") == "!");
    CHECK(weave.text("!") == "!");
    CHECK(weave.prompt("a# ") == "\na# ");
    CHECK(weave.typed("x") == "x");
    CHECK(weave.text("Reload\n") == "\nReload\n");
    CHECK(weave.text("Sure? ") == "Sure? ");
    weave.ask();
    CHECK(weave.asked() == "Sure? ");
    CHECK(weave.text("Too late\n") == "\nToo late\n");
    CHECK(weave.notice("%N\n", Async::newline, "again") == "%N\n");
}

TEST_CASE("lines end as the other side wants them") {
    shell::Weave terminal(shell::Weave::Ends::crlf);
    CHECK(terminal.text("a\nb\n") == "a\r\nb\r\n");
    CHECK(terminal.enter() == "\r\n");
}
