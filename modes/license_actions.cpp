// What is typed to the Smart Agent.
#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/views.hpp"

namespace modes {
namespace {

using licensing::AgentRefusal;

Reply answered(std::optional<AgentRefusal> no) { return no ? refused(*no) : Reply{}; }

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

// The event log is told in days; without them all of it.
Reply events(Context& c) {
    const auto days = c.argument("days");
    return say("show-license-eventlog", events_view(c.device, days.empty() ? 0 : std::stoi(days)));
}

Reply clear_events(Context& c) {
    c.device.clear_licence_events();
    return {};
}

}  // namespace

std::vector<Action> license_actions() {
    return {
        {"license.register", {"token"}, register_device},
        {"license.deregister", {}, deregister},
        {"license.renew", {}, renew},
        {"license.show", {}, show},
        {"license.events", {}, events},
        {"license.clear-events", {}, clear_events},
    };
}

}  // namespace modes
