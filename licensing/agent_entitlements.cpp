// The agent's entitlements, and the evaluation period that runs while nobody answers for them.
#include <algorithm>
#include <utility>

#include "licensing/agent.hpp"

namespace licensing {

void Agent::want(std::vector<Claim> claims, DeviceTime now) {
    const bool booting = !state_.wanted_since_boot;
    state_.wanted_since_boot = true;
    const bool changed = claims != state_.wanted;
    // After a boot the same entitlements are requested again (reference asa.md 6, Reboot).
    const bool again = booting && !claims.empty();
    if (!changed && !again) return;
    if (changed) take_up(std::move(claims), now);
    if (state_.enabled && state_.identity) communicate_by(now + traits_.request_delay);
    count_evaluation(now);
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
        entitlements.push_back(std::move(fresh));
    }
    state_.wanted = std::move(claims);
    state_.entitlements = std::move(entitlements);
    if (!answered()) {
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
        entitlement.name.clear();
        entitlement.description.clear();
        entitlement.version.clear();
    }
}

bool Agent::evaluating() const {
    return state_.enabled && traits_.evaluation && state_.evaluation_used < *traits_.evaluation &&
           !state_.wanted.empty() && !(state_.identity && answered());
}

// Called after whatever may start or stop the period, and when it is used up.
void Agent::count_evaluation(DeviceTime now) {
    if (state_.evaluation_since) {
        state_.evaluation_used += std::max(now - *state_.evaluation_since, Span::zero());
        state_.evaluation_since = now;
        if (traits_.evaluation && state_.evaluation_used >= *traits_.evaluation) {
            state_.evaluation_used = *traits_.evaluation;
            say(EventKind::evaluation_expired, now);
            for (Entitlement& entitlement : state_.entitlements) {
                if (entitlement.enforcement == Enforcement::evaluation) {
                    set_enforcement(entitlement, Enforcement::evaluation_expired, now);
                }
            }
        }
    }
    if (!evaluating()) {
        state_.evaluation_since.reset();
    } else if (!state_.evaluation_since) {
        state_.evaluation_since = now;
        say(EventKind::evaluation_started, now);
    }
}

}  // namespace licensing
