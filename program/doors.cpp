#include "program/doors.hpp"

#include <fmt/format.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <map>
#include <system_error>
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
    auto host = text.substr(0, std::min(colon, text.size()));
    const bool in_brackets = host.starts_with('[') && host.ends_with(']');
    if (in_brackets) host = host.substr(1, host.size() - 2);
    if (colon == std::string::npos || host.empty() ||
        (!in_brackets && host.find(':') != std::string::npos) ||
        std::sscanf(text.c_str() + colon + 1, "%u%c", &port, &rest) != 1 || port > 65535) {
        throw grammar::Faults(option, 0, 0,
                              "not HOST:PORT such as 127.0.0.1:2300 or [::1]:2300: " + text);
    }
    return {host, static_cast<std::uint16_t>(port)};
}

// Only who is on this machine comes in without being asked who they are.
void refuse_strangers(const PlannedDoor& planned, const Served& served) {
    const auto& door = planned.door;
    try {
        if (shell::Server::is_local(door.host)) return;
    } catch (const std::system_error& error) {
        throw grammar::Faults({no_door(planned, error.code().message())});
    }
    const auto option = std::string("--") + planned.way;
    const auto elsewhere = door.host + " can be reached from elsewhere, and ";
    if (door.anybody && door.protocol == shell::Door::Protocol::ssh)
        throw grammar::Faults(option, 0, 0, elsewhere + "--ssh-anybody lets in whoever comes");
    if (!served.lab.plan().access.empty()) return;
    throw grammar::Faults(option, 0, 0,
                          elsewhere + served.name +
                              " does not say who may come in (access: of a lab file, or --access "
                              "FILE); or serve on 127.0.0.1 and go through a tunnel");
}

}  // namespace

std::vector<Way> ways_of(const ServeOptions& options, const std::vector<PassedSocket>& passed) {
    using Door = shell::Door;
    std::vector<Way> ways;
    std::size_t used = 0;
    const auto add = [&](const char* name, const std::string& where, Door::Line line,
                         Door::Protocol protocol) {
        const auto option = std::string("--") + name;
        Way way{name, {}, {}, options.one_port && protocol == Door::Protocol::ssh};
        for (const auto& socket : passed) {
            if (socket.name != name) continue;
            way.sockets.push_back(socket);
        }
        used += way.sockets.size();
        if (where.empty() && way.sockets.empty()) return;
        if (!where.empty() && !way.sockets.empty())
            throw grammar::Faults(option, 0, 0, "its sockets were passed already");
        if (!where.empty()) std::tie(way.door.host, way.door.port) = address_of(option, where);
        way.door.line = line;
        way.door.protocol = protocol;
        way.door.anybody = options.anybody;
        way.door.old_algorithms = options.old_algorithms;
        ways.push_back(way);
    };
    add("telnet", options.telnet, Door::Line::console, Door::Protocol::telnet);
    add("vty", options.vty, Door::Line::network, Door::Protocol::telnet);
    add("ssh", options.ssh, Door::Line::network, Door::Protocol::ssh);
    add("console-ssh", options.console_ssh, Door::Line::console, Door::Protocol::ssh);
    if (used < passed.size())
        throw grammar::Faults("LISTEN_FDNAMES", 0, 0,
                              "a passed socket is named neither telnet, vty, ssh nor "
                              "console-ssh (FileDescriptorName=)");
    if (!ways.empty()) return ways;
    throw grammar::Faults("serve", 0, 0,
                          "say where: --telnet 127.0.0.1:2300 for the consoles, --vty for the "
                          "devices' own Telnet, --ssh for their SSH");
}

namespace {

std::string place_of(const shell::Door& door) {
    const bool v6 = door.host.find(':') != std::string::npos;
    return (v6 ? "[" + door.host + "]" : door.host) + ":" + std::to_string(door.port);
}

// One port for all of them: who comes says which.
void share_way(const std::vector<std::unique_ptr<Served>>& labs, const Way& way,
               std::vector<PlannedDoor>& doors) {
    auto door = way.door;
    for (const auto& served : labs) door.halls.push_back(served->hall.get());
    door.hall = door.halls.front();
    door.device = door.hall->first_device();
    if (way.sockets.size() > 1)
        throw grammar::Faults(
            std::string("--") + way.name, 0, 0,
            fmt::format("{} sockets were passed for --one-port", way.sockets.size()));
    if (!way.sockets.empty()) {
        door.descriptor = way.sockets.front().descriptor;
        door.host = way.sockets.front().host;
        door.port = way.sockets.front().port;
    }
    doors.push_back({0, way.name, door});
}

// The ways to all devices of all pods, in their order: ports follow one another.
void plan_way(const std::vector<std::unique_ptr<Served>>& labs, const Way& way,
              std::vector<PlannedDoor>& doors) {
    if (way.shared) return share_way(labs, way, doors);
    std::size_t number = 0;
    for (std::size_t pod = 0; pod < labs.size(); ++pod) {
        for (const auto& device : labs[pod]->lab.devices()) {
            auto door = way.door;
            door.hall = labs[pod]->hall.get();
            door.device = device->name();
            const auto at = number++;
            if (at < way.sockets.size()) {
                const auto& socket = way.sockets[at];
                door.descriptor = socket.descriptor;
                door.host = socket.host;
                door.port = socket.port;
            } else if (door.port != 0) {
                // Too large a port is told of below.
                door.port = static_cast<std::uint16_t>(door.port + at);
            }
            if (way.sockets.empty() || door.descriptor >= 0) doors.push_back({pod, way.name, door});
        }
    }
    const auto option = std::string("--") + way.name;
    if (way.door.port != 0 && way.door.port + number - 1 > 65535)
        throw grammar::Faults(option, 0, 0,
                              fmt::format("{} and {} more: ports end at 65535, begin at {}",
                                          place_of(way.door), number - 1, 65536 - number));
    if (!way.sockets.empty() && way.sockets.size() != number)
        throw grammar::Faults(
            option, 0, 0,
            fmt::format("{} sockets were passed for {} devices", way.sockets.size(), number));
}

}  // namespace

std::vector<PlannedDoor> plan_doors(const std::vector<std::unique_ptr<Served>>& labs,
                                    const std::vector<Way>& ways) {
    std::vector<PlannedDoor> doors;
    if (labs.empty()) return doors;
    for (const auto& way : ways) plan_way(labs, way, doors);
    for (const auto& planned : doors) {
        const bool all = !planned.door.halls.empty();
        for (std::size_t pod = 0; pod < labs.size(); ++pod)
            if (all || pod == planned.pod) refuse_strangers(planned, *labs[pod]);
    }
    std::map<std::string, const char*> taken;
    for (const auto& [pod, way, door] : doors) {
        if (door.port == 0) continue;
        const auto [had, fresh] = taken.emplace(place_of(door), way);
        if (!fresh)
            throw grammar::Faults(std::string("--") + way, 0, 0,
                                  fmt::format("{} for {} is one of --{} already", place_of(door),
                                              door.device, had->second));
    }
    return doors;
}

grammar::Fault no_door(const PlannedDoor& planned, const std::string& why) {
    return {std::string("--") + planned.way, 0, 0,
            fmt::format("{} for {}: {}", place_of(planned.door), planned.door.device, why)};
}

namespace {

std::vector<shell::Event> told_of(const ordered_json& doors) {
    std::vector<shell::Event> told;
    for (const auto& pod : doors["pods"]) {
        for (const auto& [device, ports] : pod["devices"].items()) {
            shell::Event event{{}, "listening", {{"lab", pod["lab"]}, {"device", device}}};
            for (const auto& [way, port] : ports.items())
                if (port.is_number())
                    event.fields.emplace_back(way, std::to_string(port.get<int>()));
            told.push_back(event);
        }
    }
    return told;
}

}  // namespace

OpenDoors open_doors(const std::vector<std::unique_ptr<Served>>& labs,
                     const std::vector<PlannedDoor>& doors, shell::Server& server) {
    ordered_json pods = ordered_json::array();
    for (const auto& served : labs) {
        ordered_json devices = ordered_json::object();
        for (const auto& device : served->lab.devices())
            devices[device->name()]["platform"] = device->profile().platform();
        pods.push_back({{"lab", served->name}, {"devices", devices}});
    }
    for (const auto& planned : doors) {
        const auto& door = planned.door;
        try {
            const auto port = server.open(door);
            if (door.halls.empty()) pods[planned.pod]["devices"][door.device][planned.way] = port;
            for (auto& pod : pods)
                for (auto& device : pod["devices"])
                    if (!door.halls.empty()) device[planned.way] = port;
        } catch (const grammar::Faults&) {
            throw;
        } catch (const std::system_error& error) {
            throw grammar::Faults({no_door(planned, error.code().message())});
        } catch (const std::exception& error) {
            throw grammar::Faults({no_door(planned, error.what())});
        }
    }
    const auto& host = doors.front().door.host;
    const ordered_json all{
        {"pid", getpid()}, {"host", host}, {"devices", pods[0]["devices"]}, {"pods", pods}};
    return {all.dump(2) + "\n", told_of(all)};
}

}  // namespace program
