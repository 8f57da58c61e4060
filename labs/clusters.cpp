#include "labs/clusters.hpp"

#include <algorithm>

namespace lab {
namespace {

using licensing::Instant;
using licensing::Span;

// How long a state lasts that ends by itself.
std::optional<Span> length_of(const Device& unit, Membership state) {
    const auto& profile = unit.profile();
    switch (state) {
        case Membership::election: return profile.interval("cluster.election");
        case Membership::config: return profile.interval("cluster.config");
        case Membership::bulk_sync: return profile.interval("cluster.bulk_sync");
        case Membership::on_call:
        case Membership::cold:
        case Membership::app_sync:
        case Membership::files: return Span{0};
        default: return std::nullopt;
    }
}

Membership after(Membership state) { return static_cast<Membership>(static_cast<int>(state) + 1); }

bool reserves(const Device& unit) {
    return (unit.host() ? *unit.host() : unit).settings().reservation;
}

// Why a unit cannot join: the profile's word for it; nothing: it can. Seed 002 shows the first,
// seed 003 asks for one licensing method.
std::string misfit(const Device& unit, const Device& control) {
    if (unit.chassis().model != control.chassis().model) return "model";
    if (unit.running().version != control.running().version) return "version";
    if (reserves(unit) != reserves(control)) return "method";
    if (unit.strong_encryption() != control.strong_encryption()) return "encryption";
    return {};
}

// The better priority wins, then the name.
bool goes_before(const Device& a, const Device& b) {
    const auto& first = a.unit_settings().cluster;
    const auto& second = b.unit_settings().cluster;
    if (first.priority != second.priority) return first.priority < second.priority;
    return first.unit < second.unit;
}

bool stands_for_election(const Device& unit) {
    const auto state = unit.cluster().state;
    return state == Membership::data || state == Membership::election;
}

}  // namespace

// Of those without a control unit: data units before others, then by priority.
bool Clusters::is_next(const Device& unit) const {
    const bool settled = unit.cluster().state == Membership::data;
    const auto others = heard(unit);
    return std::none_of(others.begin(), others.end(), [&](const Device* other) {
        if (!stands_for_election(*other)) return false;
        const bool also = other->cluster().state == Membership::data;
        return also != settled ? also : goes_before(*other, unit);
    });
}

// -- what follows from it -----------------------------------------------------------------------

std::optional<Clusters::Step> Clusters::electing(const Device& unit) const {
    if (const auto* control = control_of(unit)) {
        if (!misfit(unit, *control).empty()) return Step{now(), Deed::reject};
        return Step{now(), Deed::turn, Membership::on_call, JoinWhy::control_known};
    }
    if (!is_next(unit)) return std::nullopt;
    const auto until = unit.cluster().until.value_or(now());
    return Step{until, Deed::turn, Membership::control, JoinWhy::no_control};
}

std::optional<Clusters::Step> Clusters::joining(const Device& unit) const {
    if (!control_of(unit)) {
        return Step{now(), Deed::turn, Membership::election, JoinWhy::control_lost};
    }
    const auto state = unit.cluster().state;
    return Step{unit.cluster().until.value_or(now()), Deed::turn, after(state), JoinWhy::progress};
}

std::optional<Clusters::Step> Clusters::following(const Device& unit) const {
    const auto& c = unit.cluster();
    const auto* control = control_of(unit);
    if (control && control->name() != c.control) return Step{now(), Deed::follow};
    if (control && c.lost_at) return Step{now(), Deed::find};
    if (control) return std::nullopt;
    if (!c.lost_at) return Step{now(), Deed::lose};
    if (!is_next(unit)) return std::nullopt;
    return Step{*c.lost_at + unit.unit_settings().cluster.hold, Deed::turn, Membership::control,
                JoinWhy::control_lost};
}

std::optional<Clusters::Step> Clusters::governing(const Device& unit) const {
    const auto* other = control_of(unit);
    if (!other || !goes_before(*other, unit)) return std::nullopt;
    return Step{now(), Deed::turn, Membership::election, JoinWhy::yields};
}

std::optional<Clusters::Step> Clusters::next(const Device& unit) const {
    const auto& c = unit.cluster();
    if (!unit.up()) return std::nullopt;
    const bool off = c.state == Membership::disabled;
    if (!unit.unit_settings().cluster.complete()) {
        if (off && !c.until) return std::nullopt;
        return Step{now(), Deed::leave, Membership::disabled, JoinWhy::left};
    }
    if (!link_up(unit)) {
        if (off) return std::nullopt;
        return Step{now(), Deed::turn, Membership::disabled, JoinWhy::link_down};
    }
    switch (c.state) {
        case Membership::disabled:
            return Step{std::max(c.until.value_or(now()), now()), Deed::turn, Membership::election,
                        c.until ? JoinWhy::link_up : JoinWhy::command};
        case Membership::election: return electing(unit);
        case Membership::data: return following(unit);
        case Membership::control: return governing(unit);
        default: return joining(unit);
    }
}

// -- the timeline -------------------------------------------------------------------------------

std::optional<Instant> Clusters::next_due() const {
    std::optional<Instant> due;
    for (const auto& device : devices_) {
        const bool idle =
            device->cluster().state == Membership::disabled && !device->unit_settings().cluster.on;
        if (idle && !device->cluster().until) continue;
        const auto step = next(*device);
        if (step && (!due || step->at < *due)) due = step->at;
    }
    return due;
}

void Clusters::wake(Instant at) {
    for (auto& device : devices_) {
        const auto step = next(*device);
        if (step && step->at <= at) carry_out(*device, *step);
    }
}

void Clusters::carry_out(Device& unit, const Step& step) {
    auto& c = unit.cluster();
    switch (step.deed) {
        case Deed::lose: c.lost_at = now(); return;
        case Deed::find: c.lost_at.reset(); return;
        case Deed::follow: {
            const auto& before = c.control;
            const auto others = heard(unit);
            // One that has yielded is still there: its members join the other cluster anew.
            const bool yielded = std::any_of(others.begin(), others.end(), [&](const Device* one) {
                return one->name() == before;
            });
            if (yielded) {
                turn(unit, Membership::election, JoinWhy::yields);
                return;
            }
            c.control = control_of(unit)->name();
            c.lost_at.reset();
            return;
        }
        case Deed::reject: reject(unit); return;
        case Deed::leave: unit.leave_cluster(step.why); return;
        case Deed::turn:
            if (step.why == JoinWhy::link_down) {
                unit.turn(Membership::disabled, step.why, std::nullopt);
                c.until = now() + unit.profile().interval("cluster.rejoin");
            } else {
                turn(unit, step.to, step.why);
            }
            return;
    }
}

void Clusters::turn(Device& unit, Membership to, JoinWhy why) {
    auto& c = unit.cluster();
    const bool copied = c.state == Membership::config && to == Membership::files;
    if (to == Membership::on_call) c.id = free_id(unit);
    if (to == Membership::cold) c.control = control_of(unit)->name();
    if (to == Membership::control) {
        if (c.state == Membership::data) {
            take_over(unit);
        } else {
            c.id = free_id(unit);
        }
    }
    if (copied) copy_configuration(unit);
    unit.turn(to, why, length_of(unit, to));
}

// What the lost control unit had bought stays in use until this one's own requests are answered.
void Clusters::take_over(Device& unit) {
    auto& c = unit.cluster();
    for (const auto& device : devices_) {
        if (device->name() != c.control) continue;
        const auto& older = device->cluster().retained;
        c.retained = older && !device->licences_answered()
                         ? older
                         : std::optional(Retained{device->name(), licensed_unit(*device)});
    }
    c.took_over = now();
}

void Clusters::reject(Device& unit) {
    auto* control = control_of(unit);
    const profiles::State reason{"cluster_mismatch", misfit(unit, *control)};
    profiles::Facts facts;
    facts.set("unit", unit.unit_settings().cluster.unit).set("reason", reason);
    facts.set("control", profiles::State{"cluster_part", "control"});
    control->announce("cluster.rejected", facts);
    unit.announce("cluster.refused", facts);
    unit.switch_cluster_off();
    unit.leave_cluster(JoinWhy::rejected);
}

void Clusters::copy_configuration(Device& unit) {
    auto* control = control_of(unit);
    const auto before = unit.checksum();
    for (const auto& message : unit.receive(control->configuration_lines(false))) {
        unit.announce_text(message);
    }
    unit.take_partitions(*control);
    unit.cluster().changed = unit.checksum() != before;
}

// -- orders -------------------------------------------------------------------------------------

bool Clusters::make_control(Device& unit, const std::string& name) {
    auto& from = unit.cluster();
    if (from.state != Membership::control) return false;
    if (unit.unit_settings().cluster.unit == name) return true;
    auto* to = member(unit, name);
    if (!to || to->cluster().state != Membership::data) return false;
    const auto others = heard(unit);
    take_over(*to);
    unit.turn(Membership::election, JoinWhy::ordered, length_of(unit, Membership::election));
    to->turn(Membership::control, JoinWhy::ordered, std::nullopt);
    for (auto* other : others) {
        if (other->cluster().follows()) other->cluster().control = to->name();
    }
    return true;
}

bool Clusters::remove(Device& unit, const std::string& name) {
    if (unit.cluster().state != Membership::control) return false;
    auto* gone = member(unit, name);
    if (!gone) return false;
    gone->switch_cluster_off();
    gone->leave_cluster(JoinWhy::ordered);
    return true;
}

// -- line by line -------------------------------------------------------------------------------

void Clusters::edited(Device& unit, const Edit& edit, bool deferred) {
    if (unit.cluster().state != Membership::control || unit.stays_with_unit(edit)) return;
    for (auto* other : heard(unit)) {
        const bool follows = other->cluster().state > Membership::config &&
                             other->cluster().follows() && other->has_counterpart(unit);
        if (follows) {
            const Device::Stay stay(*other, unit.partition());
            other->replicate(edit, deferred);
        }
    }
}

void Clusters::saved(Device& unit) {
    if (unit.cluster().state != Membership::control) return;
    for (auto* other : heard(unit)) {
        if (other->cluster().state != Membership::data || !other->has_counterpart(unit)) continue;
        const Device::Stay stay(*other, unit.partition());
        other->save();
    }
}

}  // namespace lab
