// What the agent does by itself: its dates, the requests they send, the retries, and what ends
// when nobody answers.
#include <algorithm>

#include "licensing/agent.hpp"
#include "licensing/names.hpp"

namespace licensing {

std::optional<Agent::Job> Agent::next_job() const {
    // One exchange at a time, and none in reservation mode.
    if (state_.awaited || reserved() || state_.reservation.enabled) return std::nullopt;
    std::optional<Job> next;
    const auto offer = [&next](Purpose purpose, const std::optional<DeviceTime>& at) {
        if (at && (!next || *at < next->at)) next = Job{purpose, *at};
    };
    if (trying_to_register()) offer(Purpose::registration, state_.next_registration);
    if (state_.identity) {
        offer(Purpose::id_renewal, state_.next_renewal);
        offer(Purpose::authorization, state_.next_communication);
        offer(Purpose::conversion, state_.next_conversion);
    }
    return next;
}

std::optional<DeviceTime> Agent::next_due() const {
    if (!state_.enabled) return std::nullopt;
    std::optional<DeviceTime> due = state_.deadline;
    const auto offer = [&due](DeviceTime at) { due = due ? std::min(*due, at) : at; };
    if (const auto job = next_job()) offer(job->at);
    if (state_.identity && !state_.told_of_end) {
        const DeviceTime end = as_read_by_device(state_.identity->expires);
        offer(state_.warned_of_expiry ? end : end - traits_.expiry_warning);
    }
    if (state_.lapses) offer(*state_.lapses);
    if (state_.awaited && state_.reply_by) offer(*state_.reply_by);
    if (const auto at = evaluation_due()) offer(*at);
    return due;
}

void Agent::wake(DeviceTime now) {
    if (!state_.enabled) return;
    pass_deadline(now);
    pass_certificate(now);
    pass_lapse(now);
    give_up_waiting(now);
    count_evaluation(now);
    warn_of_evaluation(now);
    const auto job = next_job();
    if (job && job->at <= now) send(job->purpose, now);
}

void Agent::send(Purpose purpose, DeviceTime now) {
    if (state_.awaited && state_.awaited_purpose != purpose) forget_awaited(state_, now);
    Request request;
    request.id = ++state_.last_request;
    request.purpose = purpose;
    request.udi = udi_;
    request.sent = now;
    if (state_.identity) request.instance = state_.identity->instance;
    if (purpose == Purpose::registration) {
        request.token = state_.token;
        request.force = state_.force;
    }
    if (purpose == Purpose::authorization || purpose == Purpose::conversion) {
        request.claims = state_.wanted;
    }
    state_.awaited = request.id;
    state_.awaited_purpose = purpose;
    state_.reply_by = retry_at(now, traits_.reply_timeout, 0, "reply_timeout");
    if (purpose == Purpose::authorization && traits_.shows_waiting) {
        state_.communicated = Attempt{now, std::nullopt, true};
        state_.next_communication = state_.reply_by;
    }
    requests_.push_back(std::move(request));
    say(EventKind::request_sent, now, name(purpose));
}

// The answer is lost to us, so what was asked is due again.
void Agent::forget_awaited(AgentState& state, DeviceTime now) {
    if (!state.awaited) return;
    state.awaited.reset();
    state.reply_by.reset();
    if (state.awaited_purpose == Purpose::registration) state.next_registration = now;
    if (state.awaited_purpose == Purpose::id_renewal) state.next_renewal = now;
    if (state.awaited_purpose == Purpose::authorization) state.next_communication = now;
    if (state.awaited_purpose == Purpose::conversion) state.next_conversion = now;
}

// No answer will come any more: the same is asked again, but for a deregistration, which was an
// order of its own.
void Agent::give_up_waiting(DeviceTime now) {
    if (!state_.awaited || !state_.reply_by || *state_.reply_by > now) return;
    forget_awaited(state_, now);
    if (state_.awaited_purpose == Purpose::deregistration) {
        on_deregistration_failure(Failure{TransportFailure::filtered, {}}, now, now);
    }
}

// A first attempt, or one that failed but not for good.
bool Agent::trying_to_register() const {
    return state_.registration == Registration::in_progress ||
           state_.registration == Registration::pending ||
           (state_.registration == Registration::failed && state_.next_registration);
}

void Agent::communicate_by(DeviceTime when) {
    state_.next_communication =
        state_.next_communication ? std::min(*state_.next_communication, when) : when;
}

std::optional<DeviceTime> Agent::retry_at(DeviceTime at, const Retry& ladder, int failures,
                                          std::string_view purpose) const {
    if (ladder.empty()) return std::nullopt;
    const auto place = std::min(static_cast<std::size_t>(failures), ladder.size() - 1);
    const RetryStep& step = ladder[place];
    // The number of the request that failed makes every draw another one.
    const Span more =
        chance_.between(traits_.party, purpose, state_.last_request, Span::zero(), step.spread);
    return at + step.wait + more;
}

bool Agent::certificate_ended(DeviceTime now) const {
    return state_.identity && as_read_by_device(state_.identity->expires) <= now;
}

void Agent::pass_deadline(DeviceTime now) {
    if (!state_.deadline || *state_.deadline > now) return;
    state_.deadline.reset();
    if (state_.wanted.empty()) {
        // A release that never got through; the authority takes the licences back by itself.
        set_authorization(Authorization::none, now);
        state_.next_communication.reset();
        return;
    }
    set_authorization(Authorization::expired, now);
    state_.authorization_at = now;
    for (Entitlement& entitlement : state_.entitlements) {
        set_enforcement(entitlement, Enforcement::expired, now);
    }
    communicate_by(now + traits_.expired_retry);
    say(EventKind::authorization_expired, now);
}

void Agent::pass_certificate(DeviceTime now) {
    if (!state_.identity || state_.told_of_end) return;
    const DeviceTime end = as_read_by_device(state_.identity->expires);
    if (now < end) {
        if (state_.warned_of_expiry || now < end - traits_.expiry_warning) return;
        state_.warned_of_expiry = true;
        say(EventKind::certificate_warning, now);
        return;
    }
    state_.told_of_end = true;
    say(EventKind::certificate_expired, now);
    if (traits_.certificate_end == CertificateEnd::at_once) lose_identity(now);
}

void Agent::lose_identity(DeviceTime now) {
    const bool registering = trying_to_register();
    // An answer about the old identity means nothing any more; one to a new registration does.
    if (state_.awaited && state_.awaited_purpose != Purpose::registration) state_.awaited.reset();
    drop_identity(now);
    if (!registering) set_registration(Registration::unregistered, now);
}

void Agent::drop_identity(DeviceTime now) {
    state_.identity.reset();
    state_.registered.reset();
    state_.renewed.reset();
    state_.next_renewal.reset();
    state_.warned_of_expiry = false;
    state_.told_of_end = false;
    state_.lapses.reset();
    state_.registration_failures = 0;
    state_.renewal_failures = 0;
    state_.next_conversion.reset();
    if (state_.conversion == Conversion::in_progress) state_.conversion = Conversion::none;
    forget_authorization(now);
}

}  // namespace licensing
