// The exercise of a lab file is read as strictly as the rest of it, and its variables are drawn.
#include <doctest/doctest.h>

#include "grammar/fault.hpp"
#include "labs/exercise_reader.hpp"
#include "labs/plan.hpp"
#include "labs/variables.hpp"

namespace {

const std::string device = "devices: [{name: a, profile: asa, serial: S}]\n";

std::string faults_of(const std::string& text) {
    std::string all;
    try {
        lab::read_plan(device + text, "x.yaml");
    } catch (const grammar::Faults& faults) {
        for (const auto& fault : faults.list()) all += grammar::to_string(fault) + "\n";
    }
    return all;
}

void refused(const std::string& text, const std::string& fault) {
    CHECK(faults_of(text) == "x.yaml:" + fault + "\n");
}

// An objective with one more key.
std::string objective(const std::string& more) {
    return "objectives: [{id: o, text: t, " + more + "}]\n";
}

}  // namespace

TEST_CASE("exercise: a whole one is read") {
    const auto plan = lab::read_plan(
        device +
            "title: {en: T, zh-TW: U}\nstory: S\ndifficulty: hard\nminutes: 20\n"
            "goals: [g, {en: h, zh-TW: i}]\nfrom: [seed]\nhistory: |\n  enable\n  @advance 1d\n"
            "timeline:\n  - {after: 10m, direct: '@network dns down'}\n"
            "  - {after: 5m, direct: '@network dns up'}\n"
            "may:\n  - {direct: '@advance', text: wait}\n"
            "objectives:\n"
            "  - {id: a, text: t, met: m, missed: n, points: 20, required: true,\n"
            "     saw: {device: a, command: ^show, has: x, before_change: true}}\n"
            "  - id: b\n    text: t\n    points: 80\n    holds:\n"
            "      - {device: a, registered: true, authorization: authorized, consumes: {tag: 1}}\n"
            "      - {config: [x, y], no_config: z, saved: false}\n"
            "      - {show: show version, has: [a, b], lacks: c}\n"
            "  - {id: c, text: t, points: 5, never: [{reboot: true}, {command: ^write},\n"
            "     {ever: {saved: true}}]}\n"
            "  - {id: d, text: t, points: 5, bonus: true, saw: [{command: x}, {command: y}]}\n"
            "hints:\n  - {for: a, cost: 5, text: look}\ndebriefing: D\nsolution: solution.txt\n"
            "wrong_turns:\n  - {transcript: wrong.txt, percent: 80, missed: [a, c], text: w}\n",
        "x.yaml");
    const auto& e = plan.exercise;
    CHECK(plan.title == "T");
    CHECK(e.title.in("zh-TW") == "U");
    CHECK(e.story.in("zh-TW") == "S");
    CHECK(e.minutes == 20);
    CHECK(e.goals.size() == 2);
    CHECK(e.history == "enable\n@advance 1d\n");
    CHECK(e.history_line == 9);
    REQUIRE(e.timeline.size() == 2);
    CHECK(e.timeline.front().direction == "@network dns up");  // which is earlier
    REQUIRE(e.objectives.size() == 4);
    CHECK(e.objectives[0].saw.front().before_change);
    CHECK(e.objectives[0].required);
    REQUIRE(e.objectives[1].holds.size() == 3);
    CHECK(e.objectives[1].holds[0].consumes.at("tag") == 1);
    CHECK(e.objectives[1].holds[1].no_config == std::vector<std::string>{"z"});
    CHECK(e.objectives[1].holds[1].saved == false);
    CHECK(e.objectives[1].holds[2].has.size() == 2);
    CHECK(e.objectives[2].never.size() == 3);
    CHECK(e.objectives[3].bonus);
    CHECK(e.hints.front().cost == 5);
    CHECK(e.wrong_turns.front().missed.size() == 2);
}

TEST_CASE("exercise: what it lacks or says wrongly has its place") {
    refused("story: {zh-TW: a}\n", "2:8: a text needs English, `en`");
    refused("difficulty: harsh\n", "2:13: not easy, medium or hard: harsh");
    refused("minutes: 0\n", "2:10: not minutes from 1 to 600");
    refused(objective("saw: {command: '('}"),
            "2:46: not a regular expression: Unmatched marking parenthesis ( or \\(.  The error "
            "occurred while parsing the regular expression: '(>>>HERE>>>'.");
    refused(objective("points: 5"), "2:14: an objective has one of holds, saw and never");
    refused(objective("holds: {}"), "2:38: this asks nothing");
    refused(objective("holds: {has: x}"), "2:38: `has` and `lacks` need a `show`");
    refused(objective("holds: {device: b, saved: true}"), "2:47: no device is named b");
    refused(objective("holds: {saved: maybe}"),
            "2:46: true or false is expected here, not 'maybe'");
    refused(objective("never: {reboot: true, command: x}"),
            "2:38: never what? one of command, reboot: true and ever");
    std::string many = "objectives:\n";
    for (int at = 0; at < 203; ++at) {
        many += "  - {id: o" + std::to_string(at) + ", text: t, holds: {saved: true}}\n";
    }
    refused(many, "203:5: more than 200 objectives are no lab for a person");
    refused("hints: [{for: o, text: t}]\n", "2:15: no objective has the id o");
    refused("wrong_turns: [{transcript: ../x.txt}]\n", "2:28: not a file beside the lab: ../x.txt");
    refused("timeline: [{after: 5m, direct: '@advance 1d'}]\n",
            "2:12: the timeline waits by itself; it cannot direct @advance");
    refused("may: [{direct: show}]\n", "2:16: not a direction such as @network block HOST");
}

TEST_CASE("exercise: variables are drawn from the seed, each by its name") {
    const auto drawn = [](const std::string& more, std::uint64_t seed) {
        return lab::read_plan(device + "variables:\n  token: {pattern: '?#-??##'}\n" + more +
                                  "story: x ${token}\n",
                              "x.yaml", seed)
            .exercise;
    };
    const auto one = drawn("", 1);
    const auto token = one.variables.at("token");
    CHECK(token.size() == 7);
    CHECK(token[2] == '-');
    CHECK(one.story.in("en") == "x " + token);
    CHECK(drawn("", 1).variables == one.variables);
    CHECK(drawn("", 2).variables != one.variables);
    // A new one moves no other.
    CHECK(drawn("  dead: {one_of: [a, b]}\n", 1).variables.at("token") == token);
    refused("variables: {x: {pattern: '#'}}\nstory: a ${y}\n", "3:8: no variable is named y");
    refused("variables: {x: {}}\n", "2:13: a variable has a pattern, or one_of some values");
    refused("variables: {x: {pattern: '" + std::string(201, '?') + "'}}\n",
            "2:16: a pattern has at most 200 characters");
    CHECK(faults_of("story: a ${y}\n").empty());  // only text where nothing varies
}

TEST_CASE("exercise: aliases that lead round about end") {
    CHECK(!faults_of("variables: {x: {pattern: '#'}}\ngoals: &a [*a]\n").empty());
}

TEST_CASE("variables: values for names and back") {
    const lab::Variables variables{{"token", "T123"}, {"n", "7"}};
    std::string unknown;
    const auto filled = lab::with_values(
        "a ${token} ${n} ${x} ${", variables,
        [&](const std::string& name, std::size_t at) { unknown += name + std::to_string(at); });
    CHECK(filled == "a T123 7 ${x} ${");
    CHECK(unknown == "x16");
    CHECK(lab::with_names("a T123 7", variables) == "a ${token} 7");
}

TEST_CASE("exercise: what is no lab at all is refused with its place") {
    const auto fault = [](const std::string& text) {
        try {
            lab::read_plan(text, "x.yaml");
        } catch (const grammar::Faults& faults) {
            return grammar::to_string(faults.list().front());
        }
        return std::string();
    };
    CHECK(fault(std::string(2'000, '[')).ends_with(": is nested too deeply"));
    CHECK(fault(std::string(100, '\0')).starts_with("x.yaml:"));
    CHECK(fault("- a\n").starts_with("x.yaml:1:1: a map is expected here"));
}
