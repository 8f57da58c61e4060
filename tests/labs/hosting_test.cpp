// A module of a chassis: power, time and licences by way of its host. fxos.md 1 and 9; seeds 002
// and 003.
#include <doctest/doctest.h>

#include "labs/lab.hpp"
#include "labs/reading.hpp"
#include "labs/state.hpp"

namespace {

using Claims = std::vector<licensing::Claim>;
using licensing::Enforcement;

profiles::Library& library() {
    static profiles::Library all(std::string(UNDERSTUDY_SOURCE) + "/profiles");
    return all;
}

lab::Plan plan_of(const std::string& chassis) {
    auto plan = lab::load_plan(std::string(UNDERSTUDY_SOURCE) + "/labs/fxos.yaml");
    plan.devices.front().model = chassis;
    return plan;
}

lab::Plan with_modules(int modules) {
    auto plan = plan_of("fpr9300");
    for (int slot = 2; slot <= modules; ++slot) {
        auto more = plan.devices[1];
        more.name += std::to_string(slot);
        more.serial += std::to_string(slot);
        more.slot = slot;
        plan.devices.push_back(more);
    }
    return plan;
}

struct Rig {
    explicit Rig(lab::Plan plan) : lab(std::move(plan), {}, library()) { lab.switch_on(); }
    lab::Device& chassis() { return *lab.device("chassis"); }
    lab::Device& asa(const std::string& name = "asa") { return *lab.device(name); }
    void pass(licensing::Span span) { lab.timeline().advance_to(lab.timeline().now() + span); }
    void enter(const std::string& line, const std::string& name = "asa") {
        auto& device = asa(name);
        auto edit = lab::edit_of("license smart", device.profile(), "config");
        REQUIRE_FALSE(device.apply(edit, false).refusal);
        auto below = lab::edit_of(line, device.profile(), "config-smart-lic");
        below.path = {edit.statement.identity};
        refusal = device.apply(below, true).refusal;
    }
    void register_chassis(const std::string& token) {
        CHECK_FALSE(chassis().register_device(token, false));
        pass(std::chrono::seconds{30});
    }
    const std::vector<lab::HeldEntitlement>& held(const std::string& name = "asa") {
        return asa(name).chassis().manager.held;
    }

    lab::Lab lab;
    std::optional<lab::DeviceRefusal> refusal;
};

constexpr auto answered = std::chrono::seconds{30};

}  // namespace

TEST_CASE("three modules are one device and three licences") {
    Rig rig(with_modules(3));
    rig.register_chassis("GOOD");
    for (const auto* name : {"asa", "asa2", "asa3"}) rig.enter("feature tier standard", name);
    rig.pass(answered);
    CHECK(rig.chassis().claims() == Claims{{"ASA-SSP-STD", 3}});
    CHECK(rig.chassis().agent()->state().authorization == licensing::Authorization::authorized);
    CHECK(rig.lab.authority("")->state().instances.size() == 1);
    for (const auto* name : {"asa", "asa2", "asa3"}) {
        REQUIRE(rig.held(name).size() == 1);
        CHECK(rig.held(name).front().enforcement == Enforcement::authorized);
        CHECK(rig.held(name).front().count == 1);
        CHECK(rig.asa(name).licensed());
    }
}

TEST_CASE("a request goes out as its line is typed, under a handle of its own") {
    Rig rig(plan_of("fpr4125"));
    rig.register_chassis("GOOD");
    rig.enter("feature context 3");
    REQUIRE(rig.refusal);
    CHECK(rig.refusal->message == "refused.tier-first");
    rig.enter("feature tier standard");
    REQUIRE(rig.held().size() == 1);
    CHECK(rig.held().front().handle == 1);
    CHECK_FALSE(rig.held().front().complete);
    rig.pass(answered);
    CHECK(rig.held().front().complete);
    rig.enter("feature context 3");
    rig.pass(answered);
    CHECK(rig.asa().granted("feature context") == 3);
    CHECK(rig.held().back().handle == 2);
    rig.enter("no feature tier standard");
    REQUIRE(rig.refusal);
    CHECK(rig.refusal->message == "refused.addons-first");

    SUBCASE("what is used goes on when there is too little of it") {
        rig.enter("feature context 40");
        rig.pass(answered);
        CHECK(rig.held().back().enforcement == Enforcement::out_of_compliance);
        CHECK(rig.asa().chassis().manager.overall() == Enforcement::out_of_compliance);
        CHECK(rig.asa().granted("feature context") == 3);
    }
    SUBCASE("after a boot it is requested again, on what flash says was granted") {
        rig.asa().save();
        rig.asa().reload();
        rig.pass(std::chrono::minutes{5});
        REQUIRE(rig.asa().up());
        REQUIRE(rig.held().size() == 2);
        CHECK(rig.held().front().handle == 3);
        CHECK(rig.asa().granted("feature context") == 3);
        CHECK(rig.held().front().complete);
    }
    SUBCASE("all of it survives being put away") {
        const auto text = lab::write_state(rig.lab, {});
        lab::Lab again(plan_of("fpr4125"), {}, library());
        lab::read_state(again, text, "memory");
        CHECK(again.device("asa")->granted("feature context") == 3);
        CHECK(lab::write_state(again, {}) == text);
    }
    SUBCASE("a chassis that deregisters leaves the tier to evaluation") {
        CHECK_FALSE(rig.chassis().deregister());
        rig.pass(answered);
        CHECK(rig.held().front().enforcement == Enforcement::evaluation);
        CHECK(rig.held().back().enforcement == Enforcement::waiting);
        CHECK(rig.asa().granted("feature context") == 0);
        CHECK_FALSE(rig.asa().strong_encryption());
        CHECK(rig.chassis().claims().size() == 1);
    }
    SUBCASE("an authorization that runs out takes nothing that runs, and nothing is added") {
        rig.lab.network().state().filters.push_back(*lab::read_filter("tools.cisco.com"));
        rig.pass(std::chrono::days{100});
        CHECK(rig.asa().chassis().manager.overall() == Enforcement::expired);
        CHECK(rig.asa().granted("feature context") == 3);
    }
}

TEST_CASE("an unregistered chassis evaluates the tier and keeps what is added to it waiting") {
    Rig rig(plan_of("fpr4125"));
    rig.enter("feature tier standard");
    rig.enter("feature context 3");
    CHECK_FALSE(rig.refusal);
    CHECK(rig.held().front().enforcement == Enforcement::evaluation);
    CHECK(rig.held().back().enforcement == Enforcement::waiting);
    CHECK(rig.chassis().claims() == Claims{{"FIREPOWER_4100_ASA_STANDARD", 1}});
    rig.register_chassis("GOOD");
    rig.pass(answered);
    CHECK(rig.held().back().enforcement == Enforcement::authorized);
}

TEST_CASE("strong encryption comes with the chassis's token") {
    Rig rig(plan_of("fpr4125"));
    CHECK_FALSE(rig.asa().strong_encryption());
    rig.register_chassis("PLAIN");
    CHECK_FALSE(rig.asa().strong_encryption());

    SUBCASE("later, it waits for a boot of the module") {
        CHECK_FALSE(rig.chassis().register_device("GOOD", true));
        rig.pass(answered);
        CHECK_FALSE(rig.asa().strong_encryption());
        rig.asa().reload();
        rig.pass(std::chrono::minutes{5});
        CHECK(rig.asa().strong_encryption());
    }
    SUBCASE("or it is asked for by name") {
        rig.enter("feature tier standard");
        rig.enter("feature strong-encryption");
        rig.pass(answered);
        CHECK(rig.asa().strong_encryption());
    }
}

TEST_CASE("a module has its power and its time from its chassis") {
    Rig rig(plan_of("fpr4125"));
    CHECK(rig.asa().now() == rig.chassis().now());
    rig.chassis().set_clock(rig.chassis().now() + std::chrono::hours{5});
    CHECK(rig.asa().now() == rig.chassis().now());
    rig.chassis().reload();
    CHECK_FALSE(rig.asa().up());
    rig.pass(std::chrono::hours{1});
    CHECK(rig.chassis().up());
    CHECK(rig.asa().up());
    rig.register_chassis("GOOD");
    rig.chassis().pull_plug();
    rig.asa().power_on();
    rig.pass(std::chrono::minutes{10});
    CHECK_FALSE(rig.asa().up());
    rig.chassis().power_on();
    rig.asa().power_on();
    rig.pass(std::chrono::minutes{10});
    CHECK(rig.asa().up());
    CHECK(rig.asa().strong_encryption());
}

TEST_CASE("what does not fit is refused") {
    const auto refused = [](auto change) {
        auto plan = plan_of("fpr4125");
        change(plan);
        CHECK_THROWS_AS(lab::Lab(std::move(plan), {}, library()), grammar::Faults);
    };
    refused([](lab::Plan& plan) { plan.devices[1].slot = 2; });
    refused([](lab::Plan& plan) { plan.devices[1].chassis = "asa"; });
    refused([](lab::Plan& plan) { plan.devices[1].model = "fpr9300-sm-24"; });
    refused([](lab::Plan& plan) { plan.devices[1].profile = "fxos/2.8"; });
    refused([](lab::Plan& plan) {
        plan.devices.push_back(plan.devices[1]);
        plan.devices.back().name = "other";
    });
}
