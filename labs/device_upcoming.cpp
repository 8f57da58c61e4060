// What a device is about to say: messages that come some time after their cause, such as those
// of a boot, one after the other.
#include <algorithm>

#include <fmt/format.h>

#include "grammar/duration.hpp"
#include "labs/device.hpp"

namespace lab {
namespace {

constexpr std::string_view planned_reload = "reload.planned";

struct Announced {
    licensing::Span delay{};
    std::string event;
};

// "1.6s ready"
std::vector<Announced> announced_by(const profiles::Profile& profile) {
    std::vector<Announced> all;
    if (!profile.has_list("boot-notices")) return all;
    for (const auto& entry : profile.list("boot-notices")) {
        const auto blank = std::min(entry.find(' '), entry.size() - 1);
        const auto delay = grammar::read_duration(entry.substr(0, blank));
        all.push_back({delay.value_or(licensing::Span{}), entry.substr(blank + 1)});
    }
    return all;
}

}  // namespace

// At the moments before it that the profile lists, and when it is due.
void Device::plan_reload(PlannedReload plan) {
    cancel_reload();
    for (const auto& before : profile_->list("reload-warnings")) {
        const auto moment = plan.at - grammar::read_duration(before).value_or(licensing::Span{});
        if (moment > lab_now()) later(moment - lab_now(), std::string(planned_reload));
    }
    later(plan.at - lab_now(), std::string(planned_reload));
    running_.planned_reload = std::move(plan);
    warn_of_reload();
}

bool Device::cancel_reload() {
    std::erase_if(running_.upcoming, [](const Upcoming& u) { return u.event == planned_reload; });
    const bool planned = running_.planned_reload.has_value();
    running_.planned_reload.reset();
    return planned;
}

void Device::warn_of_reload() {
    const auto& plan = *running_.planned_reload;
    const auto left = std::chrono::duration_cast<std::chrono::seconds>(plan.at - lab_now()).count();
    profiles::Facts facts;
    facts.set("left", fmt::format("{}:{:02}:{:02}", left / 3600, left / 60 % 60, left % 60));
    facts.set("reason", plan.reason);
    announce("reload.warning", facts);
}

void Device::later(licensing::Span delay, const std::string& event) {
    auto& all = running_.upcoming;
    const Upcoming made{lab_now() + delay, event};
    const auto it = std::find_if(all.begin(), all.end(),
                                 [&](const Upcoming& other) { return other.at > made.at; });
    all.insert(it, made);
}

licensing::Span Device::time_to(const std::string& event) const {
    for (const auto& upcoming : running_.upcoming) {
        if (upcoming.event == event) return upcoming.at - lab_now();
    }
    return {};
}

bool Device::announces_at_boot(const std::string& event) const {
    const auto all = announced_by(*profile_);
    return std::any_of(all.begin(), all.end(), [&](const auto& a) { return a.event == event; });
}

void Device::announce_boot() {
    for (const auto& [delay, event] : announced_by(*profile_)) later(delay, event);
}

// The state decides what is said when its time has come, not when it was planned.
void Device::say_upcoming() {
    auto& all = running_.upcoming;
    while (!all.empty() && all.front().at <= lab_now()) {
        const auto event = all.front().event;
        all.erase(all.begin());
        if (event == planned_reload && running_.planned_reload) {
            const auto plan = *running_.planned_reload;
            if (plan.at > lab_now()) {
                warn_of_reload();
                continue;
            }
            if (plan.saves) save();
            notify("reloading", profiles::Facts{}.set("by", plan.by).set("reason", plan.reason));
            return reload(plan.quick);
        }
        if (event == "export_not_allowed" && agent_ && agent_->export_allowed()) {
            notify("export_allowed");
        } else if (event == "evaluation_started") {
            if (!agent_) continue;
            for (const auto& entitlement : agent_->state().entitlements) {
                if (entitlement.enforcement == licensing::Enforcement::evaluation) notify(event);
            }
        } else if (event == "callhome.enabled") {
            const bool on = settings_.callhome.service && !settings_.callhome.profiles.empty();
            if (on && lack_of(settings_.callhome) == CallhomeLack::user_profile_reports) {
                notify("callhome.failed-to-enable");
            } else if (on) {
                notify(event);
            }
        } else if (event == "clock.untrusted" && clock_trusted()) {
            continue;
        } else if (event == "login.unquiet") {
            if (!settings_.access.login_block) continue;
            notify(event, profiles::Facts{}.set("at", stamp(now())));
        } else if (event == "pki.trustpoint-created" && settings_.pki.trustpoints.empty()) {
            continue;
        } else {
            notify(event);
        }
    }
}

}  // namespace lab
