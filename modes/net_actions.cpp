// What reaches out over the network by hand: ping and telnet.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "labs/network.hpp"
#include "modes/actions.hpp"
#include "modes/echoes.hpp"
#include "modes/line.hpp"
#include "modes/views.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

using licensing::Span;
using profiles::Facts;

Reply then_wait(Span length, Then then, Then on_break) {
    Reply reply;
    Wait wait;
    wait.length = length;
    wait.then = std::move(then);
    wait.on_break = std::move(on_break);
    reply.next = std::move(wait);
    return reply;
}

Reply nothing_more(Context&, const std::string&) { return {}; }

// -- names --------------------------------------------------------------------------------------

// The servers that are asked for a name: "(192.0.2.53) (192.0.2.54)".
std::string servers_of(const lab::Settings& settings, const std::string& vrf) {
    const auto table = vrf.empty() ? settings.table_of({{}, settings.lookup_source}) : vrf;
    std::string text;
    for (const auto& server : settings.name_servers) {
        if (server.vrf == table) text += (text.empty() ? "(" : " (") + server.address + ")";
    }
    return text.empty() ? "(255.255.255.255)" : text;  // everybody on the wire
}

bool known_by_itself(const lab::Settings& settings, const std::string& name) {
    const auto& known = settings.known_hosts;
    return lab::address_number(name) || std::any_of(known.begin(), known.end(), [&](auto& host) {
               return lab::same_name(host.name, name);
           });
}

// A name that nobody knows: its servers are waited for, then `why` is said.
Reply unresolved(Context& c, const std::string& name, const std::string& vrf,
                 const std::string& why) {
    const auto& settings = c.device.settings();
    if (!settings.looks_up) return say(why);
    const auto servers = std::max<std::size_t>(1, settings.name_servers.size());
    auto reply = then_wait(
        c.device.profile().interval("dns_timeout") * static_cast<int>(servers),
        [why](Context&, const std::string&) { return say(why); }, nothing_more);
    Facts facts;
    facts.set("name", name).set("servers", servers_of(settings, vrf));
    reply.say.push_back({"net.translating", facts});
    return reply;
}

// -- ping ---------------------------------------------------------------------------------------

// From where the person wants it to go; a message says what is wrong with it.
struct Wish {
    lab::From from;
    std::string source;  // the address; empty: nobody asked for one
    std::string fault;
    Facts facts;
};

Wish wish_of(Context& c) {
    const auto& settings = c.device.settings();
    Wish wish;
    wish.from.vrf = c.argument("vrf");
    if (!wish.from.vrf.empty() &&
        std::none_of(settings.vrfs.begin(), settings.vrfs.end(),
                     [&](const lab::Vrf& vrf) { return vrf.name == wish.from.vrf; })) {
        wish.fault = "refused.no-vrf";
        wish.facts.set("name", wish.from.vrf);
        return wish;
    }
    const auto typed = c.argument("interface");
    const auto address = c.argument("source");
    if (typed.empty() && address.empty()) return wish;
    const lab::Interface* source = nullptr;
    if (const auto name = c.device.hardware_name(typed)) source = settings.by_hardware(*name);
    for (const auto& interface : settings.interfaces) {
        if (!address.empty() && interface.address == address) source = &interface;
    }
    if (!source || source->address.empty() || source->shutdown) {
        wish.fault = typed.empty() ? "refused.source-address" : "refused.source-interface";
        return wish;
    }
    wish.from.source = source->hardware;
    wish.source = source->address;
    return wish;
}

Reply ping(Context& c) {
    auto wish = wish_of(c);
    if (!wish.fault.empty()) return refuse(wish.fault, wish.facts);
    const auto& settings = c.device.settings();
    const auto name = c.argument("host");
    const auto found =
        c.world.lab().network().resolve(c.device.sender(), name, c.device.lab_now(), wish.from.vrf);
    const auto* at = std::get_if<lab::Network::Found>(&found);
    if (!at) return unresolved(c, name, wish.from.vrf, "refused.host");
    const auto& all = settings.interfaces;
    const bool usable = std::any_of(all.begin(), all.end(), [&](const lab::Interface& i) {
        return i.vrf == wish.from.vrf && !i.address.empty() && !i.shutdown;
    });
    if (!wish.from.vrf.empty() && !usable) {
        return refuse("refused.vrf-source", Facts{}.set("name", wish.from.vrf));
    }
    Echoes echoes;
    echoes.address = at->address;
    echoes.from = wish.from;
    echoes.count = number_or(c.argument("repeat"), 5);
    using std::chrono::seconds;
    const auto usual =
        std::chrono::duration_cast<seconds>(c.device.profile().interval("ping_timeout"));
    const auto timeout = number_or(c.argument("timeout"), usual.count());
    echoes.timeout = seconds{timeout};
    echoes.refused = c.world.lab().network().turned_back(c.device.sender(), at->address, wish.from);
    Facts facts;
    facts.set("count", std::int64_t{echoes.count}).set("address", at->address);
    facts.set("bytes", std::int64_t{number_or(c.argument("size"), 100)});
    facts.set("timeout", std::int64_t{timeout}).set("source", wish.source);
    auto reply = echo_on(c, echoes);
    reply.say.insert(reply.say.begin(), {"ping.head", facts});
    if (!known_by_itself(settings, name)) {
        Facts asked;
        asked.set("name", name).set("servers", servers_of(settings, wish.from.vrf));
        reply.say.insert(reply.say.begin(), {"net.translated", asked});
    }
    return reply;
}

// -- telnet -------------------------------------------------------------------------------------

constexpr Span patience = std::chrono::seconds{30};         // with who does not answer
constexpr Span server_patience = std::chrono::seconds{10};  // until a server hangs up
constexpr long telnet_port = 23;

Reply telnet(Context& c) {
    auto wish = wish_of(c);
    if (!wish.fault.empty()) return refuse(wish.fault, wish.facts);
    const auto& settings = c.device.settings();
    // A source interface brings its table, as the seed's own check does.
    wish.from.vrf = settings.table_of({wish.from.vrf, wish.from.source});
    const auto name = c.argument("host");
    auto& network = c.world.lab().network();
    const auto sender = c.device.sender();
    const auto found = network.resolve(sender, name, c.device.lab_now(), c.argument("vrf"));
    const auto* at = std::get_if<lab::Network::Found>(&found);
    if (!at) return unresolved(c, name, c.argument("vrf"), "refused.telnet-host");
    const auto port = number_or(c.argument("port"), telnet_port);
    Facts facts;
    facts.set("name", name).set("address", at->address).set("port", std::int64_t{port});
    facts.set("by_name", !lab::address_number(name).has_value());
    facts.set("other_port", port != telnet_port);
    const auto dialled =
        network.dial(sender, at->address, static_cast<int>(port), wish.from, c.device.lab_now());
    const bool open = dialled == lab::Dialled::open;
    const std::string outcome = open                                ? "telnet.closed"
                                : dialled == lab::Dialled::refused  ? "telnet.refused"
                                : dialled == lab::Dialled::no_route ? "telnet.no-route"
                                                                    : "telnet.silent";
    const auto length = open                              ? server_patience
                        : dialled == lab::Dialled::silent ? patience
                                                          : Span{1};
    auto reply = then_wait(
        length, [outcome, facts](Context&, const std::string&) { return say(outcome, facts); },
        [open, facts](Context&, const std::string&) {
            return open ? say("telnet.closed", facts) : say("blank");
        });
    auto trying = c.device.profile().render("telnet.trying", facts);
    while (trying.ends_with('\n')) trying.pop_back();
    reply.say.push_back({"telnet.line", Facts{}.set("text", trying), true});
    reply.say.push_back({open ? "telnet.open" : "blank", {}});
    return reply;
}

// -- looking ------------------------------------------------------------------------------------

Reply routes(Context& c) {
    const auto vrf = c.argument("vrf");
    const auto& vrfs = c.device.settings().vrfs;
    if (!vrf.empty() && std::none_of(vrfs.begin(), vrfs.end(),
                                     [&](const lab::Vrf& known) { return known.name == vrf; })) {
        return refuse("refused.no-table", Facts{}.set("name", vrf));
    }
    return say("show-ip-route", table_view(c.device, vrf));
}

Reply access_lists(Context& c) {
    return say("show-access-lists", access_lists_view(c.device, c.argument("list")));
}

Reply interfaces(Context& c) {
    return say("show-ip-interface-brief",
               ports_view(c.device, c.world.lab().network().state().cables));
}

// The constant says which of a port's sides is asked for.
Reply ports(Context& c) {
    std::string only;
    if (const auto typed = c.argument("interface"); !typed.empty()) {
        const auto name = c.device.hardware_name(typed);
        if (!name) return refuse("error.unknown", {}, "interface");
        only = *name;
    }
    const auto text = c.constant.empty() ? "show-ports" : "show-ports-" + c.constant;
    return say(text, port_details_view(c.device, c.world.lab().network().state().cables, only));
}

Reply vlans(Context& c) {
    return say(c.constant.empty() ? "show-vlan" : "show-vlan-" + c.constant, vlan_view(c.device));
}

// What is heard of neighbours, and of protocols that nobody here speaks.
Reply heard(Context& c) {
    return say("show-" + c.constant, Facts{}.set("router", c.device.profile().has("router")));
}

Reply vrfs(Context& c) { return say("show-vrf", vrfs_view(c.device)); }
Reply hosts(Context& c) { return say("show-hosts", hosts_view(c.device)); }

Reply clear_matches(Context& c) {
    c.device.clear_matches(c.argument("list"));
    return {};
}

}  // namespace

std::vector<Action> net_actions() {
    return {
        {"net.ping", {"host"}, ping},
        {"net.telnet", {"host"}, telnet},
        {"net.routes", {}, routes},
        {"net.access-lists", {}, access_lists},
        {"net.interfaces", {}, interfaces},
        {"net.vrfs", {}, vrfs},
        {"net.ports", {}, ports},
        {"net.vlans", {}, vlans},
        {"net.heard", {}, heard},
        {"net.hosts", {}, hosts},
        {"net.clear-matches", {}, clear_matches},
    };
}

}  // namespace modes
