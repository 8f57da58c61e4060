// Whether a device takes somebody who comes over the network, for those who listen at the real
// sockets.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "labs/longest_word.hpp"
namespace modes {

using lab::longest_word;

class World;

enum class Way { ssh, telnet };

// Why the device does not take them, before it asks who they are.
struct Turned {
    // Nobody is there, as far as the client sees; or it hangs up; or both share no cipher.
    enum class Manner { reset, hang_up, no_cipher } manner = Manner::reset;
    std::string why;                   // for the operator
    std::vector<std::string> ciphers;  // all that it would offer
};

// Nothing: it takes them. What it writes down of them it has written. `anybody`: rules of
// addresses and lines do not count, only what the device is able to do.
std::optional<Turned> turned_away(World& world, const std::string& device, Way way, bool anybody);
// Does its configuration say who may come by it? Else nobody is turned away for it.
bool says_who_may(World& world, const std::string& device, Way way);
// Somebody was refused by SSH, before there was a line.
void refused_login(World& world, const std::string& device, const std::string& user);
// What is said to who comes by SSH before they say who they are; empty: nothing.
std::string banner_before_login(World& world, const std::string& device);

}  // namespace modes
