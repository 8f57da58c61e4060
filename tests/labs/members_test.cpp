// Hardware decides how many licences are asked for: seed 004, iosxe.md 14.
#include <doctest/doctest.h>

#include "labs/lab.hpp"
#include "labs/reading.hpp"

namespace {

using Claims = std::vector<licensing::Claim>;

profiles::Library& library() {
    static profiles::Library all(std::string(UNDERSTUDY_SOURCE) + "/profiles");
    return all;
}

lab::Plan plan_of(const std::string& profile, const std::string& model) {
    auto plan = lab::load_plan(std::string(UNDERSTUDY_SOURCE) + "/labs/iosxe.yaml");
    plan.devices.front().profile = profile;
    plan.devices.front().model = model;
    return plan;
}

lab::Lab made(lab::Plan plan) { return lab::Lab(std::move(plan), {}, library()); }

// Another release is put on flash and booted.
void upgrade(lab::Device& device, const std::string& version) {
    device.chassis().files = {{"flash:new.bin", 1, version, {}, {}}};
    device.boot();
}

}  // namespace

TEST_CASE("a stack asks for one licence of each kind for every member") {
    auto plan = plan_of("iosxe/16.12", "c9300-48p");
    plan.devices.front().members = {{0, "", "FCW2"}, {0, "c9300-24t", "FCW3"}};
    auto lab = made(std::move(plan));
    lab.switch_on();
    auto& device = lab.first_device();
    CHECK(device.claims() == Claims{{"C9300-48 Network Advantage", 2},
                                    {"C9300-48 DNA Advantage", 2},
                                    {"C9300-24 Network Advantage", 1},
                                    {"C9300-24 DNA Advantage", 1}});
    REQUIRE(device.units().size() == 3);
    CHECK(device.units()[1].role == lab::Role::standby);
    CHECK(device.units()[2].udi.pid == "C9300-24T");

    SUBCASE("a member that joins or leaves changes what is asked for") {
        CHECK(device.add_member("FCW4", ""));
        CHECK(device.claims().front().count == 3);
        CHECK_FALSE(device.add_member("FCW4", ""));
        CHECK(device.remove_member("FCW2"));
        CHECK(device.claims().front().count == 2);
        CHECK(device.units()[1].number == 3);
        CHECK_FALSE(device.remove_member("FCW2"));
    }
}

TEST_CASE("a chassis asks by supervisor for the network, once for DNA") {
    auto plan = plan_of("iosxe/16.12", "c9407r");
    plan.devices.front().supervisors = {"CAT1", "CAT2"};
    auto lab = made(std::move(plan));
    lab.switch_on();
    CHECK(lab.first_device().claims() ==
          Claims{{"C9400 Network Advantage", 2}, {"C9400 DNA Advantage", 1}});
}

TEST_CASE("what does not stack has no members") {
    auto plan = plan_of("iosxe/16.12", "c9407r");
    plan.devices.front().members = {{0, "", "FCW2"}};
    CHECK_THROWS_AS(made(std::move(plan)), grammar::Faults);
}

TEST_CASE("a level is in force from the boot that read it") {
    auto lab = made(plan_of("iosxe/16.12", "c9300-48p"));
    lab.switch_on();
    auto& device = lab.first_device();
    const auto before = device.claims();
    lab::Edit edit =
        lab::edit_of("license boot level network-essentials", device.profile(), "config");
    CHECK_FALSE(device.apply(edit, false).refusal);
    CHECK(device.claims() == before);
    device.boot();
    CHECK(device.claims() == before);  // it was not saved
    device.apply(edit, false);
    device.save();
    device.boot();
    CHECK(device.claims() == Claims{{"C9300-48 Network Essentials", 1}});
}

TEST_CASE("the C9500 High Performance keeps the tags that an old release recorded") {
    const Claims own{{"C9500 32C NW Advantage", 1}, {"C9500 32C DNA Advantage", 1}};
    const Claims general{{"C9500 Network Advantage", 1}, {"C9500 32C DNA Advantage", 1}};
    auto lab = made(plan_of("iosxe/16.9", "c9500-32c"));
    lab.switch_on();
    auto& device = lab.first_device();
    CHECK(device.claims() == own);
    SUBCASE("straight to the mended one") {
        upgrade(device, "16.12.3a");
        CHECK(device.claims() == own);
    }
    SUBCASE("by way of a defective one") {
        upgrade(device, "16.12.1");
        CHECK(device.claims() == own);
        upgrade(device, "16.12.3a");
        CHECK(device.claims() == general);
    }
}
