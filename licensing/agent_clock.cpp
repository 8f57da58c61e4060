// What it does to the agent that its device's clock is set.
#include <algorithm>

#include "licensing/agent.hpp"

namespace licensing {

namespace {

Span longest_of(const Retry& ladder) {
    Span longest{};
    for (const RetryStep& step : ladder) longest = std::max(longest, step.wait + step.spread);
    return longest;
}

}  // namespace

void Agent::clock_changed(DeviceTime before, DeviceTime now) {
    if (state_.evaluation_since) {
        // Time that only the clock believes in is no use of the evaluation period.
        state_.evaluation_used += std::max(before - *state_.evaluation_since, Span::zero());
        state_.evaluation_since = now;
    }
    bring_retries_near(before, now);
    say(EventKind::clock_changed, now);
    judge_clock(before, now);
}

// A retry that was dated by a clock set ahead would be years away once the clock is right again:
// it comes in what it had left. What a success has dated stays, for that clock was right.
void Agent::bring_retries_near(DeviceTime before, DeviceTime now) {
    const auto near = [&](std::optional<DeviceTime>& job, Span reach) {
        if (job && *job - now > reach) job = now + std::clamp(*job - before, Span::zero(), reach);
    };
    if (!state_.identity || state_.registration_failures > 0) {
        near(state_.next_registration, longest_of(traits_.registration_retry));
    }
    if (state_.renewal_failures > 0) near(state_.next_renewal, longest_of(traits_.id_retry));
    if (state_.authorization == Authorization::expired) {
        near(state_.next_communication, traits_.expired_retry);
    } else if (state_.authorization_failures > 0) {
        near(state_.next_communication, longest_of(traits_.authorization_retry));
    }
    near(state_.reply_by, longest_of(traits_.reply_timeout));
}

// Outside the certificate's time the registration holds for a while (asa.md 7,
// REG_EXPIRED_CLOCK_CHANGE), and goes on when the clock is set back meanwhile.
void Agent::judge_clock(DeviceTime before, DeviceTime now) {
    // An authority takes a device's date for right that is off by a day: so its certificates'.
    constexpr Span tolerance = std::chrono::hours{24};
    if (!state_.identity || !traits_.clock_grace || !state_.enabled) return;
    const DeviceTime start = as_read_by_device(state_.identity->issued) - tolerance;
    const DeviceTime end = as_read_by_device(state_.identity->expires);
    if (start <= now && now < end) {
        if (state_.lapses.has_value() || before >= end) state_.told_of_end = false;
        if (now < end - traits_.expiry_warning) state_.warned_of_expiry = false;
        state_.lapses.reset();
        return;
    }
    if (state_.lapses) {
        state_.lapses = now + std::max(*state_.lapses - before, Span::zero());
        return;
    }
    state_.lapses = now + *traits_.clock_grace;
    state_.told_of_end = true;
    say(EventKind::registration_lapsing, now);
}

void Agent::pass_lapse(DeviceTime now) {
    if (!state_.lapses || *state_.lapses > now) return;
    lose_identity(now);
}

}  // namespace licensing
