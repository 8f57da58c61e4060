#include "licensing/policy_migration.hpp"

#include <algorithm>

namespace licensing {

PolicyState upgraded(const AgentState& before, const std::vector<Udi>& members, DeviceTime now) {
    PolicyState after;
    if (before.identity) {
        after.instance = before.identity->instance;
        after.former = before.identity;
        for (const auto& udi : members) after.trust.push_back({udi, now});
        after.smart_account = before.identity->smart_account;
        after.virtual_account = before.identity->virtual_account;
        after.account_at = now;
    }
    // The code a reservation left stays valid for what it reserves.
    for (const auto& member : before.reservation.members) {
        if (!member.installed || after.authorization) continue;
        after.authorization = KeptAuthorization{member.confirmation_code, *member.installed, {}};
        for (const auto& reserved : before.reservation.reserved) {
            after.authorization->claims.push_back(reserved.claim);
        }
    }
    return after;
}

AgentState put_by(const AgentState& before) {
    AgentState kept;
    kept.enabled = before.enabled;
    kept.evaluation_used = before.evaluation_used;
    return kept;
}

PolicyTransport way_after(const AgentState& before, bool smart) {
    const bool reserved =
        std::any_of(before.reservation.members.begin(), before.reservation.members.end(),
                    [](const MemberReservation& member) { return member.installed.has_value(); });
    if (reserved) return PolicyTransport::off;
    if (before.identity) return smart ? PolicyTransport::smart : PolicyTransport::callhome;
    return smart ? PolicyTransport::off : PolicyTransport::collector;
}

AgentState downgraded(const PolicyState& after, AgentState kept, const AgentTraits& traits,
                      bool reads_trust, DeviceTime now) {
    if (!reads_trust || after.trust.empty() || after.instance.empty()) return kept;
    constexpr Span year = std::chrono::days{365};
    const auto today = as_read_by_authority(now);
    const bool holds = after.former && after.former->expires > today;
    Identity identity = holds ? *after.former : Identity{};
    identity.instance = after.instance;
    if (!holds) {
        identity.issued = today;
        identity.expires = today + year;
    }
    identity.smart_account = after.smart_account;
    identity.virtual_account = after.virtual_account;
    kept.identity = identity;
    kept.registration = Registration::registered;
    kept.registered = Attempt{};
    kept.registered->at = after.trust.front().installed;
    kept.next_renewal = now + traits.id_renewal;
    kept.next_communication = now + traits.request_delay;
    return kept;
}

}  // namespace licensing
