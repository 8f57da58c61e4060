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

// Each lab as often as there are pods; what is kept stands in folders of their own. Throws
// grammar::Faults.
std::vector<std::unique_ptr<Served>> serve_labs(const ServeOptions& options, const Places& places,
                                                profiles::Library& library);

}  // namespace program
