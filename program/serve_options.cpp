#include "program/serve_options.hpp"

#include <CLI/CLI.hpp>

#include "grammar/duration.hpp"
#include "grammar/fault.hpp"

namespace program {

std::chrono::seconds seconds_of(const std::string& option, const std::string& text) {
    if (text.empty() || text == "0") return std::chrono::seconds{0};
    const auto span = grammar::read_duration(text);
    if (!span) throw grammar::Faults(option, 0, 0, "not a span such as 60s or 2h: " + text);
    return std::chrono::ceil<std::chrono::seconds>(*span);
}

void add_options(CLI::App& command, ServeOptions& options) {
    command.add_option("labs", options.labs, "profiles (asa, asa/9.18) or lab files");
    command.add_option("--telnet", options.telnet,
                       "HOST:PORT of the first device's console, the others' follow; 0: any");
    command.add_option("--vty", options.vty, "the same for the devices' own Telnet");
    command.add_option("--ssh", options.ssh, "the same for the devices' SSH");
    command.add_flag("--ssh-anybody", options.anybody,
                     "any name and password, and none, gets in by SSH");
    command.add_flag("--legacy-algorithms", options.old_algorithms,
                     "SSH also as clients of long ago speak it");
    command.add_option("--pods", options.pods, "so many copies of each lab, sharing nothing")
        ->check(CLI::Range(1U, 1000U));
    command.add_option("--ready-file", options.ready_file,
                       "written when everything listens: process and ports, as JSON");
    command.add_option("--exit-after-idle", options.exit_after_idle,
                       "ends when nobody was there for so long, such as 60s");
    command.add_option("--state", options.state, "a folder that keeps the labs");
    command.add_option("--model", options.model, "the hardware, such as fpr2140");
    command.add_option("--clock", options.clock, "lab time at the start");
    command.add_option("--seed", options.seed, "of chance");
    command.add_option("--lang", options.language, "of the labs' own texts, such as zh-TW");
    command.add_option("--role", options.role)->check(CLI::IsMember({"learner", "instructor"}));
    command.add_option("--time", options.time)->check(CLI::IsMember({"held", "live"}));
    command.add_option("--log-format", options.log_format)->check(CLI::IsMember({"text", "json"}));
    command.add_option("--idle", options.idle, "a session without a key ends after this; 0: never");
    command.add_option("--max-sessions", options.limits.sessions);
    command.add_option("--max-per-address", options.limits.per_address);
    command.add_option("--max-unread", options.limits.unread,
                       "bytes of output that a client may leave unread");
}

}  // namespace program
