// The labs that `serve` puts on the network, each with all it needs.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "labs/lab.hpp"
#include "labs/state.hpp"
#include "modes/session.hpp"
#include "modes/world.hpp"
#include "program/serve_options.hpp"
#include "shell/hall.hpp"

namespace program {

// One lab with all it needs; pods of a lab share nothing.
struct Served {
    std::string name;
    lab::Lab lab;
    std::optional<lab::StateFolder> state;
    std::unique_ptr<modes::World> world;
    std::unique_ptr<modes::Pacer> pacer;
    std::unique_ptr<shell::Hall> hall;

    Served(std::string named, lab::Plan plan, const lab::Choices& choices,
           profiles::Library& library)
        : name(std::move(named)), lab(std::move(plan), choices, library) {}
};

// A lab that was asked for, for one pod of it.
struct AskedLab {
    std::string name;
    Asked asked;
};
// Each lab as often as there are pods; what is kept stands in folders of their own.
std::vector<AskedLab> asked_labs(const ServeOptions& options);

// Throws grammar::Faults.
std::unique_ptr<Served> serve_lab(const ServeOptions& options, const AskedLab& asked,
                                  const Places& places, profiles::Library& library);

// All of them. Throws grammar::Faults with what is wrong in any of them.
std::vector<std::unique_ptr<Served>> serve_labs(const ServeOptions& options, const Places& places,
                                                profiles::Library& library);

}  // namespace program
