#include "program/opening.hpp"

#include <chrono>
#include <filesystem>

#include "grammar/duration.hpp"
#include "grammar/fault.hpp"
#include "labs/shelf.hpp"
#include "labs/state.hpp"
#include "lessons/check.hpp"
#include "profiles/roots.hpp"

namespace program {

void add_options(Arguments& command, Lived& lived) {
    command.option("--model", lived.model, "the hardware, such as fpr2140");
    command.option("--clock", lived.clock, "lab time at the start");
    command.option("--seed", lived.seed, "of chance");
    command.option("--state", lived.state, "a folder that keeps the lab, or the labs");
    command.option("--role", lived.role).one_of({"learner", "instructor"});
    command.option("--lang", lived.language, "of the lab's own texts, such as zh-TW");
    command.option("--time", lived.time).one_of({"held", "live"});
}

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
    // What it was drawn of when it was put down decides what its variables are.
    const auto kept = asked.state.empty() ? std::nullopt : lab::kept_seed(asked.state);
    const auto seed = kept ? kept : choices.seed;
    if (asked.what.ends_with(".yaml")) return lab::load_plan(asked.what, seed);
    const auto in_folder = std::filesystem::path(asked.what) / "lab.yaml";
    if (std::filesystem::exists(in_folder)) return lab::load_plan(in_folder.string(), seed);
    const auto labs = places.labs.string();
    if (const auto file = lab::lab_named(labs, asked.what); file.ends_with("/lab.yaml")) {
        return lab::load_plan(file, seed);
    }
    choices.profile = asked.what;
    const auto platform = asked.what.substr(0, asked.what.find('/'));
    if (platform.empty() || profiles::Roots(places.profiles.string()).having(platform).empty()) {
        throw grammar::Faults(asked.what, 0, 0,
                              "no such profile or lab; `understudy profiles` and `understudy "
                              "labs` list them");
    }
    return lab::load_plan(lab::lab_of_platform(labs, platform), seed);
}

std::string made_of(const Asked& asked, const lab::Plan& plan) {
    const bool of_library = std::filesystem::path(plan.file).filename() == "lab.yaml";
    const auto what = of_library ? lessons::name_of(plan.file) : asked.what;
    return what + (asked.model.empty() ? "" : " ") + asked.model;
}

licensing::Span host_clock() {
    return std::chrono::duration_cast<licensing::Span>(
        std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace program
