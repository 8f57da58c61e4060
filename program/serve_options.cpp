#include "program/serve_options.hpp"

#include <chrono>

#include "grammar/duration.hpp"
#include "grammar/fault.hpp"

namespace program {

namespace {

// Empty and 0 are none.
std::chrono::seconds seconds_of(const std::string& option, const std::string& text) {
    if (text.empty() || text == "0") return std::chrono::seconds{0};
    const auto span = grammar::read_duration(text);
    if (!span) throw grammar::Faults(option, 0, 0, "not a span such as 60s or 2h: " + text);
    return std::chrono::ceil<std::chrono::seconds>(*span);
}

// What a client may have, do and wait for.
void add_limits(Arguments& command, ServeOptions& options) {
    constexpr unsigned most = 1'000'000'000;
    auto& limits = options.limits;
    const auto add = [&](const char* name, auto& value, const char* what) {
        return command.option(name, value, what).under("Limits");
    };
    add("--max-sessions", limits.sessions, "clients at once").between(1, most);
    add("--max-per-address", limits.per_address, "of them from one address").between(1, most);
    add("--max-channels", limits.chats, "shells and commands of one SSH connection")
        .between(1, most);
    add("--max-line", limits.line, "bytes of a line; the rest of it is dropped")
        .between(80, static_cast<unsigned>(limits.line));
    add("--max-unread", limits.unread, "bytes of output that a client may leave unread")
        .between(1, most);
    add("--login-attempts", limits.attempts, "at logging in by SSH").between(1, most);
    add("--login-time", options.login_time, "to log in by SSH");
    add("--idle", options.idle, "a session without a key ends after this; 0: never");
}

}  // namespace

void add_options(Arguments command, ServeOptions& options) {
    command.option("labs", options.labs, "profiles (asa, asa/9.18) or lab files");
    command.option("--telnet", options.telnet,
                   "HOST:PORT of the first device's console, the others' follow; 0: any");
    command.option("--vty", options.vty, "the same for the devices' own Telnet");
    command.option("--ssh", options.ssh, "the same for the devices' SSH");
    command.option("--console-ssh", options.console_ssh,
                   "the same for the consoles, by SSH in place of Telnet");
    command.flag(
        "--one-port", options.one_port,
        "one port for the SSH of all devices: USER+DEVICE, USER+DEVICE.2 in the second lab");
    command.option("--access", options.access,
                   "a file that says who may come in, as a lab's access: does");
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
    add_options(command, static_cast<Lived&>(options));
    command.option("--log-format", options.log_format).one_of({"text", "json"});
    command.flag("--check", options.check,
                 "says what would be opened, or all that is wrong, and opens nothing");
    add_limits(command, options);
}

void read_limits(ServeOptions& options) {
    if (!options.state.empty()) options.limits.host_keys = options.state + "/host-keys";
    options.limits.idle = seconds_of("--idle", options.idle);
    options.limits.all_idle = seconds_of("--exit-after-idle", options.exit_after_idle);
    options.limits.login = seconds_of("--login-time", options.login_time);
    if (options.limits.login.count() > 0) return;
    throw grammar::Faults("--login-time", 0, 0, "not a span such as 60s: " + options.login_time);
}

}  // namespace program
