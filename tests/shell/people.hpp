// A lab of one profile with people at its lines, as `serve` has it, without sockets and with time
// that stands.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "labs/lab.hpp"
#include "modes/actions.hpp"
#include "shell/hall.hpp"

namespace shell_test {

using Lines = std::vector<std::string>;

inline bool has(const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
}

struct Served {
    static inline const std::string source = UNDERSTUDY_SOURCE;
    // `fresh`: the first device comes without a configuration.
    explicit Served(const std::string& profile, bool fresh = false)
        : library(source + "/profiles"), lab(plan(profile, fresh), chosen(profile), library) {}
    static lab::Plan plan(const std::string& profile, bool fresh) {
        auto plan =
            lab::load_plan(source + "/labs/" + profile.substr(0, profile.find('/')) + ".yaml");
        if (fresh) plan.devices.front().startup.reset();
        return plan;
    }
    static lab::Choices chosen(const std::string& profile) {
        lab::Choices choices;
        choices.profile = profile;
        return choices;
    }
    static lab::Lab& switched_on(lab::Lab& lab) {
        lab.switch_on();
        return lab;
    }
    std::string device() { return std::string(lab.first_device().name()); }
    // What the console shows for some lines.
    std::string at_console(const Lines& lines) {
        const auto guest = hall.at_console(device());
        REQUIRE(guest);
        guest->take_output();
        for (const auto& line : lines) guest->type(line + "\r");
        return guest->take_output();
    }
    // By Telnet, or already known by SSH.
    std::string at_network(const Lines& lines, const std::string& user = "") {
        const auto guest = hall.at_network(device(), user);
        REQUIRE(guest);
        for (const auto& line : lines) guest->type(line + "\r");
        return guest->take_output();
    }

    profiles::Library library;
    lab::Lab lab;
    modes::World world{switched_on(lab), modes::product_actions()};
    modes::Pacer pacer{world, modes::Pacer::Manner::held};
    shell::Hall hall{"lab", world, pacer, {}};
};

}  // namespace shell_test
