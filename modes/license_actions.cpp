// What is typed to the Smart Agent.
#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/views.hpp"

namespace modes {
namespace {

using licensing::AgentRefusal;

Reply answered(std::optional<AgentRefusal> no) { return no ? refused(*no) : Reply{}; }

Reply register_device(Context& c) {
    const auto no = c.device.register_device(c.argument("token"), c.constant == "force");
    // What becomes of the order is found in the status, where there is a place for it.
    if (no == AgentRefusal::already_registered &&
        c.device.profile().has("registers-in-background")) {
        return {};
    }
    auto reply = answered(no);
    const bool refused = std::holds_alternative<Refused>(reply.next);
    if (!refused && c.device.profile().has_message("license.registering")) {
        reply.say.push_back({"license.registering", {}});
    }
    return reply;
}

Reply deregister(Context& c) { return answered(c.device.deregister()); }

Reply renew(Context& c) {
    if (c.constant == "both") {
        return answered(c.device.order([](auto& agent, auto now) { return agent.renew(now); }));
    }
    return answered(c.constant == "id" ? c.device.renew_identity()
                                       : c.device.renew_authorization());
}

Reply show_key(Context& c) { return say("show-activation-key", features_view(c.device)); }

Reply take_key(Context& c) {
    auto key = c.argument("k1");
    for (const auto* part : {"k2", "k3", "k4", "k5"}) key += " " + c.argument(part);
    auto reply = say("activation-key.checking");
    reply.say.push_back(
        {c.device.take_activation_key(key) ? "activation-key.done" : "refused.activation-key", {}});
    return reply;
}

Reply show_license(Context& c) {
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

// What a support case asks for, one screen after another.
Reply tech_support(Context& c) {
    const auto licence = license_view(c.device);
    Reply reply;
    const auto add = [&](const char* title, const char* text, profiles::Facts facts) {
        reply.say.push_back({"tech.heading", profiles::Facts{}.set("title", std::string(title))});
        reply.say.push_back({text, std::move(facts)});
    };
    add("show version", "show-version", version_view(c.device));
    add("show license all", "show-license-all", licence);
    add("show license tech support", "show-license-tech", licence);
    add("show license eventlog", "show-license-eventlog", events_view(c.device, 0));
    return reply;
}

}  // namespace

std::vector<Action> license_actions() {
    return {
        {"license.register", {"token"}, register_device},
        {"license.deregister", {}, deregister},
        {"license.renew", {}, renew},
        {"license.show", {}, show_license},
        {"activation-key.show", {}, show_key},
        {"activation-key.take", {"k1", "k2", "k3", "k4", "k5"}, take_key},
        {"license.events", {}, events},
        {"license.tech-support", {}, tech_support},
        {"license.clear-events", {}, clear_events},
    };
}

}  // namespace modes
