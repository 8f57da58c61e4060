// What a device is made of and what it keeps: its hardware, what flash holds, what is running and
// lost by a reload, and what it tells without being asked. What it does with these: device.hpp.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "labs/clock.hpp"
#include "labs/cluster.hpp"
#include "labs/configuration.hpp"
#include "labs/failover.hpp"
#include "labs/license_manager.hpp"
#include "labs/packet_capture.hpp"
#include "labs/settings.hpp"
#include "licensing/agent_state.hpp"
#include "licensing/policy_agent.hpp"
#include "profiles/facts.hpp"

namespace lab {

struct File {
    std::string path;  // disk0:/asa9204-10-smp-k8.bin
    long size = 0;
    std::string version;  // of an image; empty: not an image
    licensing::DeviceTime written{};
    std::string text;          // of one that somebody put there
    bool hexadecimal = false;  // the text is the bytes' digits: they are no text
};

// A file's one name: `directory` is what this platform's flash is called in front of it, which is
// where everything stands that does not say where it stands.
std::string flash_path(const std::string& name, const std::string& directory);

// Puts bytes into a file of the host, for other programs to open; false when it cannot be written.
bool write_out(const std::string& host_path, const std::string& bytes);

// Another switch of the stack; the device's own hardware is number 1.
struct Member {
    int number = 2;
    std::string model;
    std::string serial;
};

// One piece of hardware that licensing knows by a UDI of its own, and its part.
enum class Role { active, standby, member };
struct Unit {
    int number = 1;
    Role role = Role::active;
    licensing::Udi udi;
    std::string model;
};

// Which level a release that gave each model tags of its own found in force: a later one that
// meets the same level goes on asking for those tags.
struct RecordedLevel {
    std::vector<std::string> lines;
};

// Something the agent wrote down for who looks later.
struct LicenceEvent {
    licensing::DeviceTime at{};
    std::string text;
};

// What the host of a virtual machine gives it.
struct Machine {
    int vcpus = 1;
    long memory = 0;  // MB
    bool operator==(const Machine&) const = default;
};

// What came of the last time that the device fetched public roots by itself.
struct PoolImport {
    licensing::DeviceTime at{};
    bool good = false;
};

// Of one user: when they got in, and what failed since.
struct LoginTally {
    std::string user;
    std::vector<licensing::DeviceTime> logins;    // the newest last
    long failures = 0;                            // since then
    std::string from;                             // where the last one came from
    std::optional<licensing::DeviceTime> failed;  // when it did the last time
};

// What a power cycle cannot take away, and what flash holds.
struct Chassis {
    std::string platform;  // asa
    std::string model;     // asav30
    licensing::Udi udi;
    std::vector<Member> members;           // of a stack, besides this one
    std::vector<std::string> supervisors;  // their serial numbers; none: there is one
    std::optional<RecordedLevel> recorded_level;
    licensing::AgentState agent;                   // the sealed trust store
    std::optional<licensing::PolicyState> policy;  // of a release that reports by policy
    std::vector<LicenceEvent> licence_events;
    bool ever_registered = false;
    licensing::Span clock_offset{};     // the device's clock minus lab time
    licensing::Span calendar_offset{};  // its hardware's, where it has one of its own
    std::vector<File> files;
    std::optional<std::string> startup;
    std::optional<licensing::DeviceTime> saved;  // when the startup text was written
    bool reloaded = false;                       // by command, not by power
    std::vector<std::string> triggered_defects;  // that this lab lets show
    std::vector<std::string> trust_pool;         // imported certificates, in hexadecimal words
    std::optional<PoolImport> pool_import;
    bool key_pair_saved = false;  // the identity's, by a save since it was made
    bool keys_removed_saved = false;
    std::string mac;         // base address, where the lab gave one
    LicenseManager manager;  // where a host's agent asks for the licences
    bool multiple = false;   // it plays several units, each with its configuration
    // The form of the sealed store: software older than it begins anew (seed 003).
    int store_form = 0;
    std::string activation_key;  // of licensing before the Smart Agent's; software since ignores it
    bool licences_cached = false;  // a pair it was in broke up: its licence lines ask for nothing
    std::string hypervisor;        // of a virtual machine, where the lab names it
    std::optional<Machine> machine, next_machine;  // once resized: now, and from the next boot on
    std::vector<LoginTally> logins;
    std::string day0;  // a medium with a configuration for a unit that has none yet
};

// A line of the startup text that was not taken, and what the device said to it.
struct StartupError {
    std::string message;
    std::string line;
    int number = 0;
};

// How often an entry of an access list has decided.
struct Match {
    std::string list;
    int sequence = 0;
    long packets = 0;
};

// What the device will say by itself.
struct Upcoming {
    licensing::Instant at{};
    std::string event;
};

// A reload that somebody has put off.
struct PlannedReload {
    licensing::Instant at{};
    std::string reason;
    std::string by;
    bool saves = false;  // what runs, before it
    bool quick = false;  // without shutting down everything in order
};

// What came of the licence requests that went by call-home since the device booted.
struct LicenceTraffic {
    long sent = 0;
    long failed = 0;
    std::optional<licensing::DeviceTime> last;  // that got an answer
};

// A name that was looked up, and what came of it.
struct LookedUp {
    std::string name;
    std::vector<std::string> addresses;
    licensing::Instant at{};
};

// One configuration with what goes with it: of the device, or of one of its partitions.
struct Space {
    Configuration configuration;
    std::optional<licensing::DeviceTime> modified;
    bool unsaved = false;
    std::string modified_by;  // who changed the configuration last
    std::vector<Match> matches;
    std::vector<std::string> log;
    long log_bytes = 0;
    long messages = 0;  // ever logged to the buffer
    long console_messages = 0, trap_messages = 0;
    std::vector<StartupError> startup_errors;
};

// One of the units that a device in multiple mode plays, a security context: with interfaces that
// the device's own configuration gives it, and a configuration that is a file on flash.
struct Partition {
    std::string name;
    int number = 1;      // in the order of their making
    std::string loaded;  // the URL its configuration came from; empty: from nowhere yet
    Space space;
    Settings settings;               // what its configuration means
    std::vector<std::string> lines;  // its configuration, while a lab is put down
};

// What is lost by a reload.
struct Running : Space {
    bool up = false;
    std::optional<licensing::Instant> boots_at;  // while it is down
    licensing::Instant booted{};
    std::string version;
    std::string image;
    bool strong_encryption = false;
    bool had_identity = false;
    bool clock_set = false;           // by hand, since it booted
    std::vector<std::string> levels;  // the lines that chose licence levels when it booted
    ClockState clock;
    std::optional<licensing::Instant> nag_at;
    bool key_pair = false;           // of the identity: made by the first registration
    bool keys_removed = false;       // by hand: no server of the device has one to show
    std::vector<Upcoming> upcoming;  // in order
    bool traces_all = false;         // the agent's trace takes in what only its makers ask for
    std::vector<std::string> trace;
    LicenceTraffic traffic;
    std::optional<PlannedReload> planned_reload;
    bool requested = false;  // its entitlements, from its host, since it booted
    // The whole configuration was cleared: the limit of TLS proxy sessions is the default again,
    // whatever is licensed, until somebody sets it.
    bool tls_proxies_cleared = false;
    // Public roots are fetched at `pool_time` of each day that the clock shows after this.
    std::optional<licensing::Instant> pool_since;
    licensing::Span pool_time{};
    std::vector<PacketCapture> captures;
    std::vector<LookedUp> looked_up;  // the newest last
    long most_connections = 0;        // of its own, at once
    Failover failover;
    Cluster cluster;
    std::vector<Partition> partitions;
    int partitions_made = 0;
};

// What happens without a command. World words nothing of it; it only shows it where it belongs.
struct Notice {
    enum class Kind { syslog, console, debug } kind = Kind::syslog;
    int severity = 6;
    std::string topic;  // of a debug: license, http
    std::string text;   // whole lines
};
struct GoingDown {
    bool orderly = true;  // not by a plug that was pulled
    bool quick = false;   // though orderly
};
struct CameUp {
    std::vector<std::string> messages;  // what reading the startup configuration printed
};
using Happening = std::variant<Notice, GoingDown, CameUp>;

// Why the device does not take a line: a message of the profile with its facts.
struct DeviceRefusal {
    std::string message;
    profiles::Facts facts;
    std::string argument;  // under which a caret goes; empty: none
};

// Which usage reports go into a file; nothing said: all.
struct UsageChoice {
    std::optional<std::chrono::days> days;  // that ended in the last ones
    std::optional<std::uint64_t> report;
    bool unreported = false;
};

// What became of an edit: why not, or what the device remarks on it.
struct Applied {
    std::optional<DeviceRefusal> refusal;
    std::vector<DeviceRefusal> remarks;
};

}  // namespace lab
