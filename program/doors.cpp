#include "program/doors.hpp"

#include <fmt/format.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <tuple>
#include <utility>

#include "grammar/fault.hpp"

namespace program {
namespace {

using nlohmann::ordered_json;

// HOST:PORT; an address of IPv6 stands in brackets.
std::pair<std::string, std::uint16_t> address_of(const std::string& option,
                                                 const std::string& text) {
    const auto colon = text.rfind(':');
    unsigned port = 0;
    char rest = 0;
    if (colon == std::string::npos || colon == 0 ||
        std::sscanf(text.c_str() + colon + 1, "%u%c", &port, &rest) != 1 || port > 65535) {
        throw grammar::Faults(option, 0, 0, "not HOST:PORT such as 127.0.0.1:2300: " + text);
    }
    auto host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    return {host, static_cast<std::uint16_t>(port)};
}

// Only who is on this machine comes in without being asked who they are.
void refuse_strangers(const std::string& option, const std::string& host) {
    if (host == "localhost" || host == "::1" || host.starts_with("127.")) return;
    throw grammar::Faults(option, 0, 0,
                          host +
                              " can be reached from elsewhere, and there are no credentials; "
                              "serve on 127.0.0.1 and go through a tunnel");
}

}  // namespace

std::vector<Way> ways_of(const ServeOptions& options) {
    using Door = shell::Door;
    std::vector<Way> ways;
    const auto add = [&](const char* name, const std::string& where, Door::Line line,
                         Door::Protocol protocol) {
        if (where.empty()) return;
        const auto option = std::string("--") + name;
        Door door;
        std::tie(door.host, door.port) = address_of(option, where);
        refuse_strangers(option, door.host);
        door.line = line;
        door.protocol = protocol;
        door.anybody = options.anybody;
        door.old_algorithms = options.old_algorithms;
        ways.push_back({name, door});
    };
    add("telnet", options.telnet, Door::Line::console, Door::Protocol::telnet);
    add("vty", options.vty, Door::Line::network, Door::Protocol::telnet);
    add("ssh", options.ssh, Door::Line::network, Door::Protocol::ssh);
    if (!ways.empty()) return ways;
    throw grammar::Faults("serve", 0, 0,
                          "say where: --telnet 127.0.0.1:2300 for the consoles, --vty for the "
                          "devices' own Telnet, --ssh for their SSH");
}

ordered_json open_doors(const std::vector<std::unique_ptr<Served>>& labs, std::vector<Way> ways,
                        shell::Server& server) {
    ordered_json pods = ordered_json::array();
    for (const auto& served : labs) {
        ordered_json devices = ordered_json::object();
        for (const auto& device : served->lab.devices()) {
            devices[device->name()]["platform"] = device->profile().platform();
            for (auto& way : ways) {
                auto& door = way.door;
                door.hall = served->hall.get();
                door.device = device->name();
                try {
                    devices[door.device][way.name] = server.open(door);
                } catch (const std::exception& error) {
                    throw grammar::Faults(
                        std::string("--") + way.name, 0, 0,
                        fmt::format("{}:{}: {}", door.host, door.port, error.what()));
                }
                if (door.port != 0) ++door.port;
            }
        }
        pods.push_back({{"lab", served->name}, {"devices", devices}});
    }
    const auto& host = ways.front().door.host;
    return {{"pid", getpid()}, {"host", host}, {"devices", pods[0]["devices"]}, {"pods", pods}};
}

}  // namespace program
