// What a policy agent sends, and what the answers, or none, do to it.
#include <algorithm>
#include <utility>

#include "licensing/names.hpp"
#include "licensing/policy_agent.hpp"

namespace licensing {

namespace {

constexpr std::size_t history_kept = 50;

Exchange exchange_of(Purpose purpose) {
    switch (purpose) {
        case Purpose::trust: return Exchange::trust;
        case Purpose::usage_report: return Exchange::usage;
        case Purpose::usage_result: return Exchange::polling;
        default: break;
    }
    return Exchange::sync;
}

bool fits_policy(Purpose purpose, const Answer& answer) {
    switch (purpose) {
        case Purpose::trust:
        case Purpose::trust_sync: return std::holds_alternative<Trusted>(answer);
        case Purpose::usage_report: return std::holds_alternative<TakenUp>(answer);
        case Purpose::usage_result:
            return std::holds_alternative<TakenUp>(answer) ||
                   std::holds_alternative<Acknowledged>(answer);
        default: break;
    }
    return false;
}

std::optional<Failure> policy_failure(Purpose purpose, const Delivery& delivery) {
    if (const auto* lost = std::get_if<TransportFailure>(&delivery)) return Failure{*lost, {}};
    const auto& answer = std::get<Response>(delivery).what;
    if (const auto* said = std::get_if<Objected>(&answer)) return Failure{said->why, said->detail};
    if (!fits_policy(purpose, answer)) return Failure{TransportFailure::unreadable, {}};
    return std::nullopt;
}

bool is(const Failure& failure, Objection objection) {
    return failure.why == decltype(failure.why){objection};
}

}  // namespace

void PolicyAgent::note(Exchange what, DeviceTime at, const std::optional<Failure>& failure) {
    if (state_.history.size() >= history_kept) state_.history.erase(state_.history.begin());
    state_.history.push_back(
        {what, at, !failure, failure ? std::string(name(*failure)) : std::string()});
}

Tally& PolicyAgent::tally(Purpose purpose) {
    switch (exchange_of(purpose)) {
        case Exchange::trust: return state_.trusting;
        case Exchange::usage: return state_.reporting;
        case Exchange::polling: return state_.polling;
        default: break;
    }
    return state_.syncing;
}

void PolicyAgent::send(Purpose purpose, DeviceTime now) {
    Request request;
    request.id = ++state_.last_request;
    request.purpose = purpose;
    request.udi = members_.front();
    request.instance = state_.instance;
    request.sent = now;
    if (purpose == Purpose::trust) {
        request.token = state_.token;
        request.force = state_.force;
        request.policy.members = members_;
        if (!state_.all) request.policy.members.resize(1);
        state_.next_trust.reset();
    } else if (purpose == Purpose::trust_sync) {
        request.policy.members = members_;
        state_.next_push.reset();
    } else if (purpose == Purpose::usage_report) {
        request.policy.reports = reports_for_file(now);
        std::erase_if(request.policy.reports, [](const UsageReport& report) {
            return report.state == ReportState::acknowledged;
        });
        state_.next_report.reset();
    } else {
        request.policy.receipt = state_.receipt;
        state_.next_poll.reset();
    }
    ++tally(purpose).total;
    state_.awaited = request.id;
    state_.awaited_purpose = purpose;
    requests_.push_back(std::move(request));
}

// The answer is lost to us, so what was asked is due again.
void PolicyAgent::forget_awaited(PolicyState& state, DeviceTime now) {
    if (!state.awaited) return;
    state.awaited.reset();
    switch (state.awaited_purpose) {
        case Purpose::trust: state.next_trust = now; break;
        case Purpose::usage_result: state.next_poll = now; break;
        default: state.next_push = now; break;
    }
}

void PolicyAgent::receive(std::uint64_t id, const Delivery& delivery, DeviceTime now) {
    if (state_.awaited != id) return;
    state_.awaited.reset();
    const Purpose purpose = state_.awaited_purpose;
    if (const auto failure = policy_failure(purpose, delivery)) {
        failed(purpose, *failure, now);
        return;
    }
    const auto& answer = std::get<Response>(delivery).what;
    succeeded(purpose, std::holds_alternative<TakenUp>(answer) ? Replied::poll : Replied::ok, now);
    if (const auto* trusted = std::get_if<Trusted>(&answer)) {
        if (purpose == Purpose::trust) {
            on_trusted(*trusted, now);
        } else {
            on_synced(*trusted, now);
        }
    } else if (const auto* taken = std::get_if<TakenUp>(&answer)) {
        on_taken(*taken, purpose, now);
    } else {
        on_acknowledged(std::get<Acknowledged>(answer), now);
    }
}

void PolicyAgent::succeeded(Purpose purpose, Replied how, DeviceTime now) {
    auto& count = tally(purpose);
    ++count.success;
    count.failing = count.unreachable = 0;
    count.replied = how;
    count.replied_at = now;
    count.failure.reset();
    count.last_success = now;
    note(exchange_of(purpose), now);
    if (std::exchange(state_.communication_lost, false)) {
        say(PolicyEventKind::communication_restored, now);
    }
}

void PolicyAgent::failed(Purpose purpose, const Failure& failure, DeviceTime now) {
    auto& count = tally(purpose);
    const bool empty =
        is(failure, Objection::policy_unknown) && state_.transport == PolicyTransport::smart;
    // What does not know the question answers a form post with nothing at all: iosxe.md 11.5.
    const Failure seen = empty ? Failure{TransportFailure::empty_answer, {}} : failure;
    const bool decided =
        std::holds_alternative<Objection>(seen.why) && !is(seen, Objection::try_again);
    ++count.failed;
    ++count.failing;
    count.unreachable = decided ? 0 : count.unreachable + 1;
    count.replied = decided ? Replied::error : Replied::no_reply;
    count.replied_at = now;
    count.failure = seen;
    count.last_failure = now;
    note(exchange_of(purpose), now, seen);
    if (is(seen, Objection::policy_unknown)) {
        say(PolicyEventKind::reporting_unknown, now);
    } else if (!decided) {
        state_.communication_lost = true;
        say(PolicyEventKind::communication_lost, now).failure = seen;
    }
    const bool refused = decided || is(seen, Objection::policy_unknown) ||
                         seen.why == decltype(seen.why){TransportFailure::no_transport};
    if (purpose == Purpose::trust && refused) {
        auto& event = say(PolicyEventKind::trust_failed, now);
        event.failure = seen;
        event.udi = members_.front();
    }
    again(purpose, refused, now);
}

// When what failed is tried again. Whom the authority does not trust asks no more by itself.
void PolicyAgent::again(Purpose purpose, bool decided, DeviceTime now) {
    switch (purpose) {
        case Purpose::trust:
            if (decided) {
                state_.token.clear();
            } else {
                state_.next_trust = now + traits_.retry;
            }
            break;
        case Purpose::usage_result:
            if (!decided) {
                state_.next_poll = now + traits_.retry;
                break;
            }
            state_.receipt = 0;
            for (auto& report : state_.reports) {
                if (report.state == ReportState::waiting) report.state = ReportState::closed;
            }
            [[fallthrough]];
        default: state_.next_push = now + traits_.retry; break;
    }
}

void PolicyAgent::install(const Trusted& answer, DeviceTime now) {
    state_.instance = answer.instance;
    for (const auto& udi : answer.members) {
        auto code = std::find_if(state_.trust.begin(), state_.trust.end(),
                                 [&](const TrustCode& c) { return c.udi == udi; });
        if (code == state_.trust.end()) code = state_.trust.insert(code, TrustCode{udi, {}});
        code->installed = now;
        say(PolicyEventKind::trust_installed, now).udi = udi;
    }
    take_account(answer.smart_account, answer.virtual_account, now);
}

void PolicyAgent::on_trusted(const Trusted& answer, DeviceTime now) {
    state_.token.clear();
    install(answer, now);
    plan_push(now + traits_.first_contact);
}

void PolicyAgent::on_synced(const Trusted& answer, DeviceTime now) {
    const bool newer = std::any_of(
        state_.trust.begin(), state_.trust.end(),
        [&](const TrustCode& code) { return code.installed < as_read_by_device(answer.issued); });
    // The clocks of the two differ; only a code of another day is another code.
    const bool renewed = newer && now - as_read_by_device(answer.issued) < std::chrono::days{1} &&
                         now - state_.trust.front().installed > std::chrono::days{1};
    if (renewed && !answer.members.empty()) {
        install(answer, now);
    } else {
        take_account(answer.smart_account, answer.virtual_account, now);
    }
    state_.next_report = now + traits_.gap;
}

void PolicyAgent::on_taken(const TakenUp& answer, Purpose purpose, DeviceTime now) {
    state_.receipt = answer.receipt;
    state_.next_poll = now + answer.ready_in;
    if (purpose != Purpose::usage_report) return;
    for (auto& report : state_.reports) {
        if (report.state == ReportState::closed) report.state = ReportState::waiting;
    }
    state_.last_push = now;
    plan_push(now);
}

void PolicyAgent::on_acknowledged(const Acknowledged& answer, DeviceTime now) {
    state_.receipt = 0;
    acknowledge(answer.reports);
    state_.last_ack = now;
    take_account(answer.smart_account, answer.virtual_account, now);
    say(PolicyEventKind::acknowledged, now);
    if (answer.policy && answer.policy != state_.policy) install(*answer.policy, now);
    plan_deadline();
    plan_push(now);
}

void PolicyAgent::install(const UsagePolicy& policy, DeviceTime now) {
    state_.policy = policy;
    state_.policy_at = now;
    say(PolicyEventKind::policy_installed, now);
}

void PolicyAgent::take_account(const std::string& smart, const std::string& virtual_one,
                               DeviceTime now) {
    if (smart.empty()) return;
    state_.smart_account = smart;
    state_.virtual_account = virtual_one;
    state_.account_at = now;
}

void PolicyAgent::import_ack(const Acknowledged& ack, DeviceTime now) {
    note(Exchange::import_ack, now);
    on_acknowledged(ack, now);
}

void PolicyAgent::import_trust(const Trusted& trust, DeviceTime now) {
    note(Exchange::import_trust, now);
    install(trust, now);
    plan_push(now + traits_.first_contact);
}

void PolicyAgent::import_policy(const UsagePolicy& policy, DeviceTime now) {
    note(Exchange::import_policy, now);
    install(policy, now);
    plan_deadline();
}

}  // namespace licensing
