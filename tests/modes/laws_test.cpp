// The laws of the design on real data: time adds up, looking changes nothing, a lab that was put
// down goes on as if it had not been, chance is the seed's.
#include <doctest/doctest.h>

#include <algorithm>

#include "shell/console.hpp"
#include "tests/modes/asa_world.hpp"
#include "tests/probe/front_end.hpp"

namespace {

using asa::all_text;
using asa::difference;
using asa::joined;
using asa::Lines;
using asa::state_but_history;
using asa::World;
using namespace std::chrono_literals;
using licensing::Span;

// Everything on, so that every notice of the world reaches the screen.
const Lines watch_all{"configure terminal",        "logging enable",
                      "logging console debugging", "logging buffered debugging",
                      "logging timestamp",         "end",
                      "debug license 5",           "debug http"};

struct Moment {
    std::string name;
    Lines before;
    std::string truth;  // of what @state then says
};

// Where a lab may be put down: each is reached by acting and by letting time pass.
std::vector<Moment> moments() {
    const auto ready = joined({asa::log_in, watch_all});
    const auto registered = joined({ready, asa::register_unit, {"@advance 5m"}});
    const auto with = [](const Lines& before, const Lines& more) { return joined({before, more}); };
    const auto silence = [&](const std::string& span) {
        return with(registered, {"@network block smartreceiver.cisco.com", "@advance " + span});
    };
    return {
        {"fresh", {}, "registration unregistered"},
        {"mid-registration", joined({ready, asa::register_unit, {"@advance 1s"}}),
         "in flight: registration"},
        {"its answer on the way back", joined({ready, asa::register_unit, {"@advance 2900ms"}}),
         "in flight: registration"},
        {"mid-retry",
         joined({ready,
                 {"@network block smartreceiver.cisco.com"},
                 asa::register_unit,
                 {"@advance 40m"}}),
         "registration in_progress"},
        {"registered", registered, "authorization authorized"},
        {"a reservation asked for",
         joined({ready,
                 {"configure terminal", "license smart reservation", "end",
                  "license smart reservation request universal"}}),
         "reservation universal asked for"},
        {"a machine to be resized", joined({ready, {"@device asa hardware vcpu 1 ram 2048"}}),
         "registration unregistered"},
        {"out of compliance",
         with(registered, {"@authority licence remove ASAv-STD-1G 5", "@advance 31d"}),
         "authorization out_of_compliance"},
        {"a renewal failing", silence("31d"), "next 2026-02-12T13:14"},
        {"authorization expired", silence("95d"), "authorization expired"},
        {"certificate ended", silence("370d"), "until 2027-01-12"},
        {"in a configuration mode",
         with(registered, {"configure terminal", "license smart", "transport type callhome"}),
         "authorization authorized"},
        {"in an interface", with(registered, {"configure terminal", "interface gi0/1"}),
         "authorization authorized"},
        {"its clock set", with(registered, {"clock set 01:02:03 4 may 2026"}),
         "in flight: authorization"},
        {"down", registered, "authorization authorized"},
    };
}

// What is done afterwards, in the world that went on and in the one that was taken up.
Lines after() {
    return joined({{"", "end", "enable", "cisco"},
                   asa::show_all,
                   {"@advance 6s"},
                   asa::show_all,
                   {"@advance 1h", "@network unblock smartreceiver.cisco.com",
                    "@network unblock tools.cisco.com", "license smart renew auth", "@advance 2h"},
                   asa::show_all,
                   {"@advance 40d", "show history", "show debug", "@network log", "write memory",
                    "reload noconfirm", "enable", "cisco", "@advance 1d"},
                   asa::show_all,
                   {"@authority token create", "@authority instance list", "@advance 200d"},
                   asa::show_all});
}

// The words that lead to every command below `node`, with an example for each argument.
void ways(const profiles::Profile& profile, const grammar::Node& node, const std::string& before,
          Lines& all) {
    for (const auto& capability : node.capabilities) {
        const bool absent = capability.starts_with('!');
        if (profile.has(capability.substr(absent ? 1 : 0)) == absent) return;
    }
    std::string word = node.keyword;
    if (node.argument) {
        const auto kind = node.argument->kind;
        word = kind == grammar::ArgKind::interface ? "gi0/1"
               : kind == grammar::ArgKind::number  ? "1"
                                                   : "logging";
    }
    const auto way = before.empty() ? word : before + " " + word;
    if (node.act) all.push_back(way);
    for (const auto& child : node.children) ways(profile, child, way, all);
}

Lines shows(const profiles::Profile& profile) {
    Lines all;
    for (const auto& node : profile.mode("exec")->outline.commands) {
        if (node.keyword == "show" || node.keyword == "dir") ways(profile, node, "", all);
    }
    return all;
}

}  // namespace

TEST_CASE("advance(a); advance(b) is advance(a+b), in the text and in the state") {
    const std::vector<std::vector<Span>> ways{
        {400 * 24h}, {1ms, 3s - 1ms, 400 * 24h - 3s}, {17h, 100 * 24h, 299 * 24h, 7h}};
    const std::vector<Lines> worlds{
        joined({asa::log_in, watch_all, asa::register_unit}),
        joined({asa::log_in,
                watch_all,
                asa::register_unit,
                {"@advance 1m", "@network block smartreceiver.cisco.com"}})};
    for (const auto& before : worlds) {
        std::string text;
        std::string state;
        for (const auto& way : ways) {
            World world;
            world.type(before);
            std::string came;
            for (const auto part : way) {
                world.world().advance(part);
                came += world.taken();
            }
            if (&way == &ways.front()) {
                text = came;
                state = world.state();
                CHECK(text.find("444") != std::string::npos);
            }
            CHECK(difference(came, text) == "");
            CHECK(difference(world.state(), state) == "");
        }
    }
}

TEST_CASE("time in many small steps is time in one") {
    const auto before = joined({asa::log_in, watch_all, asa::register_unit});
    World once;
    once.type(before);
    World often;
    often.type(before);
    once.world().advance(2h);
    std::string came;
    for (Span left = 2h; left > 0ms; left -= 250ms) {
        often.world().advance(250ms);
        came += often.taken();
    }
    CHECK(difference(came, once.taken()) == "");
    CHECK(difference(often.state(), once.state()) == "");
}

TEST_CASE("same seed, same bytes; another seed, other latencies") {
    const auto script =
        joined({asa::log_in, watch_all, asa::register_unit, {"@advance 1h"}, asa::show_all});
    World first(asa::chosen(5));
    World second(asa::chosen(5));
    World other(asa::chosen(6));
    const auto text = all_text(first, script);
    CHECK(all_text(second, script) == text);
    CHECK(first.state() == second.state());
    CHECK(all_text(other, script) != text);
    CHECK(other.state() != first.state());
}

TEST_CASE("save, load, go on is go on, wherever the lab was put down") {
    for (const auto& moment : moments()) {
        CAPTURE(moment.name);
        World kept(asa::chosen(3));
        kept.session();
        kept.type(moment.before);
        CHECK(kept.type("@state").find(moment.truth) != std::string::npos);
        if (moment.name == "down") kept.device().reload();
        kept.leave();
        const auto saved = kept.state();

        World taken_up(asa::chosen(99), false);
        modes::restore_lines(taken_up.world(), lab::read_state(taken_up.lab(), saved, "lab.yaml"));
        CHECK(difference(taken_up.state(), saved) == "");
        const auto expected = all_text(kept, after());
        CHECK(difference(all_text(taken_up, after()), expected) == "");
        CHECK(difference(taken_up.state(), kept.state()) == "");
    }
}

TEST_CASE("a pipe shows what a terminal shows, and live time what held time shows") {
    const auto script = joined({asa::log_in,
                                watch_all,
                                asa::register_unit,
                                {"+90", "show license status", "show ?"},
                                {"sh",
                                 "nonsense",
                                 "show run | grep -v interface",
                                 "ping tools.cisco.com",
                                 "ping 203.0.113.9",
                                 "configure terminal",
                                 "interface gi0/0",
                                 "?",
                                 "\x1a",
                                 "reload",
                                 "n",
                                 "\x03",
                                 "reload",
                                 "y",
                                 "",
                                 "enable",
                                 "wrong",
                                 "cisco",
                                 "show license all",
                                 "logout"}});
    std::string expected;
    for (const bool terminal : {false, true}) {
        for (const auto time : {modes::Pacer::Manner::held, modes::Pacer::Manner::live}) {
            World world;
            const auto text = probe::live_through(world.world(), world.device().name(), script,
                                                  {time, 3s, terminal});
            if (expected.empty()) expected = text;
            CHECK(difference(text, expected) == "");
        }
    }
    CHECK(expected.find("SUCCEEDED") != std::string::npos);
}

TEST_CASE("looking changes nothing, at any prompt") {
    World world;
    world.type(joined({asa::log_in, asa::register_unit, {"@advance 1h"}}));
    const auto commands = shows(world.device().profile());
    CHECK(commands.size() > 50);
    const Lines ways_in{"",
                        "configure terminal",
                        "license smart",
                        "interface gi0/1",
                        "dns server-group DefaultDNS",
                        "call-home",
                        "profile License",
                        "crypto ca trustpool policy",
                        "crypto ikev2 policy 10"};
    for (const auto& way_in : ways_in) {
        world.type(way_in);
        CAPTURE(world.session().prompt());
        const auto before = state_but_history(world);
        const auto prompt = world.session().prompt();
        for (const auto& command : commands) {
            CAPTURE(command);
            const auto text = world.type(command);
            CHECK(text.find("Invalid input") == std::string::npos);
            CHECK(world.type(command + " | include e") != "");
            for (std::size_t end = 0; end <= command.size(); ++end) {
                world.session().help(command.substr(0, end));
                world.session().complete(command.substr(0, end));
            }
        }
        for (const char letter : std::string("abcdefghijklmnopqrstuvwxyz/!| ")) {
            world.session().help(std::string(1, letter));
            world.session().help(std::string(1, letter) + " ");
            world.session().complete(std::string(1, letter));
        }
        for (const auto* nonsense : {"nonsense", "show nonsense", "sh", "show |", "no", "do"}) {
            world.type(nonsense);
        }
        world.taken();
        CHECK(world.session().prompt() == prompt);
        CHECK(difference(state_but_history(world), before) == "");
    }
}

TEST_CASE("what is shown on an unlicensed unit only starts the console's own reminder") {
    World world;
    world.type(asa::log_in);
    const auto before = state_but_history(world);
    for (const auto& command : shows(world.device().profile())) world.type(command);
    CHECK(difference(state_but_history(world), before) == "");
}
