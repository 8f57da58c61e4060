// `understudy serve`: labs on the network.
#include <sys/resource.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include <memory>

#include "program/command.hpp"
#include "program/doors.hpp"
#include "program/event_log.hpp"
#include "program/serve_options.hpp"
#include "program/served_labs.hpp"
#include "program/whole_file.hpp"

namespace program {
namespace {

// A session by SSH has two; the usual limit is for programs that serve nobody.
void more_descriptors() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

int serve(ServeOptions& options, const Places& places) {
    static auto& library = *new profiles::Library(places.profiles.string());
    const auto ways = ways_of(options);
    more_descriptors();
    if (!options.state.empty()) options.limits.host_keys = options.state + "/host-keys";
    options.limits.idle = seconds_of("--idle", options.idle);
    options.limits.all_idle = seconds_of("--exit-after-idle", options.exit_after_idle);
    const bool json = options.log_format == "json";
    const auto log = [json](const shell::Event& event) { write_log(event, json); };
    const auto labs = serve_labs(options, places, library);
    shell::Server server(options.limits, log);
    const auto doors = open_doors(labs, ways, server);
    for (const auto& pod : doors["pods"]) {
        for (const auto& [device, ports] : pod["devices"].items()) {
            shell::Event event{{}, "listening", {{"lab", pod["lab"]}, {"device", device}}};
            for (const auto& [way, port] : ports.items())
                if (port.is_number())
                    event.fields.emplace_back(way, std::to_string(port.get<int>()));
            log(event);
        }
    }
    if (!options.ready_file.empty()) write_whole(options.ready_file, doors.dump(2) + "\n");
    server.run();
    if (!options.ready_file.empty()) ::unlink(options.ready_file.c_str());
    log({{}, "ended", {}});
    return held_well;
}

}  // namespace

Job add_serve(Arguments& app) {
    auto options = std::make_shared<ServeOptions>();
    add_options(app.subcommand("serve", "labs on the network"), *options);
    return [options](const Places& places) { return serve(*options, places); };
}

}  // namespace program
