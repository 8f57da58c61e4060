// One unit's part in a failover pair: what its configuration says of it, and what it knows while it
// runs. Who hears whom, and what follows from it, is pair.hpp's business. A unit knows of its mate
// only what it has heard, so that each of two may take itself for the active one.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "labs/configuration.hpp"
#include "labs/features.hpp"
#include "licensing/time.hpp"

namespace lab {

struct Settings;

// In the order in which a unit goes through them; the four before `active` take no time.
enum class Phase {
    disabled,
    negotiation,
    cold_standby,
    sync_config,
    sync_files,
    bulk_sync,
    standby_ready,
    just_active,
    active_drain,
    applying,
    applied,
    active,
    failed
};
// The profile's key for it: `words.failover_phase`.
std::string_view name(Phase phase);

// Why a unit went over into another phase.
enum class TurnWhy {
    none,
    command,
    no_active,
    mate_active,
    hello_lost,
    wanted_standby,
    wanted_active,
    state_check,
    mismatch,
    interfaces
};
std::string_view name(TurnWhy why);  // `words.failover_reason`

struct Turned {
    licensing::DeviceTime at{};
    Phase from = Phase::disabled;
    Phase to = Phase::disabled;
    TurnWhy why = TurnWhy::none;
};

// What a unit has last heard of its mate.
struct MateHeard {
    std::string name;  // in the lab; empty: it never had one
    Phase phase = Phase::disabled;
    std::string version;
    std::string serial;
    LicensedUnit licences;
};

// Lost by a reload.
struct Failover {
    Phase phase = Phase::disabled;
    bool passive = false;  // it stood by when failover went off, and stays so
    licensing::Instant since{};
    std::optional<licensing::Instant> until;  // this phase ends by itself
    std::optional<licensing::Instant> heard_since, lost_at;
    MateHeard mate;
    bool cable_lost = false;  // the mate is heard, but not by the failover interface
    bool missed = false;      // configuration, meanwhile
    // What the unit that was active before it had bought: in use until its own requests are
    // answered.
    std::optional<LicensedUnit> retained;
    std::optional<licensing::Instant> worse_since;  // its interfaces are, than the mate's
    licensing::Span active_for{};                   // until `since`
    std::optional<licensing::DeviceTime> last;      // when it last took over or gave up
    std::optional<Turned> own_failure, mate_failure;
    std::vector<Turned> history;

    bool standing_by() const;
    bool active() const { return phase == Phase::active; }
};

struct FailoverAddress {
    std::string name;  // of the failover or the state interface
    std::string active, mask, standby;
    bool operator==(const FailoverAddress&) const = default;
};

// `failover group N`: whose it is, and whether that unit takes it back.
struct FailoverGroup {
    int number = 1;
    bool secondary = false;
    bool preempts = false;
};

struct FailoverSettings {
    bool on = false;
    bool primary = false;
    std::string name, interface;              // of the link that hellos go by
    std::string state_name, state_interface;  // of the link that states go by
    std::vector<FailoverAddress> addresses;
    std::string secret;  // key and IPsec key, as written: both units need the same
    std::chrono::seconds poll{1}, hold{15};
    std::chrono::seconds interface_poll{5}, interface_hold{25};
    bool replicates_http = false;
    std::vector<FailoverGroup> groups;

    // Everything that two units need to find one another.
    bool complete() const;
    const FailoverAddress* address(const std::string& of) const;  // null: none
    const FailoverGroup* group(int number) const;                 // null: there is none
};

void mean_failover(Settings& settings, const Statement& statement, const Statement* parent);
bool is_failover_meaning(std::string_view meaning);

}  // namespace lab
