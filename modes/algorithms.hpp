// What a device's SSH agrees on with a client, and how long somebody may try to log in: what its
// configuration says, and what it comes with.
#pragma once

#include <chrono>
#include <compare>
#include <map>
#include <optional>
#include <string>

#include "profiles/template.hpp"

namespace lab {
class Device;
}
namespace profiles {
class Profile;
}  // namespace profiles

namespace modes {

// What SSH is to agree on, lists with commas; empty: the configuration does not say.
struct Algorithms {
    std::string ciphers, macs, exchanges;
    auto operator<=>(const Algorithms&) const = default;
};

// How often and how long the device lets somebody try to log in by SSH; nothing: it does not say.
struct Patience {
    std::optional<std::size_t> tries;
    std::optional<std::chrono::seconds> time;
    std::string tries_by, time_by;  // the statements that say so, for the operator
};

// `own`: where its configuration does not say, and where it says no more than the device comes
// with, the ciphers and codes are those that it comes with; else whatever the server has.
Algorithms algorithms_of(const lab::Device& device, bool own);
Patience patience_of(const lab::Device& device);

// Of one kind of algorithms, such as ssh.ciphers, with commas: what the configuration says (empty:
// nothing), what the device comes with, and what words such as `medium` stand for.
std::string algorithms_said(const lab::Device& device, const std::string& kind);
std::string algorithms_own(const lab::Device& device, const std::string& kind);
std::string algorithms_in(const profiles::Profile& profile, const std::string& kind,
                          std::string words);

std::map<std::string, profiles::Schema> ssh_schemas();

}  // namespace modes
