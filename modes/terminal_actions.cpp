// What a line remembers of its terminal.
#include <algorithm>

#include "labs/network.hpp"
#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

using profiles::Facts;

// Empty, or what the constant `off` stands for: the line's own setting counts again.
std::optional<int> setting(Context& c, const char* argument) {
    const auto text = c.argument(argument);
    return text.empty() ? std::nullopt : std::optional(std::atoi(text.c_str()));
}

Reply terminal_pager(Context& c) {
    if (c.constant == "off")
        c.line.state().pager = 0;
    else if (c.constant == "default")
        c.line.state().pager.reset();
    else
        c.line.state().pager = setting(c, "lines").value_or(24);
    return {};
}

Reply terminal_width(Context& c) {
    c.line.state().width = setting(c, "width");
    return {};
}

Reply terminal_history(Context& c) {
    c.line.state().history_size = setting(c, "size");
    return {};
}

Reply terminal_monitor(Context& c) {
    c.line.state().monitor = c.constant != "off";
    return {};
}

Reply show_terminal(Context& c) {
    const auto screen = c.line.screen();
    Facts facts;
    facts.set("width", std::int64_t{screen.width}).set("length", std::int64_t{screen.length});
    facts.set("history", std::int64_t{c.line.history_size()});
    facts.set("console", c.line.is_console());
    facts.set("monitor", c.line.state().monitor);
    return say("show-terminal", facts);
}

// -- a word that is no command ------------------------------------------------------------------

Reply not_a_name(Context&, const std::string&) { return refuse("error.no-such-name"); }

// It may be a host's name, whose terminal is asked for then.
Reply call_by_name(Context& c) {
    const auto& settings = c.device.settings();
    const auto& profile = c.device.profile();
    const auto name = c.constant;
    const auto found = c.world.lab().network().resolve(c.device.sender(), name, c.device.lab_now());
    if (std::holds_alternative<lab::Network::Found>(found)) {
        const auto* telnet = c.world.actions().find("telnet.open");
        return telnet ? telnet->run(c) : refuse("error.no-such-name");
    }
    if (!settings.looks_up) return not_a_name(c, name);
    std::string servers;  // each in parentheses, as they are asked
    for (const auto& server : settings.name_servers) servers += "(" + server.address + ") ";
    const bool broadcast = servers.empty();
    if (broadcast) servers = "(" + profile.text("dns.broadcast") + ") ";
    servers.pop_back();
    Facts facts;
    facts.set("name", name).set("servers", servers);
    Reply reply;
    reply.say.push_back({"name.translating", facts});
    Wait wait;
    wait.length = broadcast ? profile.interval("dns_broadcast")
                            : profile.interval("dns_timeout") *
                                  static_cast<int>(settings.name_servers.size());
    wait.then = not_a_name;
    wait.on_break = not_a_name;
    reply.next = std::move(wait);
    return reply;
}

}  // namespace

std::vector<Action> terminal_actions() {
    return {
        {"terminal.pager", {}, terminal_pager},     {"terminal.width", {}, terminal_width},
        {"terminal.history", {}, terminal_history}, {"terminal.monitor", {}, terminal_monitor},
        {"show.terminal", {}, show_terminal},       {"name.call", {}, call_by_name},
    };
}

}  // namespace modes
