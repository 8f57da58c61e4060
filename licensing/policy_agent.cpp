#include "licensing/policy_agent.hpp"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <utility>

namespace licensing {

namespace {

constexpr Span day = std::chrono::days{1};

}  // namespace

std::string_view name(PolicyEventKind kind) {
    static constexpr std::string_view names[] = {"ready",
                                                 "enabled",
                                                 "export_not_allowed",
                                                 "communication_lost",
                                                 "communication_restored",
                                                 "trust_installed",
                                                 "trust_failed",
                                                 "policy_installed",
                                                 "acknowledged",
                                                 "reporting_required",
                                                 "reporting_unknown",
                                                 "reset"};
    static_assert(std::size(names) == static_cast<std::size_t>(PolicyEventKind::reset) + 1);
    const auto place = static_cast<std::size_t>(kind);
    assert(place < std::size(names));
    return names[place];
}

PolicyAgent::PolicyAgent(PolicyTraits traits, std::vector<Udi> members, PolicyState state)
    : traits_(std::move(traits)), members_(std::move(members)), state_(std::move(state)) {}

PolicyAgent::PolicyAgent(PolicyTraits traits, std::vector<Udi> members, PolicyState kept,
                         DeviceTime now)
    : PolicyAgent(std::move(traits), std::move(members), std::move(kept)) {
    forget_awaited(state_, now);
    state_.counting = false;
    stack(members_);
    for (const auto kind :
         {PolicyEventKind::ready, PolicyEventKind::enabled, PolicyEventKind::export_not_allowed}) {
        say(kind, now);
    }
}

PolicyAgent PolicyAgent::restored(PolicyTraits traits, std::vector<Udi> members,
                                  PolicyState state) {
    return PolicyAgent(std::move(traits), std::move(members), std::move(state));
}

void PolicyAgent::use(std::vector<UsedLicence> licences, DeviceTime now) {
    const bool boots = !std::exchange(state_.counting, true);
    bool changed = false;
    // Whose use ended stays in the list with a count of none.
    for (const auto& known : state_.licences) {
        const bool stays = std::any_of(licences.begin(), licences.end(), [&](const auto& l) {
            return l.claim.tag == known.claim.tag;
        });
        if (!stays) {
            licences.push_back(known);
            licences.back().claim.count = 0;
        }
    }
    for (const auto& licence : licences) {
        auto known = std::find_if(state_.licences.begin(), state_.licences.end(),
                                  [&](auto& l) { return l.claim.tag == licence.claim.tag; });
        if (known == state_.licences.end()) {
            state_.since.push_back(now);
            known = state_.licences.insert(known, licence);
        } else if (known->claim.count == licence.claim.count) {
            continue;
        } else {
            state_.since[static_cast<std::size_t>(known - state_.licences.begin())] = now;
            *known = licence;
        }
        close(state_, licence.claim.tag, ReportEnd::changed, now);
        open(licence, now);
        changed = true;
    }
    if (boots) open_all(now);
    if (!state_.first_use && changed) {
        state_.first_use = now;
        require_by(now, &ReportingRule::first);
    } else if (changed) {
        require_by(now, &ReportingRule::change);
    }
    if (!boots) return;
    plan_push(now + traits_.first_contact);
    if (state_.ack_deadline) state_.next_reminder = now + traits_.first_reminder;
}

void PolicyAgent::report_by(PolicyTransport transport, std::optional<Span> interval,
                            DeviceTime now) {
    const bool moved = transport != state_.transport;
    if (!moved && interval == state_.interval) return;
    state_.transport = transport;
    state_.interval = interval;
    if (moved) {
        forget_awaited(state_, now);
        if (!reaches()) {
            state_.next_push.reset();
            state_.next_report.reset();
            state_.next_poll.reset();
        }
    }
    if (state_.counting) plan_push(now + traits_.first_contact);
}

void PolicyAgent::stack(std::vector<Udi> members) {
    members_ = std::move(members);
    std::erase_if(state_.trust, [this](const TrustCode& code) {
        return std::find(members_.begin(), members_.end(), code.udi) == members_.end();
    });
}

void PolicyAgent::trust(std::string token, bool all, bool force, DeviceTime now) {
    state_.token = std::move(token);
    state_.all = all;
    state_.force = force;
    const bool way =
        state_.transport == PolicyTransport::smart || state_.transport == PolicyTransport::callhome;
    if (way) {
        send(Purpose::trust, now);
        return;
    }
    ++state_.trusting.total;
    failed(Purpose::trust, Failure{TransportFailure::no_transport, {}}, now);
    state_.next_trust.reset();
    state_.token.clear();
}

void PolicyAgent::synchronize(DeviceTime now) {
    if (!reaches() || state_.awaited) return;
    if (state_.next_poll) {
        state_.next_poll = now;
    } else {
        state_.next_push = now;
    }
    wake(now);
}

void PolicyAgent::factory_reset(DeviceTime now) {
    state_.resetting = true;
    say(PolicyEventKind::reset, now);
}

std::vector<Request> PolicyAgent::take_requests() { return std::exchange(requests_, {}); }

std::vector<PolicyEvent> PolicyAgent::take_events() { return std::exchange(events_, {}); }

PolicyState PolicyAgent::kept(DeviceTime now) const {
    if (state_.resetting) return {};
    PolicyState kept = state_;
    forget_awaited(kept, now);
    for (const auto& licence : kept.licences) {
        close(kept, licence.claim.tag, ReportEnd::reloaded, now);
    }
    return kept;
}

PolicyEvent& PolicyAgent::say(PolicyEventKind kind, DeviceTime at) {
    events_.push_back({kind, at, std::nullopt, std::nullopt, 0});
    return events_.back();
}

// -- what is owed when ---------------------------------------------------------------------------

// Of the licences in use, the shortest span a rule asks for; zero: none asks.
Span PolicyAgent::shortest(Span ReportingRule::*of) const {
    Span least{};
    for (const auto& licence : state_.licences) {
        if (licence.claim.count == 0) continue;
        const auto& rule = licence.subscription ? policy().subscription : policy().perpetual;
        const Span asked = rule.*of;
        if (asked != Span::zero() && (least == Span::zero() || asked < least)) least = asked;
    }
    return least;
}

Span PolicyAgent::frequency() const { return shortest(&ReportingRule::frequency); }

Span PolicyAgent::push_interval() const {
    const Span asked = frequency();
    // Perpetual licences owe nothing more once their first report is acknowledged.
    if (asked == Span::zero() && state_.last_ack && !state_.ack_deadline && !state_.interval) {
        return Span::zero();
    }
    const Span own = state_.interval.value_or(traits_.push);
    return asked == Span::zero() ? own : std::min(own, asked);
}

void PolicyAgent::require_by(DeviceTime from, Span ReportingRule::*of) {
    const Span span = shortest(of);
    if (!policy().acknowledged || span == Span::zero()) return;
    const auto by = from + span;
    if (!state_.ack_deadline || by < *state_.ack_deadline) state_.ack_deadline = by;
    plan_reminder(from);
}

// Anew from what is known: another policy, or an acknowledgement.
void PolicyAgent::plan_deadline() {
    state_.ack_deadline.reset();
    state_.next_reminder.reset();
    if (state_.last_ack) {
        require_by(*state_.last_ack, &ReportingRule::frequency);
    } else if (state_.first_use) {
        require_by(*state_.first_use, &ReportingRule::first);
    }
}

void PolicyAgent::plan_reminder(DeviceTime now) {
    state_.next_reminder.reset();
    if (!state_.ack_deadline) return;
    for (const Span before : traits_.reminders) {
        if (*state_.ack_deadline - before > now) {
            state_.next_reminder = *state_.ack_deadline - before;
            return;
        }
    }
    state_.next_reminder = *state_.ack_deadline > now ? *state_.ack_deadline : now + day;
}

void PolicyAgent::remind(DeviceTime now) {
    if (state_.ack_deadline) {
        const auto left = std::max(*state_.ack_deadline - now, Span::zero());
        say(PolicyEventKind::reporting_required, now).days = left / day;
    }
    plan_reminder(now);
}

bool PolicyAgent::reaches() const {
    switch (state_.transport) {
        case PolicyTransport::collector: return true;
        case PolicyTransport::smart:
        case PolicyTransport::callhome: return trusted();
        case PolicyTransport::off: break;
    }
    return false;
}

void PolicyAgent::plan_push(DeviceTime earliest) {
    state_.next_push.reset();
    if (!reaches() || push_interval() == Span::zero()) return;
    const bool fresh = state_.last_push && !state_.communication_lost;
    const auto regular = fresh ? *state_.last_push + push_interval() : earliest;
    state_.next_push = std::max(regular, earliest);
}

// -- time ----------------------------------------------------------------------------------------

std::optional<DeviceTime> PolicyAgent::next_due() const {
    std::optional<DeviceTime> due = state_.next_reminder;
    const auto offer = [&due](const std::optional<DeviceTime>& at) {
        if (at && (!due || *at < *due)) due = at;
    };
    if (!state_.awaited) {
        offer(state_.next_trust);
        offer(state_.next_poll);
        offer(state_.next_report);
        offer(state_.next_push);
    }
    return due;
}

void PolicyAgent::wake(DeviceTime now) {
    const auto due = [now](std::optional<DeviceTime>& at) { return at && *at <= now; };
    if (due(state_.next_reminder)) remind(now);
    if (state_.awaited) return;
    if (due(state_.next_trust)) {
        send(Purpose::trust, now);
    } else if (due(state_.next_poll)) {
        send(Purpose::usage_result, now);
    } else if (due(state_.next_report)) {
        send(Purpose::usage_report, now);
    } else if (due(state_.next_push)) {
        send(Purpose::trust_sync, now);
    }
}

}  // namespace licensing
