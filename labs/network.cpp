#include "labs/network.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace lab {

using licensing::Delivery;
using licensing::Instant;
using licensing::Span;
using licensing::TransportFailure;

namespace {

constexpr std::size_t sights_kept = 500;
constexpr Span gives_up{std::chrono::seconds{5}};  // when nothing answers at all
constexpr Span says_no{std::chrono::milliseconds{300}};

bool is_address(const std::string& host) { return address_number(host).has_value(); }

}  // namespace

// Names are the same in any case, as in DNS.
bool same_name(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                              [&](char x, char y) { return lower(x) == lower(y); });
}

std::optional<std::uint32_t> address_number(std::string_view text) {
    std::uint32_t value = 0;
    const char* at = text.data();
    const char* end = at + text.size();
    for (int part = 0; part < 4; ++part) {
        unsigned number = 0;
        auto [next, error] = std::from_chars(at, end, number);
        if (error != std::errc{} || number > 255) return std::nullopt;
        value = value << 8 | number;
        at = next;
        if (part < 3 && (at == end || *at++ != '.')) return std::nullopt;
    }
    return at == end ? std::optional(value) : std::nullopt;
}

bool same_network(std::string_view a, std::string_view b, std::string_view mask) {
    auto first = address_number(a);
    auto second = address_number(b);
    auto bits = address_number(mask);
    return first && second && bits && (*first & *bits) == (*second & *bits);
}

std::optional<Filter> read_filter(std::string_view text) {
    Filter filter;
    const auto colon = text.find(':');
    filter.host = text.substr(0, colon);
    if (colon != std::string_view::npos) {
        auto digits = text.substr(colon + 1);
        auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), filter.port);
        if (error != std::errc{} || end != digits.data() + digits.size() || filter.port < 1 ||
            filter.port > 65535) {
            return std::nullopt;
        }
    }
    if (filter.host.empty() || filter.host.find(' ') != std::string::npos) return std::nullopt;
    return filter;
}

std::optional<Url> read_url(std::string_view text) {
    auto scheme_end = text.find("://");
    if (scheme_end == std::string_view::npos) return std::nullopt;
    Url url;
    url.scheme = text.substr(0, scheme_end);
    if (url.scheme != "http" && url.scheme != "https") return std::nullopt;
    url.port = url.scheme == "https" ? 443 : 80;
    auto rest = text.substr(scheme_end + 3);
    auto slash = rest.find('/');
    auto place = rest.substr(0, slash);
    url.path = slash == std::string_view::npos ? "/" : std::string(rest.substr(slash));
    if (auto colon = place.find(':'); colon != std::string_view::npos) {
        auto digits = place.substr(colon + 1);
        auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), url.port);
        if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
        place = place.substr(0, colon);
    }
    if (place.empty()) return std::nullopt;
    url.host = place;
    return url;
}

const Interface* egress_of(const Settings& settings, const Route& route) {
    if (!route.interface.empty()) return settings.by_nameif(route.interface);
    for (const auto& interface : settings.interfaces) {
        if (!interface.shutdown && same_network(interface.address, route.gateway, interface.mask)) {
            return &interface;
        }
    }
    return nullptr;
}

Network::Network(NetworkState state, licensing::Chance chance)
    : state_(std::move(state)), chance_(chance) {}

void Network::saw(Instant at, const std::string& device, std::string what) {
    if (sights_.size() >= sights_kept) sights_.erase(sights_.begin());
    sights_.push_back({at, device, std::move(what)});
}

bool Network::open_to(const std::string& authority) const {
    for (const auto& host : state_.hosts) {
        if (host.authority != authority) continue;
        for (const auto& address : host.addresses) {
            for (const int port : host.ports) {
                if (!filtered(host.name, address, port)) return true;
            }
        }
    }
    return false;
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

std::optional<std::string> Network::egress(const Sender& sender, const std::string& address,
                                           const std::string& only) const {
    const auto up = [&](const Interface& i) {
        return !i.nameif.empty() && !i.address.empty() && !i.shutdown &&
               (only.empty() || i.nameif == only);
    };
    for (const auto& interface : sender.settings.interfaces) {
        if (up(interface) && same_network(interface.address, address, interface.mask)) {
            return interface.nameif;
        }
    }
    const Interface* best_interface = nullptr;
    const Route* best = nullptr;
    std::uint32_t best_mask = 0;
    for (const auto& route : sender.settings.routes) {
        const auto* interface = egress_of(sender.settings, route);
        const auto mask = address_number(route.mask).value_or(0);
        if (!interface || !up(*interface) || !same_network(route.network, address, route.mask)) {
            continue;
        }
        if (!best || mask > best_mask || (mask == best_mask && route.metric < best->metric)) {
            best = &route;
            best_interface = interface;
            best_mask = mask;
        }
    }
    if (!best) return std::nullopt;
    return best_interface->nameif;
}

std::optional<Span> Network::echo(const Sender& sender, const std::string& address,
                                  const std::string& only, std::uint64_t nth) const {
    auto nameif = egress(sender, address, only);
    if (!nameif) return std::nullopt;
    const auto* interface = sender.settings.by_nameif(*nameif);
    if (interface->address == address) return Span{1};
    const auto* host = host_at(address);
    if (filtered(host ? host->name : address, address, 0)) return std::nullopt;
    const auto cable = std::find_if(state_.cables.begin(), state_.cables.end(), [&](auto& c) {
        return c.device == sender.device && c.interface == interface->hardware;
    });
    if (cable == state_.cables.end()) return std::nullopt;
    const auto segment = std::find_if(state_.segments.begin(), state_.segments.end(),
                                      [&](auto& s) { return s.name == cable->segment; });
    if (segment == state_.segments.end()) return std::nullopt;
    const bool near = same_network(interface->address, address, interface->mask);
    const bool server = std::any_of(state_.name_servers.begin(), state_.name_servers.end(),
                                    [&](auto& n) { return n.address == address; });
    const bool proxy = std::any_of(state_.proxies.begin(), state_.proxies.end(), [&](auto& p) {
        return std::find(p.addresses.begin(), p.addresses.end(), address) != p.addresses.end();
    });
    if (near && (address == segment->gateway || server || proxy || host)) return Span{1};
    // Beyond the gateway: the default route's next hop must be the segment's gateway.
    if (near || !segment->outside || (state_.only_proxies_reach_outside && !server && !proxy)) {
        return std::nullopt;
    }
    const auto through = std::any_of(
        sender.settings.routes.begin(), sender.settings.routes.end(), [&](const Route& r) {
            return egress_of(sender.settings, r) == interface && r.gateway == segment->gateway &&
                   same_network(r.network, address, r.mask);
        });
    if (!through || !(server || proxy || host)) return std::nullopt;
    return chance_.between(sender.device, "echo " + address, nth, Span{10}, Span{20});
}

bool Network::serves(const Sender& sender, const NameServer& server) const {
    const auto nameif = egress(sender, server.address, server.interface);
    const auto known =
        std::find_if(state_.name_servers.begin(), state_.name_servers.end(),
                     [&](const NameServerHost& n) { return n.address == server.address; });
    const auto& settings = sender.settings;
    return nameif && (settings.looks_up || settings.lookup_interfaces.contains(*nameif)) &&
           known != state_.name_servers.end() && known->answers &&
           !filtered(server.address, server.address, 53) &&
           echo(sender, server.address, server.interface, 0).has_value();
}

std::variant<Network::Found, TransportFailure> Network::resolve(const Sender& sender,
                                                                const std::string& name,
                                                                Instant now) {
    if (is_address(name)) return Found{name};
    const auto& settings = sender.settings;
    const bool looks_up = settings.looks_up || !settings.lookup_interfaces.empty();
    if (!looks_up || settings.name_servers.empty()) {
        saw(now, sender.device, fmt::format("resolve {}: nobody to ask", name));
        return TransportFailure::name_unresolved;
    }
    for (const auto& server : settings.name_servers) {
        const bool answers = serves(sender, server);
        saw(now, sender.device,
            fmt::format("resolve {} via {}: {}", name, server.address,
                        answers ? "answered" : "no answer"));
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

// Where a request gets, or why it does not.
struct Network::Way {
    std::optional<TransportFailure> failure;
    std::string authority;
    Gone gone;
};

Network::Way Network::way_to(const Sender& sender, Instant now) {
    const auto& settings = sender.settings;
    const bool smart = settings.transport == Transport::smart;
    const auto fail = [](TransportFailure why) { return Way{why, {}, {}}; };
    if (smart && sender.smart_transport_fails) return fail(TransportFailure::defect);
    const auto url = read_url(settings.transport_url());
    if (!url) return fail(TransportFailure::no_transport);
    auto proxy = smart ? settings.smart_proxy : settings.callhome_proxy;
    if (sender.proxy_ignored) proxy.reset();
    const std::string next = proxy ? proxy->host : url->host;
    const int port = proxy ? proxy->port : url->port;

    auto resolved = resolve(sender, next, now);
    if (const auto* why = std::get_if<TransportFailure>(&resolved)) return fail(*why);
    const auto address = std::get<Found>(resolved).address;
    saw(now, sender.device, fmt::format("connect {}:{} for {}", address, port, url->host));
    if (!egress(sender, address, "")) return fail(TransportFailure::no_route);
    if (filtered(next, address, port)) return fail(TransportFailure::filtered);
    if (!echo(sender, address, "", 0)) return fail(TransportFailure::filtered);

    if (proxy) {
        const auto box =
            std::find_if(state_.proxies.begin(), state_.proxies.end(), [&](const ProxyHost& p) {
                return same_name(p.name, next) || std::find(p.addresses.begin(), p.addresses.end(),
                                                            address) != p.addresses.end();
            });
        if (box == state_.proxies.end() || box->port != port) {
            return fail(TransportFailure::refused);
        }
        if (!box->answers) return fail(TransportFailure::proxy_refused);
    }
    const auto* host = is_address(url->host) ? host_at(url->host) : host_named(url->host);
    if (!host) return fail(proxy ? TransportFailure::proxy_refused : TransportFailure::refused);
    if (proxy && std::all_of(host->addresses.begin(), host->addresses.end(), [&](auto& a) {
            return filtered(host->name, a, url->port) && !state_.only_proxies_reach_outside;
        })) {
        return fail(TransportFailure::filtered);
    }
    if (std::find(host->ports.begin(), host->ports.end(), url->port) == host->ports.end()) {
        return fail(TransportFailure::refused);
    }
    if (url->scheme == "https" && (state_.intercepting || !host->trusted)) {
        return fail(TransportFailure::untrusted);
    }
    if (host->authority.empty() ||
        std::find(host->paths.begin(), host->paths.end(), url->path) == host->paths.end()) {
        return fail(TransportFailure::http_error);
    }
    return {std::nullopt, host->authority, {address, *egress(sender, address, "")}};
}

Gone Network::last_way(const std::string& device) const {
    auto it = gone_.find(device);
    return it == gone_.end() ? Gone{} : it->second;
}

void Network::send(const Sender& sender, const licensing::Request& request, Instant now) {
    auto way = way_to(sender, now);
    Carried carried{sender.device, request, now, now, way.authority, std::nullopt, way.gone};
    if (way.failure) {
        const bool silent = *way.failure == TransportFailure::filtered;
        carried.arrives = carried.returns = now + (silent ? gives_up : says_no);
        carried.delivery = *way.failure;
    } else {
        const auto whole =
            chance_.between(sender.device, "latency", request.id, state_.fastest, state_.slowest);
        carried.arrives = now + whole / 2;
        carried.returns = now + whole;
    }
    in_flight_.push_back(std::move(carried));
}

std::optional<Instant> Network::next_due() const {
    std::optional<Instant> due;
    for (const auto& carried : in_flight_) {
        const auto at = carried.delivery ? carried.returns : carried.arrives;
        if (!due || at < *due) due = at;
    }
    return due;
}

void Network::wake(Instant now) {
    // First everything that reaches an authority, in the order in which it was sent; then
    // everything that is back. An answer may bring a new request, which waits its turn.
    for (auto& carried : in_flight_) {
        if (!carried.delivery && carried.arrives <= now) {
            carried.delivery = at_authority(carried.authority, carried.request, now);
            saw(now, carried.device, fmt::format("answered by {}", carried.authority));
        }
    }
    std::vector<Carried> back;
    std::erase_if(in_flight_, [&](Carried& carried) {
        if (!carried.delivery || carried.returns > now) return false;
        back.push_back(std::move(carried));
        return true;
    });
    for (const auto& carried : back) {
        gone_[carried.device] = carried.gone;
        at_device(carried.device, carried.request.id, *carried.delivery);
    }
}

}  // namespace lab
