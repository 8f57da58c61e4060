// Looking: each is one say and changes nothing.
#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/views.hpp"
#include "profiles/canned.hpp"

namespace modes {
namespace {

using profiles::Facts;
using profiles::Records;
using profiles::State;

// A text as somebody put it there, that nothing stands behind.
Reply text(Context& c) { return say(std::string(profiles::canned_texts) + c.constant); }

Reply version(Context& c) { return say("show-version", version_view(c.device)); }

Reply clock(Context& c) {
    Facts facts;
    facts.set("now", c.device.stamp(c.device.now()));
    const auto source = c.device.running().clock.source;
    facts.set("mark", c.device.clock_mark());
    facts.set("source", State{"clock_source", source == lab::ClockSource::user  ? "user"
                                              : source == lab::ClockSource::ntp ? "ntp"
                                                                                : "hardware"});
    return say(c.constant == "detail" ? "show-clock-detail" : "show-clock", facts);
}

Reply history(Context& c) {
    Records lines;
    for (const auto& line : c.line.state().history) lines.push_back(Facts{}.set("line", line));
    return say("show-history", Facts{}.set("lines", lines));
}

Reply privilege(Context& c) {
    const auto& first = c.device.profile().text("mode.first");
    const bool unprivileged = c.line.state().frames.back().mode == first;
    Facts facts;
    facts.set("user", c.line.user());
    facts.set("level", std::int64_t{unprivileged ? 1 : 15});
    facts.set("mode", State{"privilege_mode", unprivileged                ? "unprivileged"
                                              : c.line.in_configuration() ? "config"
                                                                          : "privileged"});
    return say("show-curpriv", facts);
}

Reply logging(Context& c) { return say("show-logging", logging_view(c.device)); }
Reply memory_pools(Context& c) { return say("show-memory-pools", memory_pools_view(c.device)); }
Reply all_interfaces(Context& c) { return say("show-interfaces", interfaces_view(c.device)); }

Reply route(Context& c) {
    return say("show-route", route_view(c.device, c.constant == "management-only"));
}

Reply boot(Context& c) { return say("show-boot", boot_view(c.device)); }
Reply flash(Context& c) { return say("show-flash", flash_view(c.device)); }

Reply file_systems(Context& c) { return say("show-file-systems", flash_view(c.device)); }

Reply hostname(Context& c) {
    return say("show-hostname", Facts{}.set("hostname", c.device.settings().hostname));
}

Reply pager(Context& c) {
    return say("show-pager", Facts{}.set("lines", std::int64_t{c.line.screen().length}));
}

Reply debugs(Context& c) {
    Records lines;
    for (const auto& [topic, level] : c.line.state().debugs) {
        Facts facts;
        facts.set("name", c.device.profile().word("debug_name", topic));
        facts.set("level", std::int64_t{level});
        lines.push_back(Facts{}.set("line", c.device.profile().message("debug.enabled", facts)));
    }
    return say("show-debug", Facts{}.set("debugs", lines));
}

Reply inventory(Context& c) { return say("show-inventory", inventory_view(c.device)); }
Reply stack(Context& c) { return say("show-switch", inventory_view(c.device)); }

}  // namespace

std::vector<Action> show_actions() {
    return {
        {"show.version", {}, version},
        {"text.show", {}, text},
        {"show.clock", {}, clock},
        {"show.history", {}, history},
        {"show.curpriv", {}, privilege},
        {"show.logging", {}, logging},
        {"show.interfaces", {}, all_interfaces},
        {"show.memory-pools", {}, memory_pools},
        {"show.route", {}, route},
        {"show.boot", {}, boot},
        {"show.file-systems", {}, file_systems},
        {"show.flash", {}, flash},
        {"show.hostname", {}, hostname},
        {"show.pager", {}, pager},
        {"show.debug", {}, debugs},
        {"show.inventory", {}, inventory},
        {"show.switch", {}, stack},
    };
}

}  // namespace modes
