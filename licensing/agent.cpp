#include "licensing/agent.hpp"

#include <algorithm>
#include <utility>

#include "licensing/names.hpp"

namespace licensing {

Agent::Agent(AgentTraits traits, Udi udi, Chance chance, AgentState state)
    : traits_(std::move(traits)), udi_(std::move(udi)), chance_(chance), state_(std::move(state)) {}

Agent::Agent(AgentTraits traits, Udi udi, Chance chance, AgentState kept, DeviceTime now)
    : Agent(std::move(traits), std::move(udi), chance, std::move(kept)) {
    forget_awaited(state_, now);
    state_.evaluation_since.reset();
    state_.evaluation_reminded.reset();
    state_.wanted_since_boot = false;
    say(EventKind::ready, now);
    if (state_.enabled) boot(now);
}

Agent Agent::restored(AgentTraits traits, Udi udi, Chance chance, AgentState state) {
    return Agent(std::move(traits), std::move(udi), chance, std::move(state));
}

void Agent::boot(DeviceTime now) {
    if (certificate_ended(now)) {
        const bool anew =
            traits_.certificate_end == CertificateEnd::at_boot && !state_.token.empty();
        if (!state_.told_of_end) say(EventKind::certificate_expired, now);
        drop_identity(now);
        state_.next_registration.reset();
        set_registration(anew ? Registration::in_progress : Registration::unregistered, now);
    } else if (state_.identity && state_.next_communication) {
        // The startup configuration comes first; it may want something else than flash knows.
        state_.next_communication =
            std::max(*state_.next_communication, now + traits_.request_delay);
    }
    if (trying_to_register() && !state_.token.empty() &&
        (!state_.next_registration || *state_.next_registration <= now)) {
        send(Purpose::registration, now);
    }
    count_evaluation(now);
}

void Agent::enable(DeviceTime now) {
    if (state_.enabled) return;
    state_.enabled = true;
    say(EventKind::enabled, now);
    if (state_.identity && !state_.wanted.empty()) communicate_by(now + traits_.request_delay);
    count_evaluation(now);
}

void Agent::disable(DeviceTime now) {
    if (!state_.enabled) return;
    state_.enabled = false;
    forget_awaited(state_, now);
    count_evaluation(now);
    say(EventKind::disabled, now);
}

std::optional<AgentRefusal> Agent::register_device(const std::string& token, bool force,
                                                   DeviceTime now) {
    if (!state_.enabled) return AgentRefusal::not_enabled;
    if (state_.reservation.enabled || reserved()) return AgentRefusal::in_reservation_mode;
    if (state_.identity && !force) {
        state_.rejected_token = token;
        say(EventKind::already_registered, now);
        return AgentRefusal::already_registered;
    }
    state_.rejected_token.clear();
    state_.token = token;
    state_.force = force;
    state_.registration_failures = 0;
    if (!state_.identity) state_.registered.reset();
    set_registration(traits_.shows_pending && !state_.identity ? Registration::pending
                                                               : Registration::in_progress,
                     now);
    send(Purpose::registration, now);
    state_.next_registration.reset();
    return std::nullopt;
}

std::optional<AgentRefusal> Agent::deregister(DeviceTime now) {
    if (!state_.enabled) return AgentRefusal::not_enabled;
    if (reserved()) return AgentRefusal::in_reservation_mode;
    const bool registering = trying_to_register();
    if (state_.identity) {
        if (state_.awaited && state_.awaited_purpose == Purpose::registration) {
            return AgentRefusal::busy;
        }
        state_.rejected_token.clear();
        send(Purpose::deregistration, now);
        return std::nullopt;
    }
    if (!registering) {
        say(EventKind::already_deregistered, now);
        return AgentRefusal::not_registered;
    }
    state_.awaited.reset();
    on_deregistered(now, now);
    return std::nullopt;
}

std::optional<AgentRefusal> Agent::refuses_renewal() const {
    if (!state_.enabled) return AgentRefusal::not_enabled;
    if (reserved()) return AgentRefusal::in_reservation_mode;
    if (!state_.identity) return AgentRefusal::not_registered;
    if (state_.reservation.enabled) return AgentRefusal::in_reservation_mode;
    const bool moving = state_.awaited && (state_.awaited_purpose == Purpose::registration ||
                                           state_.awaited_purpose == Purpose::deregistration);
    if (moving) return AgentRefusal::busy;
    return std::nullopt;
}

std::optional<AgentRefusal> Agent::renew_identity(DeviceTime now) {
    if (const auto refusal = refuses_renewal()) return refusal;
    state_.renewal_failures = 0;
    send(Purpose::id_renewal, now);
    return std::nullopt;
}

std::optional<AgentRefusal> Agent::renew_authorization(DeviceTime now) {
    if (const auto refusal = refuses_renewal()) return refusal;
    state_.authorization_failures = 0;
    send(Purpose::authorization, now);
    return std::nullopt;
}

std::optional<AgentRefusal> Agent::renew(DeviceTime now) {
    if (state_.enabled && !reserved() && !state_.identity && !state_.token.empty()) {
        if (state_.awaited) return AgentRefusal::busy;
        set_registration(Registration::in_progress, now);
        send(Purpose::registration, now);
        state_.next_registration.reset();
        return std::nullopt;
    }
    // What the second request overtakes is due again behind it.
    if (const auto refusal = renew_identity(now)) return refusal;
    if (state_.wanted.empty()) return std::nullopt;
    return renew_authorization(now);
}

std::vector<Request> Agent::take_requests() { return std::exchange(requests_, {}); }

std::vector<Event> Agent::take_events() { return std::exchange(events_, {}); }

AgentState Agent::kept(DeviceTime now) const {
    AgentState kept = state_;
    forget_awaited(kept, now);
    if (kept.evaluation_since) {
        kept.evaluation_used += std::max(now - *kept.evaluation_since, Span::zero());
        kept.evaluation_since.reset();
    }
    return kept;
}

bool Agent::export_allowed() const {
    const auto& members = state_.reservation.members;
    if (state_.registration == Registration::reserved_universal) {
        return std::all_of(members.begin(), members.end(), [](const MemberReservation& one) {
            return !one.installed || one.export_allowed;
        });
    }
    return state_.identity && state_.identity->export_allowed;
}

std::optional<Span> Agent::evaluation_remaining(DeviceTime now) const {
    if (!traits_.evaluation) return std::nullopt;
    Span used = state_.evaluation_used;
    if (state_.evaluation_since) used += std::max(now - *state_.evaluation_since, Span::zero());
    return std::max(*traits_.evaluation - used, Span::zero());
}

std::optional<DeviceTime> Agent::registration_expires() const {
    if (!state_.identity) return std::nullopt;
    return as_read_by_device(state_.identity->expires) - traits_.expiry_margin;
}

void Agent::say(EventKind kind, DeviceTime at, std::string_view detail) {
    Event event;
    event.kind = kind;
    event.at = at;
    event.detail = detail;
    events_.push_back(std::move(event));
}

void Agent::say(EventKind kind, DeviceTime at, const Failure& failure) {
    say(kind, at, name(failure));
    events_.back().failure = failure;
}

void Agent::say(EventKind kind, DeviceTime at, const Claim& claim) {
    say(kind, at, claim.tag);
    events_.back().claim = claim;
}

void Agent::set_registration(Registration registration, DeviceTime at) {
    if (state_.registration == registration) return;
    state_.registration = registration;
    say(EventKind::state_changed, at, name(registration));
}

void Agent::set_authorization(Authorization authorization, DeviceTime at) {
    if (state_.authorization == authorization) return;
    state_.authorization = authorization;
    say(EventKind::state_changed, at, name(authorization));
}

void Agent::set_enforcement(Entitlement& entitlement, Enforcement enforcement, DeviceTime at) {
    if (entitlement.enforcement == enforcement) return;
    entitlement.enforcement = enforcement;
    entitlement.changed = at;
}

bool Agent::answered() const {
    return state_.authorization == Authorization::authorized ||
           state_.authorization == Authorization::out_of_compliance ||
           state_.authorization == Authorization::expired;
}

}  // namespace licensing
