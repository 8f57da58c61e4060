// The shipped data and the code that reads it agree: every act is known, every template has its
// view, every mode that a text names is there, what a unit writes down it reads back.
#include <doctest/doctest.h>

#include <algorithm>

#include "labs/reading.hpp"
#include "modes/views.hpp"
#include "tests/modes/asa_world.hpp"

namespace {

using Loaded = std::shared_ptr<const profiles::Profile>;

std::vector<Loaded> all_profiles() {
    std::vector<Loaded> all;
    for (const auto& name : asa::library().names()) {
        for (const auto& model : asa::library().models(name)) {
            all.push_back(asa::library().load(name, model));
        }
    }
    return all;
}

void tell(const std::vector<grammar::Fault>& faults) {
    for (const auto& fault : faults) FAIL_CHECK(grammar::to_string(fault));
}

// What a device has not need not lead anywhere.
bool has(const profiles::Profile& profile, const grammar::Node& node) {
    return std::all_of(node.capabilities.begin(), node.capabilities.end(), [&](const auto& one) {
        return one.starts_with('!') ? !profile.has(one.substr(1)) : profile.has(one);
    });
}

void check_acts(const profiles::Profile& profile, const grammar::Node& node) {
    if (!has(profile, node)) return;
    const bool enters = node.act && node.act->name.ends_with(".enter") &&
                        node.act->name != "config.enter" && !node.act->constant.empty();
    if (enters && !profile.mode(node.act->constant)) {
        FAIL_CHECK(profile.name() << " enters no mode " << node.act->constant);
    }
    for (const auto& child : node.children) check_acts(profile, child);
}

}  // namespace

TEST_CASE("every act of every outline is an action with its arguments, or a meaning") {
    const auto actions = modes::product_actions();
    for (const auto& profile : all_profiles()) tell(actions.check(*profile));
}

TEST_CASE("every template and message fits its view") {
    for (const auto& profile : all_profiles()) tell(profile->check(modes::views()));
}

TEST_CASE("every mode that is named is there") {
    for (const auto& profile : all_profiles()) {
        for (const auto* text : {"mode.first", "mode.privileged", "mode.configuration"}) {
            CHECK(profile->mode(profile->text(text)));
        }
        for (const auto* mode : profile->modes()) {
            const auto& outline = mode->outline;
            for (const auto& name : {outline.parent, outline.inherit, outline.run_with_do}) {
                if (!name.empty()) CHECK(profile->mode(name));
            }
            for (const auto& node : outline.commands) check_acts(*profile, node);
        }
    }
}

TEST_CASE("defaults, and what is always shown as denied, are lines the outlines know") {
    for (const auto& profile : all_profiles()) {
        const auto rules = lab::rules_of(*profile);
        for (const auto& [mode, statements] : rules.defaults) {
            for (const auto& statement : statements) {
                CAPTURE(statement.text);
                CHECK(statement.known);
            }
        }
        const auto denied = rules.always_shown.find("config");
        if (denied == rules.always_shown.end()) continue;
        for (const auto& identity : denied->second) {
            CAPTURE(identity);
            const auto read = lab::read_configuration("no " + identity, *profile);
            REQUIRE(read.size() == 1);
            CHECK(read.front().edit.statement.known);
            CHECK(read.front().edit.statement.negated);
        }
    }
}

// A model's table serves all its versions; an older one may lack the higher levels.
TEST_CASE("every entitlement's line can be typed on the newest version") {
    for (const auto& profile : all_profiles()) {
        if (profile->name() != asa::library().load(profile->platform())->name()) continue;
        // Where licensing has a mode of its own the lines stand in that.
        const std::string block = profile->mode("config-smart-lic") ? "license smart\n " : "";
        for (const auto& row : profile->model().entitlements) {
            // What a reservation grants is asked for by a code.
            if (row.feature == "universal") continue;
            for (const auto& line : {row.line, row.with}) {
                if (line.empty()) continue;
                CAPTURE(profile->model().name);
                CAPTURE(line);
                const auto* count = line == "feature context" ? " 1" : "";
                const auto read = lab::read_configuration(block + line + count, *profile);
                REQUIRE(!read.empty());
                CHECK(read.back().edit.statement.known);
                CHECK(read.back().edit.statement.meaning.starts_with("license."));
            }
        }
    }
}

TEST_CASE("every profile and model boots the shipped lab, and reads what it writes") {
    for (const auto& profile : all_profiles()) {
        CAPTURE(profile->name());
        CAPTURE(profile->model().name);
        // What lies beneath an appliance has no lab of its own: it is opened from above.
        if (profile->has_number("slots") && !profile->has_list("modules")) continue;
        asa::World world(asa::chosen(1, profile->name(), profile->model().name));
        world.type(asa::log_in);
        auto& device = world.device();
        CHECK(device.profile().name() == profile->name());
        const auto written = device.configuration_lines(false);
        device.save();
        device.boot();
        CHECK(device.configuration_lines(false) == written);
    }
}
