// What an ASA on a chassis knows of its licences: its License Manager's story, in place of a Smart
// Agent's (fxos.md 9).
#include "licensing/names.hpp"
#include "modes/views.hpp"

namespace modes {

using profiles::Facts;
using profiles::Records;
using profiles::State;

namespace {

State status_of(std::optional<licensing::Enforcement> overall) {
    return {"licensed_status", overall ? std::string(name(*overall)) : std::string("none")};
}

Records entitlements_of(const lab::Device& device) {
    Records rows;
    for (const auto& one : device.chassis().manager.held) {
        const auto* asked = device.row_of(one.tag);
        if (!asked) continue;
        Facts row;
        row.set("heading", State{"entitlement_heading", asked->feature});
        row.set("tag", asked->regid).set("version", std::string("1.0"));
        row.set("enforce", State{"enforce", std::string(name(one.enforcement))});
        row.set("handle", std::int64_t{one.handle});
        row.set("requested_at", device.stamp(one.requested));
        row.set("count", std::int64_t{one.count});
        row.set("request_status", State{"request_status", one.complete ? "complete" : "pending"});
        rows.push_back(row);
    }
    return rows;
}

}  // namespace

void add_manager(Facts& facts, const lab::Device& device) {
    if (!device.profile().has("license-manager")) return;
    const auto overall = device.chassis().manager.overall();
    const auto& failover = device.running().failover;
    const bool stands_by = failover.phase != lab::Phase::disabled && !failover.active();
    const bool standby = !overall && (stands_by || device.cluster().follows());
    // A chassis whose evaluation is over is out of compliance (seed 003).
    const bool over = overall == licensing::Enforcement::out_of_compliance ||
                      overall == licensing::Enforcement::evaluation_expired;
    facts.set("manager", State{"manager", "enabled"});
    facts.set("compliance", State{"compliance", over ? "no" : "yes"});
    facts.set("licensed_status",
              standby ? State{"licensed_status", "standby"} : status_of(overall));
    facts.set("entitlements", entitlements_of(device));
    facts.set("tier_missing", !standby && !device.holds_tier());
    const auto features = features_view(device);
    for (const auto& [name, value] : features.all()) facts.set(name, value);
}

void add_manager(profiles::Schema& schema) {
    for (const auto* name : {"manager", "compliance", "licensed_status", "tier_missing"}) {
        schema.names.emplace_back(name);
    }
    schema.lists["entitlements"] = {{"heading", "tag", "version", "enforce", "handle",
                                     "requested_at", "count", "request_status"},
                                    {}};
    const auto features = features_schema();
    schema.names.insert(schema.names.end(), features.names.begin(), features.names.end());
    for (const auto& [name, list] : features.lists) schema.lists[name] = list;
}

}  // namespace modes
