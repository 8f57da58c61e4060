// A twin in the making: what each of its devices will be, the world around them, and what happened
// before. Each step fills its part and remarks what it understood, what it had to assume.
#pragma once

#include <string>
#include <vector>

#include "labs/plan.hpp"
#include "profiles/profile.hpp"
#include "rehearsals/twin.hpp"
#include "rehearsals/twin_facts.hpp"

namespace rehearsals {

struct DraftDevice {
    Source source;
    lab::DevicePlan plan;
    std::string startup_file;  // beside the lab; empty: the one of the platform's own lab
    std::vector<std::pair<std::string, std::string>> cables;  // interface, segment
};

// Something to be done in the history.
struct Act {
    grammar::Moment at{};
    std::size_t device = 0;
    std::vector<std::string> lines;
    std::string aims;  // the fact whose instant it must hit; empty: none
};

struct Draft {
    profiles::Library& library;
    std::string labs;  // the folder of the labs that come with the program
    std::vector<DraftDevice> devices;
    grammar::Moment begins{}, ends{};                        // of the history
    std::vector<std::pair<std::string, std::string>> world;  // top keys of the lab file, as YAML
    std::vector<Act> acts;
    std::vector<std::string> history;  // as it was typed in the end
    Twin& twin;                        // takes the remarks
    const std::string& network_file;   // empty: there is none

    void understood(const Fact& fact, std::string text);
    void assumed(std::string text, const std::string& file = {}, int line = 0);
};

// -- in this order --
// Profile, model, version, serial number, files, startup. Throws grammar::Faults for what no
// profile plays.
void choose_software(Draft& draft, const std::vector<ScreenBook>& books);
// Addresses, names, authorities: from network.yaml, the configurations, the platforms' labs.
void build_world(Draft& draft);
// What was done and when, from the licensing screens.
void plan_history(Draft& draft);
// Lives through it, moves the acts until the dates are met, and compares the screens.
void live_through(Draft& draft);
// The lab file and the startups.
std::vector<TwinFile> write_down(const Draft& draft);

// The lab file's text; without history and startups when it is only to be built.
std::string lab_text(const Draft& draft, bool whole);
// Its plan, startups and all; nothing is read from the disk.
lab::Plan plan_of(const Draft& draft);

}  // namespace rehearsals
