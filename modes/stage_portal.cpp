// What the authority's portal shows of its accounts: licences with their balance, the devices that
// hold them, tokens, satellites; and the satellites' own directions.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "grammar/duration.hpp"
#include "licensing/names.hpp"
#include "modes/stage.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

using licensing::Authority;
using licensing::AuthorityRefusal;
using licensing::AuthorityTime;
using licensing::VirtualAccount;

// Each tag of the account once, in the order of its list; then what is asked for and not there.
Lines tags_of(const Authority& authority, const VirtualAccount& account) {
    Lines tags;
    const auto add = [&](const std::string& tag) {
        if (std::find(tags.begin(), tags.end(), tag) == tags.end()) tags.push_back(tag);
    };
    for (const auto& licence : account.licences) add(licence.tag);
    for (const auto& instance : authority.state().instances) {
        if (instance.virtual_account != account.name) continue;
        for (const auto& holding : instance.claims) add(holding.tag);
    }
    return tags;
}

void show_licences(Lines& lines, const Authority& authority, const VirtualAccount& account,
                   AuthorityTime now) {
    for (const auto& tag : tags_of(authority, account)) {
        const int owned = authority.owned(account.name, tag, now);
        const int used = authority.used(account.name, tag) + authority.lent(account.name, tag, now);
        const int balance = owned - used;
        const bool had = std::any_of(account.licences.begin(), account.licences.end(),
                                     [&](auto& l) { return l.tag == tag && l.count > 0; });
        if (!had && used == 0) continue;  // it only exists
        lines.push_back(fmt::format("  {}: purchased {}, in use {}, balance {}{}", tag, owned, used,
                                    balance, balance < 0 ? ", insufficient licenses" : ""));
        for (const auto& lot : account.licences) {
            if (lot.tag != tag || !lot.ends || lot.count == 0) continue;
            lines.push_back(fmt::format("    {} of a term that {} {}", lot.count,
                                        now < *lot.ends ? "ends" : "ended", moment(*lot.ends)));
        }
    }
}

void show_instances(Lines& lines, const Authority& authority, const VirtualAccount& account) {
    for (const auto& one : authority.state().instances) {
        if (one.virtual_account != account.name) continue;
        std::string holds;
        for (const auto& claim : one.claims) holds += fmt::format(" {} {}", claim.count, claim.tag);
        lines.push_back(fmt::format("  instance {} {} {}, last heard {}, certificate until {}{}{}",
                                    one.udi.pid, one.udi.serial, one.hostname,
                                    moment(one.last_contact), moment(one.certificate_ends),
                                    holds.empty() ? "" : ", holds", holds));
    }
}

std::string report_of(const licensing::SatelliteUse& satellite) {
    auto line =
        fmt::format("satellite {} reported {}", satellite.satellite, moment(satellite.reported));
    std::string uses;
    for (const auto& use : satellite.uses) {
        for (const auto& claim : use.claims) {
            uses += fmt::format("{} {} {}", uses.empty() ? "" : ",", claim.count, claim.tag);
        }
    }
    return line + (uses.empty() ? ": nothing in use" : ": uses" + uses);
}

const lab::AuthorityPlan* plan_of(World& world, const std::string& name) {
    for (const auto& plan : world.lab().plan().authorities) {
        if (plan.name == name) return &plan;
    }
    return nullptr;
}

std::string about(World& world, const Authority& authority) {
    const auto& satellite = *authority.state().satellite;
    const auto* plan = plan_of(world, authority.traits().party);
    auto line = fmt::format("{}: satellite of {}", authority.traits().party,
                            plan ? plan->satellite_of : "");
    if (!satellite.version.empty()) line += ", version " + satellite.version;
    if (!satellite.exports_tokens) line += " without tokens that export";
    if (satellite.interval) {
        line += ", reports every " + grammar::to_string(*satellite.interval);
    } else {
        line += ", reports by hand";
    }
    if (satellite.next_sync) line += ", next " + moment(*satellite.next_sync);
    line += satellite.last_sync ? ", last " + moment(*satellite.last_sync) : ", never did";
    const auto now = authority.clock(world.lab().timeline().now());
    const bool ended = satellite.certificate_ends <= now;
    return line + (ended ? ", its certificate ended " : ", its certificate good until ") +
           moment(satellite.certificate_ends);
}

Lines every_satellite(World& world) {
    Lines lines;
    for (const auto& end : world.lab().authorities()) {
        if (end->authority().state().satellite) lines.push_back(about(world, end->authority()));
    }
    return lines.empty() ? no("this lab has no satellite") : lines;
}

Lines schedule(World& world, Authority& satellite, const std::string& word) {
    const auto now = satellite.clock(world.lab().timeline().now());
    const auto interval = grammar::read_duration(word);
    if (word != "manual" && (!interval || *interval <= licensing::Span::zero())) {
        return usage("@satellite NAME schedule SPAN|manual");
    }
    satellite.schedule(word == "manual" ? std::nullopt : interval, now);
    return {about(world, satellite)};
}

Lines upgrade(World& world, Authority& satellite, const std::string& version) {
    if (!grammar::read_version(version)) return no("not a version: " + version);
    satellite.upgrade(version, lab::exports_tokens(version));
    return {about(world, satellite)};
}

}  // namespace

Lines show_direction(World& world, const Authority& authority) {
    const auto now = authority.clock(world.lab().timeline().now());
    const auto& state = authority.state();
    Lines lines;
    if (state.satellite) lines.push_back(about(world, authority));
    lines.push_back(fmt::format("{}: smart account \"{}\", {}, export {}, reservation {}",
                                authority.traits().party, state.smart_account, moment(now),
                                state.exports ? "yes" : "no", state.reserves ? "yes" : "no"));
    for (const auto& account : state.accounts) {
        lines.push_back(fmt::format("virtual account \"{}\"", account.name));
        show_licences(lines, authority, account, now);
        show_instances(lines, authority, account);
    }
    for (const auto& line : reservations_of(authority)) lines.push_back("reserved: " + line);
    for (const auto& satellite : state.satellites) lines.push_back(report_of(satellite));
    return lines;
}

Lines satellite_direction(World& world, const Words& words) {
    if (words.size() == 1) return every_satellite(world);
    auto* satellite = world.lab().authority(words[1]);
    if (!satellite || !satellite->state().satellite) return no("no satellite is named " + words[1]);
    if (words.size() == 2) return {about(world, *satellite)};
    if (words[2] == "sync" && words.size() == 3) {
        return sync_direction(world, *satellite, {"@authority", "sync"});
    }
    if (words[2] == "schedule" && words.size() == 4) return schedule(world, *satellite, words[3]);
    if (words[2] == "upgrade" && words.size() == 4) return upgrade(world, *satellite, words[3]);
    return usage("@satellite [NAME [sync | schedule SPAN|manual | upgrade VERSION]]");
}

}  // namespace modes
