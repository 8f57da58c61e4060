// What the agent writes down for who looks later, over reloads: worded by the profile's `event.*`
// messages, nothing where it has none.
#include "labs/device.hpp"
#include "licensing/names.hpp"

namespace lab {

// The agent comes up: list `event.boot` has the names in order.
void Device::note_boot() {
    if (!agent_ || !profile_->has_list("event.boot")) return;
    for (const auto& name : profile_->list("event.boot")) {
        profiles::Facts facts;
        facts.set("pid", chassis_.udi.pid).set("serial", chassis_.udi.serial);
        facts.set("allowed", std::string(agent_->export_allowed() ? "True" : "False"));
        note_event("boot." + name, facts);
    }
}

void Device::note_usage(const std::vector<licensing::Claim>& claims) {
    for (const auto& claim : claims) {
        const auto* row = row_of(claim.tag);
        profiles::Facts facts;
        facts.set("count", std::int64_t{claim.count});
        facts.set("tag", row && !row->regid.empty() ? row->regid : claim.tag);
        note_event("usage", facts);
    }
}

std::optional<licensing::AgentRefusal> Device::order(const Order& given) {
    if (!agent_) return licensing::AgentRefusal::not_enabled;
    auto refusal = given(*agent_, now());
    collect();
    return refusal;
}

}  // namespace lab
