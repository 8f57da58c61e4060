// `understudy serve`: labs on the network.
#include <unistd.h>

#include <functional>
#include <memory>

#include "program/command.hpp"
#include "program/doors.hpp"
#include "program/event_log.hpp"
#include "program/serve_check.hpp"
#include "program/serve_options.hpp"
#include "program/served_labs.hpp"
#include "program/service_manager.hpp"
#include "program/whole_file.hpp"

namespace program {
namespace {

using Log = std::function<void(const shell::Event&)>;

int serve(ServeOptions& options, const Places& places) {
    static auto& library = *new profiles::Library(places.profiles.string());
    const auto ways = ways_of(options, passed_sockets());
    read_limits(options);
    if (options.check) return check_serve(options, ways, places, library);
    if (!options.ready_file.empty()) check_writable(options.ready_file);
    const bool json = options.log_format == "json";
    const Log log = [json](const shell::Event& event) { write_log(event, json); };
    const auto labs = serve_labs(options, places, library);
    const auto planned = plan_doors(labs, ways);
    const auto descriptors = more_descriptors(options, planned);
    if (descriptors.wanted > descriptors.most)
        log({shell::Event::Level::warning,
             "too few descriptors",
             {{"wanted", std::to_string(descriptors.wanted)},
              {"most", std::to_string(descriptors.most)}}});
    shell::Server server(options.limits, log);
    server.on_ending([] { tell_manager("STOPPING=1"); });
    const auto doors = open_doors(labs, planned, server);
    if (!options.ready_file.empty()) write_whole(options.ready_file, doors.ready);
    for (const auto& event : doors.told) log(event);
    tell_manager("READY=1");
    const bool kept = server.run();
    if (!options.ready_file.empty()) ::unlink(options.ready_file.c_str());
    log({{}, "ended", {}});
    return kept ? held_well : failed;
}

}  // namespace

Job add_serve(Arguments& app) {
    auto options = std::make_shared<ServeOptions>();
    add_options(app.subcommand("serve", "labs on the network"), *options);
    return [options](const Places& places) { return serve(*options, places); };
}

}  // namespace program
