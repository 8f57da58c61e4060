#include "program/opening.hpp"

#include <chrono>
#include <filesystem>

#include "grammar/duration.hpp"
#include "grammar/fault.hpp"

namespace program {

lab::Plan plan_for(const Asked& asked, const Places& places, lab::Choices& choices) {
    choices.model = asked.model;
    choices.seed = asked.seed;
    if (!asked.clock.empty()) {
        choices.clock = grammar::read_moment(asked.clock);
        if (!choices.clock) {
            throw grammar::Faults("--clock", 0, 0,
                                  "not a moment such as 2026-01-12T13:00:00Z: " + asked.clock);
        }
    }
    if (asked.what.ends_with(".yaml")) return lab::load_plan(asked.what);
    choices.profile = asked.what;
    const auto platform = asked.what.substr(0, asked.what.find('/'));
    const auto file = places.labs / (platform + ".yaml");
    if (!std::filesystem::exists(file)) {
        throw grammar::Faults(asked.what, 0, 0,
                              "no such profile or lab; `understudy profiles` lists them");
    }
    return lab::load_plan(file.string());
}

licensing::Span host_clock() {
    return std::chrono::duration_cast<licensing::Span>(
        std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace program
