// How packets of a device get through the world and back: routes, filters, access lists, names.
#include <algorithm>

#include <fmt/format.h>

#include "labs/network.hpp"

namespace lab {

using licensing::Instant;
using licensing::Span;
using licensing::TransportFailure;

namespace {

constexpr int any_port = 49153;  // of the device's own end

Packet answer_of(const std::string& protocol, int port) {
    Packet packet;
    packet.protocol = protocol;
    packet.from_port = port;
    packet.to_port = any_port;
    packet.established = protocol == "tcp";
    return packet;
}

}  // namespace

const Interface* egress_of(const Settings& settings, const Route& route) {
    if (!route.interface.empty()) return settings.by_nameif(route.interface);
    for (const auto& interface : settings.interfaces) {
        if (!interface.shutdown && interface.vrf == route.vrf &&
            same_network(interface.address, route.gateway, interface.mask)) {
            return &interface;
        }
    }
    return nullptr;
}

const Host* Network::host_named(const std::string& name) const {
    for (const auto& host : state_.hosts) {
        if (same_name(host.name, name)) return &host;
    }
    return nullptr;
}

const Host* Network::host_at(const std::string& address) const {
    for (const auto& host : state_.hosts) {
        if (std::find(host.addresses.begin(), host.addresses.end(), address) !=
            host.addresses.end()) {
            return &host;
        }
    }
    return nullptr;
}

bool Network::filtered(const std::string& name, const std::string& address, int port) const {
    return std::any_of(state_.filters.begin(), state_.filters.end(), [&](const Filter& f) {
        return (same_name(f.host, name) || f.host == address) && (f.port == 0 || f.port == port);
    });
}

const ProxyHost* Network::proxy_at(const std::string& address) const {
    for (const auto& proxy : state_.proxies) {
        const auto& own = proxy.addresses;
        if (std::find(own.begin(), own.end(), address) != own.end()) return &proxy;
    }
    return nullptr;
}

// The ways that the table of `from` holds equally good.
std::vector<Network::Hop> Network::hops(const Sender& sender, const std::string& address,
                                        const From& from) const {
    const auto& settings = sender.settings;
    const auto up = [&](const Interface& i) {
        return !i.nameif.empty() && !i.address.empty() && !i.shutdown && i.vrf == from.vrf &&
               (from.only.empty() || i.nameif == from.only);
    };
    if (!from.source.empty()) {
        const auto* source = settings.by_hardware(from.source);
        if (!source || source->address.empty() || source->shutdown || source->vrf != from.vrf) {
            return {};
        }
    }
    for (const auto& interface : settings.interfaces) {
        if (up(interface) && same_network(interface.address, address, interface.mask)) {
            return {{&interface, {}}};
        }
    }
    std::vector<Hop> best;
    std::uint32_t best_mask = 0;
    int best_metric = 0;
    for (const auto& route : settings.routes) {
        const auto* interface = egress_of(settings, route);
        const auto mask = address_number(route.mask).value_or(0);
        if (route.vrf != from.vrf || !interface || !up(*interface) ||
            !same_network(route.network, address, route.mask)) {
            continue;
        }
        if (!best.empty() &&
            (mask < best_mask || (mask == best_mask && route.metric > best_metric)))
            continue;
        if (!best.empty() && (mask > best_mask || route.metric < best_metric)) best.clear();
        best.push_back({interface, route.gateway});
        best_mask = mask;
        best_metric = route.metric;
    }
    return best;
}

std::optional<std::string> Network::egress(const Sender& sender, const std::string& address,
                                           const From& from) const {
    const auto ways = hops(sender, address, from);
    if (ways.empty()) return std::nullopt;
    return ways.front().interface->nameif;
}

bool Network::reaches(const Sender& sender, const std::string& address, int port,
                      const From& from) const {
    const auto* host = host_at(address);
    if (filtered(host ? host->name : address, address, port)) return false;
    const bool server = std::any_of(state_.name_servers.begin(), state_.name_servers.end(),
                                    [&](auto& n) { return n.address == address; });
    const auto* proxy = proxy_at(address);
    const auto ways = hops(sender, address, from);
    return std::any_of(ways.begin(), ways.end(), [&](const Hop& hop) {
        const auto cable =
            std::find_if(state_.cables.begin(), state_.cables.end(), [&](const Cable& c) {
                return c.device == sender.device && c.interface == port_of(*hop.interface) &&
                       !c.cut;
            });
        if (cable == state_.cables.end()) return false;
        const auto segment =
            std::find_if(state_.segments.begin(), state_.segments.end(),
                         [&](const Segment& s) { return s.name == cable->segment; });
        if (segment == state_.segments.end()) return false;
        if (same_network(hop.interface->address, address, hop.interface->mask)) {
            return address == segment->gateway || server || proxy || host;
        }
        // Beyond the wire: by the segment's own gateway, which also answers for everything that
        // a route looks for on the wire itself (proxy ARP).
        if (!segment->outside || (state_.only_proxies_reach_outside && !server && !proxy)) {
            return false;
        }
        return (hop.gateway.empty() || hop.gateway == segment->gateway) &&
               (server || proxy || host);
    });
}

// The answer comes in where the packet went out, and meets the list there.
bool Network::lets_in(const Sender& sender, const std::string& address, const From& from,
                      Packet packet) const {
    const auto ways = hops(sender, address, from);
    if (ways.empty()) return false;
    const auto& settings = sender.settings;
    const auto* way = ways.front().interface;
    const auto* list = settings.access_list(way->access_in);
    // A list that nobody has made denies nothing; nor does one without entries.
    if (!list || list->entries.empty()) return true;
    const auto* source = from.source.empty() ? way : settings.by_hardware(from.source);
    packet.from = address_number(address).value_or(0);
    packet.to = address_number(source->address).value_or(0);
    const auto* entry = deciding(*list, packet);
    if (at_list) at_list(sender.device, list->name, entry ? entry->sequence : 0);
    return entry && entry->permits;
}

Packet answer_on(int port) { return answer_of("tcp", port); }

std::optional<Span> Network::trip(const Sender& sender, const std::string& address,
                                  const From& from, std::uint64_t nth) const {
    for (const auto& interface : sender.settings.interfaces) {
        const bool own = interface.address == address && interface.vrf == from.vrf &&
                         !interface.shutdown && !address.empty();
        if (own && (from.only.empty() || interface.nameif == from.only)) return Span{1};
    }
    if (!reaches(sender, address, 0, from)) return std::nullopt;
    Packet packet;
    packet.protocol = "icmp";
    packet.kind = "echo-reply";
    if (!lets_in(sender, address, from, packet)) return std::nullopt;
    const auto* way = sender.settings.by_nameif(*egress(sender, address, from));
    if (same_network(way->address, address, way->mask)) return Span{1};
    return chance_.between(sender.device, "echo " + address, nth, Span{10}, Span{20});
}

bool Network::turned_back(const Sender& sender, const std::string& address,
                          const From& from) const {
    for (const auto& hop : hops(sender, address, from)) {
        for (const auto& cable : state_.cables) {
            if (cable.device != sender.device || cable.interface != port_of(*hop.interface))
                continue;
            const auto ends = [&](const Segment& s) {
                return s.name == cable.segment && s.gateway == hop.gateway && !s.outside;
            };
            return std::any_of(state_.segments.begin(), state_.segments.end(), ends);
        }
    }
    return false;
}

Dialled Network::dialled(const Sender& sender, const std::string& address, int port,
                         const From& from) const {
    if (!egress(sender, address, from)) return Dialled::no_route;
    if (!reaches(sender, address, port, from)) return Dialled::silent;
    if (!lets_in(sender, address, from, answer_on(port))) return Dialled::silent;
    const auto* proxy = proxy_at(address);
    if (proxy && proxy->port == port) return proxy->answers ? Dialled::open : Dialled::refused;
    const auto serves_it = [&](const Host& host) {
        const auto& own = host.addresses;
        return std::find(own.begin(), own.end(), address) != own.end() &&
               std::find(host.ports.begin(), host.ports.end(), port) != host.ports.end();
    };
    return std::any_of(state_.hosts.begin(), state_.hosts.end(), serves_it) ? Dialled::open
                                                                            : Dialled::refused;
}

std::optional<int> Network::time_from(const Sender& sender, const std::string& address,
                                      const From& from, Instant now) {
    constexpr int ntp = 123;
    auto seen = exchange_with(sender, address, ntp, from, now);
    seen.kind = Exchange::Kind::time;
    seen.fate = Exchange::Fate::unanswered;
    seen.length = Span{20};
    for (const auto& host : state_.hosts) {
        const auto& own = host.addresses;
        if (!host.tells_time || std::find(own.begin(), own.end(), address) == own.end()) continue;
        auto answer = answer_of("udp", ntp);
        answer.to_port = ntp;
        const bool heard = host.time_answers && reaches(sender, address, ntp, from) &&
                           lets_in(sender, address, from, answer);
        if (heard) seen.fate = Exchange::Fate::served;
        if (!seen.from.empty()) carry(sender.device, std::move(seen));
        return heard ? std::optional(host.stratum) : std::nullopt;
    }
    if (!seen.from.empty()) carry(sender.device, std::move(seen));
    return std::nullopt;
}

// -- names --------------------------------------------------------------------------------------

bool Network::serves(const Sender& sender, const NameServer& server) const {
    constexpr int dns = 53;
    const auto& settings = sender.settings;
    const From from{server.interface, server.vrf, settings.lookup_source};
    const auto nameif = egress(sender, server.address, from);
    const auto known =
        std::find_if(state_.name_servers.begin(), state_.name_servers.end(),
                     [&](const NameServerHost& n) { return n.address == server.address; });
    return nameif && (settings.looks_up || settings.lookup_interfaces.contains(*nameif)) &&
           known != state_.name_servers.end() && known->answers &&
           !filtered(server.address, server.address, dns) &&
           reaches(sender, server.address, 0, from) &&
           lets_in(sender, server.address, from, answer_of("udp", dns));
}

std::variant<Network::Found, TransportFailure> Network::resolve(const Sender& sender,
                                                                const std::string& name,
                                                                Instant now,
                                                                const std::string& vrf) {
    if (address_number(name)) return Found{name};
    // No name is longer (RFC 1035, 2.3.4): nobody asks for it, and nothing remembers it.
    constexpr std::size_t longest_name = 253;
    if (name.size() > longest_name) return TransportFailure::name_unresolved;
    const auto& settings = sender.settings;
    // Names are asked for in the table that the lookup's source is in, where it has one.
    const auto table = vrf.empty() ? settings.table_of({{}, settings.lookup_source}) : vrf;
    for (const auto& known : settings.known_hosts) {
        if (same_name(known.name, name) && (known.vrf == vrf || known.vrf == table)) {
            saw(now, sender.device, fmt::format("resolve {}: known to the device", name));
            return Found{known.addresses.front()};
        }
    }
    const bool looks_up = settings.looks_up || !settings.lookup_interfaces.empty();
    const bool anybody = std::any_of(settings.name_servers.begin(), settings.name_servers.end(),
                                     [&](const NameServer& server) { return server.vrf == table; });
    if (!looks_up || !anybody) {
        saw(now, sender.device, fmt::format("resolve {}: nobody to ask", name));
        return TransportFailure::name_unresolved;
    }
    for (const auto& server : settings.name_servers) {
        if (server.vrf != table) continue;
        const bool answers = serves(sender, server);
        saw(now, sender.device,
            fmt::format("resolve {} via {}: {}", name, server.address,
                        answers ? "answered" : "no answer"));
        note_lookup(sender, name, server, answers, now);
        if (!answers) continue;
        if (const auto* host = host_named(name)) {
            // A client tries the addresses in turn; the first that is not filtered serves.
            for (const auto& address : host->addresses) {
                if (!filtered(name, address, 443)) return Found{address};
            }
            return Found{host->addresses.front()};
        }
        for (const auto& proxy : state_.proxies) {
            if (same_name(proxy.name, name) && !proxy.addresses.empty()) {
                return Found{proxy.addresses.front()};
            }
        }
        return TransportFailure::name_unresolved;
    }
    return TransportFailure::name_unresolved;
}

}  // namespace lab
