// What acts on the system: the log, ping.
#include <algorithm>
#include <cctype>
#include <utility>

#include "labs/network.hpp"
#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

using licensing::Span;
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

struct Pinging {
    std::string address;
    std::string interface;
    int sent = 0;
    int came_back = 0;
    Span sum{}, shortest{}, longest{};
};

constexpr int probes = 5;

Reply ping_tail(const Pinging& ping) {
    Facts facts;
    const auto ms = [](Span span) { return std::int64_t{std::max<Span::rep>(1, span.count())}; };
    facts.set("percent", std::int64_t{ping.came_back * 100 / std::max(1, ping.sent)});
    facts.set("good", std::int64_t{ping.came_back}).set("count", std::int64_t{ping.sent});
    facts.set("any", ping.came_back > 0);
    if (ping.came_back > 0) {
        facts.set("min", ms(ping.shortest)).set("max", ms(ping.longest));
        facts.set("avg", ms(ping.sum / ping.came_back));
    }
    return say("ping.tail", facts);
}

// One probe a wait; a lost one takes the whole time-out.
Reply ping_on(Context& c, Pinging ping) {
    if (ping.sent == probes) return ping_tail(ping);
    const auto nth = static_cast<std::uint64_t>(c.device.lab_now().time_since_epoch().count()) +
                     static_cast<std::uint64_t>(ping.sent);
    const auto trip = c.world.lab().network().echo(c.device.sender(), ping.address,
                                                   {ping.interface, {}, {}}, nth);
    ++ping.sent;
    if (trip) {
        ++ping.came_back;
        ping.sum += *trip;
        ping.longest = std::max(ping.longest, *trip);
        ping.shortest = ping.came_back == 1 ? *trip : std::min(ping.shortest, *trip);
    }
    Reply reply;
    Wait wait;
    wait.length = trip.value_or(c.device.profile().interval("ping_timeout"));
    wait.then = [ping, good = trip.has_value()](Context& then, const std::string&) {
        auto next = ping_on(then, ping);
        next.say.insert(next.say.begin(), {good ? "ping.mark-good" : "ping.mark-lost", {}, true});
        if (ping.sent == probes) next.say.insert(next.say.begin() + 1, {"blank", {}});
        return next;
    };
    wait.on_break = [ping, good = trip.has_value()](Context&, const std::string&) {
        auto broken = ping;  // the probe that was waited for does not count as answered
        if (good) --broken.came_back;
        auto tail = ping_tail(broken);
        tail.say.insert(tail.say.begin(), {"blank", {}});
        return tail;
    };
    reply.next = std::move(wait);
    return reply;
}

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

Reply ping(Context& c) {
    Pinging ping;
    ping.interface = c.argument("interface");
    if (!ping.interface.empty() && !c.device.settings().by_nameif(ping.interface)) {
        return refuse("refused.unknown-nameif", {}, "interface");
    }
    auto sender = c.device.sender();
    auto found = c.world.lab().network().resolve(sender, c.argument("host"), c.device.lab_now());
    if (!std::holds_alternative<lab::Network::Found>(found)) return unresolved(c);
    ping.address = std::get<lab::Network::Found>(found).address;
    Facts facts;
    facts.set("count", std::int64_t{probes}).set("bytes", std::int64_t{100});
    facts.set("address", ping.address);
    facts.set("timeout", std::int64_t{std::chrono::duration_cast<std::chrono::seconds>(
                                          c.device.profile().interval("ping_timeout"))
                                          .count()});
    auto reply = ping_on(c, ping);
    reply.say.insert(reply.say.begin(), {"ping.head", facts});
    return reply;
}

}  // namespace

std::vector<Action> system_actions() {
    return {
        {"log.clear", {}, clear_log},
        {"ping.run", {"host"}, ping},
    };
}

}  // namespace modes
