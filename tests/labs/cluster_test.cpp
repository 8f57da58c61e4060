// Units of a cluster and what they make of what they hear. The examples of licences: seed 003.
#include <doctest/doctest.h>

#include "labs/lab.hpp"
#include "labs/reading.hpp"
#include "labs/state.hpp"

namespace {

using lab::Membership;
using std::chrono::minutes;
using std::chrono::seconds;
using Claims = std::vector<licensing::Claim>;

profiles::Library& library() {
    static profiles::Library all(std::string(UNDERSTUDY_SOURCE) + "/profiles");
    return all;
}

lab::Plan plan_of(const std::string& name) {
    return lab::load_plan(std::string(UNDERSTUDY_SOURCE) + "/transcripts/asa/labs/" + name);
}

// `count` units in chassis of one, or of three modules, all of them enabled.
lab::Plan cluster_of(int count, const std::string& chassis, const std::string& model) {
    auto plan = plan_of("fp4100_cluster.yaml");
    const auto host = plan.devices[0];
    const auto unit = plan.devices[2];
    const int per_chassis = chassis == "fpr9300" ? 3 : 1;
    plan.devices.clear();
    plan.network.cables.clear();
    plan.device.clear();
    for (auto& authority : plan.authorities) authority.stock = 500;
    for (int i = 0; i < count; ++i) {
        const auto at = std::to_string(i / per_chassis + 1);
        const auto slot = i % per_chassis + 1;
        if (slot == 1) {
            plan.devices.push_back(host);
            auto& made = plan.devices.back();
            made.name = "chassis-" + at;
            made.model = chassis;
            made.serial += at;
            const auto address = made.startup->find(".225");
            made.startup->replace(address, 4, ".1" + at);
            plan.network.cables.push_back({made.name, "management", "management", false});
        }
        plan.devices.push_back(unit);
        auto& made = plan.devices.back();
        made.name = "asa-" + at + "-" + std::to_string(slot);
        made.chassis = "chassis-" + at;
        made.slot = slot;
        made.model = model;
        made.serial += std::to_string(i);
        const auto name = made.startup->find("unit-1-1");
        made.startup->replace(name, 8, "unit-" + at + "-" + std::to_string(slot));
        plan.network.cables.push_back({made.name, "Port-channel48", "ccl", false});
    }
    return plan;
}

struct Rig {
    explicit Rig(lab::Plan plan) : lab(std::move(plan), {}, library()) { lab.switch_on(); }
    lab::Device& unit(const std::string& name) { return *lab.device(name); }
    lab::Device& first() { return unit("asa-1"); }
    lab::Device& second() { return unit("asa-2"); }
    void pass(licensing::Span span) { lab.timeline().advance_to(lab.timeline().now() + span); }
    void type(lab::Device& device, const std::string& line, const std::string& block = {}) {
        const auto mode = block.empty()              ? "config"
                          : block == "license smart" ? "config-smart-lic"
                                                     : "cfg-cluster";
        auto edit = lab::edit_of(line, device.profile(), mode);
        if (!block.empty()) edit.path = {block};
        last = device.apply(edit, false);
        pass(seconds{0});
    }
    void enrol(const std::string& chassis, const std::string& token) {
        CHECK_FALSE(unit(chassis).register_device(token, false));
        pass(seconds{20});
    }
    bool says(lab::Device& device, const std::string& line) {
        const auto lines = device.configuration_lines(false);
        return std::find(lines.begin(), lines.end(), line) != lines.end();
    }
    void form() {
        for (auto& device : lab.devices()) {
            if (!device->host()) enrol(device->name(), "GOOD");
        }
        pass(minutes{3});
    }
    // Two units of the plan's own, the second by hand.
    void form_by_hand() {
        enrol("chassis-1", "GOOD");
        enrol("chassis-2", "GOOD");
        pass(minutes{2});
        type(second(), "enable", "cluster group GROUP1");
        pass(minutes{1});
    }
    void cut(const std::string& device, bool whole = false) {
        for (auto& cable : lab.network().state().cables) {
            if (cable.device == device && cable.interface == "Port-channel48") cable.cut = !whole;
        }
        pass(seconds{0});
    }

    lab::Lab lab;
    lab::Applied last;
};

std::string contexts(const lab::Device& unit) {
    for (const auto& feature : unit.pair_features()) {
        if (feature.id == "contexts") return feature.value;
    }
    return {};
}

}  // namespace

TEST_CASE("cluster: the first unit becomes the control unit, the next one follows it") {
    Rig rig(plan_of("fp4100_cluster.yaml"));
    CHECK(rig.first().cluster().state == Membership::election);
    rig.enrol("chassis-1", "GOOD");
    rig.enrol("chassis-2", "GOOD");
    rig.pass(minutes{2});
    CHECK(rig.first().cluster().state == Membership::control);
    CHECK(rig.first().claims() == Claims{{"FIREPOWER_4100_ASA_STANDARD", 1}});
    CHECK(rig.second().cluster().state == Membership::disabled);

    rig.type(rig.second(), "license smart");
    rig.type(rig.second(), "feature tier standard", "license smart");
    rig.pass(seconds{20});
    rig.type(rig.second(), "feature strong-encryption", "license smart");
    rig.pass(seconds{20});
    rig.type(rig.first(), "domain-name example.com");
    rig.type(rig.second(), "enable", "cluster group GROUP1");
    CHECK(rig.second().cluster().follows());
    CHECK(rig.second().claims() == Claims{{"FIREPOWER_4100_ASA_ENCRYPTION", 1}});
    rig.pass(minutes{1});
    CHECK(rig.second().cluster().state == Membership::data);
    CHECK(rig.second().cluster().id == 1);
    CHECK(rig.says(rig.second(), "domain-name example.com"));
    CHECK(rig.says(rig.second(), " local-unit unit-2-1"));
    CHECK(rig.says(rig.second(), " feature strong-encryption"));
    CHECK(rig.says(rig.second(), " feature tier standard"));
    CHECK_FALSE(rig.says(rig.first(), " feature strong-encryption"));
    CHECK(rig.second().claims() == Claims{{"FIREPOWER_4100_ASA_ENCRYPTION", 1}});
    CHECK(contexts(rig.first()) == "20");
    CHECK(contexts(rig.second()) == "20");
}

TEST_CASE("cluster: one unit is configured, and the others hear of it") {
    Rig rig(plan_of("fp4100_cluster.yaml"));
    rig.form_by_hand();
    rig.type(rig.first(), "domain-name example.com");
    CHECK(rig.says(rig.second(), "domain-name example.com"));
    rig.type(rig.second(), "domain-name example.org");
    REQUIRE(rig.last.refusal);
    CHECK(rig.last.refusal->message == "refused.data-unit");
    rig.type(rig.second(), "priority 3", "cluster group GROUP1");
    CHECK_FALSE(rig.last.refusal);
    CHECK(rig.says(rig.first(), " priority 9"));
    rig.first().save();
    CHECK(rig.second().chassis().startup->find("domain-name example.com") != std::string::npos);

    rig.type(rig.first(), "feature carrier", "license smart");
    CHECK(rig.second().claims() == Claims{{"FIREPOWER_4100_ASA_CARRIER", 1}});
}

TEST_CASE("cluster: a unit that may encrypt otherwise is rejected") {
    Rig rig(plan_of("fp4100_cluster.yaml"));
    rig.enrol("chassis-1", "GOOD");
    rig.enrol("chassis-2", "PLAIN");
    rig.pass(minutes{2});
    rig.type(rig.second(), "enable", "cluster group GROUP1");
    CHECK(rig.second().cluster().state == Membership::disabled);
    CHECK(rig.second().cluster().history.back().why == lab::JoinWhy::rejected);
    CHECK_FALSE(rig.second().settings().cluster.on);
    rig.pass(minutes{10});
    CHECK(rig.second().cluster().state == Membership::disabled);
    CHECK(rig.first().cluster().state == Membership::control);
}

TEST_CASE("cluster: whoever is left takes over, and the old control unit follows it") {
    auto plan = plan_of("fp4100_cluster.yaml");
    for (auto& authority : plan.authorities) authority.stock = 50;
    Rig rig(std::move(plan));
    rig.form_by_hand();
    rig.type(rig.first(), "feature context 20", "license smart");
    rig.pass(seconds{20});
    CHECK(contexts(rig.second()) == "40");
    rig.first().save();
    rig.first().pull_plug();
    rig.pass(seconds{2});
    CHECK(rig.second().cluster().state == Membership::data);
    rig.pass(seconds{2});
    CHECK(rig.second().cluster().state == Membership::control);
    rig.pass(seconds{20});
    CHECK(rig.second().claims().size() == 2);
    CHECK(contexts(rig.second()) == "30");

    rig.first().power_on();
    rig.pass(minutes{5});
    CHECK(rig.first().cluster().state == Membership::data);
    CHECK(rig.first().claims().empty());
    CHECK(contexts(rig.first()) == "40");
    CHECK(rig.lab.clusters().make_control(rig.second(), "unit-1-1"));
    CHECK(rig.first().cluster().state == Membership::control);
    rig.pass(minutes{2});
    CHECK(rig.second().cluster().state == Membership::data);
}

TEST_CASE("cluster: what was shared goes on for thirty days without licences enough") {
    auto plan = plan_of("fp4100_cluster.yaml");
    for (auto& authority : plan.authorities) authority.stock = 20;
    Rig rig(std::move(plan));
    rig.form_by_hand();
    rig.type(rig.first(), "feature context 20", "license smart");
    rig.pass(seconds{20});
    rig.first().pull_plug();
    rig.pass(minutes{2});
    CHECK(rig.second().chassis().manager.overall() == licensing::Enforcement::out_of_compliance);
    CHECK(contexts(rig.second()) == "40");
    SUBCASE("it counts once when the other unit is back, which gives them free") {
        rig.first().power_on();
        rig.pass(minutes{5});
        CHECK(contexts(rig.second()) == "40");
        CHECK_FALSE(rig.second().licences_answered());
        rig.pass(std::chrono::hours{12});
        CHECK(rig.second().licences_answered());
        CHECK(contexts(rig.first()) == "40");
    }
    SUBCASE("it is asked for every twelve hours, and after a time of grace nothing is configured") {
        const auto& state = rig.unit("chassis-2").agent()->state();
        REQUIRE(state.next_communication);
        CHECK(*state.next_communication - rig.unit("chassis-2").now() <= std::chrono::hours{12});
        CHECK(*state.next_communication - rig.unit("chassis-2").now() > std::chrono::hours{11});
        rig.type(rig.second(), "feature carrier", "license smart");
        CHECK_FALSE(rig.last.refusal);
        rig.pass(std::chrono::days{31});
        rig.type(rig.second(), "feature context 10", "license smart");
        REQUIRE(rig.last.refusal);
        CHECK(rig.last.refusal->message == "refused.takeover-over");
    }
}

TEST_CASE("cluster: leaving takes the shared licences along, and a cut link comes back") {
    Rig rig(plan_of("fp4100_cluster.yaml"));
    rig.form_by_hand();
    rig.cut("asa-2");
    CHECK(rig.second().cluster().state == Membership::disabled);
    CHECK(rig.first().cluster().state == Membership::control);
    rig.cut("asa-2", true);
    rig.pass(minutes{6});
    CHECK(rig.second().cluster().state == Membership::data);
    CHECK(rig.second().cluster().left);

    CHECK_FALSE(rig.lab.clusters().remove(rig.second(), "unit-1-1"));
    CHECK(rig.lab.clusters().remove(rig.first(), "unit-2-1"));
    CHECK(rig.second().cluster().state == Membership::disabled);
    CHECK_FALSE(rig.says(rig.second(), " feature tier standard"));
    CHECK(rig.second().claims().empty());
    CHECK(contexts(rig.first()) == "10");
    CHECK(contexts(rig.second()).empty());
    rig.type(rig.second(), "feature tier standard", "license smart");
    CHECK(rig.second().claims().size() == 1);
}

TEST_CASE("cluster: six modules and 20 contexts are 80, three 4110 and 250 no more than 250") {
    SUBCASE("six modules of two Firepower 9300") {
        Rig rig(cluster_of(6, "fpr9300", "fpr9300-sm-24"));
        rig.form();
        rig.type(rig.unit("asa-1-1"), "feature context 20", "license smart");
        rig.pass(seconds{30});
        for (const auto* name : {"asa-1-1", "asa-1-3", "asa-2-3"}) {
            CHECK(contexts(rig.unit(name)) == "80");
        }
        CHECK(rig.lab.clusters().members(rig.unit("asa-2-3")).size() == 6);
    }
    SUBCASE("three Firepower 4110") {
        Rig rig(cluster_of(3, "fpr4110", "fpr4110"));
        rig.form();
        rig.type(rig.unit("asa-1-1"), "feature context 240", "license smart");
        rig.pass(seconds{30});
        CHECK(contexts(rig.unit("asa-3-1")) == "250");
        rig.type(rig.unit("asa-1-1"), "feature context 220", "license smart");
        rig.pass(seconds{30});
        CHECK(contexts(rig.unit("asa-3-1")) == "250");
    }
}

TEST_CASE("cluster: a unit that joins is the same after a pause") {
    Rig rig(plan_of("fp4100_cluster.yaml"));
    rig.form_by_hand();
    rig.type(rig.second(), "no enable", "cluster group GROUP1");
    rig.type(rig.second(), "enable", "cluster group GROUP1");
    rig.pass(seconds{3});
    REQUIRE(rig.second().cluster().state == Membership::config);
    const auto text = lab::write_state(rig.lab, {});
    lab::Lab again(plan_of("fp4100_cluster.yaml"), {}, library());
    lab::read_state(again, text, "state");
    CHECK(lab::write_state(again, {}) == text);
    again.timeline().advance_to(again.timeline().now() + minutes{1});
    rig.pass(minutes{1});
    CHECK(again.device("asa-2")->cluster().state == Membership::data);
    CHECK(lab::write_state(again, {}) == lab::write_state(rig.lab, {}));
}
