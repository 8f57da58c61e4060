// What acts on the system: the log, ping.
#include <algorithm>
#include <cctype>
#include <utility>

#include "labs/network.hpp"
#include "modes/actions.hpp"
#include "modes/echoes.hpp"
#include "modes/line.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

using profiles::Facts;

Reply clear_log(Context& c) {
    if (!c.device.profile().has_message("log.ask-clear")) {
        c.device.clear_log();
        return {};
    }
    Reply reply;
    reply.next = Ask{{"log.ask-clear", {}},
                     Input::key,
                     [](Context& then, const std::string& key) {
                         if (key == "\r" || key == "\n" || key == "y") then.device.clear_log();
                         return Reply{};
                     },
                     {}};
    return reply;
}

// -- ping ---------------------------------------------------------------------------------------

// A name nobody knows is refused at once; servers that say nothing are waited for first.
Reply unresolved(Context& c) {
    const auto& settings = c.device.settings();
    const auto sender = c.device.sender();
    const auto& network = c.world.lab().network();
    const bool answered =
        std::any_of(settings.name_servers.begin(), settings.name_servers.end(),
                    [&](const lab::NameServer& server) { return network.serves(sender, server); });
    if (answered || settings.name_servers.empty() || settings.lookup_interfaces.empty()) {
        return refuse("error.hostname", {}, "host");
    }
    Reply reply;
    Wait wait;
    wait.length =
        c.device.profile().interval("dns_timeout") * static_cast<int>(settings.name_servers.size());
    wait.then = [facts = c.caret_under("host")](Context&, const std::string&) {
        return refuse("error.hostname", facts);
    };
    wait.on_break = [](Context&, const std::string&) { return Reply{}; };
    reply.next = std::move(wait);
    return reply;
}

Reply ping_once(Context& c) {
    Echoes echoes;
    echoes.from.only = c.argument("interface");
    if (!echoes.from.only.empty() && !c.device.settings().by_nameif(echoes.from.only)) {
        return refuse("refused.unknown-nameif", {}, "interface");
    }
    auto sender = c.device.sender();
    auto found = c.world.lab().network().resolve(sender, c.argument("host"), c.device.lab_now());
    if (!std::holds_alternative<lab::Network::Found>(found)) return unresolved(c);
    echoes.address = std::get<lab::Network::Found>(found).address;
    echoes.timeout = c.device.profile().interval("ping_timeout");
    Facts facts;
    facts.set("count", std::int64_t{echoes.count}).set("bytes", std::int64_t{100});
    facts.set("address", echoes.address);
    facts.set(
        "timeout",
        std::int64_t{std::chrono::duration_cast<std::chrono::seconds>(echoes.timeout).count()});
    auto reply = echo_on(c, echoes);
    reply.say.insert(reply.say.begin(), {"ping.head", facts});
    return reply;
}

}  // namespace

std::vector<Action> system_actions() {
    return {
        {"log.clear", {}, clear_log},
        {"ping.run", {"host"}, ping_once},
    };
}

}  // namespace modes
