#include "program/served_labs.hpp"

#include <fmt/format.h>

#include "grammar/fault.hpp"
#include "lessons/catalogue.hpp"
#include "modes/actions.hpp"
#include "modes/grading.hpp"
#include "modes/journal.hpp"
#include "program/fault_list.hpp"
#include "transcripts/prologue.hpp"

namespace program {

using modes::Pacer;

std::unique_ptr<Served> serve_lab(const ServeOptions& options, const AskedLab& named,
                                  const Places& places, profiles::Library& library) {
    const auto& [name, asked] = named;
    lab::Choices choices;
    auto plan = plan_for(asked, places, choices);
    if (!options.access.empty()) {
        const auto more = lab::load_credentials(options.access).users;
        plan.access.users.insert(plan.access.users.end(), more.begin(), more.end());
    }
    auto served = std::make_unique<Served>(name, std::move(plan), choices, library);
    auto& lab = served->lab;
    if (!asked.state.empty()) {
        served->state.emplace(asked.state, made_of(asked, lab.plan()));
        if (!served->state->empty() && (asked.seed || !asked.clock.empty()))
            throw grammar::Faults(asked.state, 0, 0,
                                  "keeps a lab with a clock and a seed of its own");
    }
    const bool resumed = served->state && served->state->load(lab);
    if (!resumed) lab.switch_on();
    served->world = std::make_unique<modes::World>(lab, modes::product_actions());
    if (resumed) modes::restore_lines(*served->world, served->state->lines());
    transcripts::prologue(*served->world);
    modes::start_grading(*served->world, places.labs.string(), options.language,
                         resumed ? served->state->deeds() : std::vector<lab::Deed>{});
    const bool live = options.time == "live";
    served->pacer =
        std::make_unique<Pacer>(*served->world, live ? Pacer::Manner::live : Pacer::Manner::held);
    shell::Hall::Manner manner;
    manner.role = options.role == "learner" ? modes::Role::learner : modes::Role::instructor;
    const auto* grading = served->world->grading();
    if (manner.role == modes::Role::learner && grading) {
        manner.welcome = lessons::welcome(lab.plan(), grading->words());
    }
    manner.clock = host_clock;
    manner.turn = std::chrono::milliseconds{20};
    manner.keep = [&served = *served] {
        if (served.state) modes::keep_world(*served.world, *served.state);
    };
    served->hall = std::make_unique<shell::Hall>(name, *served->world, *served->pacer, manner);
    return served;
}

std::vector<AskedLab> asked_labs(const ServeOptions& options) {
    std::vector<AskedLab> all;
    const bool one = options.labs.size() * options.pods == 1;
    for (std::size_t at = 0; at < options.labs.size(); ++at) {
        for (unsigned pod = 1; pod <= options.pods; ++pod) {
            Asked asked = options;
            asked.what = options.labs[at];
            auto name = asked.what;
            if (options.pods > 1) name += fmt::format("#{}", pod);
            if (!asked.state.empty() && !one)
                asked.state += fmt::format("/lab-{}-pod-{}", at + 1, pod);
            // One learner's lab is another than the next one's.
            if (pod > 1 && options.role == "learner" && !lab::kept_seed(asked.state)) {
                asked.seed = options.seed.value_or(1) + pod - 1;
            }
            all.push_back({name, asked});
        }
    }
    return all;
}

std::vector<std::unique_ptr<Served>> serve_labs(const ServeOptions& options, const Places& places,
                                                profiles::Library& library) {
    std::vector<std::unique_ptr<Served>> all;
    FaultList faults;
    for (const auto& asked : asked_labs(options)) {
        faults.good(asked.name, [&] { all.push_back(serve_lab(options, asked, places, library)); });
    }
    faults.settle();
    return all;
}

}  // namespace program
