#include "program/serve_options.hpp"

#include "grammar/duration.hpp"
#include "grammar/fault.hpp"

namespace program {

std::chrono::seconds seconds_of(const std::string& option, const std::string& text) {
    if (text.empty() || text == "0") return std::chrono::seconds{0};
    const auto span = grammar::read_duration(text);
    if (!span) throw grammar::Faults(option, 0, 0, "not a span such as 60s or 2h: " + text);
    return std::chrono::ceil<std::chrono::seconds>(*span);
}

void add_options(Arguments command, ServeOptions& options) {
    command.option("labs", options.labs, "profiles (asa, asa/9.18) or lab files");
    command.option("--telnet", options.telnet,
                   "HOST:PORT of the first device's console, the others' follow; 0: any");
    command.option("--vty", options.vty, "the same for the devices' own Telnet");
    command.option("--ssh", options.ssh, "the same for the devices' SSH");
    command.flag("--ssh-anybody", options.anybody,
                 "any name and password, and none, gets in by SSH");
    command.flag("--legacy-algorithms", options.old_algorithms,
                 "SSH also as clients of long ago speak it");
    command.option("--pods", options.pods, "so many copies of each lab, sharing nothing")
        .between(1, 1000);
    command.option("--ready-file", options.ready_file,
                   "written when everything listens: process and ports, as JSON");
    command.option("--exit-after-idle", options.exit_after_idle,
                   "ends when nobody was there for so long, such as 60s");
    command.option("--state", options.state, "a folder that keeps the labs");
    command.option("--model", options.model, "the hardware, such as fpr2140");
    command.option("--clock", options.clock, "lab time at the start");
    command.option("--seed", options.seed, "of chance");
    command.option("--lang", options.language, "of the labs' own texts, such as zh-TW");
    command.option("--role", options.role).one_of({"learner", "instructor"});
    command.option("--time", options.time).one_of({"held", "live"});
    command.option("--log-format", options.log_format).one_of({"text", "json"});
    command.option("--idle", options.idle, "a session without a key ends after this; 0: never");
    command.option("--max-sessions", options.limits.sessions);
    command.option("--max-per-address", options.limits.per_address);
    command.option("--max-unread", options.limits.unread,
                   "bytes of output that a client may leave unread");
}

}  // namespace program
