// Where those sit who come to a device over the network, and whether it takes them before it asks
// who they are: what its configuration, its keys and its licences say of SSH and of Telnet.
#pragma once

#include <optional>
#include <string>

#include "labs/visitor.hpp"

namespace lab {

// The list of what the shell's server offers where strong encryption is not licensed; a profile
// without it needs no such licence.
inline constexpr const char* weak_ciphers = "ssh.exportable-ciphers";

// An address from which the device would be used: one that its configuration admits already, else
// one near its management port; else of a documentation network.
std::string near_desk(const Device& device, const Network& network);

// Does the configuration say who may come by it? Where it does not, nobody is turned away for it.
bool speaks_of(const Device& device, Server server);

// Who comes from an address, by the interface that its answers leave by.
Visitor comer(const Device& device, const Network& network, Server server, const std::string& from);

// How far somebody gets before the login; `in`: up to it. `anybody`: rules of addresses and lines
// do not count, only what the device is able to do.
Met knock(const Device& device, const Network& network, const Visitor& visitor, bool anybody);

// How many network lines the configuration makes, at most those that the platform has.
int vty_count(const Device& device);

// Too many logins failed: until when nobody is let in over the network; nothing: they are.
std::optional<licensing::DeviceTime> quiet_until(const Device& device);

// Has the shell's server nothing better than those to offer?
bool offers_weak_only(const Device& device, const Visitor& visitor);

}  // namespace lab
