// What the network writes down of what it carries, for captures.
#include "labs/network.hpp"

namespace lab {

using licensing::Instant;
using licensing::Span;

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
    wire_.carry(sender.device, std::move(seen));
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

std::optional<Span> Network::echo(const Sender& sender, const std::string& address,
                                  const From& from, const EchoMark& mark) {
    const auto back = trip(sender, address, from, mark.nth);
    auto seen = exchange_with(sender, address, 0, from, mark.at);
    seen.kind = Exchange::Kind::echo;
    seen.fate = back ? Exchange::Fate::served : Exchange::Fate::unanswered;
    seen.length = back.value_or(Span{});
    seen.sequence = mark.sequence;
    if (!seen.from.empty() && seen.from != address) wire_.carry(sender.device, std::move(seen));
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
    if (!seen.from.empty()) wire_.carry(sender.device, std::move(seen));
    return fares;
}

}  // namespace lab
