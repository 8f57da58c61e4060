#include "licensing/policy_collector.hpp"

#include <algorithm>
#include <utility>

namespace licensing {

namespace {

constexpr Span look_again = std::chrono::hours{1};  // while the authority is out of reach

}  // namespace

Response Collector::answer(const Request& request, Instant now) {
    switch (request.purpose) {
        case Purpose::trust_sync: {
            // A collector gives no trust of its own; it is there, that is all.
            Trusted trusted;
            trusted.smart_account = state_.smart_account;
            trusted.virtual_account = state_.virtual_account;
            return {request.id, trusted};
        }
        case Purpose::usage_report:
            state_.held.push_back(
                {request, ++state_.last_receipt, now + traits_.forward, std::nullopt, false});
            return {request.id, TakenUp{state_.last_receipt, traits_.forward}};
        case Purpose::usage_result: return {request.id, poll(request.policy.receipt, now)};
        default: break;
    }
    return {request.id, Objected{Objection::failure_status, {}}};
}

Answer Collector::poll(std::uint64_t receipt, Instant now) {
    const auto held = std::find_if(state_.held.begin(), state_.held.end(),
                                   [&](const Collected& c) { return c.receipt == receipt; });
    if (held == state_.held.end()) return Objected{Objection::failure_status, {}};
    Authority* authority = reach_();
    if (!held->beyond || !state_.online || !authority) return TakenUp{receipt, look_again};
    auto answer = authority->acknowledgement(*held->beyond, authority->clock(now));
    if (auto* wait = std::get_if<TakenUp>(&answer)) wait->receipt = receipt;
    if (const auto* ack = std::get_if<Acknowledged>(&answer)) {
        state_.smart_account = ack->smart_account;
        state_.virtual_account = ack->virtual_account;
        held->over = true;
        std::erase_if(state_.held, [](const Collected& c) { return c.over; });
    }
    return answer;
}

void Collector::set_online(bool online, Instant now) {
    state_.online = online;
    for (auto& held : state_.held) {
        if (online && !held.beyond) held.due = std::max(held.due, now + traits_.forward);
    }
}

std::optional<Instant> Collector::next_due() const {
    std::optional<Instant> due;
    for (const auto& held : state_.held) {
        if (held.beyond || !state_.online) continue;
        if (!due || held.due < *due) due = held.due;
    }
    return due;
}

void Collector::wake(Instant now) {
    Authority* authority = reach_();
    if (!state_.online) return;
    for (auto& held : state_.held) {
        if (held.beyond || held.due > now) continue;
        if (!authority) {
            held.due = now + look_again;
            continue;
        }
        held.beyond =
            authority->take_usage(held.request, traits_.account, authority->clock(now)).receipt;
    }
}

}  // namespace licensing
