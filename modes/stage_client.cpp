// Somebody at a machine outside who uses a device from there, and tells what he sees: the page of
// its device manager, its shell, or how much of what he sends gets through.
#include <algorithm>

#include <fmt/format.h>

#include "labs/features.hpp"
#include "labs/visitor.hpp"
#include "modes/stage.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

using lab::Met;
using lab::Server;
using lab::Through;

constexpr std::string_view form =
    "@client asdm|ssh|traffic [DEVICE] INTERFACE [from ADDRESS] [as USER PASSWORD]";

// What was asked for: whose interface, from where, as whom.
struct AskedClient {
    lab::Device* device = nullptr;
    const lab::Interface* interface = nullptr;
    std::string from;
    std::optional<std::string> user, password;
};

// The device that is named, or else the one whose console somebody is at.
lab::Device& device_meant(World& world, const Words& words) {
    if (auto* named = words.size() > 3 ? world.lab().device(words[2]) : nullptr) return *named;
    if (world.sessions().empty()) return world.lab().first_device();
    return world.sessions().front()->line().device();
}

std::optional<AskedClient> asked(World& world, const Words& words) {
    AskedClient asked;
    asked.device = &device_meant(world, words);
    std::size_t at = asked.device->name() == words[2] && words.size() > 3 ? 3 : 2;
    asked.interface = asked.device->settings().by_nameif(words[at]);
    for (++at; at < words.size();) {
        if (words[at] == "from" && at + 1 < words.size()) {
            asked.from = words[at + 1];
            at += 2;
        } else if (words[at] == "as" && at + 2 < words.size()) {
            asked.user = words[at + 1];
            asked.password = words[at + 2];
            at += 3;
        } else {
            return std::nullopt;
        }
    }
    if (!asked.from.empty() && !lab::address_number(asked.from)) return std::nullopt;
    return asked;
}

// Who says no name is whoever the device expects.
lab::Visitor visitor_of(World& world, const AskedClient& asked, Server server) {
    const auto& device = *asked.device;
    lab::Visitor visitor;
    visitor.server = server;
    visitor.interface = asked.interface->nameif;
    visitor.address = asked.from;
    const auto& network = world.lab().network();
    if (visitor.address.empty()) {
        visitor.address =
            lab::neighbour_of(device, network, *asked.interface).value_or("192.0.2.1");
    }
    const auto moment = static_cast<std::uint64_t>(device.lab_now().time_since_epoch().count());
    const auto which = fmt::format("visitor {}", device.running().messages);
    visitor.port =
        static_cast<int>(network.chance().between(device.name(), which, moment, 49152, 65535));
    const auto& settings = device.settings();
    const bool database = settings.access.local.contains(server == Server::ssh ? "ssh" : "http");
    const bool named = database && !settings.users.empty();
    visitor.user = asked.user.value_or(named ? settings.users.front().name : "");
    visitor.password = asked.password;
    return visitor;
}

std::string page(const lab::Device& device, const lab::Visitor& visitor, Met met) {
    switch (met) {
        case Met::no_cipher: return "the browser shares no cipher with it (handshake failure)";
        case Met::no_users:
        case Met::wrong_login: return "asks for a name and a password, and does not take them";
        case Met::in:
            return fmt::format("Cisco ASDM {} for {}{}",
                               device.profile().text("device_manager_version"),
                               device.settings().hostname,
                               visitor.user.empty() ? "" : ", logged in as " + visitor.user);
        default: return "no answer";
    }
}

std::string shell(const lab::Device& device, Met met) {
    switch (met) {
        case Met::no_key: return "Connection closed by remote host";
        case Met::no_cipher: return "no matching cipher found";
        case Met::no_users:
        case Met::wrong_login: return "Permission denied, please try again.";
        case Met::in: return fmt::format("logged in, {}> is there", device.settings().hostname);
        default: return "Connection timed out";
    }
}

Lines visit(World& world, const AskedClient& asked, Server server) {
    auto& device = *asked.device;
    const auto visitor = visitor_of(world, asked, server);
    const auto met = lab::meet(device, world.lab().network(), visitor);
    lab::leave_traces(device, visitor, met);
    const auto& address = asked.interface->address;
    if (server == Server::ssh) {
        const auto who = visitor.user.empty() ? "" : visitor.user + "@";
        return {fmt::format("{}: ssh {}{}: {}", visitor.address, who, address, shell(device, met))};
    }
    const auto port = lab::port_of(device, server);
    return {fmt::format("{}: https://{}{}/admin: {}", visitor.address, address,
                        port == 443 ? "" : fmt::format(":{}", port), page(device, visitor, met))};
}

std::string obstacle(const std::string& why) {
    if (why == "management") return "it is for management only";
    if (why == "standby") return "this unit stands by";
    if (why == "alone") return "no other interface is there to leave by";
    return "it is down";
}

std::string rate(const lab::Device& device, Through through) {
    const auto word = [&](const std::string& key) {
        return device.profile().word("throughput", key);
    };
    switch (through) {
        case Through::unentered: return "nothing, before the device has the licence";
        case Through::limited: return word("unlicensed");
        case Through::licensed: return "up to " + word(lab::throughput_of(device));
        case Through::unlimited: return "as fast as it comes";
        case Through::nothing: break;
    }
    return "nothing";
}

Lines traffic(World& world, const AskedClient& asked) {
    const auto& name = asked.interface->nameif;
    const auto all = lab::passage(*asked.device, world.lab().network(), *asked.interface);
    if (!all.why.empty()) return {fmt::format("through {}: nothing, {}", name, obstacle(all.why))};
    return {
        fmt::format("through {}, in clear: {}", name, rate(*asked.device, all.clear)),
        fmt::format("through {}, in 3DES or AES: {}", name, rate(*asked.device, all.encrypted))};
}

}  // namespace

Lines client_direction(World& world, const Words& words) {
    if (words.size() < 3) return usage(std::string(form));
    const auto what = asked(world, words);
    if (!what) return usage(std::string(form));
    if (!what->interface) return no(what->device->name() + " has no interface of that name");
    if (what->interface->address.empty() && words[1] != "traffic") {
        return {
            fmt::format("{} of {} has no address", what->interface->nameif, what->device->name())};
    }
    if (words[1] == "asdm") return visit(world, *what, Server::https);
    if (words[1] == "ssh") return visit(world, *what, Server::ssh);
    return words[1] == "traffic" ? traffic(world, *what) : usage(std::string(form));
}

}  // namespace modes
