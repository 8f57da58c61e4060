// From the classic agent's kept state to that of one that reports by policy, and back: what a
// device still knows after its release changed. iosxe.md 1 (upgrade and downgrade).
#pragma once

#include "licensing/agent.hpp"
#include "licensing/policy_agent.hpp"

namespace licensing {

// A registration turns into a trust code for every member, a reservation stays as authorization.
PolicyState upgraded(const AgentState& before, const std::vector<Udi>& members, DeviceTime now);

// What stays with the classic agent meanwhile: how much of its evaluation was used.
AgentState put_by(const AgentState& before);

// The way reports go afterwards, from the one messages went and whether it was registered.
PolicyTransport way_after(const AgentState& before, bool smart);

// A trust code turns into a registration again where the release `reads_trust`; any other has to
// register anew.
AgentState downgraded(const PolicyState& after, AgentState kept, const AgentTraits& traits,
                      bool reads_trust, DeviceTime now);

}  // namespace licensing
