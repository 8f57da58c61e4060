// How things stand at an instant: what every device is and runs, its licences by its own knowledge
// and by the authority's, and its configuration, secrets masked. Pure looking.
#pragma once

#include <string>
#include <vector>

#include "labs/lab.hpp"
#include "licensing/time.hpp"

namespace rehearsals {

// Of one device, in words.
struct Standing {
    std::string device;
    std::string software;  // "ASA 9.18(3)55 on asav30"
    bool up = true;
    bool licensed_here = false;      // it has licences of its own to look at
    std::string registration;        // "registered", "unregistered", "trusted"
    std::string authorization;       // "authorized", "out of compliance"; empty: nobody gives one
    std::vector<std::string> usage;  // "ASAv-STD-1G 1: authorized"
    std::vector<std::string> consumed;  // at the authority: "ASAv-STD-1G 1"
    std::vector<std::string> renewals;  // "identity 2026-05-13 21:00"
    std::string failure;                // of the last exchange
    bool saved = true;                  // startup is what runs
    std::vector<std::string> configuration;

    bool same_licence(const Standing& other) const;
};

using Standings = std::vector<Standing>;

Standings look_at(lab::Lab& lab);
std::string day_and_time(licensing::Instant at);

}  // namespace rehearsals
