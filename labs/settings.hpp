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

#include "labs/access_list.hpp"
#include "labs/access_settings.hpp"
#include "labs/callhome.hpp"
#include "labs/cluster.hpp"
#include "labs/configuration.hpp"
#include "labs/failover.hpp"
#include "labs/pki.hpp"
#include "labs/usage_settings.hpp"

namespace lab {

struct Interface {
    std::string hardware;  // GigabitEthernet0/0
    std::string nameif;
    std::string address;  // empty: none; of this unit, where each of two has one
    std::string mask;
    std::string configured, standby;  // of the active unit, and of the one that stands by
    std::optional<int> security;
    bool dhcp = false;
    bool shutdown = false;
    bool management_only = false;
    std::string vrf;                    // empty: the global table
    std::string access_in, access_out;  // lists that judge what comes in and goes out
    std::string port;       // of the hardware, where a partition knows it by another name
    std::string partition;  // whose it is, among those of a device that plays several units
    int vlan = 0;           // of a subinterface; 0: none
};

// The port of the hardware that it is on.
inline const std::string& port_of(const Interface& interface) {
    return interface.port.empty() ? interface.hardware : interface.port;
}

// What a device in multiple mode says of one of the units that it plays.
struct PartitionSettings {
    struct Allocated {
        std::string port;
        std::string name;  // that the partition knows it by
    };
    std::string name;
    std::string url;  // of its configuration; empty: none is said
    std::vector<Allocated> interfaces;
    int group = 1;  // of a pair with two
};

// GigabitEthernet0/0 of GigabitEthernet0/0.100; what is no subinterface is its own port.
std::string parent_port(const std::string& interface);

// A routing table of its own.
struct Vrf {
    std::string name;
    std::string distinguisher;  // empty: none
    bool ipv4 = false;
};

// Through what a program on the device sends.
struct Client {
    std::string vrf;     // empty: the source's, or the global table
    std::string source;  // an interface by its hardware; empty: that of the route
};

// A name that the device knows by itself.
struct KnownHost {
    std::string name;
    std::string vrf;
    std::vector<std::string> addresses;
};

struct TimeServer {
    std::string host;  // by name or address
    Client client;
    bool prefer = false;
};

// Summer time: its zone, and when it begins and ends each year by the local clock.
struct Turn {
    int week = 1;     // of the month, 1-4; 5: the last
    int weekday = 0;  // 0: Sunday
    int month = 1;
    std::chrono::minutes time{0};
};
struct Summer {
    std::string zone;
    Turn begins, ends;
    std::chrono::minutes offset{60};
};

// How log lines say when.
struct LogStamp {
    bool uptime = false;  // since boot, instead of the date
    bool milliseconds = false;
    bool local = false;  // not UTC
    bool zone = false;
    bool year = false;
};

struct NameServer {
    std::string address;
    std::string interface;  // by nameif; empty: any that looks up
    std::string vrf;
};

struct Route {
    std::string interface;  // by nameif; empty: the one whose network the gateway is in
    std::string network;
    std::string mask;
    std::string gateway;
    int metric = 1;
    std::string vrf;
};

struct ProxyChoice {
    std::string host;
    int port = 0;
};

// `cslu`: to a collector on the premises; `off`: nowhere.
enum class Transport { callhome, smart, cslu, off };

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
    bool plain = false;    // the password is kept as typed
    bool inactive = false;
    std::optional<std::chrono::sys_days> expires;  // from this day on nobody gets in by it
};

// What the configuration says of a terminal line, or of a range of them.
struct LineSettings {
    std::string kind;  // con, vty
    int first = 0, last = 0;
    std::optional<int> length, width;
    bool synchronous = false;  // notices give the typed line back
    enum class Login { none, password, local } login = Login::none;
    std::string password;
    std::optional<std::vector<std::string>> input;  // protocols that reach it; nothing: all
    std::string access_in;                          // the list that judges who comes; empty: none
    std::string login_list;  // of methods, where lines ask by such; empty: the default one
    std::optional<int> privilege;

    bool takes(std::string_view protocol) const;
    // How long somebody may sit there without a key, and at all; 0: for ever.
    std::optional<std::chrono::seconds> idle, stay;
};

struct Settings {
    std::string hostname;
    std::string domain;
    std::string enable_password;                 // as stored; empty: none was set
    std::string enable_plain;                    // one kept as typed, for where nothing is stored
    std::map<std::string, std::string> banners;  // by kind: motd, login, exec ...
    std::vector<LineSettings> lines;
    std::vector<User> users;
    std::string zone = "UTC";
    std::string zone_title;  // its place on earth, where it was chosen by that
    std::chrono::seconds zone_offset{0};
    std::optional<Summer> summer;
    bool calendar_valid = false;    // the hardware's calendar is trusted
    bool updates_calendar = false;  // whenever a time server has corrected the clock
    std::vector<TimeServer> time_servers;
    LogStamp log_stamp;

    bool looks_up = false;                    // names, by way of any interface
    std::set<std::string> lookup_interfaces;  // by nameif, where lookup goes by interface
    std::string lookup_source;                // an interface, and with it its table
    std::vector<NameServer> name_servers;
    std::vector<KnownHost> known_hosts;
    std::vector<Interface> interfaces;
    std::vector<Vrf> vrfs;
    std::vector<Route> routes;
    std::vector<AccessList> access_lists;

    std::vector<Statement> licences;  // the statements that ask for entitlements
    Transport transport = Transport::callhome;
    std::string smart_url;
    std::optional<ProxyChoice> smart_proxy;
    Callhome callhome;
    Pki pki;
    std::string callhome_url;  // where licence requests go by it; empty: it cannot carry them
    std::optional<ProxyChoice> callhome_proxy;
    std::string http_source;           // an interface: of every other HTTP client
    bool identity_check = false;       // a certificate must name the URL's host, Call Home willing
    bool revocation_check = false;     // and not be revoked, which only its authority can tell
    std::vector<std::string> trusted;  // certificate authorities that were imported, by name
    UsageSettings usage;
    bool reservation = false;  // the agent talks to nobody, licences are reserved for it
    bool hostname_private = false;
    bool version_private = false;

    Logging logging;
    AccessSettings access;
    FailoverSettings failover;
    ClusterSettings cluster;
    std::vector<PartitionSettings> partitions;
    std::string admin;                // the partition by which the device itself uses the network
    std::vector<std::string> prompt;  // what it is made of; empty: the host's name
    int pager = 24;
    std::optional<int> width;
    std::vector<std::string> boot_images;  // in order of trying

    // Where licence requests go by the transport that is in force.
    const std::string& transport_url() const;
    // What all lines that take in this one say together.
    LineSettings line(const std::string& kind, int number) const;
    const std::string& banner(const std::string& kind) const;  // empty: none
    // Null when there is none of that name.
    const Interface* by_nameif(std::string_view nameif) const;
    const Interface* by_hardware(std::string_view hardware) const;
    const AccessList* access_list(std::string_view name) const;
    const PartitionSettings* partition(std::string_view name) const;
    // From where licence requests go by the transport in force. Its table is the source's unless
    // it names one.
    Client http_client() const;
    std::string table_of(const Client& client) const;
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
    bool identity_check = false;   // of the servers of TLS
    std::string collector_url;
};

Settings settings_of(const Configuration& configuration, const Rules& rules,
                     const SettingsBase& base);

// What a partition has of its device: its pair, its cluster, its licences, its clock.
void share(Settings& partition, const Settings& device);

// What a device has of the partition that it uses the network by.
void lend(Settings& device, const Settings& admin);

// gi0/1, or gi 0/1, is GigabitEthernet0/1 where there is one: letters abbreviate, digits do not.
std::optional<std::string> hardware_name(const Settings& settings, const std::string& typed);

// Is `meaning` one the table knows, or `kept`? The loader refuses others.
bool known_meaning(std::string_view meaning);

// A level's number: 0-7 as a digit or by its name; nothing for anything else.
std::optional<int> severity_of(std::string_view word);

}  // namespace lab
