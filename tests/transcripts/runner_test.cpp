#include "transcripts/runner.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "tests/transcripts/play.hpp"

namespace {

using play::holds;
using play::played;
using Told = std::vector<std::string>;

const std::string help_screen = "\nexec mode commands/options:\n  number  How many lines\n";

// A device that goes wrong.
class Broken : public shell_test::FakeConsole {
public:
    void enter(std::string_view line) override {
        if (line == "throw") throw std::runtime_error("two parties never stop: a, b");
        if (line == "flood") lines(30'000);
        ask_command();
    }
};

transcripts::Outcome broken(const std::string& screen) {
    Broken console;
    return transcripts::run(transcripts::read_transcript(play::front + screen, "t.txt"), console);
}

}  // namespace

TEST_CASE("runner: what stands behind the prompt is typed, the rest is compared") {
    const auto good = played("fake# show 2\nline 1\nline 2\nfake# \nfake# show 1\nline 1\n");
    CHECK(good.outcome.held());
    CHECK(good.told == Told{"enter show 2", "enter ", "enter show 1"});
    CHECK_FALSE(holds("fake# show 2\nline 1\nfake# "));
    CHECK_FALSE(holds("fake# show 1\nline 1\nline 2\nfake# "));
    CHECK_FALSE(holds("fake# show 1\nline 2\nfake# "));
    CHECK_FALSE(holds("fake> show 1\nline 1\n"));
    CHECK_FALSE(holds("line 1\n"));
    CHECK_FALSE(holds("fake# show 1\n\nline 1\n"));
}

TEST_CASE("runner: the prompt at the end is no Enter and may be left out") {
    CHECK(played("fake# show 1\nline 1\nfake# ").told == Told{"enter show 1"});
    CHECK(played("fake# show 1\nline 1\nfake# \n@# the end\n").told == Told{"enter show 1"});
    CHECK(holds("fake# show 1\nline 1\n"));
    CHECK_FALSE(holds("fake# show 1\nline 1\nfake#\n"));
    CHECK_FALSE(holds("fake# confirm\n"));  // a question is no prompt
    CHECK(holds("fake# confirm\nProceed? [confirm]"));
    CHECK(holds("fake# watch\n!"));
    CHECK_FALSE(holds("fake# watch\n"));
}

TEST_CASE("runner: behind ? the line goes on, or its redrawn text is erased") {
    const auto on = played("fake# show ?\n" + help_screen + "fake# show 1\nline 1\n");
    CHECK(on.outcome.held());
    CHECK(on.told == Told{"help show ", "enter show 1"});
    const auto other = played("fake# show ?\n" + help_screen + "fake# ping\n");
    CHECK(other.outcome.held());
    CHECK(other.told == Told{"help show ", "enter ping"});
    CHECK(holds("fake# show ?\n" + help_screen + "@two\nfake# show 1\nline 1\n"));
    CHECK(holds("fake# show ?\n" + help_screen + "fake# show "));
    CHECK_FALSE(holds("fake# show ?\n\nfake# show 1\nline 1\n"));
}

TEST_CASE("runner: a key in the line is typed, and stands for what the device shows for it") {
    const auto tab = played("fake# sh\t1\nline 1\n");
    CHECK(tab.outcome.held());
    CHECK(tab.told == Told{"enter show 1"});
    CHECK_FALSE(holds("fake# shx\t1\nline 1\n"));
    CHECK(played("fake# half\x03\nfake# \x1a\n").told == Told{"interrupt", "end"});
    CHECK(played("fake# half^C\nfake# ^Z\n").told == Told{"interrupt", "end"});
    CHECK(holds("fake# half^C\nfake# ^Z\n"));
    const auto away = played("fake# attach\ninner> abc\x1eX\nfake# show 1\nline 1\n");
    CHECK(away.outcome.held());
    CHECK(away.told == Told{"enter attach", "escape", "enter show 1"});
}

TEST_CASE("runner: questions take a key, a line, or a secret nobody sees") {
    CHECK(played("fake# confirm\nProceed? [confirm]y\nKey taken\nfake# ").told ==
          Told{"enter confirm", "key y"});
    CHECK(played("fake# confirm\nProceed? [confirm]\nKey taken\n").told ==
          Told{"enter confirm", "key Enter"});
    CHECK(holds("fake# name\nName: Ann\nGot Ann\n"));
    const std::string hidden = "fake# secret\n@secret hush\nPassword: \nGot hush\n";
    CHECK(holds(hidden));
    CHECK(holds("@secret hush\nfake# secret\nPassword: \nGot hush\nfake# "));
    CHECK(holds("@secret hush\nfake# stars\nPassword: ****\nGot hush\n"));
    CHECK(holds("@secret hush\nfake# stars\n@glob Password: *\nGot hush\n"));
    CHECK_FALSE(holds("@secret hush\nfake# stars\nPassword: *****\nGot hush\n"));
    const auto unasked = played("@secret hush\nfake# show 1\nline 1\n");
    REQUIRE(unasked.outcome.complaints.size() == 1);
    CHECK(unasked.outcome.complaints[0].line == 3);
    CHECK(played("fake# paste\nEnd with quit:\nabc\n@@def\nquit\nfake# ").told ==
          Told{"enter paste", "enter abc", "enter @def", "enter quit"});
}

TEST_CASE("runner: a command at work hears directions and Ctrl-C, and nothing else") {
    const auto watched = played("fake# watch\n@tick\n@# any remark\n@tick\n!!!^C\nBroken\n");
    CHECK(watched.outcome.held());
    CHECK(watched.told == Told{"enter watch", "direct @tick", "direct @tick", "interrupt"});
    const auto deaf = played("fake# watch\n!!\nfake# show 1\nline 1\n");
    CHECK_FALSE(deaf.outcome.held());
    CHECK(deaf.told == Told{"enter watch"});
    CHECK(holds("fake# logout\n"));
    CHECK_FALSE(holds("fake# logout\nfake# show 1\n"));
}

TEST_CASE("runner: directions are obeyed, what follows from them is the screen") {
    CHECK(
        holds("@advance 1d\nfake# show 1\nline 1\n@notice\nfake# \n%FAKE-5-NOTE: noted\n"
              "show 1\nline 1\nfake# "));
    CHECK_FALSE(holds("fake# show 1\nline 1\n@notice\nfake# \nshow 1\nline 1\n"));
    CHECK_FALSE(holds("fake# show 1\nline 1\n@notice\n"));
    CHECK(holds("fake# \n@boot\nfake# \nBooting\nfake# "));
}

TEST_CASE("runner: @any is any lines, @re and @glob one that fits, @@ a line with @") {
    CHECK(holds("fake# show 9\n@any\nline 9\nfake# show 1\n@any\nline 1\n@any\n"));
    CHECK(holds("@any\nfake# show 2\n@any\nfake# show 1\nline 1\n"));
    CHECK(holds("fake# show 3\nline 1\n@re line [23]\n@glob l*3\nfake# "));
    CHECK_FALSE(holds("fake# show 9\n@any\nline 10\nfake# "));
    CHECK_FALSE(holds("fake# show 1\n@re line\n"));
    CHECK_FALSE(holds("fake# show 1\n@glob line\n"));
    CHECK_FALSE(holds("fake# show 1\nline 1\n@re line 2\n"));
    CHECK(holds("fake# name\nName: @@x\nGot @@x\n"));
}

TEST_CASE("runner: after a difference the session goes on where the screen stands") {
    const auto run = played("fake# show 3\nline 1\nline 3\nfake# show 1\nlost\nline 1\n");
    CHECK(run.told == Told{"enter show 3", "enter show 1"});
    CHECK(run.diff() ==
          "--- t.txt\n+++ t.txt as seen\n@@ -2,7 +2,7 @@\n @from nowhere\n"
          " fake# show 3\n line 1\n+line 2\n line 3\n fake# show 1\n-lost\n line 1\n");
}

TEST_CASE("runner: a device out of hand ends the transcript, not the run") {
    const auto thrown = broken("fake# throw\nfake# show 1\n");
    REQUIRE(thrown.complaints.size() == 1);
    CHECK(thrown.complaints[0].what == "two parties never stop: a, b");
    CHECK(thrown.complaints[0].line == 4);
    CHECK_FALSE(thrown.held());
    CHECK(broken("fake# flood\n@any\nfake# ").complaints.size() == 1);
    const std::string longest(100'000, 'x');
    CHECK(holds("fake# " + longest + "\nfake# "));
}

TEST_CASE("runner: what the director does not understand fails") {
    class Strict : public shell_test::FakeConsole {
    public:
        std::vector<std::string> direct(std::string_view) override {
            return {"not obeyed: @advnce is no stage direction; @help lists them"};
        }
    } console;
    const auto outcome = transcripts::run(
        transcripts::read_transcript(play::front + "fake# \n@advnce 1d\nfake# ", "t.txt"), console);
    REQUIRE(outcome.complaints.size() == 1);
    CHECK(outcome.complaints[0].line == 4);
    CHECK_FALSE(outcome.held());
}
