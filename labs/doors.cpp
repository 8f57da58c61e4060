#include "labs/doors.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <vector>

#include <fmt/format.h>

namespace lab {
namespace {

constexpr const char* documentation = "192.0.2.50";

// The management port first, then the others in their order.
std::vector<const Interface*> ways_in(const Device& device) {
    std::vector<const Interface*> all;
    for (const auto& interface : device.settings().interfaces) {
        if (!interface.address.empty() && !interface.shutdown) all.push_back(&interface);
    }
    const auto& profile = device.profile();
    const auto own = profile.has_text("management") ? profile.text("management") : std::string();
    std::stable_partition(all.begin(), all.end(),
                          [&](const Interface* one) { return one->hardware == own; });
    return all;
}

bool admits(const std::vector<Admission>& all, const std::string& interface,
            const std::string& from) {
    return std::any_of(all.begin(), all.end(), [&](const Admission& one) {
        return one.interface == interface && same_network(one.network, from, one.mask);
    });
}

}  // namespace

std::string near_desk(const Device& device, const Network& network) {
    const auto ways = ways_in(device);
    std::string first;
    for (const auto* interface : ways) {
        const auto near = neighbour_of(device, network, *interface);
        if (!near) continue;
        if (first.empty()) first = *near;
        const auto& access = device.settings().access;
        if (admits(access.ssh, interface->nameif, *near)) return *near;
    }
    return first.empty() ? documentation : first;
}

// -- the door -------------------------------------------------------------------------------------

namespace {

const std::vector<Admission>& admissions(const Device& device, Server server) {
    const auto& access = device.settings().access;
    return server == Server::ssh ? access.ssh : access.telnet;
}

std::optional<bool> switched(const Device& device, Server server) {
    const auto& access = device.settings().access;
    return server == Server::ssh ? access.ssh_server : access.telnet_server;
}

const char* protocol_of(Server server) { return server == Server::ssh ? "ssh" : "telnet"; }

// The first network line that the protocol reaches; nothing where none does.
std::optional<LineSettings> line_for(const Device& device, Server server) {
    for (int number = 0; number < vty_count(device); ++number) {
        auto line = device.settings().line("vty", number);
        if (line.takes(protocol_of(server))) return line;
    }
    return std::nullopt;
}

// A list that nobody made, or that is empty, lets everybody in.
bool let_by(const Device& device, const std::string& list, const Visitor& visitor) {
    const auto* found = device.settings().access_list(list);
    if (!found || found->entries.empty()) return true;
    Packet packet;
    packet.protocol = "tcp";
    packet.from = address_number(visitor.address).value_or(0);
    packet.to_port = port_of(device, visitor.server);
    const auto* entry = deciding(*found, packet);
    return entry && entry->permits;
}

// The lowest level of those that have one: nothing in clear comes in there.
bool lowest(const Device& device, const std::string& nameif) {
    const auto* own = device.settings().by_nameif(nameif);
    std::set<int> levels;
    for (const auto& interface : device.settings().interfaces) {
        if (interface.security) levels.insert(*interface.security);
    }
    return own && levels.size() > 1 && own->security && *own->security == *levels.begin();
}

// By interface, where admissions name them: there the way counts too.
Met by_admission(const Device& device, const Network& network, const Visitor& visitor) {
    const auto& all = admissions(device, visitor.server);
    const bool by_interface = std::any_of(
        all.begin(), all.end(), [](const Admission& one) { return !one.interface.empty(); });
    // A chassis knows blocks of addresses for SSH, and none for Telnet.
    const bool blocks = visitor.server == Server::ssh && switched(device, visitor.server);
    if (!by_interface && (!all.empty() || blocks)) {
        return admits(all, "", visitor.address) ? Met::in : Met::not_admitted;
    }
    if (!by_interface) return Met::in;
    const auto met = way_in(device, network, visitor);
    if (met != Met::in) return met;
    if (!admits(all, visitor.interface, visitor.address)) return Met::not_admitted;
    const bool clear = visitor.server == Server::telnet && lowest(device, visitor.interface);
    return clear ? Met::not_admitted : Met::in;
}

// Whom a list spares nothing keeps out.
bool kept_out(const Device& device, const Visitor& visitor) {
    if (!quiet_until(device)) return false;
    const auto& spares = device.settings().access.block_spares;
    return spares.empty() || !let_by(device, spares, visitor);
}

Met by_rules(const Device& device, const Network& network, const Visitor& visitor) {
    if (!switched(device, visitor.server).value_or(true)) return Met::no_server;
    if (const auto met = by_admission(device, network, visitor); met != Met::in) return met;
    const auto line = line_for(device, visitor.server);
    if (!line) return Met::no_server;
    if (kept_out(device, visitor)) return Met::not_admitted;
    return let_by(device, line->access_in, visitor) ? Met::in : Met::not_admitted;
}

}  // namespace

int vty_count(const Device& device) {
    const auto& profile = device.profile();
    const auto all =
        profile.has_number("lines.vty") ? static_cast<int>(profile.number("lines.vty")) : 1;
    if (!profile.has_number("lines.vty.always") || !profile.has_text("lines.vty.statement"))
        return all;
    // line vty 5 15
    const auto words = profile.text("lines.vty.statement") + " ";
    int last = static_cast<int>(profile.number("lines.vty.always")) - 1;
    for (const auto& statement : device.running().configuration.statements()) {
        const auto& text = statement.identity;
        if (!text.starts_with(words)) continue;
        const auto number = text.rfind(' ') + 1;
        int read = 0;
        std::from_chars(text.data() + number, text.data() + text.size(), read);
        last = std::max(last, read);
    }
    return std::min(last + 1, all);
}

std::optional<licensing::DeviceTime> quiet_until(const Device& device) {
    const auto& block = device.settings().access.login_block;
    const auto& all = device.chassis().logins;
    const auto nobody = std::find_if(all.begin(), all.end(),
                                     [](const LoginTally& one) { return one.user.empty(); });
    if (!block || block->tries < 1 || nobody == all.end()) return std::nullopt;
    std::optional<licensing::DeviceTime> until;
    const auto& failed = nobody->logins;
    const auto tries = static_cast<std::size_t>(block->tries);
    for (std::size_t last = tries - 1; last < failed.size(); ++last) {
        if (failed[last] - failed[last + 1 - tries] <= block->within)
            until = failed[last] + block->length;
    }
    return until && *until > device.now() ? until : std::nullopt;
}

bool speaks_of(const Device& device, Server server) {
    if (!admissions(device, server).empty() || switched(device, server)) return true;
    const auto& lines = device.settings().lines;
    return std::any_of(lines.begin(), lines.end(), [](const LineSettings& line) {
        return line.kind == "vty" && (line.input || !line.access_in.empty());
    });
}

Visitor comer(const Device& device, const Network& network, Server server,
              const std::string& from) {
    constexpr int first_port = 49152;
    constexpr int last_port = 65535;
    Visitor visitor;
    visitor.server = server;
    visitor.address = from;
    visitor.interface = network.egress(device.sender(), from).value_or("");
    const auto moment = static_cast<std::uint64_t>(device.lab_now().time_since_epoch().count());
    const auto which = fmt::format("visitor {}", device.running().messages);
    visitor.port = static_cast<int>(
        network.chance().between(std::string(device.name()), which, moment, first_port, last_port));
    return visitor;
}

// As for managers: before it is registered the unit encrypts strongly where nothing else passes.
// Who never had anything to do with licences nor with rules for the shell is not stopped by them.
bool offers_weak_only(const Device& device, const Visitor& visitor) {
    if (!device.profile().has_list(weak_ciphers) || device.encrypts_strongly()) return false;
    const auto* interface = device.settings().by_nameif(visitor.interface);
    if (!device.known_to_authority() && interface && interface->management_only) return false;
    return speaks_of(device, Server::ssh) || device.known_to_authority() ||
           device.chassis().ever_registered;
}

Met knock(const Device& device, const Network& network, const Visitor& visitor, bool anybody) {
    if (!device.up()) return Met::no_address;
    if (!anybody) {
        if (const auto met = by_rules(device, network, visitor); met != Met::in) return met;
    }
    if (visitor.server != Server::ssh) return Met::in;
    const bool needs_key =
        device.profile().has_list(weak_ciphers) && !admissions(device, Server::ssh).empty();
    if (device.keys_removed() || (needs_key && !device.has_key_pair())) return Met::no_key;
    return offers_weak_only(device, visitor) ? Met::no_cipher : Met::in;
}

}  // namespace lab
