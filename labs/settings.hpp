// What a configuration means to the world: names, interfaces, routes, transports, entitlements.
// Always derived from the whole tree, never kept beside it, so that no path of change can leave
// the two apart. Outlines name each line's meaning; the table of meanings is in settings.cpp.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "labs/callhome.hpp"
#include "labs/configuration.hpp"

namespace lab {

struct Interface {
    std::string hardware;  // GigabitEthernet0/0
    std::string nameif;
    std::string address;  // empty: none
    std::string mask;
    std::optional<int> security;
    bool dhcp = false;
    bool shutdown = false;
    bool management_only = false;
};

struct NameServer {
    std::string address;
    std::string interface;  // by nameif; empty: any that looks up
};

struct Route {
    std::string interface;  // by nameif; empty: the one whose network the gateway is in
    std::string network;
    std::string mask;
    std::string gateway;
    int metric = 1;
};

struct ProxyChoice {
    std::string host;
    int port = 0;
};

enum class Transport { callhome, smart };

// Severities 0 (emergencies) to 7 (debugging); nothing: this destination is off.
struct Logging {
    bool enabled = false;
    bool timestamp = false;
    std::optional<int> buffered, console, monitor;
    long buffer_size = 4096;  // bytes
};

struct User {
    std::string name;
    std::string password;  // as stored
    int privilege = 2;     // asa.md 4.3 shows others
};

struct Settings {
    std::string hostname;
    std::string domain;
    std::string enable_password;  // as stored; empty: none was set
    std::vector<User> users;
    std::string zone = "UTC";
    std::chrono::seconds zone_offset{0};

    bool looks_up = false;                    // names, by way of any interface
    std::set<std::string> lookup_interfaces;  // by nameif, where lookup goes by interface
    std::vector<NameServer> name_servers;
    std::vector<Interface> interfaces;
    std::vector<Route> routes;

    std::vector<Statement> licences;  // the statements that ask for entitlements
    Transport transport = Transport::callhome;
    std::string smart_url;
    std::optional<ProxyChoice> smart_proxy;
    Callhome callhome;
    std::string callhome_url;  // where licence requests go by it; empty: it cannot carry them
    std::optional<ProxyChoice> callhome_proxy;
    bool hostname_private = false;
    bool version_private = false;

    Logging logging;
    int pager = 24;
    std::optional<int> width;
    std::vector<std::string> boot_images;  // in order of trying

    // Where licence requests go by the transport that is in force.
    const std::string& transport_url() const {
        return transport == Transport::smart ? smart_url : callhome_url;
    }
    // Null when there is none of that name.
    const Interface* by_nameif(std::string_view nameif) const;
};

// Where a platform starts from: its hardware's interfaces and the words of its profile.
struct SettingsBase {
    std::vector<std::string> interfaces;
    std::string hostname;
    std::string smart_url;
    std::string callhome_url;
    std::string callhome_profile;  // whose address licensing uses, by its name; or else
    std::string callhome_default;  // the maker's own among those of which it takes the active one
    bool by_hardware = false;      // interfaces go by their hardware's name; nobody names them
};

Settings settings_of(const Configuration& configuration, const Rules& rules,
                     const SettingsBase& base);

// Is `meaning` one the table knows, or `kept`? The loader refuses others.
bool known_meaning(std::string_view meaning);

// A level's number: 0-7 as a digit or by its name; nothing for anything else.
std::optional<int> severity_of(std::string_view word);

}  // namespace lab
