// Somebody at a machine outside who uses a device from there: opens its management page or its
// shell, or sends through it. What he meets follows from the device's own configuration, its
// licences and the cables; what the device writes down of it is left with the device.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "labs/device.hpp"
#include "labs/network.hpp"

namespace lab {

enum class Server { https, ssh, telnet };

struct Visitor {
    Server server = Server::https;
    std::string interface;  // of the device, by nameif
    std::string address;    // his own
    int port = 0;           // his own
    std::string user;
    std::optional<std::string> password;  // nothing: he knows the right one
};

// How far he gets; every step but the last is where it ends.
enum class Met {
    no_address,    // that interface has none, or is shut down
    no_cable,      // or the cable between is cut
    no_way_back,   // answers would leave by another interface
    no_server,     // nobody listens
    not_admitted,  // nobody from his network may
    no_key,        // the server has no key pair to show
    no_cipher,     // both have none in common
    no_users,      // nobody could log in: no user is known to the server
    wrong_login,
    in
};

// Does a packet of his get to the interface, and the answer back to him?
Met way_in(const Device& device, const Network& network, const Visitor& visitor);
Met meet(const Device& device, const Network& network, const Visitor& visitor);

// What the device logs and debugs of it.
void leave_traces(Device& device, const Visitor& visitor, Met met);

// The port that the server listens on, or would.
int port_of(const Device& device, Server server);

// An address on the interface's network that neither the device nor its gateway has.
std::optional<std::string> neighbour_of(const Device& device, const Network& network,
                                        const Interface& interface);

// What may go through a device by way of an interface.
enum class Through {
    nothing,    // interface down, unplugged, for managers only, or of a unit that stands by
    unentered,  // nothing before it is registered and licensed
    limited,    // to what an unlicensed one lets through
    licensed,   // as much as it is licensed for
    unlimited   // no licence limits it
};
struct Passage {
    Through clear = Through::nothing;
    Through encrypted = Through::nothing;  // what needs 3DES/AES
    std::string why;                       // of nothing: down, management, standby, alone
};
Passage passage(const Device& device, const Network& network, const Interface& interface);

}  // namespace lab
