// The agent's entitlements, and the evaluation period that runs while nobody answers for them.
#include <algorithm>
#include <utility>

#include "licensing/agent.hpp"

namespace licensing {

namespace {

int granted_of(const std::vector<Entitlement>& all, const std::string& tag) {
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const Entitlement& one) { return one.claim.tag == tag; });
    return found == all.end() ? 0 : found->granted;
}

}  // namespace

void Agent::want(std::vector<Claim> claims, DeviceTime now) {
    const bool booting = !state_.wanted_since_boot;
    state_.wanted_since_boot = true;
    const bool changed = claims != state_.wanted;
    // After a boot the same entitlements are requested again (reference asa.md 6, Reboot).
    const bool again = booting && !claims.empty();
    if (!changed && !again) return;
    const bool running = state_.evaluation_since.has_value();
    const std::vector<Claim> before = state_.wanted;
    if (changed) take_up(std::move(claims), now);
    if (reserved()) enforce_reservation(now);
    if (state_.enabled && state_.identity) communicate_by(now + traits_.request_delay);
    count_evaluation(now);
    if (!running || !state_.evaluation_since) return;
    for (const Claim& claim : state_.wanted) {
        const bool known = std::any_of(before.begin(), before.end(),
                                       [&](const Claim& old) { return old.tag == claim.tag; });
        if (!known) say(EventKind::evaluation_started, now, claim);
    }
}

void Agent::ask_again(DeviceTime now) {
    const bool asks = state_.enabled && state_.identity && !state_.wanted.empty() && !reserved();
    if (asks) communicate_by(now + traits_.request_delay);
}

void Agent::take_up(std::vector<Claim> claims, DeviceTime now) {
    std::vector<Entitlement> entitlements;
    for (const Claim& claim : claims) {
        const auto same = std::find_if(state_.entitlements.begin(), state_.entitlements.end(),
                                       [&](const Entitlement& old) { return old.claim == claim; });
        if (same != state_.entitlements.end()) {
            entitlements.push_back(*same);
            continue;
        }
        Entitlement fresh;
        fresh.claim = claim;
        fresh.enforcement = state_.identity ? Enforcement::waiting : unanswered();
        fresh.requested = now;
        fresh.changed = now;
        fresh.granted = std::min(granted_of(state_.entitlements, claim.tag), claim.count);
        entitlements.push_back(std::move(fresh));
    }
    state_.wanted = std::move(claims);
    state_.entitlements = std::move(entitlements);
    if (!answered() && !reserved()) {
        set_authorization(state_.wanted.empty() ? Authorization::none : Authorization::evaluation,
                          now);
    }
}

Enforcement Agent::unanswered() const {
    const bool used_up = traits_.evaluation && state_.evaluation_used >= *traits_.evaluation;
    return used_up ? Enforcement::evaluation_expired : Enforcement::evaluation;
}

void Agent::forget_authorization(DeviceTime now) {
    set_authorization(state_.wanted.empty() ? Authorization::none : Authorization::evaluation, now);
    state_.authorization_at = {};
    state_.communicated.reset();
    state_.next_communication.reset();
    state_.deadline.reset();
    state_.authorization_failures = 0;
    for (Entitlement& entitlement : state_.entitlements) {
        set_enforcement(entitlement, unanswered(), now);
        entitlement.granted = 0;
        entitlement.name.clear();
        entitlement.description.clear();
        entitlement.version.clear();
    }
}

bool Agent::unlicensed() const {
    return state_.enabled && !state_.wanted.empty() && !reserved() &&
           !(state_.identity && answered());
}

bool Agent::evaluating() const {
    return unlicensed() && traits_.evaluation && state_.evaluation_used < *traits_.evaluation;
}

// Called after whatever may start or stop the period, and when it is used up.
void Agent::count_evaluation(DeviceTime now) {
    if (state_.evaluation_since) {
        state_.evaluation_used += std::max(now - *state_.evaluation_since, Span::zero());
        state_.evaluation_since = now;
        if (traits_.evaluation && state_.evaluation_used >= *traits_.evaluation) {
            end_evaluation(now);
        }
    }
    if (!evaluating()) {
        state_.evaluation_since.reset();
    } else if (!state_.evaluation_since) {
        state_.evaluation_since = now;
        for (const Entitlement& entitlement : state_.entitlements) {
            say(EventKind::evaluation_started, now, entitlement.claim);
        }
    }
    const bool over = unlicensed() && state_.evaluation_ended && traits_.evaluation_reminder;
    if (!over) {
        state_.evaluation_reminded.reset();
    } else if (!state_.evaluation_reminded) {
        state_.evaluation_reminded = now;
    }
}

void Agent::end_evaluation(DeviceTime now) {
    state_.evaluation_used = *traits_.evaluation;
    state_.evaluation_ended = now;
    say(EventKind::evaluation_expired, now);
    for (Entitlement& entitlement : state_.entitlements) {
        if (entitlement.enforcement == Enforcement::evaluation) {
            set_enforcement(entitlement, Enforcement::evaluation_expired, now);
        }
    }
}

// The longest of the spans that has not been warned of and can still come.
std::optional<Span> Agent::next_warning() const {
    for (const Span span : traits_.evaluation_warnings) {
        if (!state_.evaluation_warned || span < *state_.evaluation_warned) return span;
    }
    return std::nullopt;
}

void Agent::warn_of_evaluation(DeviceTime now) {
    const auto left = evaluation_remaining(now);
    if (state_.evaluation_since && left && *left > Span::zero()) {
        bool warns = false;
        while (next_warning() && *left <= *next_warning()) {
            state_.evaluation_warned = next_warning();
            warns = true;
        }
        if (warns) {
            say(EventKind::evaluation_warning, now);
            events_.back().remaining = left;
        }
    }
    if (state_.evaluation_reminded && traits_.evaluation_reminder &&
        *state_.evaluation_reminded + *traits_.evaluation_reminder <= now) {
        state_.evaluation_reminded = now;
        say(EventKind::evaluation_over, now);
        events_.back().when = state_.evaluation_ended;
    }
}

std::optional<DeviceTime> Agent::evaluation_due() const {
    if (state_.evaluation_reminded && traits_.evaluation_reminder) {
        return *state_.evaluation_reminded + *traits_.evaluation_reminder;
    }
    if (!state_.evaluation_since || !traits_.evaluation) return std::nullopt;
    const Span left = *traits_.evaluation - state_.evaluation_used;
    const Span until = next_warning().value_or(Span::zero());
    return *state_.evaluation_since + (left - std::min(until, left));
}

}  // namespace licensing
