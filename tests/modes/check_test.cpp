#include "modes/check.hpp"

#include <doctest/doctest.h>

#include "tests/modes/asa_world.hpp"

namespace {

bool holds(asa::World& world, const lab::Check& check) {
    return modes::judge(world.world(), check).empty();
}

asa::World& registered() {
    static asa::World world;
    static const auto text =
        world.type(asa::joined({asa::log_in, asa::register_unit, {"@advance 1m"}}));
    return world;
}

}  // namespace

TEST_CASE("a check asks for registration, authorization and what the authority counts") {
    asa::World fresh;
    CHECK(holds(fresh, {.registered = false}));
    CHECK(modes::judge(fresh.world(), {.registered = true}) == asa::Lines{"asa is not registered"});
    CHECK(holds(fresh, {.device = "asa", .registered = false}));
    CHECK(!holds(fresh, {.device = "nobody", .registered = false}));
    auto& world = registered();
    CHECK(holds(world, {.registered = true, .authorization = "authorized"}));
    CHECK(!holds(world, {.authorization = "expired"}));
    const auto tag = world.device().agent()->state().entitlements.front().claim.tag;
    CHECK(holds(world, {.consumes = {{tag, 1}}}));
    CHECK(holds(fresh, {.consumes = {{tag, 0}}}));
    CHECK(!holds(world, {.consumes = {{tag, 2}}}));
}

TEST_CASE("a check asks for lines of the configuration, below others too") {
    auto& world = registered();
    CHECK(holds(world, {.config = {"feature tier standard", "license smart",
                                   "license smart > feature tier standard"}}));
    CHECK(!holds(world, {.config = {"interface Management0/0 > feature tier standard"}}));
    CHECK(!holds(world, {.config = {"feature tier"}}));
    CHECK(holds(world, {.no_config = {"feature strong-encryption"}}));
    CHECK(!holds(world, {.no_config = {"license smart"}}));
}

TEST_CASE("a check asks whether what runs was saved") {
    asa::World world;
    CHECK(holds(world, {.saved = true}));
    world.type(asa::joined({asa::log_in, {"configure terminal", "hostname edge"}}));
    CHECK(holds(world, {.saved = false}));
    world.type("no hostname edge");
    world.type("hostname ciscoasa");
    CHECK(holds(world, {.saved = true}));
    world.type("hostname edge");
    world.type("write memory");
    CHECK(holds(world, {.saved = true}));
}

TEST_CASE("a registration whose key pair was not written is not saved") {
    asa::World world(asa::chosen(1, "iosxe/16.12"));
    world.type(asa::Lines{"", "enable", "license smart register idtoken GOOD", "@advance 1m"});
    CHECK(holds(world, {.registered = true, .saved = false}));
    world.type("write memory");
    CHECK(holds(world, {.registered = true, .saved = true}));
}

TEST_CASE("a check looks at a screen and leaves no trace") {
    auto& world = registered();
    const auto before = world.state();
    CHECK(holds(world, {.show = "show license status", .has = {"^  Status: REGISTERED"}}));
    CHECK(holds(world, {.show = "show license status | include Status:",
                        .has = {"AUTHORIZED"},
                        .lacks = {"Transport"}}));
    CHECK(!holds(world, {.show = "show license status", .lacks = {"REGISTERED"}}));
    CHECK(!holds(world, {.show = "show version ; show clock", .has = {"no such words"}}));
    CHECK(holds(world, {.show = "show clock ; show version", .has = {"UTC", "Serial Number"}}));
    CHECK(holds(world, {.show = "configure terminal ; hostname other ; reload", .lacks = {"%x"}}));
    CHECK(world.state() == before);
    CHECK(world.type("").find("other") == std::string::npos);
}

TEST_CASE("a check asks a portal, and leaves no trace there either") {
    auto& world = registered();
    const auto serial = world.device().units().front().udi.serial;
    CHECK(holds(world, {.show = "@authority instance list", .has = {serial}}));
    CHECK(holds(world, {.show = "@authority instance remove " + serial, .has = {"removed"}}));
    CHECK(!holds(world, {.show = "@authority instance list", .lacks = {serial}}));
}

TEST_CASE("a check goes into the chassis' scopes") {
    asa::World world(asa::chosen(1, "fxos"));
    const auto before = world.state();
    CHECK(modes::shown_by(world.world(), "", "show version").empty());
    const auto name = world.device().name();
    CHECK(modes::shown_by(world.world(), name, "scope license ; show license all")
              .find("Smart Licensing") != std::string::npos);
    CHECK(
        modes::shown_by(world.world(), name, "scope license\nshow license usage").find("License") !=
        std::string::npos);
    CHECK(world.state() == before);
}

TEST_CASE("patterns keep to lines") {
    CHECK(modes::found_in("one\ntwo\n", "^two$"));
    CHECK(!modes::found_in("one\ntwo\n", "one.two"));
    CHECK_THROWS_AS(modes::found_in("one", "("), std::invalid_argument);
}
