#include "labs/network.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace lab {

using licensing::Delivery;
using licensing::Instant;
using licensing::Span;
using licensing::TransportFailure;
using Fate = Exchange::Fate;

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

Network::Network(NetworkState state, licensing::Chance chance)
    : state_(std::move(state)), chance_(chance) {}

void Network::saw(Instant at, const std::string& device, std::string what) {
    if (sights_.size() >= sights_kept) sights_.pop_front();
    sights_.push_back({at, device, std::move(what)});
}

std::string Network::desk_of(const std::string& device) const {
    for (const auto& desk : state_.desks) {
        if (desk.device == device) return desk.address;
    }
    return {};
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

// -- requests -----------------------------------------------------------------------------------

const CertificateAuthority* Network::certificate_authority(const std::string& name) const {
    for (const auto& authority : state_.certificate_authorities) {
        if (same_name(authority.name, name)) return &authority;
    }
    return nullptr;
}

const CertificateAuthority* Network::owner_of(std::string_view certificate) const {
    for (const auto& authority : state_.certificate_authorities) {
        // A certificate names its owner: what does not is not made for the comparison.
        const std::string_view subject = authority.subject;
        const auto common = subject.substr(0, subject.find(',')).substr(subject.find('=') + 1);
        if (certificate.find(common) == std::string_view::npos) continue;
        if (certificate_of(authority) == certificate) return &authority;
    }
    return nullptr;
}

// The list of revoked certificates is fetched by the device itself, and by no proxy.
bool Network::knows_revocations(const Sender& sender, const CertificateAuthority& authority,
                                Instant now) {
    const auto url = read_url(authority.revocations);
    if (!url) return true;
    const auto client = sender.settings.http_client();
    const From from{{}, sender.settings.table_of(client), client.source};
    const auto found = resolve(sender, url->host, now);
    const auto* at = std::get_if<Found>(&found);
    const bool known = at && authority.publishes &&
                       dial(sender, at->address, url->port, from, now) == Dialled::open;
    saw(now, sender.device,
        fmt::format("revocations of {}: {}", authority.name, known ? "fetched" : "no answer"));
    return known;
}

// What the device makes of the certificate it is shown; nothing when it is content.
std::optional<TransportFailure> Network::tls_fault(const Sender& sender, const Url& url,
                                                   const Host& host, const ProxyHost* proxy,
                                                   Instant now) {
    const auto& settings = sender.settings;
    if (sender.clock_unknown) return TransportFailure::no_authoritative_clock;
    const bool by_proxy = proxy && !proxy->opens_tls_as.empty();
    const bool opened = by_proxy || state_.intercepting;
    const auto* issuer = certificate_authority(by_proxy              ? proxy->opens_tls_as
                                               : state_.intercepting ? state_.interceptor
                                                                     : host.issuer);
    const auto& imported = settings.trusted;
    const bool known =
        issuer && std::find(imported.begin(), imported.end(), issuer->name) != imported.end();
    const bool built_in = issuer ? issuer->built_in : !opened && host.trusted;
    const bool trusted = known || (built_in && sender.trusts_public);
    if (!trusted) return TransportFailure::untrusted;
    const auto& country = host.certificate_country;
    if (sender.strict_country && !opened && !country.empty() && country.size() != 2) {
        return TransportFailure::malformed_certificate;
    }
    // One that signs itself states no purpose (seed 003).
    const bool by_itself = issuer && same_name(issuer->name, host.name);
    if (!opened && !host.server_auth && !by_itself) return TransportFailure::no_server_certificate;
    const auto& names = host.certificate_names;
    const bool named = same_name(host.name, url.host) ||
                       std::any_of(names.begin(), names.end(),
                                   [&](auto& name) { return same_name(name, url.host); });
    const bool checks = settings.identity_check && (settings.transport != Transport::callhome ||
                                                    settings.callhome.identity_check);
    if (checks && !named) return TransportFailure::wrong_name;
    if (settings.revocation_check && issuer && !knows_revocations(sender, *issuer, now)) {
        return TransportFailure::revocation_unknown;
    }
    return std::nullopt;
}

// Where a request gets, or why it does not.
struct Network::Way {
    std::optional<TransportFailure> failure;
    std::string authority;
    Gone gone;
    Exchange seen;  // as far as it got; to nobody: nothing left the device
};

Network::Way Network::way_to(const Sender& sender, Instant now) {
    const auto& settings = sender.settings;
    const bool smart = settings.transport == Transport::smart;
    Exchange seen;
    Gone gone;
    const auto fail = [&](TransportFailure why, Fate fate = Fate::served) {
        seen.fate = fate;
        return Way{why, {}, gone, seen};
    };
    if (smart && sender.smart_transport_fails) return fail(TransportFailure::defect);
    const auto url = read_url(settings.transport_url());
    if (!url) return fail(TransportFailure::no_transport);
    auto chosen = smart ? settings.smart_proxy : settings.callhome_proxy;
    if (smart && sender.proxy_ignored) chosen.reset();
    const std::string next = chosen ? chosen->host : url->host;
    const int port = chosen ? chosen->port : url->port;

    // Names are looked up in the global table whatever table the client sends by.
    auto resolved = resolve(sender, next, now);
    if (const auto* why = std::get_if<TransportFailure>(&resolved)) return fail(*why);
    const auto address = std::get<Found>(resolved).address;
    saw(now, sender.device, fmt::format("connect {}:{} for {}", address, port, url->host));
    const auto client = settings.http_client();
    const From from{{}, settings.table_of(client), client.source};
    const auto nameif = egress(sender, address, from);
    if (!nameif) return fail(TransportFailure::no_route);
    gone = {.address = address, .interface = *nameif, .proxy = chosen ? chosen->host : ""};
    // What a name server says comes first.
    const auto begins = is_address(next) ? now : now + Span{100};
    seen = exchange_with(sender, address, port, from, begins);
    seen.name = url->host;
    seen.path = url->path;
    seen.tls = url->scheme == "https";
    seen.tunnel = chosen ? url->port : 0;
    if (filtered(next, address, port) || !reaches(sender, address, port, from) ||
        !lets_in(sender, address, from, answer_on(port))) {
        return fail(chosen ? TransportFailure::proxy_silent : TransportFailure::filtered,
                    Fate::unanswered);
    }
    const auto* proxy = chosen ? proxy_at(address) : nullptr;
    if (chosen) {
        if (!proxy || proxy->port != port) {
            return fail(TransportFailure::refused, Fate::refused);
        }
        if (!proxy->answers) return fail(TransportFailure::proxy_refused, Fate::turned_away);
        if (proxy->forbids) return fail(TransportFailure::proxy_forbids, Fate::turned_away);
    }
    // Who answers is who has the address, whatever name the device knows it by.
    const auto* host = is_address(url->host) ? host_at(url->host) : host_named(url->host);
    if (!proxy && (!host || std::find(host->addresses.begin(), host->addresses.end(), address) ==
                                host->addresses.end())) {
        host = host_at(address);
    }
    if (!host && proxy) return fail(TransportFailure::proxy_refused, Fate::turned_away);
    if (!host) return fail(TransportFailure::refused, Fate::refused);
    if (proxy && std::all_of(host->addresses.begin(), host->addresses.end(), [&](auto& a) {
            return filtered(host->name, a, url->port) && !state_.only_proxies_reach_outside;
        })) {
        return fail(TransportFailure::filtered, Fate::turned_away);
    }
    if (std::find(host->ports.begin(), host->ports.end(), url->port) == host->ports.end()) {
        return fail(TransportFailure::refused, proxy ? Fate::turned_away : Fate::refused);
    }
    if (url->scheme == "https") {
        seen.signer = signer_of(*host, proxy);
        gone.issuer = seen.signer.subject;
        gone.serial = serial_of(*host);
        if (const auto fault = tls_fault(sender, *url, *host, proxy, now)) {
            return fail(*fault, Fate::distrusted);
        }
    }
    if (host->pages) return fail(TransportFailure::unreadable);
    if (host->authority.empty() ||
        std::find(host->paths.begin(), host->paths.end(), url->path) == host->paths.end()) {
        return fail(TransportFailure::http_error);
    }
    return {std::nullopt, host->authority, gone, seen};
}

std::optional<TransportFailure> Network::probe(const Sender& sender, Instant now) {
    return way_to(sender, now).failure;
}

Gone Network::last_way(const std::string& device) const {
    auto it = gone_.find(device);
    return it == gone_.end() ? Gone{} : it->second;
}

void Network::send(const Sender& sender, const licensing::Request& request, Instant now) {
    auto way = way_to(sender, now);
    Carried carried{sender.device, request, now, now, way.authority, std::nullopt, way.gone};
    if (way.failure) {
        const bool silent = *way.failure == TransportFailure::filtered ||
                            *way.failure == TransportFailure::proxy_silent ||
                            *way.failure == TransportFailure::revocation_unknown;
        carried.arrives = carried.returns = now + sender.busy + (silent ? gives_up : says_no);
        carried.delivery = *way.failure;
    } else {
        const auto whole =
            chance_.between(sender.device, "latency", request.id, state_.fastest, state_.slowest);
        carried.arrives = now + whole / 2;
        carried.returns = now + whole;
    }
    if (!way.seen.to.empty()) {
        way.seen.at += way.failure ? sender.busy : Span{0};
        way.seen.length = std::max(Span{1}, carried.returns - way.seen.at);
        carried.gone.exchange = wire_.carried(sender.device);
        carry(sender.device, std::move(way.seen));
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
