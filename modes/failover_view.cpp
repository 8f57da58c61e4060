// A unit's pair as its shows tell it, and the name in front of its prompt.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "modes/views.hpp"

namespace modes {

using lab::Device;
using lab::Phase;
using profiles::Facts;
using profiles::Records;
using profiles::State;

namespace {

State phase_state(std::string_view phase) { return {"failover_phase", std::string(phase)}; }

State unit_state(bool primary) { return {"failover_unit", primary ? "primary" : "secondary"}; }

std::int64_t active_seconds(const Device& device) {
    const auto& failover = device.failover();
    auto span = failover.active_for;
    if (failover.active()) span += device.lab_now() - failover.since;
    return std::chrono::duration_cast<std::chrono::seconds>(span).count();
}

std::int64_t seconds_since(const Device& device, licensing::Instant then) {
    return std::chrono::duration_cast<std::chrono::seconds>(device.lab_now() - then).count();
}

// What a unit's phase is called by whoever hears it, or does not.
std::string mate_phase(const Device& device, const Device* mate) {
    if (mate) return std::string(name(mate->failover().phase));
    const auto& heard = device.failover().mate;
    return heard.name.empty() ? "unheard" : std::string(name(heard.phase));
}

// The second group of an active/active pair: at home on its own unit while both are well.
std::string group_phase(const Device& unit, const Device* mate, int number) {
    const auto own = unit.failover().phase;
    const auto* group = unit.settings().failover.group(number);
    if (number == 1 || !group || !group->preempts || !mate) return std::string(name(own));
    const auto other = mate->failover().phase;
    const bool well = (own == Phase::active && other == Phase::standby_ready) ||
                      (own == Phase::standby_ready && other == Phase::active);
    if (!well) return std::string(name(own));
    const bool home = unit.settings().failover.primary != group->secondary;
    return std::string(name(home ? Phase::active : Phase::standby_ready));
}

Records groups_of(const Device& unit, const Device* mate) {
    Records groups;
    for (const auto& group : unit.settings().failover.groups) {
        const auto phase = group_phase(unit, mate, group.number);
        Facts row;
        row.set("number", std::int64_t{group.number}).set("state", phase_state(phase));
        const bool lent = phase == "active" && !unit.failover().active();
        row.set("seconds", phase != "active" ? std::int64_t{0}
                           : lent            ? seconds_since(unit, unit.failover().since)
                                             : active_seconds(unit));
        if (unit.failover().last) row.set("last", unit.stamp(*unit.failover().last));
        groups.push_back(row);
    }
    return groups;
}

// `own`: the host at whose console somebody looks; else its mate, which may be unheard.
Records interfaces_of(const Device& unit, const lab::Pairs& pairs, const Device* mate, bool own) {
    Records rows;
    const bool stands_by = unit.failover().standing_by() == own;
    unit.each_interface([&](const lab::Interface& interface) {
        const auto& here = unit.partition();
        if (interface.nameif.empty() || (!here.empty() && interface.partition != here)) return;
        const auto& address = stands_by ? interface.standby : interface.configured;
        const auto& where = own ? &unit : mate;
        const bool wired = where && pairs.wired(*where, port_of(interface));
        Facts row;
        row.set("owner", interface.partition + (interface.partition.empty() ? "" : " "));
        row.set("name", interface.nameif).set("address", address.empty() ? "0.0.0.0" : address);
        row.set("health", std::string(!where ? "Unknown" : wired ? "Normal" : "No Link"));
        const bool watched = wired && mate && !interface.standby.empty();
        row.set("watch", std::string(watched ? "Monitored" : "Waiting"));
        rows.push_back(row);
    });
    return rows;
}

Facts failure_of(const std::optional<lab::Turned>& failure, const Device& device) {
    Facts facts;
    std::string text = device.profile().word("failover_failure", "none");
    if (failure) {
        const std::string why(name(failure->why));
        const auto& profile = device.profile();
        const bool worded = profile.has_word("failover_failure", why);
        text = fmt::format("{:<24} {}", profile.word("failover_failure", worded ? why : "none"),
                           profile.stamp(device.stamp(failure->at), "switched"));
    }
    facts.set("failure", text);
    return facts;
}

Records hosts_of(const Device& device, const lab::Pairs& pairs, const Device* mate) {
    const auto& f = device.failover();
    const auto& s = device.settings().failover;
    auto own = failure_of(f.own_failure, device);
    own.set("host", std::string("This")).set("label", std::string("This host:"));
    own.set("title", std::string("This host  -"));
    own.set("unit", unit_state(s.primary)).set("state", phase_state(name(f.phase)));
    own.set("seconds", active_seconds(device)).set("pid", device.chassis().udi.pid);
    own.set("interfaces", interfaces_of(device, pairs, mate, true));
    own.set("groups", groups_of(device, mate)).set("version", device.running().version);
    auto other = failure_of(f.mate_failure, device);
    other.set("host", std::string("Other")).set("label", std::string("Other host:"));
    other.set("title", std::string("Other host -"));
    other.set("unit", unit_state(!s.primary));
    other.set("state", phase_state(mate_phase(device, mate)));
    other.set("seconds", mate ? active_seconds(*mate) : std::int64_t{0});
    other.set("pid", mate ? mate->chassis().udi.pid : std::string());
    other.set("interfaces", interfaces_of(device, pairs, mate, false));
    other.set("version", mate ? mate->running().version : std::string());
    if (mate) other.set("groups", groups_of(*mate, &device));
    return {own, other};
}

void add_times(Facts& facts, const lab::FailoverSettings& s) {
    facts.set("poll", std::int64_t{s.poll.count()}).set("hold", std::int64_t{s.hold.count()});
    facts.set("interface_poll", std::int64_t{s.interface_poll.count()});
    facts.set("interface_hold", std::int64_t{s.interface_hold.count()});
    facts.set("http", s.replicates_http);
}

void add_links(Facts& facts, const Device& device, const lab::Pairs& pairs) {
    const auto& s = device.settings().failover;
    const auto state = [&](const std::string& interface) {
        if (device.failover().cable_lost) return std::string("Failed - No Switchover");
        if (!pairs.wired(device, interface)) return std::string("down");
        return std::string("up");
    };
    if (!s.interface.empty()) {
        facts.set("lan", s.name + " " + s.interface).set("lan_state", state(s.interface));
    }
    if (!s.state_interface.empty()) {
        facts.set("link", s.state_name + " " + s.state_interface);
        facts.set("link_state", state(s.state_interface));
    }
}

// Who has which address goes by who is the primary unit, not by who is active.
Records link_addresses(const Device& device) {
    const auto& s = device.settings().failover;
    Records rows;
    for (const auto& address : s.addresses) {
        Facts row;
        row.set("name", address.name);
        row.set("interface", address.name == s.name ? s.interface : s.state_interface);
        row.set("active", address.active).set("mask", address.mask);
        row.set("own", s.primary ? address.active : address.standby);
        row.set("other", s.primary ? address.standby : address.active);
        rows.push_back(row);
    }
    return rows;
}

}  // namespace

Facts failover_view(const Device& device, const lab::Pairs& pairs) {
    const auto& f = device.failover();
    const auto& s = device.settings().failover;
    const auto* mate = device.mate();
    Facts facts;
    facts.set("on", s.on).set("pseudo", std::string(f.passive ? " (pseudo-Standby)" : ""));
    facts.set("unit", unit_state(s.primary)).set("grouped", !s.groups.empty());
    add_times(facts, s);
    add_links(facts, device, pairs);
    std::int64_t monitored = 0;
    device.each_interface([&](const lab::Interface& interface) {
        if (!interface.nameif.empty()) ++monitored;
    });
    facts.set("monitored", monitored);
    facts.set("version", device.running().version).set("serial", device.chassis().udi.serial);
    const bool known = mate || !f.mate.version.empty();
    facts.set("mate_version", mate ? mate->running().version : known ? f.mate.version : "Unknown");
    facts.set("mate_serial", mate ? mate->chassis().udi.serial : known ? f.mate.serial : "Unknown");
    if (f.last) facts.set("last", device.stamp(*f.last));
    facts.set("links", link_addresses(device));
    facts.set("groups", groups_of(device, mate));
    facts.set("hosts", hosts_of(device, pairs, mate));
    const auto updates = std::chrono::duration_cast<std::chrono::seconds>(
        f.phase == Phase::disabled ? licensing::Span{} : device.lab_now() - f.since);
    facts.set("updates", std::int64_t{updates.count() / 7});
    const bool synced =
        mate && (f.phase == Phase::standby_ready || mate->failover().phase == Phase::standby_ready);
    if (synced) {
        facts.set("sync", std::string(f.active() ? "Sync Done" : "Sync Done - STANDBY"));
    }
    Records changes;
    for (const auto& change : f.history) {
        Facts row;
        row.set("at", device.stamp(change.at)).set("from", phase_state(name(change.from)));
        row.set("to", phase_state(name(change.to)));
        row.set("why", State{"failover_reason", std::string(name(change.why))});
        changes.push_back(row);
    }
    facts.set("changes", std::move(changes));
    return facts;
}

profiles::Schema failover_schema() {
    const profiles::Schema groups{{"number", "state", "seconds", "last"}, {}};
    return {{"on",        "pseudo",         "unit",           "grouped",   "poll",
             "hold",      "interface_poll", "interface_hold", "http",      "lan",
             "lan_state", "link",           "link_state",     "monitored", "version",
             "serial",    "mate_version",   "mate_serial",    "last",      "updates",
             "sync"},
            {{"groups", groups},
             {"links", {{"name", "interface", "active", "mask", "own", "other"}, {}}},
             {"hosts",
              {{"host", "label", "title", "unit", "state", "seconds", "pid", "version", "failure"},
               {{"groups", groups},
                {"interfaces", {{"owner", "name", "address", "health", "watch"}, {}}}}}},
             {"changes", {{"at", "from", "to", "why"}, {}}}}};
}

// The pieces in the order that was typed, with a stroke between: ciscoasa/pri/act.
std::string prompt_name(const Device& device) {
    const auto& settings = device.unit_settings();
    const auto& failover = device.failover();
    const auto& profile = device.profile();
    std::string whole;
    for (const auto& piece : settings.prompt) {
        std::string text;
        if (piece == "hostname") text = settings.hostname;
        if (piece == "context") text = device.partition();
        if (piece == "domain") text = settings.domain;
        if (piece == "cluster-unit") text = settings.cluster.unit;
        if (piece == "priority") {
            text = profile.word("prompt_part", settings.failover.primary ? "primary" : "secondary");
        }
        if (piece == "state") {
            const bool off = failover.phase == Phase::disabled;
            const bool acts = off ? !failover.passive : failover.active();
            text = profile.word("prompt_part",
                                std::string(acts ? "active" : "standby") + (off ? "_off" : ""));
        }
        if (!text.empty()) whole += (whole.empty() ? "" : "/") + text;
    }
    if (!whole.empty()) return whole;
    const auto& partition = device.partition();
    return settings.hostname + (partition.empty() ? "" : "/" + partition);
}

}  // namespace modes
