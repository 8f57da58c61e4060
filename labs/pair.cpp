#include "labs/pair.hpp"

#include <algorithm>

namespace lab {
namespace {

using licensing::Instant;
using licensing::Span;
using profiles::Facts;

bool is_paired(const Device& unit) { return unit.up() && unit.unit_settings().failover.complete(); }

Span span_of(const Device& unit, const char* name) { return unit.profile().interval(name); }

Facts unit_facts(const Device& unit) {
    const bool primary = unit.unit_settings().failover.primary;
    return Facts{}.set("unit", profiles::State{"failover_unit", primary ? "primary" : "secondary"});
}

// How long a phase lasts that ends by itself.
std::optional<Span> length_of(const Device& unit, Phase phase) {
    switch (phase) {
        case Phase::negotiation: return span_of(unit, "failover.negotiation");
        case Phase::cold_standby: return span_of(unit, "failover.cold_standby");
        case Phase::sync_config: return span_of(unit, "failover.sync_config");
        case Phase::sync_files: return Span{0};
        case Phase::bulk_sync: return span_of(unit, "failover.bulk_sync");
        default: return std::nullopt;
    }
}

Phase after(Phase phase) { return static_cast<Phase>(static_cast<int>(phase) + 1); }

bool syncing(Phase phase) { return phase >= Phase::cold_standby && phase <= Phase::bulk_sync; }

// Why two units that hear each other are no pair: the notice that says so; nothing: they are one.
std::string pair_misfit(const Device& a, const Device& b) {
    if (a.chassis().model != b.chassis().model) return "failover.other-chassis";
    if (a.chassis().multiple != b.chassis().multiple) return "failover.other-mode";
    const auto major = [](const Device& d) {
        return d.running().version.substr(0, d.running().version.find('.'));
    };
    if (major(a) != major(b)) return "failover.other-version";
    return {};
}

}  // namespace

bool preferred(const Device& unit) {
    const auto& failover = unit.unit_settings().failover;
    const auto* first = failover.group(1);
    return failover.primary != (first && first->secondary);
}

// -- who hears whom -----------------------------------------------------------------------------

bool Pairs::wired(const Device& unit, const std::string& interface) const {
    const auto& cables = network_.state().cables;
    const auto* own = unit.unit_settings().by_hardware(interface);
    return own && !own->shutdown && std::any_of(cables.begin(), cables.end(), [&](const Cable& c) {
               return c.device == unit.name() && c.interface == interface && !c.cut;
           });
}

bool Pairs::meet(const Device& a, const std::string& a_interface, const Device& b,
                 const std::string& b_interface) const {
    if (!wired(a, a_interface) || !wired(b, b_interface)) return false;
    const auto segment = [&](const Device& unit, const std::string& interface) {
        for (const auto& cable : network_.state().cables) {
            if (cable.device == unit.name() && cable.interface == interface) return cable.segment;
        }
        return std::string();
    };
    return segment(a, a_interface) == segment(b, b_interface);
}

bool Pairs::linked(const Device& unit, const Device& mate) const {
    const auto& a = unit.unit_settings().failover;
    const auto& b = mate.unit_settings().failover;
    return meet(unit, a.interface, mate, b.interface);
}

// Units that work together go on hearing each other by the networks they both are in.
bool Pairs::data_heard(const Device& unit, const Device& mate) const {
    bool heard = false;
    unit.each_interface([&](const Interface& own) {
        if (heard || own.nameif.empty() || own.standby.empty()) return;
        mate.each_interface([&](const Interface& other) {
            const bool same = port_of(other) == port_of(own) && other.partition == own.partition;
            heard = heard || (same && !other.standby.empty() &&
                              meet(unit, port_of(own), mate, port_of(own)));
        });
    });
    return heard;
}

bool Pairs::knows(const Device& unit, const Device& other) {
    return unit.failover().heard_since && unit.failover().mate.name == other.name();
}

Device* Pairs::mate(const Device& unit) const {
    if (!is_paired(unit)) return nullptr;
    const auto& own = unit.unit_settings().failover;
    for (const auto& other : devices_) {
        if (other.get() == &unit || !is_paired(*other)) continue;
        const auto& its = other->unit_settings().failover;
        if (its.primary == own.primary || its.secret != own.secret ||
            *its.address(its.name) != *own.address(own.name)) {
            continue;
        }
        // By data networks only who has not lost the other: they carry no configuration.
        const bool together = knows(unit, *other) && knows(*other, unit);
        if (linked(unit, *other) || (together && data_heard(unit, *other))) return other.get();
    }
    return nullptr;
}

Device* Pairs::last_heard(const Device& unit) const {
    const auto& f = unit.failover();
    if (!f.heard_since || f.lost_at) return nullptr;
    for (const auto& other : devices_) {
        if (other->name() == f.mate.name && other->up()) return other.get();
    }
    return nullptr;
}

// How many monitored interfaces have lost their wire.
int Pairs::broken(const Device& unit) const {
    int lost = 0;
    unit.each_interface([&](const Interface& i) {
        const bool counts = !i.nameif.empty() && !i.standby.empty() && !i.shutdown;
        if (counts && !wired(unit, port_of(i))) ++lost;
    });
    return lost;
}

// -- what follows from it -----------------------------------------------------------------------

std::optional<Pairs::Step> Pairs::hearing(const Device& unit, const Device* heard) const {
    const auto& f = unit.failover();
    if (heard && !f.heard_since) {
        return Step{now(), pair_misfit(unit, *heard).empty() ? Deed::hear : Deed::refuse};
    }
    if (heard && f.lost_at) return Step{now(), Deed::hear};
    if (!heard && f.heard_since && !f.lost_at) return Step{now(), Deed::lose};
    if (!heard && f.lost_at && !f.standing_by()) {
        return Step{*f.lost_at + unit.unit_settings().failover.hold, Deed::forget};
    }
    if (!heard) return std::nullopt;
    const bool direct = linked(unit, *heard);
    if (!direct && !f.cable_lost) return Step{now(), Deed::cable_lost};
    if (direct && f.cable_lost) return Step{now(), Deed::cable_back};
    const bool ails = broken(unit) > broken(*heard);
    if (ails != f.worse_since.has_value()) return Step{now(), ails ? Deed::ail : Deed::recover};
    return std::nullopt;
}

std::optional<Pairs::Step> Pairs::negotiating(const Device& unit, const Device* heard) const {
    const auto& f = unit.failover();
    const auto until = f.until.value_or(now());
    if (!heard) return Step{until, Deed::turn, Phase::active, TurnWhy::no_active};
    if (heard->failover().active()) {
        return Step{now(), Deed::turn, Phase::cold_standby, TurnWhy::mate_active};
    }
    const bool both = heard->failover().phase == Phase::negotiation;
    if (!both || !unit.unit_settings().failover.primary) return std::nullopt;
    return Step{f.heard_since.value_or(now()) + unit.unit_settings().failover.poll, Deed::turn,
                Phase::active, TurnWhy::no_active};
}

std::optional<Pairs::Step> Pairs::standing_by(const Device& unit, const Device* heard) const {
    const auto& f = unit.failover();
    const auto& s = unit.unit_settings().failover;
    if (!heard) {
        const auto lost = f.lost_at.value_or(now());
        return Step{lost + s.hold, Deed::turn, Phase::active, TurnWhy::hello_lost};
    }
    if (!heard->failover().active()) {
        return Step{now(), Deed::turn, syncing(f.phase) ? Phase::negotiation : Phase::active,
                    TurnWhy::no_active};
    }
    if (syncing(f.phase) && f.cable_lost) return std::nullopt;
    if (syncing(f.phase)) {
        const bool copies = f.phase == Phase::sync_config;
        return Step{f.until.value_or(now()), copies ? Deed::copy : Deed::turn, after(f.phase),
                    f.history.empty() ? TurnWhy::none : f.history.back().why};
    }
    if (f.missed && !f.cable_lost) {
        return Step{now(), Deed::turn, Phase::cold_standby, TurnWhy::mismatch};
    }
    if (f.phase == Phase::failed && !f.worse_since) {
        return Step{now(), Deed::turn, Phase::standby_ready, TurnWhy::interfaces};
    }
    if (f.phase == Phase::standby_ready && f.worse_since) {
        return Step{*f.worse_since + s.interface_hold, Deed::turn, Phase::failed,
                    TurnWhy::interfaces};
    }
    const auto* first = s.group(1);
    if (f.phase == Phase::standby_ready && first && first->preempts && preferred(unit)) {
        return Step{now(), Deed::turn, Phase::active, TurnWhy::wanted_active};
    }
    return std::nullopt;
}

std::optional<Pairs::Step> Pairs::being_active(const Device& unit, const Device* heard) const {
    if (!heard) return std::nullopt;
    const auto& mates = heard->failover();
    if (mates.active() && !unit.unit_settings().failover.primary) {
        return Step{now(), Deed::turn, Phase::cold_standby, TurnWhy::state_check};
    }
    const auto& worse = unit.failover().worse_since;
    if (!worse || mates.phase != Phase::standby_ready) return std::nullopt;
    return Step{*worse + unit.unit_settings().failover.interface_hold, Deed::turn, Phase::failed,
                TurnWhy::interfaces};
}

std::optional<Pairs::Step> Pairs::next(const Device& unit) const {
    const auto& f = unit.failover();
    if (!unit.up()) return std::nullopt;
    if (!unit.unit_settings().failover.complete()) {
        if (f.phase == Phase::disabled) return std::nullopt;
        return Step{now(), Deed::disable};
    }
    if (f.phase == Phase::disabled) {
        return Step{now(), Deed::turn, Phase::negotiation, TurnWhy::command};
    }
    const auto* heard = mate(unit);
    const auto news = hearing(unit, heard);
    if (news && news->at <= now()) return news;
    std::optional<Step> step;
    if (f.phase == Phase::negotiation)
        step = negotiating(unit, heard);
    else if (f.active())
        step = being_active(unit, heard);
    else
        step = standing_by(unit, heard);
    if (!step || (news && news->at < step->at)) return news;
    return step;
}

// -- the timeline -------------------------------------------------------------------------------

std::optional<Instant> Pairs::next_due() const {
    std::optional<Instant> due;
    for (const auto& device : devices_) {
        const bool idle =
            device->failover().phase == Phase::disabled && !device->unit_settings().failover.on;
        if (idle) continue;
        const auto step = next(*device);
        if (step && (!due || step->at < *due)) due = step->at;
    }
    return due;
}

void Pairs::wake(Instant at) {
    for (auto& device : devices_) {
        const auto step = next(*device);
        if (step && step->at <= at) carry_out(*device, *step);
    }
}

void Pairs::first_hello(Device& unit, const Device& heard) {
    auto& f = unit.failover();
    f.mate.name = heard.name();
    if (unit.running().version == heard.running().version) return;
    auto facts = unit_facts(unit);
    facts.set("ours", unit.running().version).set("mates", heard.running().version);
    unit.notify("failover.version-differs", facts);
    if (heard.failover().phase == Phase::negotiation) unit.announce("failover.versions", facts);
}

void Pairs::carry_out(Device& unit, const Step& step) {
    auto& f = unit.failover();
    auto* heard = mate(unit);
    switch (step.deed) {
        case Deed::hear:
            if (!f.heard_since) {
                f.heard_since = now();
                first_hello(unit, *heard);
            }
            f.lost_at.reset();
            return;
        case Deed::lose: {
            f.lost_at = now();
            for (const auto& other : devices_) {
                if (other->name() != f.mate.name) continue;
                f.mate.licences = licensed_unit(*other);
                f.mate.version = other->running().version;
                f.mate.serial = other->chassis().udi.serial;
            }
            return;
        }
        case Deed::forget: unit.mate_failed(); return;
        case Deed::cable_lost:
            f.cable_lost = true;
            unit.notify("failover.link-failed", unit_facts(unit));
            return;
        case Deed::cable_back:
            f.cable_lost = false;
            unit.notify("failover.link-ok", unit_facts(unit));
            return;
        case Deed::ail: f.worse_since = now(); return;
        case Deed::recover: f.worse_since.reset(); return;
        case Deed::disable: disband(unit); return;
        case Deed::refuse: {
            auto facts = unit_facts(unit);
            facts.set("ours", unit.running().version).set("mates", heard->running().version);
            const auto why = pair_misfit(unit, *heard);
            for (auto* one : {&unit, heard}) {
                one->notify(why, facts);
                one->announce(why, facts);
                one->switch_failover_off();
            }
            return;
        }
        case Deed::copy: copy_configuration(unit); [[fallthrough]];
        case Deed::turn: turn(unit, step.to, step.why); return;
    }
}

void Pairs::turn(Device& unit, Phase to, TurnWhy why) {
    auto* heard = mate(unit);
    const bool takes = to == Phase::active;
    const auto before = unit.failover().phase;
    if (takes && heard && heard->failover().active()) {
        unit.failover().mate.licences = licensed_unit(*heard);
    }
    if (heard && before == Phase::active && to == Phase::failed) {
        heard->failover().mate.licences = licensed_unit(unit);
    }
    unit.turn(to, why, length_of(unit, to));
    if (takes && why == TurnWhy::hello_lost) unit.mate_failed();
    if (!heard) return;
    if (before == Phase::active && to == Phase::failed) {
        heard->turn(Phase::active, TurnWhy::wanted_active, std::nullopt);
    }
    if (takes && heard->failover().active()) {
        heard->turn(Phase::standby_ready, TurnWhy::wanted_standby, std::nullopt);
    }
    const auto announce = [&](Device& who, const char* what) { who.announce(what, {}); };
    if (to == Phase::cold_standby && before == Phase::negotiation) {
        announce(unit, "failover.mate-active");
    }
    if (to == Phase::sync_config) {
        announce(unit, "failover.receiving");
        announce(*heard, "failover.sending");
        unit.notify("failover.receiving", unit_facts(unit));
        heard->notify("failover.sending", unit_facts(*heard));
    }
}

// What stays with each unit stays; the rest is the active unit's, line by line.
void Pairs::copy_configuration(Device& unit) {
    auto* active = mate(unit);
    if (!active) return;
    for (const auto& message : unit.receive(active->configuration_lines(false))) {
        unit.announce_text(message);
    }
    unit.take_partitions(*active);
    unit.failover().missed = false;
    unit.announce("failover.received", {});
    active->announce("failover.sent", {});
    unit.notify("failover.received", unit_facts(unit));
    active->notify("failover.sent", unit_facts(*active));
}

void Pairs::disband(Device& unit) {
    unit.notify("failover.disabled", unit_facts(unit));
    unit.leave_pair();
}

// -- orders -------------------------------------------------------------------------------------

bool Pairs::take_over(Device& unit) {
    auto* heard = mate(unit);
    if (unit.failover().phase == Phase::disabled) {
        unit.failover().passive = false;
        unit.turn(Phase::disabled, TurnWhy::command, std::nullopt);
        return true;
    }
    if (unit.failover().active()) return true;
    if (!heard || unit.failover().phase != Phase::standby_ready) return false;
    turn(unit, Phase::active, TurnWhy::command);
    return true;
}

bool Pairs::give_up(Device& unit) {
    auto* heard = mate(unit);
    if (unit.failover().phase == Phase::disabled) {
        unit.failover().passive = true;
        unit.turn(Phase::disabled, TurnWhy::command, std::nullopt);
        return true;
    }
    if (!unit.failover().active()) return true;
    if (!heard || heard->failover().phase != Phase::standby_ready) return false;
    heard->failover().mate.licences = licensed_unit(unit);
    unit.turn(Phase::standby_ready, TurnWhy::command, std::nullopt);
    heard->turn(Phase::active, TurnWhy::wanted_active, std::nullopt);
    return true;
}

bool Pairs::resynchronise(Device& unit) {
    auto* heard = mate(unit);
    if (!heard || !unit.failover().active() || !linked(unit, *heard)) return false;
    if (heard->failover().phase != Phase::standby_ready) return false;
    turn(*heard, Phase::cold_standby, TurnWhy::mismatch);
    // Its configuration is cleared as by hand before the other one comes (seed 003).
    if (const auto remark = heard->tls_proxy_remark()) {
        heard->announce_text(heard->profile().render(remark->message, remark->facts));
    }
    return true;
}

bool Pairs::reload_mate(Device& unit) {
    auto* heard = mate(unit);
    if (!heard || !unit.failover().active()) return false;
    heard->announce("failover.reload-asked", {});
    heard->reload();
    return true;
}

void Pairs::reset(Device& unit) {
    for (auto* one : {&unit, mate(unit)}) {
        if (one && one->failover().phase == Phase::failed) {
            one->turn(Phase::standby_ready, TurnWhy::command, std::nullopt);
            one->failover().worse_since.reset();
        }
    }
}

// -- line by line -------------------------------------------------------------------------------

void Pairs::edited(Device& unit, const Edit& edit, bool deferred) {
    if (!unit.failover().active() || unit.stays_with_unit(edit)) return;
    auto* heard = last_heard(unit);  // also by a unit whose last word is `no failover`
    if (!heard || !heard->failover().standing_by()) return;
    if (!linked(unit, *heard)) {
        heard->failover().missed = true;
    } else if (heard->failover().phase > Phase::sync_config && heard->has_counterpart(unit)) {
        const Device::Stay stay(*heard, unit.partition());
        heard->replicate(edit, deferred);
    }
}

void Pairs::saved(Device& unit) {
    if (!unit.failover().active()) return;
    auto* heard = mate(unit);
    const bool follows =
        heard && linked(unit, *heard) && heard->failover().phase == Phase::standby_ready;
    if (!follows || !heard->has_counterpart(unit)) return;
    const Device::Stay stay(*heard, unit.partition());
    heard->save();
}

}  // namespace lab
