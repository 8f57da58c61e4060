#include "rehearsals/runbook.hpp"

#include <doctest/doctest.h>

#include <string>

#include "grammar/fault.hpp"

using namespace rehearsals;

namespace {

const std::string smallest = R"(title: A window
steps:
  - {name: look, type: show version}
)";

// The faults of a runbook, one a line.
std::string faults_of(const std::string& text) {
    try {
        read_runbook(text, "book.yaml");
    } catch (const grammar::Faults& faults) {
        return faults.what();
    }
    return {};
}

const std::string whole = R"(title: A window
text: why
lab: lab.yaml
device: one
at: 2026-01-12T22:00:00Z
variables: {token: GOOD, where: edge}
secrets: [token]
prepare: |
  enable
  > pass${token}
before:
  - {registered: true}
  - {name: all is saved, check: {device: "${where}", saved: true}}
steps:
  - name: register
    device: one
    type: |
      register ${token}
      >
      @# a remark
      @advance 1m
      - again
    expect: {has: [a, b], lacks: c}
    wait: 5m
    check:
      - {authorization: authorized}
    rollback:
      type: [deregister, "> y"]
      wait: 1m
      check:
        - {registered: false}
  - {name: save, type: write, rollback: write}
  - {name: forget, type: erase, rollback: none}
after:
  - {show: show it, has: "$${x}"}
days: [1, 30]
later:
  - {registered: true}
variants:
  - name: wrong token
    variables: {token: BAD}
    expect: fail
    fails_at: register
  - name: dns
    changes:
      - "@network dns down"
      - {direct: "@network dns up", after: 10m}
      - {direct: "@network dns up", before: save}
    go_on: true
)";

}  // namespace

TEST_CASE("runbook: what a file says") {
    const auto book = read_runbook(whole, "book.yaml");
    CHECK(book.title == "A window");
    CHECK(book.at);
    REQUIRE(book.prepare.size() == 2);
    CHECK(book.prepare[1].kind == Line::Kind::answer);
    CHECK(book.prepare[1].text == "passGOOD");
    CHECK(book.prepare[1].line == 10);
    REQUIRE(book.before.size() == 2);
    CHECK(book.before[0].name == "registered");
    CHECK(book.before[1].check.device == "edge");
    CHECK(book.after[0].check.has == std::vector<std::string>{"${x}"});
    CHECK(book.days == std::vector<int>{1, 30});
    REQUIRE(book.variants.size() == 2);
    CHECK(book.variants[0].expect == Variant::Expect::fail);
    CHECK(book.variants[1].changes.size() == 3);
    CHECK(book.variants[1].go_on);
}

TEST_CASE("runbook: what a step says") {
    const auto book = read_runbook(whole, "book.yaml");
    REQUIRE(book.steps.size() == 3);
    const auto& step = book.steps[0];
    REQUIRE(step.type.size() == 4);
    CHECK(step.type[0].text == "register GOOD");
    CHECK(step.type[1].kind == Line::Kind::answer);
    CHECK(step.type[1].text.empty());
    CHECK(step.type[2].kind == Line::Kind::direction);
    CHECK(step.type[3].text == "again");
    CHECK(step.type[3].may_be_refused);
    CHECK(step.has == std::vector<std::string>{"a", "b"});
    CHECK(step.lacks == std::vector<std::string>{"c"});
    CHECK(step.wait == std::chrono::minutes{5});
    REQUIRE(step.rollback);
    CHECK(step.rollback->type.size() == 2);
    CHECK(step.rollback->checks.size() == 1);
    REQUIRE(book.steps[1].rollback);
    CHECK(book.steps[1].rollback->type[0].text == "write");
    CHECK(book.steps[2].no_way_back);
}

TEST_CASE("runbook: a what-if's variables stand in place of the file's") {
    const std::string text = "title: T\nvariables: {t: A}\nsteps: [{name: s, type: 'x ${t}'}]\n";
    CHECK(read_runbook(text, "b").steps[0].type[0].text == "x A");
    CHECK(read_runbook(text, "b", {{"t", "B"}}).steps[0].type[0].text == "x B");
    const auto several = read_runbook(text, "b", {{"t", "B\n> C"}});
    REQUIRE(several.steps[0].type.size() == 2);
    CHECK(several.steps[0].type[1].kind == Line::Kind::answer);
}

TEST_CASE("runbook: what is wrong is told with its place") {
    const auto has = [](const std::string& text, const std::string& part) {
        CHECK_MESSAGE(text.find(part) != std::string::npos, text);
    };
    CHECK(faults_of(smallest).empty());
    CHECK(faults_of("") == "book.yaml: is empty");
    CHECK(faults_of("title: [").starts_with("book.yaml:"));
    has(faults_of("just words"), "a map is expected here");
    has(faults_of("title: A\n"), "a runbook needs `steps`");
    const auto with = [](const std::string& more) { return faults_of(smallest + more); };
    has(with("colour: red\n"), "book.yaml:4:1: ");
    has(with("days: [30, 1]\n"), "book.yaml:4:12: days rise from 1 to 3650");
    has(with("before: [{show: x, has: '('}]\n"), "book.yaml:4:25: not a regular");
    has(with("after: [{}]\n"), "this asks nothing");
    has(with("prepare: ${no}\n"), "book.yaml:4:10: no variable is named `no`");
    has(with("later: [{registered: true}]\n"), "book.yaml:4: `later` needs `days`");
    has(with("secrets: [t]\n"), "no variable of the secrets is t");
    has(with("variants: [{name: v, changes: [dns down]}]\n"), "not a direction");
    has(with("variants: [{name: v, variables: {t: x}}]\n"), "no variable t");
    has(with("variants: [{name: v, changes: ['@x'], expect: fail, fails_at: moon}]\n"),
        "nothing is named moon");
    has(with("  - {name: look, type: x}\n"), "a second step look");
    has(with("  - {name: idle}\n"), "this step does nothing");
}

TEST_CASE("runbook: a file that multiplies itself is refused") {
    std::string bomb = "title: T\nsteps: [{name: s, type: x}]\na: &a [x,x,x,x,x,x,x,x,x,x]\n";
    for (char c = 'b'; c < 'h'; ++c) {
        const std::string before(1, static_cast<char>(c - 1));
        bomb += std::string(1, c) + ": &" + c + " [";
        for (int i = 0; i < 10; ++i) bomb += (i > 0 ? ",*" : "*") + before;
        bomb += "]\n";
    }
    CHECK(faults_of(bomb).find("more texts than a runbook has") != std::string::npos);
}
