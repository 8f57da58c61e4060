// What being a unit of a cluster does to a device: what it asks licences for, what it may still be
// told, and what it says of it all (seed 003).
#include <algorithm>

#include "labs/device.hpp"

namespace lab {

using profiles::Facts;
using profiles::State;

namespace {

constexpr std::size_t remembered_turns = 60;

// What others know of it: everything before it follows or leads is being out.
Membership settled(Membership state) {
    const bool in = state == Membership::data || state == Membership::control;
    return in ? state : Membership::disabled;
}

// One that is counted itself has no more to add than that.
LicensedUnit bought_of(LicensedUnit unit) {
    std::erase_if(unit.features, [](const auto& feature) { return feature.id != "contexts"; });
    for (auto& feature : unit.features) feature.value = std::to_string(unit.contexts_bought);
    return unit;
}

}  // namespace

// A unit that does not know its part yet neither asks nor gives back.
bool Device::knows_part() const {
    const auto state = running_.cluster.state;
    return !settings_.cluster.complete() || state >= Membership::cold;
}

bool Device::per_unit(const profiles::EntitlementRow& row) const {
    if (!profile_->has_list("cluster.per-unit")) return false;
    const auto& features = profile_->list("cluster.per-unit");
    return std::find(features.begin(), features.end(), row.feature) != features.end();
}

// Shared licences are the control unit's to ask for.
bool Device::requests(const profiles::EntitlementRow& row) const {
    return !running_.cluster.follows() || per_unit(row);
}

std::vector<LicensedFeature> Device::cluster_features() const {
    const auto& cluster = running_.cluster;
    if (!cluster.member() || !members_of) return {};
    std::vector<LicensedUnit> units;
    const auto members = members_of(*this);
    for (const auto* member : members) {
        units.push_back(licensed_unit(*member));
        const auto& retained = member->cluster().retained;
        if (!retained || member->licences_answered()) continue;
        const bool back = std::any_of(members.begin(), members.end(), [&](const Device* one) {
            return one->name() == retained->of;
        });
        units.push_back(back ? bought_of(retained->licences) : retained->licences);
    }
    return aggregate(units, Bought::once, *profile_);
}

// All that it asked for, it has.
bool Device::licences_answered() const {
    if (agent_) return agent_->state().standing != licensing::Standing::taken_over;
    const auto& held = chassis_.manager.held;
    return std::all_of(held.begin(), held.end(), [](const HeldEntitlement& one) {
        return one.complete && (one.enforcement == licensing::Enforcement::authorized ||
                                one.enforcement == licensing::Enforcement::reserved);
    });
}

// Only the control unit is configured, except for each unit's way into the cluster.
std::optional<DeviceRefusal> Device::cluster_objection(const Edit& edit) const {
    const auto& cluster = running_.cluster;
    if (receiving_ || reading_ || !settings_.cluster.complete()) return std::nullopt;
    if (cluster.follows() && !stays_with_unit(edit)) {
        return DeviceRefusal{"refused.data-unit", {}, {}};
    }
    const auto& s = edit.statement;
    const bool special = s.meaning.starts_with("license.") || s.meaning == "crypto.strong";
    const bool over = chassis_.manager.overall() == licensing::Enforcement::out_of_compliance;
    const bool lapsed = cluster.took_over && cluster.retained && over &&
                        lab_now() - *cluster.took_over > profile_->interval("takeover_grace");
    if (special && !s.negated && lapsed) return DeviceRefusal{"refused.takeover-over", {}, {}};
    return std::nullopt;
}

// -- states -------------------------------------------------------------------------------------

void Device::turn(Membership to, JoinWhy why, std::optional<licensing::Span> length) {
    auto& c = running_.cluster;
    const auto before = c.state;
    if (c.history.size() == remembered_turns) c.history.erase(c.history.begin());
    c.history.push_back({now(), before, to, why});
    c.state = to;
    c.since = lab_now();
    c.until.reset();
    if (length) c.until = lab_now() + *length;
    c.lost_at.reset();
    if (to == Membership::cold || (to == Membership::control && before != Membership::data)) {
        c.joined = now();
    }
    if (before >= Membership::cold && to <= Membership::election) c.left = now();
    if (to != Membership::control) {
        c.took_over.reset();
        c.retained.reset();
    }
    if (to == Membership::cold && drop_shared_licences()) announce("cluster.removed", {});
    auto facts = Facts{}.set("unit", settings_.cluster.unit);
    facts.set("from", State{"cluster_turn", std::string(lab::name(settled(before)))});
    facts.set("to", State{"cluster_turn", std::string(lab::name(settled(to)))});
    facts.set("checksum", checksum()).set("control", State{"cluster_part", "control"});
    facts.set("changed", c.changed);
    if (to == Membership::config) announce("cluster.receiving", facts);
    if (to == Membership::files) announce("cluster.received", facts);
    const bool in = before == Membership::data || before == Membership::control;
    if (settled(before) != settled(to) && (to >= Membership::data || in)) {
        announce("cluster.turned", facts);
    }
    put_in_force();
}

void Device::leave_cluster(JoinWhy why) {
    const bool followed = running_.cluster.follows();
    const auto unit = settings_.cluster.unit;
    if (followed) drop_shared_licences();
    turn(Membership::disabled, why, std::nullopt);
    auto& c = running_.cluster;
    c.control.clear();
    c.id = 0;
    announce("cluster.disabled", Facts{}.set("unit", unit));
}

void Device::switch_cluster_off() {
    const auto blocks = running_.configuration.statements();
    for (const auto& block : blocks) {
        for (const auto& child : block.children) {
            if (child.meaning != "cluster.on" || child.negated) continue;
            Edit off{{block.identity}, child};
            off.statement.negated = true;
            replicate(off, true);
        }
    }
}

// The lines that ask for what the whole cluster shares: they are the control unit's.
bool Device::drop_shared_licences() {
    std::vector<Edit> gone;
    for (const auto& block : running_.configuration.statements()) {
        for (const auto& child : block.children) {
            if (child.negated || !child.meaning.starts_with("license.")) continue;
            const auto& rows = profile_->model().entitlements;
            const bool own = std::any_of(rows.begin(), rows.end(), [&](const auto& row) {
                return row.line == child.identity && per_unit(row);
            });
            if (own) continue;
            gone.push_back({{block.identity}, child});
            gone.back().statement.negated = true;
        }
    }
    for (const auto& edit : gone) running_.configuration.apply(edit, rules_);
    if (!gone.empty()) derive();
    return !gone.empty();
}

}  // namespace lab
