// One unit's part in a cluster: what its configuration says of it, and what it knows while it runs.
// Who hears whom, and what follows from it, is clusters.hpp's business. One unit is configured, the
// control unit; the others have its configuration and keep only their own way into the cluster.
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

// In the order in which a unit that joins goes through them.
enum class Membership {
    disabled,
    election,
    on_call,
    cold,
    app_sync,
    config,
    files,
    bulk_sync,
    data,
    control
};
// The profile's key for it: `words.cluster_state`.
std::string_view name(Membership state);

// Why a unit went over into another state.
enum class JoinWhy {
    command,
    left,
    no_control,
    control_known,
    progress,
    control_lost,
    ordered,
    yields,
    rejected,
    link_down,
    link_up
};
std::string_view name(JoinWhy why);  // `words.cluster_reason`

struct Joined {
    licensing::DeviceTime at{};
    Membership from = Membership::disabled;
    Membership to = Membership::disabled;
    JoinWhy why = JoinWhy::command;
};

struct Retained {
    std::string of;  // the device that had it
    LicensedUnit licences;
};

// Lost by a reload.
struct Cluster {
    Membership state = Membership::disabled;
    licensing::Instant since{};
    std::optional<licensing::Instant> until;  // this state ends by itself
    int id = 0;                               // among the members
    std::string control;                      // the device that it follows
    std::optional<licensing::Instant> lost_at;
    std::optional<licensing::DeviceTime> joined, left;
    std::optional<licensing::Instant> took_over;  // from a control unit that was lost
    std::optional<Retained> retained;             // what that one had, still in use
    bool changed = false;                         // its configuration, by joining
    std::vector<Joined> history;

    bool follows() const { return state >= Membership::cold && state <= Membership::data; }
    bool member() const { return state >= Membership::cold; }
};

struct ClusterSettings {
    bool on = false;
    std::string group, unit, interface, address, key;
    int priority = 100;  // 1 is the best
    std::chrono::seconds hold{3};

    // Everything that a unit needs to look for others.
    bool complete() const;
};

void mean_cluster(Settings& settings, const Statement& statement);
bool is_cluster_meaning(std::string_view meaning);

}  // namespace lab
