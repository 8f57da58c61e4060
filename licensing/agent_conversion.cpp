// Device led conversion: once in its life a registered device tells the authority which licences
// it uses, and they are put into its account.
#include "licensing/agent.hpp"

namespace licensing {

std::optional<AgentRefusal> Agent::start_conversion(DeviceTime now) {
    if (!traits_.converts) return AgentRefusal::conversion_not_allowed;
    if (const auto refusal = refuses_renewal()) return refusal;
    if (state_.conversion == Conversion::done) return AgentRefusal::conversion_done;
    if (state_.conversion == Conversion::in_progress) return AgentRefusal::conversion_in_progress;
    state_.conversion = Conversion::in_progress;
    state_.conversion_failures = 0;
    say(EventKind::conversion_started, now);
    state_.next_conversion = now;
    if (!state_.awaited) send(Purpose::conversion, now);
    return std::nullopt;
}

std::optional<AgentRefusal> Agent::stop_conversion(DeviceTime now) {
    if (state_.conversion != Conversion::in_progress) return AgentRefusal::no_conversion;
    state_.conversion = Conversion::none;
    state_.next_conversion.reset();
    if (state_.awaited && state_.awaited_purpose == Purpose::conversion) state_.awaited.reset();
    say(EventKind::conversion_stopped, now);
    return std::nullopt;
}

void Agent::on_converted(DeviceTime at) {
    state_.conversion = Conversion::done;
    state_.converted = Attempt{at, std::nullopt};
    state_.next_conversion.reset();
    say(EventKind::conversion_succeeded, at);
}

void Agent::on_conversion_failure(const Failure& failure, DeviceTime at) {
    state_.converted = Attempt{at, failure};
    const auto* objection = std::get_if<Objection>(&failure.why);
    if (!objection || *objection == Objection::try_again) {
        state_.next_conversion = retry_at(at, traits_.authorization_retry,
                                          state_.conversion_failures, "conversion_retry");
        ++state_.conversion_failures;
    } else {
        // Answer by the authority: the device's licences are there, or never will be.
        const bool done = *objection == Objection::already_converted;
        state_.conversion = done ? Conversion::done : Conversion::failed;
        state_.next_conversion.reset();
    }
    say(EventKind::conversion_failed, at, failure);
}

}  // namespace licensing
