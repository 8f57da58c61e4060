// What the device itself has open towards the world, and the names it has learnt on the way. It
// forwards nobody's traffic here, so everything else of this kind is empty.
#include <algorithm>

#include <fmt/format.h>

#include "modes/actions.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

using profiles::Facts;
using profiles::Records;

std::string clock_of(licensing::Span span) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(span).count();
    return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

// An exchange under way, as far as it got.
Facts connection_view(const lab::Device& device, const lab::Network& network,
                      const lab::Exchange& exchange) {
    const auto now = device.lab_now().time_since_epoch();
    std::int64_t bytes = 0;
    lab::Moment last{};
    const auto own = lab::stack_of(device.profile());
    for (const auto& frame : lab::frames_of(device.name(), exchange, own, network.chance())) {
        if (frame.at > now) continue;
        bytes += static_cast<std::int64_t>(frame.bytes.size());
        last = std::max(last, frame.at);
    }
    Facts facts;
    facts.set("address", exchange.to).set("port", std::int64_t{exchange.port});
    facts.set("source", exchange.from);
    facts.set("source_port",
              std::int64_t{lab::own_port(device.name(), exchange.nth, own, network.chance())});
    facts.set("bytes", bytes).set("open", bytes > 0);
    facts.set("idle",
              clock_of(last.count() == 0 ? licensing::Span{}
                                         : std::chrono::floor<licensing::Span>(now - last)));
    for (const auto& interface : device.settings().interfaces) {
        if (interface.address == exchange.from) facts.set("interface", interface.nameif);
    }
    return facts;
}

Reply connections(Context& c) {
    auto& network = c.world.lab().network();
    Records open;
    for (const auto& carried : network.in_flight()) {
        if (carried.device != c.device.name() || carried.gone.address.empty()) continue;
        for (const auto& exchange : network.wire().of(c.device.name())) {
            const bool this_one = exchange.nth == carried.gone.exchange;
            if (this_one && exchange.kind == lab::Exchange::Kind::connection) {
                open.push_back(connection_view(c.device, network, exchange));
            }
        }
    }
    Facts facts;
    facts.set("count", static_cast<std::int64_t>(open.size()));
    facts.set("most", std::int64_t{c.device.running().most_connections});
    facts.set("all", c.constant == "all").set("connections", std::move(open));
    return say("show-conn", facts);
}

Reply known_names(Context& c) {
    Records names;
    for (const auto& known : c.device.running().looked_up) {
        const auto age = c.device.lab_now() - known.at;
        const auto hours = std::chrono::duration_cast<std::chrono::hours>(age).count();
        Facts facts;
        facts.set("name", known.name).set("age", std::int64_t{hours});
        facts.set("address", known.addresses.front());
        Records others;
        for (std::size_t i = 1; i < known.addresses.size(); ++i) {
            others.push_back(Facts{}.set("address", known.addresses[i]));
        }
        names.push_back(facts.set("others", std::move(others)));
    }
    return say("show-dns-hosts", Facts{}.set("names", std::move(names)));
}

// Nothing is translated, dropped or resolved for anybody.
Reply nothing(Context& c) { return say("show-" + c.constant); }

Reply forget_names(Context& c) {
    c.device.forget_names();
    return {};
}

}  // namespace

std::vector<Action> traffic_actions() {
    return {
        {"traffic.connections", {}, connections},
        {"traffic.names", {}, known_names},
        {"traffic.nothing", {}, nothing},
        {"traffic.forget-names", {}, forget_names},
    };
}

}  // namespace modes
