// Known defects as properties of versions, and what a unit may encrypt with after a boot.
#include <doctest/doctest.h>

#include "tests/modes/asa_world.hpp"

namespace {

using asa::Lines;
using asa::World;

lab::Choices on(const std::string& profile, const std::string& model = "asav30") {
    return asa::chosen(1, profile, model);
}

// Does a unit with this release show the effect of the defect?
bool shows(const std::string& defect, const std::string& effect, const std::string& version,
           const std::string& model = "asav30") {
    auto plan = asa::plan();
    plan.devices.front().profile = "asa/9.20.4";
    plan.devices.front().model = model;
    plan.devices.front().version = version;
    plan.devices.front().defects = {defect};
    lab::Lab world(plan, {}, asa::library());
    world.switch_on();
    return world.first_device().shows(effect);
}

const Lines strong{"configure terminal", "crypto ipsec ikev1 transform-set S esp-aes esp-sha-hmac",
                   "end"};

bool encrypts(World& world) {
    return world.type("show running-config crypto").find("transform-set S") != std::string::npos;
}

void reload(World& world) { world.type(asa::joined({{"reload noconfirm"}, asa::log_in})); }

void register_with(World& world, const std::string& token) {
    auto lines = asa::register_unit;
    lines.back() = "license smart register idtoken " + token;
    world.type(asa::joined({lines, {"@advance 5m"}}));
}

}  // namespace

TEST_CASE("a defect is there in its releases and mended from the first fixed one of its train") {
    const std::string effect = "smart-transport-fails";
    for (const auto* version : {"9.20(4)10", "9.20(4)13"}) {
        CHECK(shows("CSCwp10957", effect, version));
    }
    for (const auto* version : {"9.20(4)14", "9.20(4)22", "9.22(2)14", "9.23(1)22"}) {
        CHECK_FALSE(shows("CSCwp10957", effect, version));
    }
    CHECK(shows("CSCwp10957", effect, "9.22(2)13"));
    CHECK_FALSE(shows("CSCwp10957", "proxy-ignored", "9.20(4)10"));
    CHECK(shows("CSCwr56980", "proxy-ignored", "9.20(4)10"));
}

TEST_CASE("a defect of some models is none of the others'") {
    const std::string effect = "smart-transport-fails";
    CHECK(shows("CSCws62173", effect, "9.20(4)10", "fpr2140"));
    CHECK_FALSE(shows("CSCws62173", effect, "9.20(4)22", "fpr2140"));
    CHECK_FALSE(shows("CSCws62173", effect, "9.20(4)10", "asav30"));
    CHECK_FALSE(shows("CSCws62173", effect, "9.20(4)10", "fpr1120"));
}

TEST_CASE("an upgrade to a fixed interim release mends a unit") {
    World world;
    world.type(asa::joined({asa::log_in,
                            asa::register_unit,
                            {"@advance 5m", "@device asa defect CSCwp10957 on",
                             "license smart renew auth", "@advance 1m"}}));
    CHECK(world.device().agent()->state().communicated->failure);
    world.type({"@device asa image disk0:/fixed.bin 9.20(4)14", "configure terminal",
                "boot system disk0:/fixed.bin", "end", "write memory"});
    reload(world);
    CHECK(world.device().running().version == "9.20(4)14");
    world.type(Lines{"license smart renew auth", "@advance 1m"});
    CHECK_FALSE(world.device().agent()->state().communicated->failure);
}

TEST_CASE("the defect of Smart transport's proxy leaves Call Home's alone") {
    World world;
    const auto failed = [&] {
        world.type(Lines{"license smart renew auth", "@advance 1m"});
        return world.device().agent()->state().communicated->failure.has_value();
    };
    world.type(
        asa::joined({asa::log_in,
                     asa::register_unit,
                     {"@advance 5m", "@network proxy only", "@device asa defect CSCwr56980 on",
                      "configure terminal", "call-home", "http-proxy 192.0.2.80 port 80",
                      "license smart", "transport proxy 192.0.2.80 port 80", "end"}}));
    CHECK(failed());
    world.type(Lines{"configure terminal", "license smart", "transport type callhome", "end"});
    CHECK_FALSE(failed());
}

TEST_CASE("a unit that never registered keeps strong encryption over a reload") {
    World world(on("asa/9.20.4"));
    world.type(asa::joined({asa::log_in, strong, {"write memory"}}));
    CHECK(encrypts(world));
    reload(world);
    CHECK(encrypts(world));
}

TEST_CASE("an identity that ended takes strong encryption at the next boot, not before") {
    World world(on("asa/9.20.4"));
    world.type(asa::log_in);
    register_with(world, "GOOD");
    world.type(strong);
    world.type({"write memory", "@network block smartreceiver.cisco.com", "@advance 400d"});
    CHECK(encrypts(world));
    const auto boot = world.type("reload noconfirm");
    CHECK(boot.find("Encryption-3DES-AES entitlement") != std::string::npos);
    world.type(asa::log_in);
    CHECK_FALSE(encrypts(world));
    CHECK(world.type(strong).find("Encryption-3DES-AES entitlement") != std::string::npos);

    SUBCASE("not saved, it comes back with the registration") {
        world.type("@network unblock smartreceiver.cisco.com");
        world.type({"@authority token create NEW", "license smart register idtoken NEW force",
                    "@advance 5m"});
        reload(world);
        CHECK(encrypts(world));
    }
    SUBCASE("saved, it is lost") {
        world.type({"write memory", "@network unblock smartreceiver.cisco.com",
                    "@authority token create NEW", "license smart register idtoken NEW force",
                    "@advance 5m"});
        reload(world);
        CHECK_FALSE(encrypts(world));
        world.type(strong);
        CHECK(encrypts(world));
    }
}

TEST_CASE("a token that does not allow it ends strong encryption") {
    World world(on("asa/9.20.4"));
    world.type(asa::log_in);
    register_with(world, "PLAIN");
    CHECK(world.type(strong).find("Encryption-3DES-AES entitlement") != std::string::npos);
}
