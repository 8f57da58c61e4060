#include "labs/visitor.hpp"

#include <algorithm>
#include <array>

#include "labs/features.hpp"

namespace lab {

namespace {

bool plugged_in(const Device& device, const Network& network, const Interface& interface) {
    const auto& cables = network.state().cables;
    return std::any_of(cables.begin(), cables.end(), [&](const Cable& cable) {
        return cable.device == device.name() && !cable.cut &&
               cable.interface == parent_port(port_of(interface));
    });
}

// A subinterface is up only as long as its port is.
bool shut_down(const Device& device, const Interface& interface) {
    const auto* port = device.settings().by_hardware(parent_port(interface.hardware));
    return interface.shutdown || (port && port->shutdown);
}

bool admitted(const std::vector<Admission>& all, const Visitor& visitor) {
    return std::any_of(all.begin(), all.end(), [&](const Admission& one) {
        return one.interface == visitor.interface &&
               same_network(one.network, visitor.address, one.mask);
    });
}

// Is what he types the password that is stored?
bool knows(const Device& device, const Visitor& visitor, const std::string& stored) {
    if (!visitor.password) return true;
    if (stored.empty()) return visitor.password->empty();
    return stored == stored_password(*visitor.password, device.profile());
}

bool known_user(const Device& device, const Visitor& visitor) {
    const auto& users = device.settings().users;
    return std::any_of(users.begin(), users.end(), [&](const User& user) {
        return user.name == visitor.user && knows(device, visitor, user.password);
    });
}

// Without a database the password to enable opens the page, to whoever leaves the name empty; a
// shell asks for a user always.
Met log_in(const Device& device, const Visitor& visitor) {
    const bool ssh = visitor.server == Server::ssh;
    const auto& settings = device.settings();
    if (settings.access.local.contains(ssh ? "ssh" : "http")) {
        if (settings.users.empty()) return Met::no_users;
        return known_user(device, visitor) ? Met::in : Met::wrong_login;
    }
    if (ssh) return Met::no_users;
    const bool opens = visitor.user.empty() && knows(device, visitor, settings.enable_password);
    return opens ? Met::in : Met::wrong_login;
}

const Segment* segment_at(const Device& device, const Network& network,
                          const Interface& interface) {
    for (const auto& cable : network.state().cables) {
        if (cable.device != device.name() || cable.interface != parent_port(port_of(interface))) {
            continue;
        }
        for (const auto& segment : network.state().segments) {
            if (segment.name == cable.segment) return &segment;
        }
    }
    return nullptr;
}

}  // namespace

int port_of(const Device& device, Server server) {
    constexpr int https = 443;
    constexpr int ssh = 22;
    constexpr int telnet = 23;
    if (server == Server::ssh) return ssh;
    if (server == Server::telnet) return telnet;
    return device.settings().access.https_port.value_or(https);
}

Met way_in(const Device& device, const Network& network, const Visitor& visitor) {
    const auto* interface = device.settings().by_nameif(visitor.interface);
    if (!device.up() || !interface || interface->address.empty() || shut_down(device, *interface)) {
        return Met::no_address;
    }
    if (!plugged_in(device, network, *interface)) return Met::no_cable;
    if (network.egress(device.sender(), visitor.address) != visitor.interface) {
        return Met::no_way_back;
    }
    return Met::in;
}

Met meet(const Device& device, const Network& network, const Visitor& visitor) {
    if (const auto met = way_in(device, network, visitor); met != Met::in) return met;
    const auto& settings = device.settings();
    const bool ssh = visitor.server == Server::ssh;
    const auto& access = settings.access;
    if (ssh ? access.ssh.empty() : !access.https_port) return Met::no_server;
    if (!admitted(ssh ? access.ssh : access.http, visitor)) return Met::not_admitted;
    if (ssh && !device.has_key_pair()) return Met::no_key;
    const auto& interface = *settings.by_nameif(visitor.interface);
    if (!device.manages_strongly(interface)) return Met::no_cipher;
    return log_in(device, visitor);
}

std::optional<std::string> neighbour_of(const Device& device, const Network& network,
                                        const Interface& interface) {
    constexpr std::uint32_t first = 50;
    const auto own = address_number(interface.address);
    const auto mask = address_number(interface.mask);
    const auto* segment = segment_at(device, network, interface);
    if (!own || !mask) return std::nullopt;
    const auto size = ~*mask;
    for (std::uint32_t i = 1; i < size; ++i) {
        const auto host = (first + i - 1) % size;
        const auto text = address_text((*own & *mask) | host);
        const bool taken = host == 0 || text == interface.configured || text == interface.standby ||
                           text == interface.address || (segment && text == segment->gateway);
        if (!taken) return text;
    }
    return std::nullopt;
}

// -- what the device writes down ------------------------------------------------------------------

namespace {

std::string_view service_of(Server server) {
    if (server == Server::https) return "https";
    return server == Server::ssh ? "ssh" : "telnet";
}

profiles::Facts facts_of(const Device& device, const Visitor& visitor) {
    profiles::Facts facts;
    const auto* interface = device.settings().by_nameif(visitor.interface);
    facts.set("interface", visitor.interface).set("from", visitor.address);
    facts.set("port", std::int64_t{visitor.port});
    facts.set("to", interface ? interface->address : "");
    facts.set("to_port", std::int64_t{port_of(device, visitor.server)});
    facts.set("service", std::string(service_of(visitor.server)));
    return facts.set("user", visitor.user);
}

// What is said of a TLS server's ciphers and of those that a browser of today proposes.
void tell_ciphers(Device& device, const profiles::Facts& facts) {
    const auto list = [&](const std::string& name) {
        const auto& ciphers = device.profile().list(name);
        auto counted = facts;
        counted.set("count", static_cast<std::int64_t>(ciphers.size()));
        device.notify("tls." + name, counted);
        std::int64_t number = 0;
        for (const auto& cipher : ciphers) {
            auto one = facts;
            device.notify("tls.cipher", one.set("number", ++number).set("cipher", cipher));
        }
    };
    list("ciphers.weak");
    list("ciphers.proposed");
}

void tell_login(Device& device, const Visitor& visitor, Met met, const profiles::Facts& facts) {
    const bool database =
        device.settings().access.local.contains(visitor.server == Server::ssh ? "ssh" : "http");
    const bool in = met == Met::in;
    if (database) device.notify(in ? "visitor.user-known" : "visitor.user-unknown", facts);
    device.notify(in ? "visitor.authenticated" : "visitor.not-authenticated", facts);
    device.notify(in ? "visitor.permitted" : "visitor.denied", facts);
}

}  // namespace

void leave_traces(Device& device, const Visitor& visitor, Met met) {
    const auto facts = facts_of(device, visitor);
    if (met < Met::no_server) return;
    if (met == Met::no_server) return device.notify("visitor.discarded", facts);
    if (met == Met::not_admitted) return device.notify("visitor.not-admitted", facts);
    const bool tls = visitor.server == Server::https;
    if (tls) device.notify("tls.client.started", facts);
    if (met == Met::no_cipher && tls) {
        tell_ciphers(device, facts);
        device.notify("tls.client.error", facts);
        device.notify("tls.client.failed", facts);
        device.debug("ssl", "debug.ssl.no-cipher", facts);
    }
    if (met == Met::no_key && !tls) device.notify("visitor.no-key", facts);
    if (met == Met::no_cipher && !tls) device.notify("visitor.no-cipher", facts);
    if (met == Met::no_cipher || met == Met::no_key) return;
    if (tls) device.notify("tls.client.completed", facts);
    tell_login(device, visitor, met, facts);
}

// -- through the device ---------------------------------------------------------------------------

namespace {

bool carries(const Device& device, const Network& network, const Interface& interface) {
    return !interface.nameif.empty() && !interface.address.empty() && !interface.management_only &&
           !shut_down(device, interface) && plugged_in(device, network, interface);
}

std::string obstacle(const Device& device, const Network& network, const Interface& interface) {
    if (interface.management_only) return "management";
    if (!device.up() || !carries(device, network, interface)) return "down";
    if (device.failover().standing_by()) return "standby";
    const auto& all = device.settings().interfaces;
    const bool out = std::any_of(all.begin(), all.end(), [&](const Interface& other) {
        return &other != &interface && carries(device, network, other);
    });
    return out ? "" : "alone";
}

}  // namespace

// A virtual unit is limited, a hardware one lets nothing through, until it is licensed (seed 003).
Passage passage(const Device& device, const Network& network, const Interface& interface) {
    auto why = obstacle(device, network, interface);
    if (!why.empty()) return {Through::nothing, Through::nothing, std::move(why)};
    const bool strong = device.encrypts_strongly();
    if (device.profile().has("throughput")) {
        const auto clear = device.throttled() ? Through::limited : Through::licensed;
        return {clear, strong ? clear : Through::limited, {}};
    }
    const bool entered = strong || device.known_to_authority();
    return {entered ? Through::unlimited : Through::unentered,
            strong ? Through::unlimited : Through::unentered,
            {}};
}

}  // namespace lab
