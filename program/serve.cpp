// `understudy serve`: labs on the network.
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <memory>
#include <tuple>

#include "grammar/duration.hpp"
#include "grammar/fault.hpp"
#include "labs/lab.hpp"
#include "labs/state.hpp"
#include "lessons/catalogue.hpp"
#include "modes/actions.hpp"
#include "modes/grading.hpp"
#include "modes/journal.hpp"
#include "modes/session.hpp"
#include "modes/world.hpp"
#include "program/command.hpp"
#include "program/opening.hpp"
#include "program/whole_file.hpp"
#include "shell/hall.hpp"
#include "shell/server.hpp"
#include "transcripts/prologue.hpp"

namespace program {
namespace {

using modes::Pacer;
using nlohmann::ordered_json;

struct ServeOptions : Asked {
    std::vector<std::string> labs{"asa"};
    std::string role = "instructor";
    std::string language = "en";
    std::string time = "live";
    unsigned pods = 1;
    std::string telnet;
    std::string vty;
    std::string ssh;
    bool anybody = false;
    bool old_algorithms = false;
    std::string ready_file;
    std::string log_format = "text";
    std::string exit_after_idle;
    std::string idle = "2h";
    shell::Limits limits;
};

// One lab with all it needs; pods of a lab share nothing.
struct Served {
    std::string name;
    lab::Lab lab;
    std::optional<lab::StateFolder> state;
    std::unique_ptr<modes::World> world;
    std::unique_ptr<Pacer> pacer;
    std::unique_ptr<shell::Hall> hall;

    Served(std::string named, lab::Plan plan, const lab::Choices& choices,
           profiles::Library& library)
        : name(std::move(named)), lab(std::move(plan), choices, library) {}
};

std::chrono::seconds seconds_of(const std::string& option, const std::string& text) {
    if (text.empty() || text == "0") return std::chrono::seconds{0};
    const auto span = grammar::read_duration(text);
    if (!span) throw grammar::Faults(option, 0, 0, "not a span such as 60s or 2h: " + text);
    return std::chrono::ceil<std::chrono::seconds>(*span);
}

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

// -- the log --------------------------------------------------------------------------------------

std::string stamp() {
    const auto now = std::chrono::system_clock::now();
    const auto seconds = std::chrono::system_clock::to_time_t(now);
    const auto part = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch());
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
    return fmt::format("{}.{:03}Z", text, part.count() % 1000);
}

void write_log(const shell::Event& event, bool json) {
    using Level = shell::Event::Level;
    const char* level = event.level == Level::info      ? "info"
                        : event.level == Level::warning ? "warning"
                                                        : "error";
    std::string line;
    if (json) {
        ordered_json object{{"time", stamp()}, {"level", level}, {"event", event.what}};
        for (const auto& [key, value] : event.fields) object[key] = value;
        line = object.dump(-1, ' ', true, ordered_json::error_handler_t::replace);
    } else {
        line = stamp() + " " + level + " " + event.what;
        for (const auto& [key, value] : event.fields) {
            const bool plain = value.find_first_of(" \"=") == std::string::npos;
            line += " " + key + "=" + (plain ? value : ordered_json(value).dump());
        }
    }
    line += '\n';
    std::fwrite(line.data(), 1, line.size(), stderr);
}

// -- labs -----------------------------------------------------------------------------------------

std::unique_ptr<Served> serve_lab(const ServeOptions& options, const Asked& asked,
                                  const std::string& name, const Places& places,
                                  profiles::Library& library) {
    lab::Choices choices;
    auto plan = plan_for(asked, places, choices);
    auto served = std::make_unique<Served>(name, std::move(plan), choices, library);
    auto& lab = served->lab;
    if (!asked.state.empty()) {
        served->state.emplace(asked.state, made_of(asked, lab.plan()));
        if (!served->state->empty() && (asked.seed || !asked.clock.empty()))
            throw grammar::Faults(asked.state, 0, 0,
                                  "keeps a lab with a clock and a seed of its own");
    }
    const bool resumed = served->state && served->state->load(lab);
    if (!resumed) lab.switch_on();
    served->world = std::make_unique<modes::World>(lab, modes::product_actions());
    if (resumed) modes::restore_lines(*served->world, served->state->lines());
    transcripts::prologue(*served->world);
    modes::start_grading(*served->world, places.labs.string(), options.language,
                         resumed ? served->state->deeds() : std::vector<lab::Deed>{});
    const bool live = options.time == "live";
    served->pacer =
        std::make_unique<Pacer>(*served->world, live ? Pacer::Manner::live : Pacer::Manner::held);
    shell::Hall::Manner manner;
    manner.role = options.role == "learner" ? modes::Role::learner : modes::Role::instructor;
    const auto* grading = served->world->grading();
    if (manner.role == modes::Role::learner && grading) {
        manner.welcome = lessons::welcome(lab.plan(), grading->words());
    }
    manner.clock = host_clock;
    manner.keep = [&served = *served] {
        if (served.state) modes::keep_world(*served.world, *served.state);
    };
    served->hall = std::make_unique<shell::Hall>(name, *served->world, *served->pacer, manner);
    return served;
}

// Each lab as often as there are pods; what is kept stands in folders of their own.
std::vector<std::unique_ptr<Served>> serve_labs(const ServeOptions& options, const Places& places,
                                                profiles::Library& library) {
    std::vector<std::unique_ptr<Served>> all;
    const bool one = options.labs.size() * options.pods == 1;
    for (std::size_t at = 0; at < options.labs.size(); ++at) {
        for (unsigned pod = 1; pod <= options.pods; ++pod) {
            Asked asked = options;
            asked.what = options.labs[at];
            auto name = asked.what;
            if (options.pods > 1) name += fmt::format("#{}", pod);
            if (!asked.state.empty() && !one) {
                std::filesystem::create_directories(asked.state);
                asked.state += fmt::format("/lab-{}-pod-{}", at + 1, pod);
            }
            // One learner's lab is another than the next one's.
            if (pod > 1 && options.role == "learner" && !lab::kept_seed(asked.state)) {
                asked.seed = options.seed.value_or(1) + pod - 1;
            }
            all.push_back(serve_lab(options, asked, name, places, library));
        }
    }
    return all;
}

// -- telling that everything stands ---------------------------------------------------------------

// One way in to every device, as `--telnet`, `--vty` and `--ssh` say where.
struct Way {
    const char* name;
    shell::Door door;
};

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

Job add_serve(CLI::App& app) {
    auto options = std::make_shared<ServeOptions>();
    auto& command = *app.add_subcommand("serve", "labs on the network");
    command.add_option("labs", options->labs, "profiles (asa, asa/9.18) or lab files");
    command.add_option("--telnet", options->telnet,
                       "HOST:PORT of the first device's console, the others' follow; 0: any");
    command.add_option("--vty", options->vty, "the same for the devices' own Telnet");
    command.add_option("--ssh", options->ssh, "the same for the devices' SSH");
    command.add_flag("--ssh-anybody", options->anybody,
                     "any name and password, and none, gets in by SSH");
    command.add_flag("--legacy-algorithms", options->old_algorithms,
                     "SSH also as clients of long ago speak it");
    command.add_option("--pods", options->pods, "so many copies of each lab, sharing nothing")
        ->check(CLI::Range(1U, 1000U));
    command.add_option("--ready-file", options->ready_file,
                       "written when everything listens: process and ports, as JSON");
    command.add_option("--exit-after-idle", options->exit_after_idle,
                       "ends when nobody was there for so long, such as 60s");
    command.add_option("--state", options->state, "a folder that keeps the labs");
    command.add_option("--model", options->model, "the hardware, such as fpr2140");
    command.add_option("--clock", options->clock, "lab time at the start");
    command.add_option("--seed", options->seed, "of chance");
    command.add_option("--lang", options->language, "of the labs' own texts, such as zh-TW");
    command.add_option("--role", options->role)->check(CLI::IsMember({"learner", "instructor"}));
    command.add_option("--time", options->time)->check(CLI::IsMember({"held", "live"}));
    command.add_option("--log-format", options->log_format)->check(CLI::IsMember({"text", "json"}));
    command.add_option("--idle", options->idle,
                       "a session without a key ends after this; 0: never");
    command.add_option("--max-sessions", options->limits.sessions);
    command.add_option("--max-per-address", options->limits.per_address);
    command.add_option("--max-unread", options->limits.unread,
                       "bytes of output that a client may leave unread");
    return [options](const Places& places) { return serve(*options, places); };
}

}  // namespace program
