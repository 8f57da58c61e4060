// Views of the network: routing tables, interfaces, access lists, names, time servers.
#include <algorithm>
#include <array>
#include <bit>
#include <set>

#include <fmt/format.h>

#include "modes/views.hpp"

namespace modes {

using profiles::Facts;
using profiles::Records;

namespace {

// An entry of a routing table, before it is laid out.
struct Entry {
    std::uint32_t network = 0;
    int bits = 0;
    std::string code;  // C, L, S, S*
    std::string rest;  // " is directly connected, GigabitEthernet0/0"
};

// How long the class of an address says its network is.
int class_bits(std::uint32_t network) {
    if (network >> 31 == 0) return 8;
    return network >> 30 == 2 ? 16 : 24;
}

std::uint32_t mask_of(int bits) { return bits == 0 ? 0 : ~std::uint32_t{0} << (32 - bits); }

std::vector<Entry> entries_of(const lab::Device& device, const std::string& vrf) {
    const auto& settings = device.settings();
    std::vector<Entry> entries;
    const auto number = [](const std::string& text) {
        return lab::address_number(text).value_or(0);
    };
    for (const auto& i : settings.interfaces) {
        if (i.vrf != vrf || i.shutdown || i.address.empty()) continue;
        const auto bits = lab::mask_bits(i.mask);
        const auto rest = " is directly connected, " + i.hardware;
        entries.push_back({number(i.address) & mask_of(bits), bits, "C", rest});
        if (bits < 32) entries.push_back({number(i.address), 32, "L", rest});
    }
    for (const auto& route : settings.routes) {
        const auto* way = lab::egress_of(settings, route);
        if (route.vrf != vrf || !way || way->shutdown || way->address.empty() || way->vrf != vrf) {
            continue;
        }
        const bool standard = lab::mask_bits(route.mask) == 0;
        std::string rest = " is directly connected, " + route.interface;
        if (!route.gateway.empty()) {
            rest = fmt::format(" [{}/0] via {}", route.metric, route.gateway);
            if (!route.interface.empty()) rest += ", " + route.interface;
        }
        entries.push_back(
            {number(route.network), lab::mask_bits(route.mask), standard ? "S*" : "S", rest});
    }
    std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return std::pair(a.network, a.bits) < std::pair(b.network, b.bits);
    });
    return entries;
}

// The line above the entries of one network of a class; empty: the entry stands alone.
std::string heading_of(const std::vector<Entry>& entries, std::uint32_t network, int bits) {
    std::set<int> masks;
    std::set<std::pair<std::uint32_t, int>> subnets;
    for (const auto& entry : entries) {
        if (entry.bits < bits || (entry.network & mask_of(bits)) != network) continue;
        masks.insert(entry.bits);
        subnets.insert({entry.network, entry.bits});
    }
    const auto name = lab::address_text(network);
    if (masks.size() > 1) {
        return fmt::format("      {}/{} is variably subnetted, {} subnets, {} masks", name, bits,
                           subnets.size(), masks.size());
    }
    if (*masks.begin() == bits) return {};
    return fmt::format("      {}/{} is subnetted, {} subnets", name, *masks.begin(),
                       subnets.size());
}

constexpr std::size_t port_name_width = 22;

// GigabitEthernet0/0 is Gi0/0.
const lab::Association* followed(const lab::ClockState& clock) {
    if (!clock.synchronized) return nullptr;
    for (const auto& association : clock.associations) {
        if (association.address == clock.server) return &association;
    }
    return nullptr;
}

// The clock that a server itself follows; nobody here asks farther.
std::string reference_of(const lab::Association& association) {
    if (!association.heard) return ".INIT.";
    return association.stratum == 1 ? ".GPS." : "203.0.113.123";
}

// Seconds since 1900 and their fraction, as time servers count.
std::string ntp_stamp(licensing::DeviceTime at) {
    constexpr std::int64_t since_1900 = 2'208'988'800;
    const auto ms = at.time_since_epoch().count();
    const auto fraction = static_cast<std::uint64_t>(ms % 1000) * 0x100000000U / 1000;
    return fmt::format("{:08X}.{:08X}", ms / 1000 + since_1900, fraction);
}

}  // namespace

Facts table_view(const lab::Device& device, const std::string& vrf) {
    const auto entries = entries_of(device, vrf);
    Facts facts;
    facts.set("vrf", vrf).set("gateway_set", false);
    Records lines;
    std::pair<std::uint32_t, int> headed{0, -1};
    for (const auto& entry : entries) {
        const auto prefix = lab::address_text(entry.network) + "/" + std::to_string(entry.bits);
        if (entry.bits == 0) {
            const auto via = entry.rest.find("via ");
            const auto gateway = via == std::string::npos ? "0.0.0.0" : entry.rest.substr(via + 4);
            facts.set("gateway_set", true).set("gateway", gateway.substr(0, gateway.find(',')));
            lines.push_back(
                Facts{}.set("line", fmt::format("{:<6}{}{}", entry.code, prefix, entry.rest)));
            continue;
        }
        const auto bits = std::min(class_bits(entry.network), entry.bits);
        const std::pair network{entry.network & mask_of(bits), bits};
        const auto heading = heading_of(entries, network.first, bits);
        if (network != headed && !heading.empty()) lines.push_back(Facts{}.set("line", heading));
        headed = network;
        lines.push_back(Facts{}.set(
            "line",
            fmt::format("{:<{}}{}{}", entry.code, heading.empty() ? 6 : 9, prefix, entry.rest)));
    }
    return facts.set("lines", lines);
}

Facts ports_view(const lab::Device& device, const std::vector<lab::Cable>& cables) {
    Records rows;
    for (const auto& i : device.settings().interfaces) {
        const bool wired = std::any_of(cables.begin(), cables.end(), [&](const lab::Cable& cable) {
            return cable.device == device.name() && cable.interface == lab::port_of(i);
        });
        Facts row;
        // A name that does not fit its column is shown short: Te1/1/1.
        const bool fits = i.hardware.size() <= port_name_width;
        row.set("name", fits ? i.hardware : short_name(i.hardware));
        row.set("address", i.address.empty() ? std::string("unassigned") : i.address);
        row.set("method", std::string(i.dhcp ? "DHCP" : i.address.empty() ? "unset" : "NVRAM"));
        row.set("status", std::string(i.shutdown ? "administratively down"
                                      : wired    ? "up"
                                                 : "down"));
        row.set("protocol", std::string(wired && !i.shutdown ? "up" : "down"));
        rows.push_back(row);
    }
    return Facts{}.set("interfaces", rows);
}

Facts access_lists_view(const lab::Device& device, const std::string& only) {
    Records lines;
    for (const auto& list : device.settings().access_lists) {
        if (!only.empty() && list.name != only) continue;
        lines.push_back(
            Facts{}.set("line", fmt::format("{} IP access list {}",
                                            list.extended ? "Extended" : "Standard", list.name)));
        for (const auto& entry : list.entries) {
            if (entry.remark) continue;
            auto text = fmt::format("    {} {}", entry.sequence, entry.text);
            if (!list.extended) {
                const auto wildcard = text.rfind(' ');
                if (entry.from.wildcard != 0 && entry.from.wildcard != ~std::uint32_t{0}) {
                    text.insert(wildcard, ", wildcard bits");
                }
            }
            const auto matches = device.matches(list.name, entry.sequence);
            if (matches > 0) {
                text += fmt::format(" ({} match{})", matches, matches == 1 ? "" : "es");
            }
            lines.push_back(Facts{}.set("line", text));
        }
    }
    return Facts{}.set("lines", lines);
}

Facts vrfs_view(const lab::Device& device) {
    Records rows;
    for (const auto& vrf : device.settings().vrfs) {
        std::vector<std::string> interfaces;
        for (const auto& i : device.settings().interfaces) {
            if (i.vrf == vrf.name) interfaces.push_back(short_name(i.hardware));
        }
        if (interfaces.empty()) interfaces.emplace_back();
        for (std::size_t row = 0; row < interfaces.size(); ++row) {
            Facts facts;
            facts.set("name", row ? std::string() : vrf.name);
            facts.set("rd", row                         ? std::string()
                            : vrf.distinguisher.empty() ? std::string("<not set>")
                                                        : vrf.distinguisher);
            facts.set("protocols", std::string(!row && vrf.ipv4 ? "ipv4" : ""));
            facts.set("interface", interfaces[row]);
            rows.push_back(facts);
        }
    }
    return Facts{}.set("vrfs", rows);
}

Facts hosts_view(const lab::Device& device) {
    const auto& settings = device.settings();
    Facts facts;
    facts.set("domain", settings.domain);
    std::vector<std::string> servers;
    for (const auto& server : settings.name_servers) {
        if (server.vrf.empty()) servers.push_back(server.address);
    }
    facts.set("servers", servers.empty() ? std::string("255.255.255.255")
                                         : fmt::format("{}", fmt::join(servers, ", ")));
    Records rows;
    for (const auto& host : settings.known_hosts) {
        for (const auto& address : host.addresses) {
            rows.push_back(Facts{}.set("name", host.name).set("address", address));
        }
    }
    return facts.set("hosts", rows);
}

Facts time_view(const lab::Device& device) {
    const auto& clock = device.running().clock;
    const auto* server = followed(clock);
    Facts facts;
    facts.set("synchronized", server != nullptr).set("poll", std::int64_t{8});
    const auto up = std::chrono::duration_cast<std::chrono::milliseconds>(device.uptime()).count();
    facts.set("uptime", std::int64_t{up / 10});
    if (!server) return facts;
    using std::chrono::duration_cast;
    using std::chrono::seconds;
    facts.set("stratum", std::int64_t{server->stratum + 1}).set("server", server->address);
    facts.set("stamp", ntp_stamp(clock.reference)).set("at", device.stamp(clock.reference));
    facts.set("poll", std::int64_t{duration_cast<seconds>(server->poll).count()});
    facts.set("ago",
              std::int64_t{duration_cast<seconds>(device.lab_now() - *server->heard).count()});
    return facts;
}

Facts time_servers_view(const lab::Device& device) {
    const auto& clock = device.running().clock;
    const auto* best = followed(clock);
    Records rows;
    using std::chrono::duration_cast;
    using std::chrono::seconds;
    for (const auto& a : clock.associations) {
        const bool heard = a.heard && a.reach != 0;
        const auto ago = a.heard ? duration_cast<seconds>(device.lab_now() - *a.heard).count() : 0;
        const auto reach = fmt::format("{:o}", a.reach);
        const auto flag = &a == best ? '*' : heard && best ? '+' : ' ';
        rows.push_back(Facts{}.set(
            "line",
            fmt::format("{}~{:<15} {:<15} {:>3}{:>7}{:>7}{:>6}{:>7}{:>8}{:>7}", flag,
                        a.address.empty() ? a.host : a.address, reference_of(a),
                        a.heard ? a.stratum : 16, a.heard ? std::to_string(ago) : "-",
                        duration_cast<seconds>(a.poll).count(), reach, heard ? "1.000" : "0.000",
                        heard ? "0.250" : "0.000", heard ? "1.875" : "15937.")));
    }
    return Facts{}.set("servers", rows);
}

}  // namespace modes
