// Two units and what they make of what they hear. The addresses of the examples: seed 003.
#include <doctest/doctest.h>

#include "labs/lab.hpp"
#include "labs/reading.hpp"
#include "labs/state.hpp"

namespace {

using lab::Phase;
using std::chrono::seconds;

profiles::Library& library() {
    static profiles::Library all(std::string(UNDERSTUDY_SOURCE) + "/profiles");
    return all;
}

lab::Plan pair_plan() {
    return lab::load_plan(std::string(UNDERSTUDY_SOURCE) +
                          "/transcripts/asa/labs/fp2100_pair.yaml");
}

struct Pair {
    explicit Pair(lab::Plan plan = pair_plan()) : lab(std::move(plan), {}, library()) {
        lab.switch_on();
    }

    lab::Device& primary() { return *lab.devices()[0]; }
    lab::Device& secondary() { return *lab.devices()[1]; }
    void pass(licensing::Span span) { lab.timeline().advance_to(lab.timeline().now() + span); }
    void form() { pass(seconds{60}); }
    void cut(const std::string& interface, bool whole = false) {
        for (auto& cable : lab.network().state().cables) {
            if (cable.device == primary().name() && cable.interface == interface) {
                cable.cut = !whole;
            }
        }
        pass(seconds{0});
    }
    void type(lab::Device& unit, const std::string& line, const std::string& block = {}) {
        auto edit =
            lab::edit_of(line, unit.profile(), block.empty() ? "config" : "config-smart-lic");
        if (!block.empty()) edit.path = {block};
        last = unit.apply(edit, false);
        pass(seconds{0});
    }
    bool says(lab::Device& unit, const std::string& line) {
        const auto lines = unit.configuration_lines(false);
        return std::find(lines.begin(), lines.end(), line) != lines.end();
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

// Seed 002's pair on two chassis, both registered.
struct Hosted : Pair {
    explicit Hosted(lab::Plan plan) : Pair(std::move(plan)) {
        form();
        for (const auto* chassis : {"chassis-a", "chassis-b"}) {
            CHECK_FALSE(lab.device(chassis)->register_device("GOOD", false));
            pass(seconds{30});
        }
        ask(a(), "feature tier standard");
    }
    lab::Device& a() { return *lab.device("asa-a"); }
    lab::Device& b() { return *lab.device("asa-b"); }
    void ask(lab::Device& unit, const std::string& line) {
        type(unit, line, "license smart");
        pass(seconds{20});
    }
};

lab::Plan hosted_plan(int stock) {
    auto plan =
        lab::load_plan(std::string(UNDERSTUDY_SOURCE) + "/transcripts/asa/labs/fp4100_pair.yaml");
    for (auto& authority : plan.authorities) authority.stock = stock;
    return plan;
}

}  // namespace

TEST_CASE("pair: two cabled units find each other and the primary is the active one") {
    Pair pair;
    CHECK(pair.primary().failover().phase == Phase::negotiation);
    pair.form();
    CHECK(pair.primary().failover().phase == Phase::active);
    CHECK(pair.secondary().failover().phase == Phase::standby_ready);
    CHECK(pair.says(pair.secondary(), "failover lan unit secondary"));
    CHECK(pair.says(pair.secondary(), "http server enable"));
    CHECK(pair.secondary().settings().by_nameif("outside")->address == "192.168.123.112");
    CHECK(pair.secondary().claims().empty());
    CHECK(pair.primary().claims().size() == 1);
}

TEST_CASE("pair: a unit without a mate becomes the active one, whatever it is called") {
    Pair pair;
    pair.secondary().pull_plug();
    pair.form();
    CHECK(pair.primary().failover().active());
    CHECK(pair.primary().mate() == nullptr);
    CHECK(pair.primary().pair_features().empty());
}

TEST_CASE("pair: lines typed on the active unit reach its mate, not the other way round") {
    Pair pair;
    pair.form();
    pair.type(pair.primary(), "domain-name example.com");
    CHECK(pair.says(pair.secondary(), "domain-name example.com"));
    pair.type(pair.primary(), "failover lan unit primary");
    CHECK(pair.says(pair.secondary(), "failover lan unit secondary"));
    pair.type(pair.secondary(), "domain-name example.org");
    CHECK(pair.says(pair.primary(), "domain-name example.com"));
    pair.type(pair.secondary(), "feature context 4", "license smart");
    REQUIRE(pair.last.refusal);
    CHECK(pair.last.refusal->message == "refused.standby-licence");

    CHECK(pair.lab.pairs().resynchronise(pair.primary()));
    pair.form();
    CHECK(pair.says(pair.secondary(), "domain-name example.com"));
    pair.primary().save();
    CHECK(pair.secondary().chassis().startup->find("domain-name example.com") != std::string::npos);
}

TEST_CASE("pair: the standby unit takes over when the power of the other fails") {
    Pair pair;
    pair.form();
    pair.primary().pull_plug();
    pair.pass(seconds{14});
    CHECK(pair.secondary().failover().phase == Phase::standby_ready);
    pair.pass(seconds{2});
    CHECK(pair.secondary().failover().active());
    CHECK(pair.secondary().settings().by_nameif("outside")->address == "192.168.123.111");
    CHECK(pair.secondary().claims().size() == 1);
    pair.primary().power_on();
    pair.pass(std::chrono::minutes{10});
    CHECK(pair.primary().failover().phase == Phase::standby_ready);
    CHECK(pair.secondary().failover().active());
}

TEST_CASE("pair: without the failover cable alone nobody switches; without any both are active") {
    Pair pair;
    pair.form();
    pair.cut("Ethernet1/16");
    pair.pass(seconds{60});
    CHECK(pair.primary().failover().active());
    CHECK(pair.secondary().failover().phase == Phase::standby_ready);
    CHECK(pair.secondary().failover().cable_lost);
    pair.cut("Ethernet1/2");
    pair.pass(seconds{60});
    CHECK(pair.primary().failover().active());
    CHECK(pair.secondary().failover().active());
    pair.cut("Ethernet1/2", true);
    pair.cut("Ethernet1/16", true);
    pair.pass(seconds{60});
    CHECK(pair.primary().failover().active());
    CHECK(pair.secondary().failover().phase == Phase::standby_ready);
}

TEST_CASE("pair: an active unit that loses an interface yields to one that has it") {
    Pair pair;
    pair.form();
    pair.cut("Ethernet1/2");
    pair.pass(seconds{24});
    CHECK(pair.primary().failover().active());
    pair.pass(seconds{2});
    CHECK(pair.primary().failover().phase == Phase::failed);
    CHECK(pair.secondary().failover().active());
    pair.cut("Ethernet1/2", true);
    CHECK(pair.primary().failover().phase == Phase::standby_ready);
}

TEST_CASE("pair: orders change who is active") {
    Pair pair;
    pair.form();
    CHECK(pair.lab.pairs().take_over(pair.secondary()));
    CHECK(pair.secondary().failover().active());
    CHECK(pair.primary().failover().phase == Phase::standby_ready);
    CHECK(pair.lab.pairs().give_up(pair.secondary()));
    CHECK(pair.primary().failover().active());
    CHECK(pair.lab.pairs().reload_mate(pair.primary()));
    CHECK_FALSE(pair.secondary().up());
    CHECK_FALSE(pair.lab.pairs().give_up(pair.primary()));
}

TEST_CASE("pair: units of different models are none") {
    auto plan = pair_plan();
    plan.devices[1].model = "fpr2130";
    Pair pair(std::move(plan));
    pair.form();
    CHECK(pair.primary().failover().phase == Phase::disabled);
    CHECK(pair.secondary().failover().phase == Phase::disabled);
    CHECK(pair.says(pair.primary(), "no failover"));
    CHECK(pair.says(pair.primary(), "failover lan unit primary"));
}

TEST_CASE("pair: units with different keys do not hear each other") {
    Pair pair;
    pair.type(pair.primary(), "failover key one");
    pair.form();
    CHECK(pair.primary().failover().active());
    CHECK(pair.secondary().failover().active());
}

TEST_CASE("pair: a pair that is disbanded keeps its lines, and no licence by them") {
    Pair pair;
    pair.form();
    pair.type(pair.primary(), "no failover");
    CHECK(pair.secondary().failover().phase == Phase::disabled);
    CHECK(pair.secondary().failover().passive);
    CHECK(pair.primary().claims().empty());
    pair.type(pair.primary(), "no feature tier standard", "license smart");
    pair.type(pair.primary(), "feature tier standard", "license smart");
    CHECK(pair.primary().claims().size() == 1);
    CHECK(pair.says(pair.secondary(), " feature tier standard"));
    CHECK(pair.secondary().claims().empty());
}

TEST_CASE("pair: contexts add up, to the limit of one unit") {
    const auto unit = [](int own, int bought) {
        return lab::LicensedUnit{{{"contexts", std::to_string(own + bought)},
                                  {"carrier", bought > 0 ? "Enabled" : "Disabled"},
                                  {"max_interfaces", "Unlimited"}},
                                 bought};
    };
    const auto small = library().load("asa/9.12", "fpr2140");
    const auto sum = [&](std::vector<lab::LicensedUnit> units) {
        return lab::aggregate(units, lab::Bought::once, *small);
    };
    CHECK(sum({unit(2, 0), unit(2, 0)})[0].value == "4");
    CHECK(sum({unit(10, 0), unit(10, 0)})[0].value == "20");
    CHECK(sum({unit(10, 0), unit(10, 10)})[0].value == "30");
    CHECK(sum({unit(10, 250), unit(10, 0)})[0].value == "40");  // this model's limit
    CHECK(sum({unit(2, 16), unit(2, 0)})[0].value == "20");     // asa.md 5.3, a 2130
    // What the unit that was active had bought is in its mate's memory: it counts once.
    CHECK(sum({unit(2, 16), unit(2, 16)})[0].value == "20");
    CHECK(lab::aggregate({unit(2, 16), unit(2, 16)}, lab::Bought::each, *small)[0].value == "36");
    CHECK(sum({unit(2, 0), unit(2, 1)})[1].value == "Enabled");
    CHECK(sum({unit(2, 0), unit(2, 1)})[2].value == "Unlimited");
}

TEST_CASE("pair: contexts that the active unit bought are the pair's") {
    Pair pair;
    pair.form();
    CHECK(contexts(pair.secondary()) == "4");
    pair.primary().register_device("GOOD", false);
    pair.type(pair.primary(), "feature context 4", "license smart");
    pair.pass(std::chrono::minutes{3});
    CHECK(pair.primary().granted("feature context") == 4);
    CHECK(contexts(pair.primary()) == "8");
    CHECK(contexts(pair.secondary()) == "8");
    pair.primary().pull_plug();
    pair.pass(seconds{30});
    CHECK(contexts(pair.secondary()) == "8");
}

TEST_CASE("pair: a save in the middle of it all changes nothing") {
    for (const auto moment : {seconds{0}, seconds{2}, seconds{20}, seconds{60}}) {
        Pair pair;
        pair.pass(moment);
        const auto text = lab::write_state(pair.lab, {});
        lab::Lab again(pair_plan(), {}, library());
        lab::read_state(again, text, "state");
        CHECK(lab::write_state(again, {}) == text);
        pair.pass(seconds{120});
        again.timeline().advance_to(pair.lab.timeline().now());
        CHECK(lab::write_state(again, {}) == lab::write_state(pair.lab, {}));
    }
}

TEST_CASE("pair: what was shared goes on for thirty days, asked for every 35 seconds") {
    Hosted pair(hosted_plan(1));
    pair.a().pull_plug();
    pair.pass(seconds{60});
    REQUIRE(pair.b().failover().active());
    CHECK(pair.b().chassis().manager.overall() == licensing::Enforcement::out_of_compliance);
    CHECK(pair.b().holds_tier());
    const auto& agent = pair.lab.device("chassis-b")->agent()->state();
    REQUIRE(agent.next_communication);
    CHECK(*agent.next_communication - pair.lab.device("chassis-b")->now() <= seconds{35});
    pair.pass(std::chrono::days{29});
    pair.ask(pair.b(), "feature carrier");
    CHECK_FALSE(pair.last.refusal);
    pair.pass(std::chrono::days{2});
    pair.ask(pair.b(), "feature context 10");
    REQUIRE(pair.last.refusal);
    CHECK(pair.last.refusal->message == "refused.takeover-over");
}

TEST_CASE("pair: a strong encryption that one unit asks for is in both configurations") {
    Hosted pair(hosted_plan(5));
    pair.ask(pair.a(), "feature strong-encryption");
    CHECK(pair.says(pair.b(), " feature strong-encryption"));
    CHECK(pair.b().claims().empty());
}
