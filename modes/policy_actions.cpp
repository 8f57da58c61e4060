// What is typed to an agent that reports usage by policy.
#include <charconv>

#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/policy_view.hpp"

namespace modes {
namespace {

std::uint64_t number_of(const std::string& text) {
    std::uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

Reply show_policy(Context& c) {
    const auto days = number_of(c.argument("days"));
    if (c.constant == "eventlog") {
        return say("show-policy-eventlog", eventlog_view(c.device, static_cast<int>(days)));
    }
    if (c.constant == "history") return say("show-policy-history", history_view(c.device));
    if (c.constant == "rum") return say("show-policy-rum", reports_view(c.device));
    return say("show-policy-" + c.constant, policy_view(c.device));
}

Reply report(Context& c) {
    auto facts = report_view(c.device, number_of(c.argument("report")));
    if (!facts.find("id")) return say("usage.not-found");
    return say(c.constant == "detail" ? "show-policy-rum-detail" : "show-policy-rum-id", facts);
}

Reply trust(Context& c) {
    c.device.trust(c.argument("token"), c.constant.starts_with("all"),
                   c.constant.ends_with("force"));
    return {};
}

Reply synchronize(Context& c) {
    c.device.synchronize_usage();
    return {};
}

Reply save_usage(Context& c) {
    lab::UsageChoice choice;
    if (c.constant == "days") {
        choice.days = std::chrono::days{static_cast<int>(number_of(c.argument("days")))};
    } else if (c.constant == "rum-id") {
        choice.report = number_of(c.argument("report"));
    }
    choice.unreported = c.constant == "unreported";
    if (!c.device.save_usage(choice, c.argument("path"))) return say("usage.not-found");
    return {};
}

Reply save_trust(Context& c) {
    c.device.save_trust_request(c.argument("path"));
    return {};
}

Reply import(Context& c) {
    return say(c.device.import_file(c.argument("path")) ? "usage.imported" : "usage.import-failed");
}

// Codes of its own an agent of this kind only has for export-controlled features, which no model
// here asks for: iosxe.md 5.2 has what is said then.
Reply authorization(Context& c) {
    return say(c.constant == "return" ? "usage.no-code" : "usage.not-found");
}

Reply factory_reset(Context& c) {
    c.device.reset_licensing();
    return say("usage.reset-warning");
}

Reply clear_eventlog(Context& c) {
    c.device.clear_licence_events();
    return {};
}

}  // namespace

std::vector<Action> policy_actions() {
    return {
        {"policy.show", {}, show_policy},
        {"policy.rum", {"report"}, report},
        {"policy.trust", {"token"}, trust},
        {"policy.sync", {}, synchronize},
        {"policy.save-usage", {"path"}, save_usage},
        {"policy.save-trust", {"path"}, save_trust},
        {"policy.import", {"path"}, import},
        {"policy.authorization", {}, authorization},
        {"policy.factory-reset", {}, factory_reset},
        {"policy.clear-eventlog", {}, clear_eventlog},
    };
}

}  // namespace modes
