// The laws of the design on a device that plays several: a lab that was put down goes on as if it
// had not been, wherever somebody was at work; looking changes nothing; nobody's work reaches
// another's configuration.
#include <doctest/doctest.h>

#include "tests/modes/asa_world.hpp"

namespace {

using asa::all_text;
using asa::difference;
using asa::joined;
using asa::Lines;
using asa::World;

lab::Choices several(std::uint64_t seed = 1) { return asa::chosen(seed, "asa/9.20.4", "fpr2130"); }

const Lines converted{
    "enable", "cisco", "configure terminal", "mode multiple noconfirm", "@advance 1h",
    "enable", "cisco", "configure terminal"};
const Lines blue{"context blue", "allocate-interface Ethernet1/2 outside",
                 "config-url disk0:/blue.cfg", "interface Ethernet1/2", "no shutdown"};
const Lines in_blue{"changeto context blue", "interface outside", "nameif outside",
                    "ip address 198.51.100.10 255.255.255.0"};
const Lines look{"show context",
                 "show context detail",
                 "show running-config",
                 "show version",
                 "show license features",
                 "show interface ip brief",
                 "changeto context admin",
                 "show running-config",
                 "show route",
                 "show license all",
                 "changeto system",
                 "show mode",
                 "@state"};

const Lines after =
    joined({{"end"},
            look,
            {"changeto context blue", "configure terminal", "route outside 0 0 198.51.100.1",
             "show running-config route", "write memory", "changeto system", "no context blue", "y",
             "license smart register idtoken GOOD", "@advance 2h", "show license status", "end",
             "reload", "s", "y", "@advance 1h", "enable", "cisco"},
            look});

}  // namespace

TEST_CASE("several: save, load, go on is go on, wherever somebody was at work") {
    for (const auto& before :
         {converted, joined({converted, blue}), joined({converted, blue, in_blue}),
          joined({converted, blue, in_blue, {"end", "write memory", "changeto context admin"}})}) {
        World kept(several(3));
        kept.type(before);
        kept.leave();
        const auto saved = kept.state();

        World taken_up(several(99), false);
        modes::restore_lines(taken_up.world(), lab::read_state(taken_up.lab(), saved, "lab.yaml"));
        CHECK(difference(taken_up.state(), saved) == "");
        const auto expected = all_text(kept, after);
        CHECK(difference(all_text(taken_up, after), expected) == "");
        CHECK(difference(taken_up.state(), kept.state()) == "");
    }
}

TEST_CASE("several: looking changes nothing") {
    World world(several());
    world.type(joined({converted, blue, in_blue, {"end", "changeto system"}}));
    const auto before = asa::state_but_history(world);
    world.type(look);
    CHECK(difference(asa::state_but_history(world), before) == "");
}

TEST_CASE("several: each has its own names and interfaces") {
    World world(several());
    world.type(joined({converted, blue, in_blue, {"hostname azure", "end"}}));
    const auto own = world.type("show running-config");
    CHECK(own.find("hostname azure") != std::string::npos);
    CHECK(own.find("interface outside") != std::string::npos);
    CHECK(own.find("Ethernet") == std::string::npos);
    world.type("changeto system");
    const auto system = world.type("show running-config");
    CHECK(system.find("azure") == std::string::npos);
    CHECK(system.find("nameif") == std::string::npos);
    CHECK(system.find("  allocate-interface Ethernet1/2 outside ") != std::string::npos);
    CHECK(world.device().partition().empty());
}

TEST_CASE("several: bytes of any kind are answered") {
    World world(several());
    world.type(converted);
    for (const std::string& name : {std::string(300, 'x'), std::string("\xff\x01"),
                                    std::string("../etc"), std::string("system")}) {
        CHECK(world.type("context " + name).find_first_not_of(" ") != std::string::npos);
        world.type("config-url disk0:/" + name);
        world.type("allocate-interface " + name);
        world.type("changeto context " + name);
        world.type("changeto system");
        world.type("no context " + name);
        world.type("y");
    }
    CHECK(world.type("show context").find("admin") != std::string::npos);
}

TEST_CASE("several: who is at work on one that is taken away finds the device itself") {
    World world(several());
    world.type(joined({converted, blue, in_blue}));
    lab::Edit gone;
    gone.statement.text = gone.statement.identity = "context blue";
    gone.statement.negated = true;
    CHECK(!world.device().apply(gone, false).refusal);
    world.type("shutdown");
    CHECK(world.session().prompt() == "ciscoasa# ");
    CHECK(world.type("show running-config interface Ethernet1/2").find("shutdown") ==
          std::string::npos);
}
