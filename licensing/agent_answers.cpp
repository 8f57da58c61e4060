// What an answer, or none, does to the agent.
#include <algorithm>
#include <utility>

#include "licensing/agent.hpp"
#include "licensing/names.hpp"

namespace licensing {

namespace {

bool fits(Purpose purpose, const Response& response) {
    switch (purpose) {
        case Purpose::registration:
        case Purpose::id_renewal: return std::holds_alternative<Registered>(response.what);
        case Purpose::authorization: return std::holds_alternative<Authorized>(response.what);
        case Purpose::deregistration: return std::holds_alternative<Deregistered>(response.what);
        case Purpose::conversion: return std::holds_alternative<Converted>(response.what);
        default: break;  // a policy agent's
    }
    return false;
}

std::optional<Failure> failure_in(Purpose purpose, const Delivery& delivery) {
    if (const auto* lost = std::get_if<TransportFailure>(&delivery)) return Failure{*lost, {}};
    const auto& response = std::get<Response>(delivery);
    if (const auto* said = std::get_if<Objected>(&response.what)) {
        return Failure{said->why, said->detail};
    }
    if (!fits(purpose, response)) return Failure{TransportFailure::unreadable, {}};
    return std::nullopt;
}

// Nothing was decided: the same request may succeed later.
bool undecided(const Failure& failure) {
    const auto* objection = std::get_if<Objection>(&failure.why);
    return !objection || *objection == Objection::try_again;
}

Enforcement enforcement_of(Compliance compliance) {
    switch (compliance) {
        case Compliance::in_compliance: return Enforcement::authorized;
        case Compliance::out_of_compliance: return Enforcement::out_of_compliance;
        case Compliance::invalid_tag: return Enforcement::invalid_tag;
    }
    return Enforcement::waiting;
}

bool answers(const std::vector<Grant>& grants, const std::vector<Claim>& wanted) {
    return std::equal(grants.begin(), grants.end(), wanted.begin(), wanted.end(),
                      [](const Grant& grant, const Claim& claim) { return grant.claim == claim; });
}

}  // namespace

void Agent::receive(std::uint64_t id, const Delivery& delivery, DeviceTime now) {
    if (state_.awaited != id) return;
    state_.awaited.reset();
    state_.reply_by.reset();
    const Purpose purpose = state_.awaited_purpose;
    const DeviceTime at = now + traits_.settling;
    if (const auto failure = failure_in(purpose, delivery)) {
        say(EventKind::answer_received, at, *failure);
        on_failure(purpose, *failure, now, at);
        return;
    }
    say(EventKind::answer_received, at, name(purpose));
    if (std::exchange(state_.communication_lost, false)) {
        say(EventKind::communication_restored, at);
    }
    const Response& response = std::get<Response>(delivery);
    switch (purpose) {
        case Purpose::registration:
            on_registered(std::get<Registered>(response.what), now, at);
            break;
        case Purpose::id_renewal: on_renewed(std::get<Registered>(response.what), now, at); break;
        case Purpose::authorization:
            on_authorized(std::get<Authorized>(response.what), now, at);
            break;
        case Purpose::deregistration: on_deregistered(now, at); break;
        case Purpose::conversion: on_converted(at); break;
        default: break;
    }
    count_evaluation(now);
}

void Agent::on_registered(const Registered& answer, DeviceTime now, DeviceTime at) {
    state_.identity = answer.identity;
    state_.former.reset();
    state_.registered = Attempt{at, std::nullopt};
    state_.renewed.reset();
    state_.next_registration.reset();
    state_.next_renewal = now + traits_.id_renewal;
    state_.registration_failures = 0;
    state_.renewal_failures = 0;
    state_.authorization_failures = 0;
    state_.warned_of_expiry = false;
    state_.told_of_end = false;
    state_.lapses.reset();
    set_registration(Registration::registered, at);
    say(EventKind::registration_succeeded, at);
    say(export_allowed() ? EventKind::export_allowed : EventKind::export_not_allowed, at);
    if (state_.wanted.empty()) {
        forget_authorization(at);
        if (state_.standing == Standing::by) communicate_by(now + traits_.request_delay);
    } else {
        send(Purpose::authorization, now);
    }
}

void Agent::on_renewed(const Registered& answer, DeviceTime now, DeviceTime at) {
    state_.identity = answer.identity;
    state_.renewed = Attempt{at, std::nullopt};
    state_.next_renewal = now + traits_.id_renewal;
    state_.renewal_failures = 0;
    state_.warned_of_expiry = false;
    state_.told_of_end = false;
    state_.lapses.reset();
    say(EventKind::renewal_succeeded, at);
}

void Agent::on_authorized(const Authorized& answer, DeviceTime now, DeviceTime at) {
    state_.communicated = Attempt{at, std::nullopt};
    state_.authorization_failures = 0;
    say(EventKind::authorization_succeeded, at);
    enforce(answer.grants, at);

    const auto says = [&answer](Compliance compliance) {
        return std::any_of(answer.grants.begin(), answer.grants.end(),
                           [&](const Grant& grant) { return grant.compliance == compliance; });
    };
    const bool over = says(Compliance::out_of_compliance);
    const Authorization before = state_.authorization;
    if (answer.grants.empty() && state_.standing != Standing::by) {
        set_authorization(state_.wanted.empty() ? Authorization::none : Authorization::evaluation,
                          at);
        state_.deadline.reset();
        state_.next_communication.reset();
    } else {
        set_authorization(over ? Authorization::out_of_compliance : Authorization::authorized, at);
        state_.deadline = as_read_by_device(answer.deadline);
        state_.next_communication =
            over ? at + overuse_retry() : now + traits_.authorization_renewal;
        if (state_.authorization != before) {
            say(over ? EventKind::out_of_compliance : EventKind::in_compliance, at);
        }
    }
    if (!over && state_.standing == Standing::taken_over) state_.standing = Standing::alone;
    const bool goes_on = over && before == Authorization::out_of_compliance;
    if (!goes_on || !traits_.dates_overuse_once) state_.authorization_at = at;
    // The configuration changed while the request was under way.
    if (!answers(answer.grants, state_.wanted)) communicate_by(now + traits_.request_delay);
}

Span Agent::overuse_retry() const {
    return state_.standing == Standing::taken_over ? traits_.takeover_retry
                                                   : traits_.out_of_compliance_retry;
}

void Agent::enforce(const std::vector<Grant>& grants, DeviceTime at) {
    for (Entitlement& entitlement : state_.entitlements) {
        const auto grant = std::find_if(
            grants.begin(), grants.end(),
            [&entitlement](const Grant& offered) { return offered.claim == entitlement.claim; });
        if (grant == grants.end()) continue;
        const Enforcement enforcement = enforcement_of(grant->compliance);
        if (enforcement == Enforcement::invalid_tag &&
            entitlement.enforcement != Enforcement::invalid_tag) {
            say(EventKind::invalid_tag, at, entitlement.claim);
        }
        // Who was only evaluating has nothing to go on with (seed 003: licences that are too few
        // when a device first registers).
        if (enforcement == Enforcement::authorized) entitlement.granted = grant->claim.count;
        set_enforcement(entitlement, enforcement, at);
        entitlement.name = grant->name;
        entitlement.description = grant->description;
        entitlement.version = grant->version;
    }
}

void Agent::on_deregistered(DeviceTime now, DeviceTime at, const Failure* unconfirmed) {
    drop_identity(at);
    state_.token.clear();
    state_.force = false;
    state_.next_registration.reset();
    set_registration(Registration::unregistered, at);
    if (unconfirmed)
        say(EventKind::deregistered, at, *unconfirmed);
    else
        say(EventKind::deregistered, at);
    count_evaluation(now);
}

void Agent::on_failure(Purpose purpose, const Failure& failure, DeviceTime now, DeviceTime at) {
    switch (purpose) {
        case Purpose::registration: on_registration_failure(failure, at); break;
        case Purpose::id_renewal: on_renewal_failure(failure, at); break;
        case Purpose::authorization: on_authorization_failure(failure, at); break;
        case Purpose::deregistration: on_deregistration_failure(failure, now, at); break;
        case Purpose::conversion: on_conversion_failure(failure, at); break;
        default: break;
    }
    if (undecided(failure) && !std::exchange(state_.communication_lost, true)) {
        say(EventKind::communication_lost, at, failure);
    }
}

void Agent::on_deregistration_failure(const Failure& failure, DeviceTime now, DeviceTime at) {
    // An authority that no longer knows us has nothing left to give back.
    const bool unknown_there = failure.why == Cause{Objection::signature_mismatch};
    if (!unknown_there || traits_.deregisters_alone) {
        say(EventKind::deregistration_failed, at, failure);
    }
    if (!unknown_there && !traits_.deregisters_alone) return;
    const auto former = state_.identity;
    on_deregistered(now, at, traits_.deregisters_alone ? &failure : nullptr);
    if (!unknown_there) state_.former = former;
}

Reaction Agent::reaction_to(const Failure& failure) const {
    for (const Reacting& reacting : traits_.registration_reactions) {
        if (reacting.why == failure.why) return reacting.reaction;
    }
    return undecided(failure) ? Reaction::retry : Reaction::fail;
}

void Agent::on_registration_failure(const Failure& failure, DeviceTime at) {
    state_.registered = Attempt{at, failure};
    const Reaction reaction = reaction_to(failure);
    // Whoever is registered and asked for another certificate keeps the one it has.
    const auto failed = state_.identity ? Registration::registered : Registration::failed;
    if (reaction == Reaction::fail || (reaction == Reaction::fail_and_retry && state_.identity)) {
        set_registration(failed, at);
        state_.next_registration.reset();
    } else {
        set_registration(reaction == Reaction::retry ? Registration::in_progress : failed, at);
        state_.next_registration = retry_at(at, traits_.registration_retry,
                                            state_.registration_failures, "registration_retry");
        ++state_.registration_failures;
    }
    say(EventKind::registration_failed, at, failure);
}

void Agent::on_renewal_failure(const Failure& failure, DeviceTime at) {
    state_.renewed = Attempt{at, failure};
    state_.next_renewal = retry_at(at, traits_.id_retry, state_.renewal_failures, "id_retry");
    ++state_.renewal_failures;
    say(EventKind::renewal_failed, at, failure);
}

void Agent::on_authorization_failure(const Failure& failure, DeviceTime at) {
    const bool expired = state_.authorization == Authorization::expired;
    state_.communicated = Attempt{at, failure};
    // Seed 000, scenarios A and B: the status line carries the time of the failed try.
    if (expired || state_.authorization == Authorization::authorized) {
        state_.authorization_at = at;
    }
    state_.next_communication =
        expired ? at + traits_.expired_retry
                : retry_at(at, traits_.authorization_retry, state_.authorization_failures,
                           "authorization_retry");
    ++state_.authorization_failures;
    say(EventKind::authorization_failed, at, failure);
}

}  // namespace licensing
