// Who sits at a line, as the device knows them: by what they came, from where, since when, and when
// they last pressed a key. The address is one of the lab's own network, never that of a machine
// outside of it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "licensing/time.hpp"
#include "profiles/template.hpp"

namespace lab {
class Device;
}

namespace modes {

class World;
class Line;

enum class Protocol { console, telnet, ssh };
std::string_view name(Protocol protocol);
std::optional<Protocol> protocol_named(std::string_view name);

// What a client by SSH agreed on with the device, by the names of the wire; empty: nobody did.
struct Agreed {
    std::string cipher_in, cipher_out, mac_in, mac_out;
};

struct Visitor {
    Protocol protocol = Protocol::console;
    std::string address;  // of their end; empty: at the console
    int port = 0;         // of their end
    licensing::Instant since{};
    licensing::Span arrived{}, heard{};  // the last key; by the people's own time: world.hpp
    bool in = false;                     // they have logged in
    Agreed agreed;
};

// Somebody comes to a network line.
struct Arrival {
    std::string line;
    std::string user;  // they have proved to be that; empty: nobody has
    Protocol protocol = Protocol::telnet;
    Agreed agreed;
};

// From where people come to the device over the network.
std::string desk_of(World& world, const lab::Device& device);

// Who it is, where the device knows; else empty.
std::string caller(const Line& line);

// The port of their end: one of chance.
int client_port(World& world, const Line& line);

// What the device logs of who logged in at one of its lines, or could not.
void tell_login(lab::Device& device, const Visitor& visitor, const std::string& user, bool in);
// Of who has gone; `why`: the profile's word for it, such as timeout.
void tell_logout(lab::Device& device, const Line& line, const std::string& why);

// How many network lines at most by one protocol; nothing: all of them.
std::optional<int> most_sessions(const lab::Device& device, Protocol protocol);

std::map<std::string, profiles::Schema> visitor_schemas();

// How long somebody may sit at the line without a key, and at all; nothing: for ever.
std::optional<licensing::Span> idle_limit(const Line& line);
std::optional<licensing::Span> stay_limit(const Line& line);

}  // namespace modes
