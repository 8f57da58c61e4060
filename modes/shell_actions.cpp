// The shells beside a device's own command line: going in and out of them, and the tools of the
// one that manages the box itself (ping, files, reports for the maker's support).
#include <algorithm>
#include <cmath>
#include <memory>

#include <fmt/format.h>

#include "labs/network.hpp"
#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/views.hpp"
#include "modes/workspace.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

using licensing::Span;
using profiles::Facts;

// A directory is what the shell's frame stands at.
std::string directory_of(const Context& c) { return c.line.state().frames.back().statement; }

Reply enter_shell(Context& c) {
    auto reply = go(Push{c.constant, {}});
    const auto note = "enter." + c.constant;
    const auto& profile = c.device.profile();
    if (profile.find_template(note) || profile.has_message(note)) {
        reply.say.push_back({note, Facts{}.set("networked", !profile.has("no-network-service"))});
    }
    return reply;
}

// -- ping ----------------------------------------------------------------------------------------

// A ping without an end, one echo a second.
struct Pinging {
    std::string name, address;
    long sent = 0, back = 0;
    double least = 0, most = 0, sum = 0, squares = 0;
};

constexpr std::chrono::seconds each_second{1};

void send_echo(Context& c, Pinging& ping, Reply& reply) {
    auto& network = c.world.lab().network();
    const auto now = c.device.lab_now();
    const auto nth = static_cast<std::uint64_t>(now.time_since_epoch().count());
    const auto trip = network.echo(c.device.sender(), ping.address, {},
                                   {now, nth, static_cast<std::uint64_t>(++ping.sent)});
    if (!trip) return;
    // A round trip counts whole milliseconds; this clock is finer.
    const auto part = network.chance().between(c.device.name(), "echo part", nth, 100, 990);
    const auto ms = static_cast<double>(trip->count() - 1) + static_cast<double>(part) / 1000;
    ping.least = ping.back == 0 ? ms : std::min(ping.least, ms);
    ping.most = std::max(ping.most, ms);
    ping.sum += ms;
    ping.squares += ms * ms;
    ++ping.back;
    Facts facts;
    facts.set("address", ping.address).set("sequence", std::int64_t{ping.sent});
    reply.say.push_back({"shell.ping.reply", facts.set("time", fmt::format("{:.3g}", ms))});
}

Reply ping_tail(const Pinging& ping) {
    Facts facts;
    facts.set("name", ping.name).set("sent", std::int64_t{ping.sent});
    facts.set("back", std::int64_t{ping.back}).set("any", ping.back > 0);
    facts.set("lost", (ping.sent - ping.back) * 100 / std::max(1L, ping.sent));
    // Each second is a little longer than one.
    const auto whole = (ping.sent - 1) * 1000 + (ping.sent - 1) / 3;
    facts.set("time", std::int64_t{whole});
    if (ping.back > 0) {
        const auto count = static_cast<double>(ping.back);
        const auto average = ping.sum / count;
        const auto spread = std::sqrt(std::max(0.0, ping.squares / count - average * average));
        facts.set("least", fmt::format("{:.3f}", ping.least));
        facts.set("average", fmt::format("{:.3f}", average));
        facts.set("most", fmt::format("{:.3f}", ping.most));
        facts.set("deviation", fmt::format("{:.3f}", spread));
    }
    return say("shell.ping.tail", facts);
}

Reply unknown_host(Context& c, const std::string& name) {
    Reply reply;
    Wait wait;
    wait.length = c.device.profile().interval("dns_timeout") * 2;
    wait.then = [name](Context&, const std::string&) {
        return say("shell.ping.unknown", Facts{}.set("name", name));
    };
    wait.on_break = [](Context&, const std::string&) { return Reply{}; };
    reply.next = std::move(wait);
    return reply;
}

Reply ping_host(Context& c) {
    const auto name = c.argument("host");
    auto& network = c.world.lab().network();
    const auto sender = c.device.sender();
    const auto found = network.resolve(sender, name, c.device.lab_now());
    const auto* at = std::get_if<lab::Network::Found>(&found);
    if (!at) return unknown_host(c, name);
    const auto nameif = network.egress(sender, at->address);
    const auto* port = nameif ? c.device.settings().by_nameif(*nameif) : nullptr;
    if (!port) return say("shell.ping.no-route");
    auto pinging = std::make_shared<Pinging>();
    pinging->name = name;
    pinging->address = at->address;
    Facts facts;
    facts.set("name", name).set("address", at->address).set("source", port->address);
    auto reply = say("shell.ping.head", facts.set("port", port->hardware));
    send_echo(c, *pinging, reply);
    Wait wait;
    wait.length = each_second;
    wait.open = true;
    wait.then = [pinging](Context& then, const std::string&) {
        Reply more;
        send_echo(then, *pinging, more);
        return more;
    };
    wait.on_break = [pinging](Context&, const std::string&) { return ping_tail(*pinging); };
    reply.next = std::move(wait);
    return reply;
}

// -- files ---------------------------------------------------------------------------------------

Reply list_directory(Context& c) {
    const auto typed = c.argument("file");
    auto where = typed.empty() ? directory_of(c) : workspace_path(typed, directory_of(c));
    if (!where.empty() && !where.ends_with('/')) where += '/';
    return say("show-workspace", workspace_view(c.device, where));
}

Reply go_to(Context& c) {
    auto where = workspace_path(c.argument("file"), directory_of(c));
    if (where.empty()) return refuse("refused.no-file", file_facts(c.argument("file")));
    if (!where.ends_with('/')) where += '/';
    c.line.state().frames.back().statement = where;
    return {};
}

Reply print_directory(Context& c) {
    const auto where = directory_of(c);
    return say("shell.directory", file_facts(where.empty() ? "workspace:/" : where));
}

Reply delete_file(Context& c) {
    const auto path = workspace_path(c.argument("file"), directory_of(c));
    if (path.empty() || !c.device.delete_file(path)) {
        return refuse("refused.no-file", file_facts(c.argument("file")));
    }
    return {};
}

// "ftp://user@host/path": where a copy goes, and whether somebody must say who he is.
struct Remote {
    std::string scheme, user, host;
    int port = 0;
};

std::optional<Remote> remote_of(const std::string& url) {
    static constexpr std::pair<std::string_view, int> schemes[] = {
        {"ftp", 21}, {"http", 80}, {"https", 443}, {"scp", 22}, {"sftp", 22}, {"tftp", 69}};
    const auto colon = url.find("://");
    if (colon == std::string::npos) return std::nullopt;
    Remote remote;
    remote.scheme = url.substr(0, colon);
    for (const auto& [name, port] : schemes) {
        if (remote.scheme == name) remote.port = port;
    }
    auto rest = url.substr(colon + 3);
    rest = rest.substr(0, rest.find('/'));
    if (const auto at = rest.find('@'); at != std::string::npos) {
        remote.user = rest.substr(0, at);
        rest = rest.substr(at + 1);
    }
    remote.host = rest;
    if (remote.port == 0 || remote.host.empty()) return std::nullopt;
    return remote;
}

Reply carry(Context& c, const Remote& remote) {
    auto& network = c.world.lab().network();
    const auto sender = c.device.sender();
    const auto found = network.resolve(sender, remote.host, c.device.lab_now());
    const auto* at = std::get_if<lab::Network::Found>(&found);
    const bool there = at && network.dial(sender, at->address, remote.port, {},
                                          c.device.lab_now()) == lab::Dialled::open;
    Facts facts;
    facts.set("host", remote.host).set("scheme", remote.scheme);
    return there ? Reply{} : refuse(at ? "copy.unreachable" : "copy.unknown-host", facts);
}

Reply copy_file(Context& c) {
    const auto source = workspace_path(c.argument("source"), directory_of(c));
    const auto target = c.argument("target");
    const auto* file = source.empty() ? nullptr : c.device.file(source);
    if (!file) return refuse("refused.no-file", file_facts(c.argument("source")));
    if (const auto path = workspace_path(target, directory_of(c)); !path.empty()) {
        keep_bytes(c.device, path, bytes_of(*file));
        return {};
    }
    const auto remote = remote_of(target);
    if (!remote) return refuse("refused.no-file", file_facts(target));
    if (remote->user.empty()) return carry(c, *remote);
    Reply reply;
    reply.next = Ask{{"copy.password", {}},
                     Input::secret,
                     [remote](Context& then, const std::string&) { return carry(then, *remote); },
                     {}};
    return reply;
}

// -- the whole box -------------------------------------------------------------------------------

Reply sure(const std::string& question, Then then) {
    Reply reply;
    reply.next = Ask{{question, {}},
                     Input::line,
                     [question, then](Context& c, const std::string& answer) {
                         if (answer == "yes") return then(c, answer);
                         return answer == "no" ? Reply{} : sure(question, then);
                     },
                     {}};
    return reply;
}

Reply reboot(Context&) {
    return sure("shell.reboot.ask", [](Context&, const std::string&) { return go(Reload{}); });
}

Reply erase(Context&) {
    return sure("shell.erase.ask", [](Context& c, const std::string&) {
        c.device.erase();
        return go(Reload{});
    });
}

// -- reports for support -------------------------------------------------------------------------

Reply write_report(Context& c) {
    const auto& profile = c.device.profile();
    Facts of;
    of.set("now", c.device.stamp(c.device.now())).set("hostname", c.device.settings().hostname);
    of.set("number", c.argument("number"));
    const auto stamp = profile.message("tech.name." + c.constant, of);
    Facts facts;
    facts.set("file", stamp);
    facts.set("deprecated", c.constant == "fprm" && profile.has("modules") &&
                                profile.has("fprm-report-deprecated"));
    auto reply = say("tech.begin", facts);
    Wait wait;
    wait.length = profile.interval("tech_support");
    wait.then = [stamp, facts](Context& then, const std::string&) {
        const auto now = Facts{}.set("now", then.device.stamp(then.device.now()));
        auto text = then.device.profile().render("show-clock", now);
        for (const auto& line : then.device.configuration_lines(true)) text += line + "\n";
        keep_bytes(then.device, "workspace:/techsupport/" + stamp, text);
        return say("tech.end", facts);
    };
    wait.on_break = [](Context&, const std::string&) { return Reply{}; };
    reply.next = std::move(wait);
    return reply;
}

Reply management_port(Context& c) {
    const auto& port = c.device.settings().interfaces.front();
    Facts facts;
    facts.set("port", port.hardware).set("address", port.address).set("mask", port.mask);
    facts.set("mac", mac_of(c.device.chassis().udi.serial));
    return say("show-mgmt-port", facts);
}

}  // namespace

std::vector<Action> shell_actions() {
    return {
        {"shell.enter", {}, enter_shell},
        {"shell.ping", {"host"}, ping_host},
        {"shell.dir", {}, list_directory},
        {"shell.cd", {"file"}, go_to},
        {"shell.pwd", {}, print_directory},
        {"shell.delete", {"file"}, delete_file},
        {"shell.copy", {"source", "target"}, copy_file},
        {"shell.reboot", {}, reboot},
        {"shell.erase", {}, erase},
        {"shell.report", {}, write_report},
        {"shell.show-port", {}, management_port},
    };
}

}  // namespace modes
