#include "program/serve_check.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <system_error>

#include "program/fault_list.hpp"
#include "program/whole_file.hpp"
#include "shell/host_keys.hpp"

namespace program {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

// Whether a folder can be made there, or is one that can be written to.
void check_folder(const std::string& folder) {
    auto there = fs::absolute(folder);
    while (!fs::exists(there) && there != there.root_path()) there = there.parent_path();
    const bool good = fs::is_directory(there) && ::access(there.c_str(), W_OK | X_OK) == 0;
    if (good) return;
    const std::string why =
        fs::is_directory(there) ? std::strerror(errno) : there.string() + " is no folder";
    throw grammar::Faults(folder, 0, 0, "cannot be used to keep a lab: " + why);
}

// A lab as it would be served. One that is kept is locked and read; a folder for a new one stays
// unmade.
std::unique_ptr<Served> look_at_lab(const ServeOptions& options, AskedLab asked,
                                    const Places& places, profiles::Library& library) {
    auto& state = asked.asked.state;
    if (!state.empty()) {
        check_folder(state);
        if (!fs::exists(fs::path(state) / "lock")) state.clear();
    }
    return serve_lab(options, asked, places, library);
}

ordered_json look_at_labs(const ServeOptions& options, const Places& places,
                          profiles::Library& library, std::vector<std::unique_ptr<Served>>& labs,
                          FaultList& faults) {
    ordered_json found = ordered_json::array();
    for (const auto& asked : asked_labs(options)) {
        const bool good = faults.good(
            asked.name, [&] { labs.push_back(look_at_lab(options, asked, places, library)); });
        if (!good) continue;
        const auto& state = labs.back()->state;
        ordered_json lab{{"lab", asked.name}};
        if (!asked.asked.state.empty()) {
            lab["state"] = asked.asked.state;
            lab["kept"] = state && !state->empty();
        }
        found.push_back(lab);
    }
    return found;
}

ordered_json look_at_doors(const std::vector<std::unique_ptr<Served>>& labs,
                           const std::vector<PlannedDoor>& doors, FaultList& faults) {
    ordered_json found = ordered_json::array();
    for (const auto& planned : doors) {
        const auto& door = planned.door;
        if (door.descriptor < 0) {
            try {
                shell::Server::try_out(door);
            } catch (const std::system_error& error) {
                faults.add(no_door(planned, error.code().message()));
            }
        }
        found.push_back({{"lab", labs[planned.pod]->name},
                         {"device", door.device},
                         {"way", planned.way},
                         {"host", door.host},
                         {"port", door.port}});
    }
    return found;
}

ordered_json look_at_keys(const ServeOptions& options, FaultList& faults) {
    const auto& folder = options.limits.host_keys;
    bool kept = false;
    if (!folder.empty()) {
        faults.good(folder, [&] { check_folder(folder); });
        faults.good("--state", [&] { kept = shell::HostKeys::kept_in(folder); });
    }
    return {{"folder", folder}, {"kept", kept}};
}

std::string text_of(const ordered_json& found) {
    std::string text;
    for (const auto& lab : found["labs"]) {
        text += fmt::format("lab      {}", lab["lab"].get<std::string>());
        if (lab.contains("state"))
            text += fmt::format(", {} {}", lab["kept"].get<bool>() ? "kept in" : "new in",
                                lab["state"].get<std::string>());
        text += "\n";
    }
    for (const auto& door : found["doors"]) {
        const auto port = door["port"].get<int>();
        text +=
            fmt::format("{:<8} {} port {} for {} of {}\n", door["way"].get<std::string>(),
                        door["host"].get<std::string>(), port == 0 ? "any" : fmt::to_string(port),
                        door["device"].get<std::string>(), door["lab"].get<std::string>());
    }
    if (found.contains("host_keys")) {
        const auto& keys = found["host_keys"];
        const auto folder = keys["folder"].get<std::string>();
        text += "keys     " +
                (folder.empty()             ? "new at each start"
                 : keys["kept"].get<bool>() ? "kept in " + folder
                                            : "to be made in " + folder) +
                "\n";
    }
    const auto& descriptors = found["descriptors"];
    return text + fmt::format("limits   {} descriptors for everybody, of at most {}\n",
                              descriptors["wanted"].get<std::uint64_t>(),
                              descriptors["most"].get<std::uint64_t>());
}

}  // namespace

Descriptors more_descriptors(const ServeOptions& options, const std::vector<PlannedDoor>& doors) {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    constexpr std::uint64_t of_the_program = 32;
    // By SSH a session has two; each lab that is kept has its lock.
    const bool ssh = std::any_of(doors.begin(), doors.end(), [](const auto& each) {
        return each.door.protocol == shell::Door::Protocol::ssh;
    });
    const auto kept = options.state.empty() ? 0 : options.labs.size() * options.pods;
    return {of_the_program + doors.size() + kept + options.limits.sessions * (ssh ? 2 : 1),
            limit.rlim_max};
}

int check_serve(const ServeOptions& options, const std::vector<Way>& ways, const Places& places,
                profiles::Library& library) {
    FaultList faults;
    ordered_json found;
    std::vector<std::unique_ptr<Served>> labs;
    std::vector<PlannedDoor> doors;
    found["labs"] = look_at_labs(options, places, library, labs, faults);
    faults.good("serve", [&] { doors = plan_doors(labs, ways); });
    found["doors"] = look_at_doors(labs, doors, faults);
    const bool ssh = std::any_of(ways.begin(), ways.end(), [](const auto& way) {
        return way.door.protocol == shell::Door::Protocol::ssh;
    });
    if (ssh) found["host_keys"] = look_at_keys(options, faults);
    if (!options.ready_file.empty())
        faults.good("--ready-file", [&] { check_writable(options.ready_file); });
    const auto [wanted, most] = more_descriptors(options, doors);
    found["descriptors"] = {{"wanted", wanted}, {"most", most}};
    if (wanted > most)
        faults.add({"--max-sessions", 0, 0,
                    fmt::format("{} descriptors are wanted, {} is the most (ulimit -n, "
                                "LimitNOFILE=)",
                                wanted, most)});
    auto& told = found["faults"] = ordered_json::array();
    for (const auto& fault : faults.list()) told.push_back(grammar::to_string(fault));
    const bool json = options.log_format == "json";
    std::cout << (json ? found.dump(2, ' ', true, ordered_json::error_handler_t::replace) + "\n"
                       : text_of(found));
    faults.settle();
    return held_well;
}

}  // namespace program
