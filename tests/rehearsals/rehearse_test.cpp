// Runbooks lived through in the lab that ships with a platform.
#include "rehearsals/rehearse.hpp"

#include <doctest/doctest.h>

#include <string>

#include "grammar/fault.hpp"
#include "rehearsals/hiding.hpp"
#include "rehearsals/report.hpp"
#include "tests/modes/asa_world.hpp"

using namespace rehearsals;

namespace {

Rehearsal lived(const std::string& text, bool stop = true) {
    const Setting setting{asa::plan(), asa::chosen(1, "asa/9.20.4"), asa::library()};
    return rehearse(text, "book.yaml", setting, {stop});
}

const std::string head = R"(title: A window
variables: {token: GOOD}
prepare: |
  enable
  > cisco
  configure terminal
  license smart
  feature tier standard
  throughput level 1G
  end
  write memory
before:
  - {registered: false, saved: true}
)";

const std::string registers = R"(
  - name: register
    type: license smart register idtoken ${token}
    wait: 1m
    check: [{registered: true, authorization: authorized}]
    rollback: {type: license smart deregister, wait: 5m}
)";

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("rehearse: what comes as expected, and the way back from each step") {
    const auto rehearsal = lived(head + "steps:" + registers + R"(
  - name: name
    type: |
      configure terminal
      hostname window
      end
      write memory
    expect: {has: '\[OK\]', lacks: ERROR}
    rollback: |
      configure terminal
      hostname ciscoasa
      end
      write memory
after: [{config: hostname window, saved: true, consumes: {ASAv-STD-1G: 1}}]
days: [1, 366]
later: [{registered: true}]
)");
    CHECK_MESSAGE(rehearsal.course.held(), rehearsal.course.failed_at);
    REQUIRE(rehearsal.back.size() == 2);
    CHECK(rehearsal.back[0].written);
    for (const auto& back : rehearsal.back) {
        for (const auto& problem : back.problems) FAIL_CHECK(problem);
    }
    CHECK(rehearsal.held());
    REQUIRE(rehearsal.course.days.size() == 2);
    CHECK(rehearsal.course.days[1].standings[0].registration == "registered");
    CHECK(has(rehearsal.course.steps[0].screen, "license smart register idtoken *****"));
    CHECK(has(rehearsal.course.steps[1].screen, "hostname window"));
}

TEST_CASE("rehearse: no token in any report, and the same bytes again") {
    const auto text = head + "secrets: [token]\nsteps:" + registers + R"(
  - {name: "look for ${token}", type: show clock, expect: {has: "${token}", lacks: "${token}x"}}
after: [{config: "license ${token}"}]
variants: [{name: w, text: "with ${token}", variables: {token: SORRY}, expect: fail}]
)";
    const auto rehearsal = lived(text);
    const About about{"book", "asa", 1};
    for (const auto& report :
         {reports::html(document_of(rehearsal, about)), json_of(rehearsal, about),
          reports::markdown(document_of(rehearsal, about)),
          reports::text(summary_of(rehearsal, about))}) {
        CHECK_FALSE(has(report, "GOOD"));
        CHECK_FALSE(has(report, "SORRY"));
    }
    CHECK(json_of(rehearsal, about) == json_of(lived(text), about));
}

TEST_CASE("rehearse: no password in any report") {
    const auto rehearsal = lived(head + R"(steps:
  - name: it
    type: |
      configure terminal
      username bob password F1rst privilege 15
      snmp-server community S3cond
      tunnel-group X type ipsec-l2l
      tunnel-group X ipsec-attributes
      ikev1 pre-shared-key Th1rd
      - radius-thing key F0urth
      end
      more system:running-config
)");
    const auto report = json_of(rehearsal, {});
    CHECK(has(report, "username bob password *****"));
    for (const auto* secret : {"F1rst", "S3cond", "Th1rd", "F0urth"}) {
        CHECK_FALSE(has(report, secret));
    }
}

TEST_CASE("hiding: what looks like a secret, and the words that are not told") {
    CHECK(without_guessed("username bob password 0 S3cret") == "username bob password 0 *****");
    CHECK(without_guessed("key S3cret") == "key *****");
    CHECK(without_guessed("crypto isakmp key S3cret address 192.0.2.1") ==
          "crypto isakmp key ***** address 192.0.2.1");
    CHECK(without_guessed("crypto key generate rsa") == "crypto key generate rsa");
    CHECK(without_guessed("key 1") == "key 1");
    CHECK(untold("a bbbb cccc", "a *****") == std::vector<std::string>{"bbbb", "cccc"});
    CHECK(untold("a bbbb c", "a ***** c") == std::vector<std::string>{"bbbb"});
    CHECK(untold("same", "same").empty());
}

TEST_CASE("rehearse: a refused command, a question and an answer too many are failures") {
    const auto fails = [](const std::string& type, const std::string& why) {
        const auto text = head + "steps:\n  - {name: it, type: " + type +
                          "}\n  - {name: next, type: show clock}\n";
        const auto course = lived(text).course;
        CAPTURE(type);
        CHECK(course.failed_at == "it");
        REQUIRE_FALSE(course.why.empty());
        CHECK_MESSAGE(has(course.why.front(), why), course.why.front());
        CHECK(course.steps[1].state == Lived::State::not_tried);
        CHECK(lived(text, false).course.steps[1].state != Lived::State::not_tried);
    };
    fails("[shw vers]", "refused: ERROR");
    fails("[reload, show clock]", "Proceed with reload? [confirm], and the runbook has no answer");
    fails("[reload]", "at the end of what is typed");
    fails("[show clock, '> y']", "there is an answer and no question");
    fails("['@network block nowhere']", "not obeyed");
    CHECK(lived(head + "steps: [{name: it, type: '- shw vers'}]\n").held());
}

TEST_CASE("rehearse: what is shown and what is not") {
    const auto course = lived(head + R"(steps:
  - {name: it, type: show version, expect: {has: [Adaptive, moon], lacks: Software}}
)")
                            .course;
    CHECK(course.why == std::vector<std::string>{"not shown: /moon/", "shown: /Software/"});
}

TEST_CASE("rehearse: a check that fails before the window begins nothing") {
    const auto rehearsal = lived(
        "title: T\nvariables: {token: GOOD}\nbefore: [{registered: true}]\ndays: [1]\n"
        "steps:" +
        registers);
    CHECK_FALSE(rehearsal.course.begun());
    CHECK(rehearsal.course.failed_at == "registered");
    CHECK_FALSE(rehearsal.back[0].tried);
}

TEST_CASE("rehearse: a way back that leads elsewhere is told") {
    const std::string steps = R"(steps:
  - name: name
    type: [configure terminal, hostname window, end, write memory]
    rollback: )";
    const auto rehearsal = lived(head + steps + "[configure terminal, hostname other, end]\n");
    CHECK(rehearsal.course.held());
    CHECK_FALSE(rehearsal.held());
    CHECK(rehearsal.back[0].broken());
    CHECK(has(rehearsal.back[0].differences, "+hostname other"));
    CHECK(lived(head + steps + "none\n").held());
}

TEST_CASE("rehearse: what-ifs") {
    const auto rehearsal = lived(head + "steps:" + registers + R"(
days: [30, 90, 366]
later: [{authorization: authorized}]
variants:
  - {name: wrong token, variables: {token: SORRY}, expect: fail, fails_at: register}
  - {name: no name server, changes: ["@network dns down"], expect: fail, fails_at: register}
  - name: closed later
    changes: [{direct: "@network block smartreceiver.cisco.com:443", after: 10d}]
    expect: fail
    fails_at: day 90
  - {name: a box on the way, changes: ["@network intercept on"], expect: hold}
)");
    REQUIRE(rehearsal.variants.size() == 4);
    CHECK(rehearsal.variants[0].as_expected);
    CHECK(rehearsal.variants[0].back.tried);
    CHECK(rehearsal.variants[1].as_expected);
    CHECK_MESSAGE(rehearsal.variants[2].as_expected, rehearsal.variants[2].course.failed_at);
    CHECK_FALSE(rehearsal.variants[3].as_expected);  // it fails
    CHECK(rehearsal.course.held());
    CHECK_FALSE(rehearsal.held());
}

TEST_CASE("rehearse: runbook and lab that do not fit") {
    const auto fault = [](const std::string& text) -> std::string {
        try {
            lived(text);
        } catch (const grammar::Faults& faults) {
            return faults.what();
        }
        return {};
    };
    CHECK(fault("title: T\nsteps:\n  - {name: s, device: moon, type: x}\n") ==
          "book.yaml:3: the lab has no device named moon");
    CHECK(has(fault("title: T\nat: 2001-01-01T00:00:00Z\nsteps: [{name: s, type: x}]\n"),
              "book.yaml:2: the window begins before"));
    CHECK(has(fault("title: T\nprepare: nonsense\nsteps: [{name: s, type: x}]\n"),
              "book.yaml:2: `prepare` does not come to its end: nonsense: refused"));
    CHECK(has(fault("title: T\nsteps: [{name: s, type: show clock}]\n"
                    "variants: [{name: v, changes: ['@network block moon']}]\n"),
              "book.yaml:3: @network block moon: "));
}
