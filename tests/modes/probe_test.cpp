// The frame, proved with a platform of no maker: every way an action answers, on two devices,
// held and live, at a terminal and through a pipe, and always the same text.
#include <doctest/doctest.h>

#include <algorithm>

#include "licensing/timeline.hpp"
#include "tests/probe/front_end.hpp"
#include "tests/probe/probe.hpp"

namespace {

using namespace std::chrono_literals;
using probe::Manner;
using probe::Script;
using probe::Two;

std::string played(const Script& script, const Manner& manner, std::uint64_t seed = 1) {
    Two two(seed);
    return probe::live_through(two.world, "one", script, manner);
}

std::string held(const Script& script) { return played(script, {}); }

const std::vector<Manner> manners{
    {probe::Pacer::Manner::held, 3s, false},  {probe::Pacer::Manner::held, 3s, true},
    {probe::Pacer::Manner::live, 3s, false},  {probe::Pacer::Manner::live, 3s, true},
    {probe::Pacer::Manner::live, 60s, false}, {probe::Pacer::Manner::live, 60s, true}};

// The screen without its last, unfinished line.
std::string lines_of(const Script& script) {
    auto text = held(script);
    const auto last = text.rfind('\n', text.size() - 2);
    return text.substr(0, last == std::string::npos ? 0 : last + 1);
}

// What stands at one and at two after both asked for the one licence.
std::string race(const Script& script, std::uint64_t seed) {
    Two two(seed);
    probe::live_through(two.world, "one", script, {});
    std::string outcome;
    for (const auto* name : {"one", "two"}) {
        for (const auto& entitlement : two.lab.device(name)->agent()->state().entitlements) {
            const bool good = entitlement.enforcement == licensing::Enforcement::authorized;
            outcome += std::string(name) + (good ? " has it, " : " has it not, ");
        }
    }
    return outcome;
}

}  // namespace

TEST_CASE("the probe's data is whole") {
    profiles::Library library(probe::folder + "/profiles");
    for (const auto& fault : library.load("probe")->check(probe::views())) {
        // Views of the product that the probe has no template for are no fault of its.
        FAIL_CHECK(grammar::to_string(fault));
    }
    CHECK(probe::actions().check(*library.load("probe")).empty());
}

TEST_CASE("one script, held and live, at a terminal and through a pipe: the same text") {
    const Script script{"sh",
                        "nonsense",
                        "ask",
                        "ask yes",
                        "maybe",
                        "no",
                        "ask key",
                        "",
                        "ask key",
                        "q",
                        "ask secret",
                        "hush",
                        "paste",
                        "a line",
                        "another",
                        "quit",
                        "paste",
                        "x",
                        "\x03",
                        "watch",
                        "+3",
                        "\x03",
                        "wait",
                        "boot",
                        "connect two",
                        "license LAST",
                        "setup",
                        "hostname duo",
                        "~.",
                        "connect two",
                        "~.",
                        "license LAST",
                        "show lic?",
                        "+20",
                        "show license",
                        "connect two",
                        "commit",
                        "show running",
                        "crypto",
                        "hostname trio",
                        "commit",
                        "discard",
                        "end",
                        "ask yes",
                        "~.",
                        "show running | include host",
                        "connect two",
                        "yes",
                        "paste",
                        "one",
                        "~.",
                        "connect two",
                        "two",
                        "quit",
                        "watch",
                        "+2",
                        "~.",
                        "+2",
                        "connect two",
                        "+2",
                        "\x03",
                        "connect me",
                        "setup",
                        "no hostname",
                        "?",
                        "interface port0",
                        "\x1a",
                        "exit",
                        "~.",
                        "boot",
                        "show license",
                        "show running | begin log",
                        "ask yes?",
                        "wait",
                        "watch",
                        "\x03",
                        "@network",
                        "@advance 1h",
                        "\x03",
                        "\x1a",
                        "exit"};
    const auto expected = held(script);
    for (const auto& manner : manners) {
        CAPTURE(manner.terminal);
        CAPTURE(manner.patience.count());
        CHECK(played(script, manner) == expected);
    }
    // Chance decides nothing here but the names of things.
    CHECK(played(script, {}, 2) == expected);
}

TEST_CASE("questions: a line that insists, one key, a secret") {
    CHECK(lines_of(
              {"ask yes", "maybe", "yes", "ask key", "", "ask key", "q", "ask secret", "hush"}) ==
          "one> ask yes\nReally? maybe\nReally? yes\nYou said 'yes'.\n"
          "one> ask key\nPress a key: \nYou said '~'.\n"
          "one> ask key\nPress a key: q\nYou said 'q'.\n"
          "one> ask secret\nSecret: ****\nYou said 'hush'.\n");
}

TEST_CASE("a block ends with its word, and Ctrl-C forgets it") {
    CHECK(lines_of({"paste", "one", "two", "quit", "paste", "three", "\x03", "paste", "quit"}) ==
          "one> paste\nLines, then quit: one\ntwo\nquit\n8 bytes\n"
          "one> paste\nLines, then quit: three\n^C\n"
          "one> paste\nLines, then quit: quit\n0 bytes\n");
}

TEST_CASE("an open wait says a line a second until Ctrl-C, also in held time") {
    CHECK(lines_of({"watch", "+2", "\x03", "watch", "\x03"}) ==
          "one> watch\ntick 1\ntick 2\n^C\nstopped after 2\n"
          "one> watch\n^C\nstopped after 0\n");
}

TEST_CASE("a wait without a break is seen through, and lines typed ahead come after it") {
    Two two;
    modes::Session session(two.world, "one", modes::Role::instructor);
    modes::Pacer pacer(two.world, modes::Pacer::Manner::live, 60s);
    session.enter("wait");
    session.interrupt();
    CHECK(session.wants().kind == modes::Wants::Kind::nothing);
    session.enter("ask key");
    session.enter("kk");
    pacer.pass(0s);
    pacer.pass(4s);
    CHECK(session.wants().kind == modes::Wants::Kind::nothing);
    session.take();
    pacer.pass(5s);
    std::string text;
    for (const auto& piece : session.take()) text += piece.text + "|";
    CHECK(text == "waited\n|one> |Press a key: |You said 'k'.\n|one> |");
}

TEST_CASE("Ctrl-C forgets what was typed ahead, and so does a reload") {
    Two two;
    modes::Session session(two.world, "one", modes::Role::instructor);
    modes::Pacer pacer(two.world, modes::Pacer::Manner::held);
    session.enter("watch");
    session.enter("show license");
    session.interrupt();
    pacer.settle();
    session.take();
    session.enter("boot");
    session.enter("show license");
    pacer.settle();
    std::string text;
    for (const auto& piece : session.take()) text += piece.text;
    CHECK(text.find("Registration") != std::string::npos);  // typed while it was down
    session.enter("watch");
    session.enter("show license");
    two.lab.device("one")->reload();
    pacer.settle();
    text.clear();
    for (const auto& piece : session.take()) text += piece.text;
    CHECK(text == "Going down\nComing up\n\none is ready.\none> ");
}

TEST_CASE("a console is found as it was left: mode, queue, question, block and wait") {
    CHECK(lines_of({"connect two", "setup",       "hostname duo", "~.",   "connect two", "commit",
                    "ask yes",     "~.",          "connect two",  "no",   "paste",       "one",
                    "~.",          "connect two", "two",          "quit", "watch",       "+1",
                    "~.",          "+2",          "connect two",  "+1",   "\x03",        "~."}) ==
          "one> connect two\ntwo> setup\ntwo(setup)# hostname duo\ntwo(setup)*# \n"
          "one> connect two\ntwo(setup)*# commit\nduo(setup)# ask yes\nReally? \n"
          "one> connect two\nReally? no\nYou said 'no'.\n"
          "duo(setup)# paste\nLines, then quit: one\n"
          "one> connect two\nLines, then quit: two\nquit\n8 bytes\n"
          "duo(setup)# watch\ntick 1\n"
          "one> connect two\ntick 4\n^C\nstopped after 4\nduo(setup)# \n");
}

TEST_CASE("the device of a console that was left may reload meanwhile, and so may the inner one") {
    CHECK(lines_of({"connect two", "setup", "@device one reload", "~.", "connect two",
                    "@device two reload", "~."}) ==
          "one> connect two\ntwo> setup\n"
          "@device one reload\n@# one reloads\ntwo(setup)# \n"
          "Coming up\n\none is ready.\n"
          "one> connect two\n@device two reload\n@# two reloads\n"
          "two(setup)# \nGoing down\nComing up\n\ntwo is ready.\ntwo> \n");
}

TEST_CASE("a console nobody has, and a console's own") {
    CHECK(lines_of({"connect three", "connect one", "~."}) ==
          "one> connect three\n% no such device\none> connect one\none> \n");
}

TEST_CASE("edits wait for commit; discard forgets them; a commit that fails keeps the queue") {
    CHECK(lines_of({"setup", "hostname uno", "discard", "commit", "hostname uno", "crypto",
                    "show running | include hostname", "commit", "discard", "hostname ein",
                    "commit", "end"}) ==
          "one> setup\none(setup)# hostname uno\none(setup)*# discard\n"
          "one(setup)# commit\none(setup)# hostname uno\none(setup)*# crypto\n"
          "one(setup)*# show running | include hostname\nhostname one\n"
          "one(setup)*# commit\n% no strong encryption here\n"
          "one(setup)*# discard\none(setup)# hostname ein\n"
          "one(setup)*# commit\nein(setup)# end\n");
}

TEST_CASE("a block that is made where edits are queued is queued as well") {
    Two two;
    const auto text = probe::live_through(
        two.world, "one",
        {"setup", "no interface port0", "commit", "interface port0", "nameif lan",
         "show running | include port0", "commit", "show running | include port0", "end"},
        {});
    CHECK(text ==
          "one> setup\none(setup)# no interface port0\none(setup)*# commit\n"
          "one(setup)# interface port0\none(port)*# nameif lan\n"
          "one(port)*# show running | include port0\n"
          "one(port)*# commit\n"
          "one(setup)# show running | include port0\ninterface port0\n"
          "one(setup)# end\none> \n");
}

TEST_CASE("a notice interrupts a line that is being typed, and the line goes on") {
    CHECK(lines_of({"license LAST", "show lic?", "+20", "show license"}) ==
          "one> license LAST\none> show lic?\nProbe commands\n  license  The agent's story\n"
          "one> show lic\n%PROBE-6-REGISTERED\nense\n"
          "Registration: registered\nAuthorization: none\n");
}

TEST_CASE("the last licence goes to the first device in the lab, whoever typed first") {
    const Script register_both{"license LAST", "connect two", "license LAST", "~.", "+20"};
    const Script one_types_first{"setup",   "feature", "commit", "connect two", "setup",
                                 "feature", "commit",  "~.",     "+60"};
    const Script two_types_first{"connect two", "setup",   "feature", "commit", "~.",
                                 "setup",       "feature", "commit",  "+60"};
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        for (const auto& asking : {one_types_first, two_types_first}) {
            auto script = register_both;
            script.insert(script.end(), asking.begin(), asking.end());
            CHECK(race(script, seed) == "one has it, two has it not, ");
        }
    }
}

TEST_CASE("hanging up drops the dialogue and what was typed ahead, not the mode") {
    Two two;
    probe::live_through(two.world, "one", {"setup", "ask yes"}, {});
    probe::live_through(two.world, "one",
                        {"hostname uno", "show running | include x", "paste", "x"}, {});
    CHECK(probe::live_through(two.world, "one", {"show running | include host"}, {}) ==
          "one(setup)*# show running | include host\nhostname one\none(setup)*# \n");
}

TEST_CASE("hanging up in the middle of a filtered wait leaves no filter behind") {
    Two two;
    {
        modes::Session session(two.world, "one", modes::Role::instructor);
        session.enter("watch | include nothing");
        session.hang_up();
    }
    CHECK(probe::live_through(two.world, "one", {"show license"}, {}) ==
          "one> show license\nRegistration: unregistered\nAuthorization: none\none> \n");
}

TEST_CASE("Ctrl-Z does nothing to the modes under a question") {
    Two two;
    modes::Session session(two.world, "one", modes::Role::instructor);
    session.enter("setup");
    session.enter("ask yes");
    session.end_of_configuration();
    session.enter("no");
    CHECK(session.prompt() == "one(setup)# ");
    session.end_of_configuration();
    CHECK(session.prompt() == "one> ");
}

TEST_CASE("what never lets time pass is an error that names the line") {
    Two two;
    modes::Session session(two.world, "one", modes::Role::instructor);
    modes::Pacer pacer(two.world, modes::Pacer::Manner::held);
    session.enter("spin");
    CHECK_THROWS_WITH_AS(pacer.settle(), doctest::Contains("one con 0"), licensing::Runaway);
}

TEST_CASE("the far side of a Then: escape goes on with what the attachment says") {
    Two two;
    modes::Session session(two.world, "one", modes::Role::instructor);
    modes::Attach attach{"two", "con 0", "~.", [](modes::Context& c, const std::string&) {
                             return modes::say("asked",
                                               profiles::Facts{}.set("answer", c.device.name()));
                         }};
    two.world.line("one", "con 0")->proceed(modes::go(attach));
    CHECK(session.screen().escape == "~.");
    session.enter("ask yes");
    session.take();
    session.escape();
    std::string text;
    for (const auto& piece : session.take()) text += piece.text;
    CHECK(text == "You said 'one'.\none> ");
    CHECK(session.screen().escape.empty());
}
