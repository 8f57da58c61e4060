#include "labs/failover.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "labs/settings.hpp"

namespace lab {
namespace {

constexpr std::array<std::string_view, 13> phase_names{
    "disabled",  "negotiation",   "cold_standby", "sync_config",  "sync_files",
    "bulk_sync", "standby_ready", "just_active",  "active_drain", "applying",
    "applied",   "active",        "failed"};
constexpr std::array<std::string_view, 10> cause_names{
    "none",           "command",       "no_active",   "mate_active", "hello_lost",
    "wanted_standby", "wanted_active", "state_check", "mismatch",    "interfaces"};

int failover_number(const Statement& s, std::string_view name, int otherwise) {
    const auto text = s.argument(name);
    int value = otherwise;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::string failover_word(const Statement& s, std::string_view name) {
    return s.negated ? std::string() : std::string(s.argument(name));
}

void mean_poll(FailoverSettings& f, const Statement& s) {
    const bool unit = s.constant != "interface";
    const int poll = s.negated ? (unit ? 1 : 5) : failover_number(s, "poll", unit ? 1 : 5);
    const int hold =
        s.negated ? (unit ? 15 : 25) : failover_number(s, "hold", unit ? 3 * poll : 5 * poll);
    (unit ? f.poll : f.interface_poll) = std::chrono::seconds{poll};
    (unit ? f.hold : f.interface_hold) = std::chrono::seconds{hold};
}

void mean_group(FailoverSettings& f, const Statement& s, const Statement& block) {
    const int of = failover_number(block, "group", 1);
    for (auto& group : f.groups) {
        if (group.number != of) continue;
        if (s.meaning == "failover.group-unit") group.secondary = s.constant == "secondary";
        if (s.meaning == "failover.group-preempt") group.preempts = !s.negated;
    }
}

}  // namespace

std::string_view name(Phase phase) { return phase_names.at(static_cast<std::size_t>(phase)); }
std::string_view name(TurnWhy why) { return cause_names.at(static_cast<std::size_t>(why)); }

bool Failover::standing_by() const {
    switch (phase) {
        case Phase::disabled: return passive;
        case Phase::cold_standby:
        case Phase::sync_config:
        case Phase::sync_files:
        case Phase::bulk_sync:
        case Phase::standby_ready:
        case Phase::failed: return true;
        default: return false;
    }
}

bool FailoverSettings::complete() const {
    return on && !interface.empty() && address(name) != nullptr;
}

const FailoverAddress* FailoverSettings::address(const std::string& of) const {
    const auto it = std::find_if(addresses.begin(), addresses.end(),
                                 [&](const FailoverAddress& a) { return a.name == of; });
    return it == addresses.end() ? nullptr : &*it;
}

const FailoverGroup* FailoverSettings::group(int of) const {
    const auto it = std::find_if(groups.begin(), groups.end(),
                                 [&](const FailoverGroup& g) { return g.number == of; });
    return it == groups.end() ? nullptr : &*it;
}

void mean_failover(Settings& settings, const Statement& s, const Statement* parent) {
    auto& f = settings.failover;
    if (const int group = failover_number(s, "group", 0);
        group > 0 && !s.opens.empty() && !s.negated) {
        f.groups.push_back({group, false, false});
    }
    if (!is_failover_meaning(s.meaning)) return;
    if (parent) {
        mean_group(f, s, *parent);
    } else if (s.meaning == "failover.on") {
        f.on = !s.negated;
    } else if (s.meaning == "failover.unit") {
        f.primary = !s.negated && s.constant == "primary";
    } else if (s.meaning == "failover.lan") {
        f.name = failover_word(s, "name");
        f.interface = failover_word(s, "interface");
    } else if (s.meaning == "failover.link") {
        f.state_name = failover_word(s, "name");
        f.state_interface = failover_word(s, "interface");
        // Without an interface of its own it shares the other's.
        if (f.state_interface.empty() && f.state_name == f.name) f.state_interface = f.interface;
    } else if (s.meaning == "failover.address" && !s.negated) {
        f.addresses.push_back({failover_word(s, "name"), failover_word(s, "address"),
                               failover_word(s, "mask"), failover_word(s, "standby")});
    } else if (s.meaning == "failover.key") {
        if (!s.negated) f.secret += s.constant + " " + failover_word(s, "key") + "\n";
    } else if (s.meaning == "failover.poll") {
        mean_poll(f, s);
    } else if (s.meaning == "failover.http") {
        f.replicates_http = !s.negated;
    }
}

bool is_failover_meaning(std::string_view meaning) { return meaning.starts_with("failover."); }

}  // namespace lab
