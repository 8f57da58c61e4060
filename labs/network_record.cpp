// What the network writes down of what it carries, for captures.
#include <fmt/format.h>

#include "labs/network.hpp"

namespace lab {

using licensing::Instant;
using licensing::Span;

void Network::carry(const std::string& device, Exchange exchange) {
    const auto& kept = wire_.carry(device, std::move(exchange));
    if (at_edge) at_edge(device, kept);
}

std::string Network::own_address(const Sender& sender, const std::string& address,
                                 const From& from) const {
    const auto ways = hops(sender, address, from);
    if (ways.empty()) return {};
    const auto* source =
        from.source.empty() ? ways.front().interface : sender.settings.by_hardware(from.source);
    return source->address;
}

Exchange Network::exchange_with(const Sender& sender, const std::string& address, int port,
                                const From& from, Instant now) const {
    Exchange seen;
    seen.at = now;
    seen.from = own_address(sender, address, from);
    seen.to = address;
    seen.port = port;
    if (const auto* host = host_at(address)) seen.far = host->tcp;
    return seen;
}

void Network::note_lookup(const Sender& sender, const std::string& name, const NameServer& server,
                          bool answered, Instant now) {
    constexpr int dns = 53;
    const From from{server.interface, server.vrf, sender.settings.lookup_source};
    auto seen = exchange_with(sender, server.address, dns, from, now);
    if (seen.from.empty()) return;
    seen.kind = Exchange::Kind::lookup;
    seen.fate = answered ? Exchange::Fate::served : Exchange::Fate::unanswered;
    seen.length = Span{30};
    seen.name = name;
    if (const auto* host = host_named(name)) seen.answers = host->addresses;
    for (const auto& proxy : state_.proxies) {
        if (seen.answers.empty() && same_name(proxy.name, name)) seen.answers = proxy.addresses;
    }
    carry(sender.device, std::move(seen));
}

// Whoever signed the certificate that the device is shown.
CertificateAuthority Network::signer_of(const Host& host, const ProxyHost* proxy) const {
    const auto& signer = proxy && !proxy->opens_tls_as.empty() ? proxy->opens_tls_as
                         : state_.intercepting                 ? state_.interceptor
                                                               : host.issuer;
    if (const auto* known = certificate_authority(signer)) return *known;
    CertificateAuthority other;
    other.name = host.name;
    other.subject = "cn=" + host.name;
    return other;
}

std::string Network::serial_of(const Host& host) const {
    constexpr std::string_view digits = "0123456789ABCDEF";
    if (!host.serial.empty()) return host.serial;
    return licensing::Chance(0).text(host.name, "serial", 0, 40, digits);
}

std::optional<std::vector<CertificateAuthority>> Network::fetch_roots(const Sender& sender,
                                                                      std::string_view url,
                                                                      Instant now) {
    const auto wanted = read_url(url);
    if (!wanted) return std::nullopt;
    const auto found = resolve(sender, wanted->host, now);
    const auto* at = std::get_if<Found>(&found);
    if (!at || dial(sender, at->address, wanted->port, {}, now) != Dialled::open) {
        saw(now, sender.device, fmt::format("roots from {}: no answer", wanted->host));
        return std::nullopt;
    }
    const auto* host = host_at(at->address);
    if (!host || host->roots != wanted->path) return std::nullopt;
    saw(now, sender.device, fmt::format("roots from {}: fetched", wanted->host));
    std::vector<CertificateAuthority> roots;
    for (const auto& authority : state_.certificate_authorities) {
        if (authority.published) roots.push_back(authority);
    }
    return roots;
}

std::optional<Span> Network::echo(const Sender& sender, const std::string& address,
                                  const From& from, const EchoMark& mark) {
    const auto back = trip(sender, address, from, mark.nth);
    auto seen = exchange_with(sender, address, 0, from, mark.at);
    seen.kind = Exchange::Kind::echo;
    seen.fate = back ? Exchange::Fate::served : Exchange::Fate::unanswered;
    seen.length = back.value_or(Span{});
    seen.sequence = mark.sequence;
    if (!seen.from.empty() && seen.from != address) carry(sender.device, std::move(seen));
    return back;
}

Dialled Network::dial(const Sender& sender, const std::string& address, int port, const From& from,
                      Instant now) {
    const auto fares = dialled(sender, address, port, from);
    auto seen = exchange_with(sender, address, port, from, now);
    seen.length = std::chrono::seconds{5};
    seen.fate = fares == Dialled::open      ? Exchange::Fate::served
                : fares == Dialled::refused ? Exchange::Fate::refused
                                            : Exchange::Fate::unanswered;
    if (!seen.from.empty()) carry(sender.device, std::move(seen));
    return fares;
}

}  // namespace lab
