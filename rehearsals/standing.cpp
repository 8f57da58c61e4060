#include "rehearsals/standing.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "licensing/names.hpp"
#include "modes/views.hpp"

namespace rehearsals {
namespace {

using licensing::DeviceTime;

std::string words(std::string_view name) {
    std::string text(name);
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
}

std::string text_of(licensing::Span since_epoch) {
    const std::chrono::sys_time<licensing::Span> at{since_epoch};
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date{day};
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(at - day).count();
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       minutes / 60, minutes % 60);
}

void add_date(std::vector<std::string>& to, const char* what, const std::optional<DeviceTime>& at) {
    if (at) to.push_back(fmt::format("{} {}", what, text_of(at->time_since_epoch())));
}

// The last exchange that had an outcome.
std::string failure_of(const licensing::AgentState& state) {
    const std::optional<licensing::Attempt>* last = nullptr;
    for (const auto* one : {&state.registered, &state.renewed, &state.communicated}) {
        if (*one && (!last || (*one)->at >= (*last)->at)) last = one;
    }
    if (!last || !(*last)->failure) return {};
    return words(licensing::name(*(*last)->failure));
}

void look_at_agent(const licensing::Agent& agent, Standing& standing) {
    const auto& state = agent.state();
    standing.licensed_here = state.enabled;
    standing.registration = words(licensing::name(state.registration));
    const bool none = state.authorization == licensing::Authorization::none;
    standing.authorization =
        none ? "no licence in use" : words(licensing::name(state.authorization));
    for (const auto& one : state.entitlements) {
        standing.usage.push_back(fmt::format("{} {}: {}", one.claim.tag, one.claim.count,
                                             words(licensing::name(one.enforcement))));
    }
    add_date(standing.renewals, "registration", state.next_registration);
    add_date(standing.renewals, "identity", state.next_renewal);
    add_date(standing.renewals, "authorization", state.next_communication);
    add_date(standing.renewals, "deadline", state.deadline);
    standing.failure = failure_of(state);
}

void look_at_policy(const licensing::PolicyAgent& agent, Standing& standing) {
    const auto& state = agent.state();
    standing.licensed_here = true;
    standing.registration = state.trust.empty() ? "no trust code" : "trust code installed";
    standing.authorization = "by policy";
    for (const auto& one : state.licences) {
        if (one.claim.count == 0) continue;
        standing.usage.push_back(fmt::format("{} {}: in use", one.claim.tag, one.claim.count));
    }
    add_date(standing.renewals, "trust", state.next_trust);
    add_date(standing.renewals, "report", state.next_push);
    add_date(standing.renewals, "acknowledgement by", state.ack_deadline);
    if (state.reporting.failing > 0 && state.reporting.failure) {
        standing.failure = words(licensing::name(*state.reporting.failure));
    }
}

// Of one whose chassis asks for it.
void look_at_module(const lab::Device& device, Standing& standing) {
    const auto* agent = device.host() ? device.host()->agent() : nullptr;
    const auto& held = device.chassis().manager.held;
    if (!agent || held.empty()) return;
    standing.licensed_here = true;
    standing.registration =
        fmt::format("{} (its chassis)", words(licensing::name(agent->state().registration)));
    auto gravest = licensing::Enforcement::authorized;
    for (const auto& one : held) {
        standing.usage.push_back(
            fmt::format("{} {}: {}", one.tag, one.count, words(licensing::name(one.enforcement))));
        if (one.enforcement != licensing::Enforcement::authorized) gravest = one.enforcement;
    }
    standing.authorization = words(licensing::name(gravest));
}

void look_at_authorities(lab::Lab& lab, const lab::Device& device, Standing& standing) {
    for (const auto& end : lab.authorities()) {
        for (const auto& one : end->authority().state().instances) {
            if (one.udi.serial != device.chassis().udi.serial) continue;
            auto& lines = standing.consumed;
            if (lab.authorities().size() > 1) lines.push_back(std::string(end->party()) + ":");
            if (one.claims.empty()) lines.emplace_back("known, holds nothing");
            for (const auto& claim : one.claims) {
                lines.push_back(fmt::format("{} {}", claim.tag, claim.count));
            }
        }
    }
}

// The unit's own, or that of one of those it plays.
void add_configuration(lab::Device& device, const std::string& partition,
                       std::vector<std::string>& to) {
    const lab::Device::Stay stay(device, partition);
    for (const auto& line : device.configuration_lines(false)) {
        to.push_back(modes::masked(line, device.profile()));
    }
}

}  // namespace

bool Standing::same_licence(const Standing& other) const {
    return registration == other.registration && authorization == other.authorization &&
           usage == other.usage && consumed == other.consumed;
}

std::string day_and_time(licensing::Instant at) { return text_of(at.time_since_epoch()); }

Standings look_at(lab::Lab& lab) {
    Standings all;
    for (const auto& device : lab.devices()) {
        Standing one;
        one.device = device->name();
        one.software = fmt::format("{} {} on {}", device->profile().platform(),
                                   device->running().version, device->chassis().model);
        one.up = device->up();
        one.saved = !device->unsaved() || device->startup() == device->startup_text();
        if (const auto* agent = device->agent())
            look_at_agent(*agent, one);
        else if (const auto* policy = device->policy())
            look_at_policy(*policy, one);
        else
            look_at_module(*device, one);
        look_at_authorities(lab, *device, one);
        add_configuration(*device, {}, one.configuration);
        for (const auto& partition : device->running().partitions) {
            one.configuration.push_back("=== " + partition.name);
            add_configuration(*device, partition.name, one.configuration);
        }
        all.push_back(std::move(one));
    }
    return all;
}

}  // namespace rehearsals
