// A lab as its file says it: clock and seed, authorities, network, devices. Read strictly from
// YAML; building the world of it is lab.hpp's business. Fields are those of the file, in
// labs/README.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "grammar/duration.hpp"
#include "labs/credentials.hpp"
#include "labs/device.hpp"
#include "labs/exercise.hpp"
#include "labs/network.hpp"
#include "licensing/authority.hpp"
#include "licensing/policy_collector.hpp"

namespace lab {

struct TokenPlan {
    std::string id;
    std::string account;
    int days = 30;
    std::optional<int> uses;
    std::optional<bool> export_allowed;  // nothing: where the account qualifies for it
};

// What an account buys by product ID.
struct BoughtPlan {
    std::string account;
    std::string pid;
    int packs = 1;
    std::optional<licensing::AuthorityTime> ends;
    int line = 0;  // in the file
};

struct AuthorityPlan {
    std::string name;
    licensing::Span clock{};  // its clock minus lab time
    licensing::Span tolerance = std::chrono::hours{24};
    licensing::AuthorityState state;
    std::vector<BoughtPlan> bought;
    std::vector<TokenPlan> tokens;
    std::string satellite_of;             // its parent; the next two are a satellite's
    std::optional<licensing::Span> sync;  // by itself so often; nothing: by hand
    licensing::Span certificate = std::chrono::days{365};  // from the start; may have ended
    std::string version;  // a satellite's software; empty: new enough for everything
    int stock = 0;        // so many of everything the lab's devices can ask for
};

// A collector of usage reports on the premises.
struct CollectorPlan {
    licensing::CollectorTraits traits;
    bool online = true;
};

struct DevicePlan {
    std::string name;
    std::string profile;   // asa/9.20.4
    std::string model;     // empty: the profile's first
    std::string version;   // an interim; empty: the profile's own
    std::string hostname;  // for a startup that is a template
    std::string pid;       // empty: the model's
    std::string serial;
    std::vector<Member> members;           // of a stack, besides this one
    std::vector<std::string> supervisors;  // their serial numbers
    std::string chassis;                   // the device it is a module of; empty: of none
    bool activation_key = false;           // the portal's key for it is installed
    std::string mac;                       // base address; empty: from its serial number
    int slot = 1;                          // there
    int slot_line = 0, slot_column = 0;    // in the file: what was said of its place, last
    licensing::Span clock{};
    std::vector<File> images;  // besides the one it runs, by the names the lab gives
    std::optional<std::string> startup;
    bool startup_is_template = false;
    std::string day0;        // for its first boot
    std::string hypervisor;  // empty: the profile's
    bool factory = false;
    std::vector<std::string> defects;
    int line = 0;  // in the file
};

struct Plan {
    std::string file;
    std::string title;
    grammar::Moment clock{};
    std::uint64_t seed = 1;
    std::string device;  // whose console opens first; empty: the first one
    std::string desk;    // where those sit who come over the network; empty: each device near
    std::vector<AuthorityPlan> authorities;
    std::vector<CollectorPlan> collectors;
    NetworkState network;
    std::vector<DevicePlan> devices;
    Exercise exercise;
    Credentials access;
};

// What the command line or a transcript's front lines change in a lab.
struct Choices {
    std::string profile;  // of the first device
    std::string model;
    std::optional<grammar::Moment> clock;
    std::optional<std::uint64_t> seed;
};

// Does a satellite of this version have tokens that allow export-controlled functionality? From
// 2.3.0 on (seed 003); an empty one is new.
bool exports_tokens(const std::string& version);

// Variables are drawn from `seed`, else from the file's own. Throws grammar::Faults with every
// fault of the file.
Plan read_plan(const std::string& text, const std::string& file,
               std::optional<std::uint64_t> seed = {});
// The same, of a file; one that cannot be read is a fault too. shelf.cpp
Plan load_plan(const std::string& file, std::optional<std::uint64_t> seed = {});

}  // namespace lab
