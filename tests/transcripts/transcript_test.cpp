#include "transcripts/transcript.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "grammar/fault.hpp"

namespace {

using transcripts::Step;
using Kind = Step::Kind;

const std::string front_lines = "@profile box/1.8\n@from the manual\n";

std::vector<std::string> faults_of(const std::string& text) {
    std::vector<std::string> faults;
    try {
        transcripts::read_transcript(text, "t.txt");
    } catch (const grammar::Faults& thrown) {
        for (const auto& fault : thrown.list()) faults.push_back(grammar::to_string(fault));
    }
    return faults;
}

}  // namespace

TEST_CASE("transcript: the front says what is played, the rest is the screen") {
    const auto read = transcripts::read_transcript(
        "@profile box/1.8\n@model big\n@lab two.yaml\n@device left\n@clock 2018-12-03 16:43:00\n"
        "@seed 7\n@# why\n@from sheet 1\n@from seed 2\n"
        "box> show\n  @inside\n\n@@home\n@# remark\n@any\n@re  ?UP.*\n@glob * up \n@secret  x y\n"
        "@advance 30d\n@clock set 2020-01-01\n@seed 9\nbox> ",
        "t.txt");
    CHECK(read.profile == "box/1.8");
    CHECK(read.model == "big");
    CHECK(read.lab == "two.yaml");
    CHECK(read.device == "left");
    CHECK(grammar::to_string(*read.clock) == "2018-12-03T16:43:00Z");
    CHECK(read.seed == 7);
    CHECK(read.from == std::vector<std::string>{"sheet 1", "seed 2"});
    CHECK(read.place("device") == 4);
    CHECK(read.place("nothing") == 0);
    const auto& steps = read.steps;
    REQUIRE(steps.size() == 13);
    CHECK(steps[0].text == "box> show");
    CHECK(steps[0].line == 10);
    CHECK(steps[1].text == "  @inside");
    CHECK(steps[2].text.empty());
    CHECK(steps[3].kind == Kind::screen);
    CHECK(steps[3].text == "@home");
    CHECK(transcripts::written(steps[3].text) == "@@home");
    CHECK(steps[4].kind == Kind::remark);
    CHECK(steps[5].kind == Kind::any);
    CHECK(steps[6].pattern->matches(" UP then"));
    CHECK_FALSE(steps[6].pattern->matches("not UP"));
    CHECK(steps[7].pattern->matches("link up "));
    CHECK_FALSE(steps[7].pattern->matches("link up"));
    CHECK(steps[8].kind == Kind::secret);
    CHECK(steps[8].text == " x y");
    for (const std::size_t at : {9U, 10U, 11U}) CHECK(steps[at].kind == Kind::direction);
    CHECK(steps[12].text == "box> ");
}

TEST_CASE("transcript: a direction or an expectation ends the front") {
    CHECK(faults_of(front_lines + "@network block a:443\n@seed x\nbox> ").empty());
    CHECK(faults_of(front_lines + "@any\n@nonsense\nbox> ").empty());  // the world will say
    CHECK(faults_of(front_lines + "@@\n").empty());
}

TEST_CASE("transcript: all faults of a file at once, with their places") {
    const auto faults = faults_of(
        "@profil box\n@clock  tomorrow\n@seed -1\n@model\n@re (\n@re\n"
        "@any thing\nbox> ");
    REQUIRE(faults.size() == 9);
    CHECK(faults[0].starts_with("t.txt:1:1: no front line is called @profil; "));
    CHECK(faults[1] == "t.txt:2:9: not a moment such as 2026-01-12T13:00:00Z: tomorrow");
    CHECK(faults[2] == "t.txt:3:7: not a number: -1");
    CHECK(faults[3] == "t.txt:4:1: @model needs a value");
    CHECK(faults[4].starts_with("t.txt:5:5: "));
    CHECK(faults[5] == "t.txt:6:1: @re needs a pattern");
    CHECK(faults[6] == "t.txt:7:6: @any takes nothing behind it");
    CHECK(faults[7] == "t.txt: @from is missing: say what evidence it follows");
    CHECK(faults[8] == "t.txt: @profile is missing, or @lab");
    CHECK(faults_of(front_lines + "@seed 1\n@seed 2\nbox> ") ==
          std::vector<std::string>{"t.txt:4:1: a second @seed"});
    CHECK(faults_of(front_lines) ==
          std::vector<std::string>{"t.txt: there is no screen to compare"});
    CHECK(faults_of("").size() == 2);
    CHECK(faults_of("@\n" + front_lines + "x").size() == 1);
}

TEST_CASE("transcript: a file that cannot be read is a fault") {
    CHECK_THROWS_AS(transcripts::load_transcript("/nowhere/t.txt"), grammar::Faults);
}

TEST_CASE("pattern: globs and costly expressions end") {
    using transcripts::Pattern;
    CHECK(Pattern::glob("a*b?d").matches("axxbcd"));
    CHECK(Pattern::glob("*").matches(""));
    CHECK(Pattern::glob("a*").matches("a"));
    CHECK_FALSE(Pattern::glob("a?").matches("a"));
    CHECK(Pattern::glob("\\*\\?").matches("*?"));
    CHECK_FALSE(Pattern::glob("\\*").matches("x"));
    CHECK_FALSE(Pattern::glob("").matches("x"));
    const std::string line(20'000, 'a');
    CHECK_FALSE(Pattern::glob("*a*a*a*a*b").matches(line));
    CHECK_FALSE(Pattern::regex("(a*)*(a*)*b").matches(line));
    CHECK_THROWS(Pattern::regex("["));
}
