#include "shell/pipe.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/shell/fake_console.hpp"

namespace {

using shell_test::FakeConsole;
using Told = std::vector<std::string>;

std::string transcript(const std::vector<std::string>& lines) {
    FakeConsole console;
    shell::Pipe pipe(console);
    std::string text;
    for (const auto& line : lines) text += pipe.feed_line(line);
    return text + pipe.finish();
}

const std::string help_screen = "\nexec mode commands/options:\n  number  How many lines\n";

}  // namespace

TEST_CASE("each line is echoed behind its prompt, without a pager") {
    CHECK(transcript({}) == "fake# \n");
    CHECK(transcript({"show 1\r", "", "nonsense"}) ==
          "fake# show 1\nline 1\nfake# \nfake# nonsense\nfake# \n");
}

TEST_CASE("the unfinished line is held back, directions are printed above it") {
    FakeConsole console;
    shell::Pipe pipe(console);
    CHECK(pipe.feed_line("show 1") == "fake# show 1\nline 1\n");
    CHECK(pipe.feed_line("@two") == "@two\n@# one\n@# two\n");
    CHECK(pipe.feed_line("@# a remark") == "@# a remark\n");
    CHECK(pipe.feed_line("@notice") == "@notice\n@# done\nfake# \n%FAKE-5-NOTE: noted\n");
    CHECK(pipe.feed_line("show 1") == "show 1\nline 1\n");
    CHECK(pipe.partial_line() == "fake# ");
    CHECK(pipe.finish() == "fake# \n");
    CHECK(console.told ==
          Told{"enter show 1", "direct @two", "direct @notice", "enter show 1", "hang up"});
}

TEST_CASE("behind ? the next line goes on or takes the place of the redrawn text") {
    CHECK(transcript({"show ?", "show 1"}) ==
          "fake# show ?\n" + help_screen + "fake# show 1\nline 1\nfake# \n");
    CHECK(transcript({"show ?", "ping"}) ==
          "fake# show ?\n" + help_screen + "fake# ping\nfake# \n");
    CHECK(transcript({"show ?", ""}) == "fake# show ?\n" + help_screen + "fake# \nfake# \n");
    CHECK(transcript({"show ?", "@two", "show 1"}) ==
          "fake# show ?\n" + help_screen + "@two\n@# one\n@# two\nfake# show 1\nline 1\nfake# \n");
    CHECK(transcript({"show ?"}) == "fake# show ?\n" + help_screen + "fake# show \n");
    CHECK(transcript({"url a?b", "x\x16?"}) == "fake# url a?b\nfake# x?\nfake# \n");
}

TEST_CASE("questions: one key, a line, secrets") {
    CHECK(transcript({"confirm", "yes"}) ==
          "fake# confirm\nProceed? [confirm]y\nKey taken\nfake# \n");
    CHECK(transcript({"confirm", ""}) == "fake# confirm\nProceed? [confirm]\nKey taken\nfake# \n");
    CHECK(transcript({"secret", "@x?"}) == "fake# secret\nPassword: \nGot @x?\nfake# \n");
    CHECK(transcript({"stars", "abc"}) == "fake# stars\nPassword: ***\nGot abc\nfake# \n");
    CHECK(transcript({"name"}) == "fake# name\nName: \n");
    CHECK(transcript({"confirm", "@two", "n"}) ==
          "fake# confirm\n@two\n@# one\n@# two\nProceed? [confirm]n\nKey taken\nfake# \n");
}

TEST_CASE("a command at work: lines wait, directions and Ctrl-C do not") {
    CHECK(transcript({"watch", "show 1", "@tick", "@tick", "\x03"}) ==
          "fake# watch\n@tick\n@# done\n@tick\n@# done\n!!!^C\nBroken\nfake# show 1\nline 1\n"
          "fake# \n");
    CHECK(transcript({"watch", "\x03show 1"}) ==
          "fake# watch\n!^C\nBroken\nfake# show 1\nline 1\nfake# \n");
    CHECK(transcript({"watch", "never"}) == "fake# watch\n!\n");
}

TEST_CASE("control bytes act as keys") {
    CHECK(transcript({"half\x03", "\x1a", "sh\t2\x07\x01\x05"}) ==
          "fake# half^C\nfake# ^Z\nfake# show 2\nline 1\nline 2\nfake# \n");
    CHECK(transcript({"attach", "abc\x1eX", "x"}) == "fake# attach\ninner> abc\nfake# x\nfake# \n");
    CHECK(transcript({"logout", "show 1"}) == "fake# logout\n");
}

TEST_CASE("the runner's door: what is typed already, erasing it, what is on the screen") {
    FakeConsole console;
    shell::Pipe pipe(console);
    pipe.type_line("show ?");
    CHECK(pipe.take_complete_lines() == "fake# show ?\n" + help_screen);
    CHECK(pipe.partial_line() == "fake# show ");
    pipe.type_line("1");
    CHECK(pipe.take_complete_lines() == "fake# show 1\nline 1\n");
    pipe.type_line("show ?");
    pipe.erase_typed();
    CHECK(pipe.partial_line() == "fake# ");
    pipe.direct("@two");
    CHECK(pipe.take_complete_lines().ends_with("@two\n@# one\n@# two\n"));
    CHECK(pipe.partial_line() == "fake# ");
    pipe.remark("hello");
    CHECK(pipe.take_complete_lines() == "@# hello\n");
}

TEST_CASE("a line of 100,000 characters, and one longer than any") {
    const std::string line(100'000, 'x');
    CHECK(transcript({line}) == "fake# " + line + "\nfake# \n");
    CHECK(transcript({std::string(3'000'000, 'x')}) ==
          "fake# " + std::string(200'000, 'x') + "\nfake# \n");
    CHECK(transcript({line + "?", line + "y"}).ends_with("\nfake# " + line + "y\nfake# \n"));
}
