// What is typed to the Smart Agent.
#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/views.hpp"

namespace modes {
namespace {

using licensing::AgentRefusal;

Reply answered(std::optional<AgentRefusal> no) {
    if (!no) return {};
    switch (*no) {
        case AgentRefusal::not_enabled: return refuse("refused.not-enabled");
        case AgentRefusal::already_registered: return refuse("refused.already-registered");
        case AgentRefusal::not_registered: return refuse("refused.not-registered");
        default: break;
    }
    return refuse("refused.busy");
}

Reply register_device(Context& c) {
    auto reply = answered(c.device.register_device(c.argument("token"), c.constant == "force"));
    const bool refused = std::holds_alternative<Refused>(reply.next);
    if (!refused && c.device.profile().has_message("license.registering")) {
        reply.say.push_back({"license.registering", {}});
    }
    return reply;
}

Reply deregister(Context& c) { return answered(c.device.deregister()); }

Reply renew(Context& c) {
    return answered(c.constant == "id" ? c.device.renew_identity()
                                       : c.device.renew_authorization());
}

Reply show(Context& c) {
    if (c.constant == "features") return say("show-license-features", features_view(c.device));
    return say("show-license-" + c.constant, license_view(c.device));
}

}  // namespace

std::vector<Action> license_actions() {
    return {
        {"license.register", {"token"}, register_device},
        {"license.deregister", {}, deregister},
        {"license.renew", {}, renew},
        {"license.show", {}, show},
    };
}

}  // namespace modes
