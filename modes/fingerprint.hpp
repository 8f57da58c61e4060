// What a device is configured to be and what its licensing has come to, as three numbers: so that
// one can say whether a typed line altered any of it. The clock's running alters none of them,
// what agents and authorities do by themselves does.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "labs/lab.hpp"

namespace modes {

struct Fingerprint {
    std::string device;
    std::uint64_t configuration = 0;  // what runs, with the settings that are no lines
    std::uint64_t startup = 0;        // what a boot would read
    std::uint64_t written = 0;        // when that was written
    std::uint64_t licensing = 0;      // its agent, its keys, what it holds of its host

    bool operator==(const Fingerprint&) const = default;
};

std::vector<Fingerprint> fingerprints(lab::Lab& lab);
// Of the network and all that stands in its ways.
std::uint64_t network_fingerprint(lab::Lab& lab);

}  // namespace modes
