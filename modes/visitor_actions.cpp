// Who is at the device's lines, and how others put an end to it.
#include <algorithm>

#include <fmt/format.h>

#include "labs/doors.hpp"
#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/visitor.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

using licensing::Span;
using profiles::Facts;
using profiles::Records;

std::string clock_text(Span span) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(span).count();
    return fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::string limit_text(std::optional<Span> span) { return span ? clock_text(*span) : ""; }

// The place that a program of Linux has for it: its terminal.
std::string terminal_of(const Line& line) {
    const auto number = line.name().substr(line.name().find(' ') + 1);
    return line.is_console() ? "ttyS" + number : "pts/" + number;
}

// As the device calls it; of whom the director seated, what is usual.
std::string agreed_word(const profiles::Profile& profile, const std::string& usual,
                        const std::string& agreed) {
    if (agreed.empty()) return profile.has_text(usual) ? profile.text(usual) : std::string();
    const auto name = agreed.substr(0, agreed.find('@'));
    return profile.has_word("ssh_agreed", name) ? profile.word("ssh_agreed", name) : name;
}

Facts row_of(Context& c, const Line& line) {
    const auto& profile = c.device.profile();
    Facts row;
    const bool own = &line == &c.line;
    row.set("own", std::string(own ? "*" : " ")).set("own_behind", std::string(own ? "*" : ""));
    row.set("uses", std::int64_t{line.uses()});
    row.set("busy", std::string(line.visitor() ? "*" : " "));
    row.set("number", std::int64_t{line.number()});
    row.set("index", std::int64_t{std::atoi(line.name().c_str() + line.name().find(' '))});
    row.set("line", line.name()).set("user", line.visitor() ? caller(line) : "");
    row.set("there", line.visitor().has_value()).set("console", line.is_console());
    row.set("idle", clock_text(line.idle()));
    c.world.note_sitting();
    const auto& visitor = line.visitor();
    row.set("location", visitor ? visitor->address : "");
    row.set("terminal", terminal_of(line));
    auto session = terminal_of(line);
    std::replace(session.begin(), session.end(), '/', '_');
    session = fmt::format("{}_1_{}", session, visitor ? visitor->port : 0);
    row.set("session_own", session + (own ? "*" : "")).set("session", session);
    row.set("pid", std::int64_t{visitor ? visitor->port : 0});
    const auto ago = visitor ? c.device.lab_now() - visitor->since : Span{0};
    row.set("since", c.device.stamp(c.device.now() - ago));
    const auto agreed = visitor ? visitor->agreed : Agreed{};
    row.set("cipher_in", agreed_word(profile, "ssh.cipher", agreed.cipher_in));
    row.set("cipher_out", agreed_word(profile, "ssh.cipher", agreed.cipher_out));
    row.set("mac_in", agreed_word(profile, "ssh.mac", agreed.mac_in));
    row.set("mac_out", agreed_word(profile, "ssh.mac", agreed.mac_out));
    return row;
}

// All lines that the configuration makes, also those at which nobody ever was.
std::vector<Line*> all_lines(Context& c) {
    std::vector<Line*> all{c.world.line(c.device.name(), "con 0")};
    for (int number = 0; number < lab::vty_count(c.device); ++number) {
        all.push_back(c.world.line(c.device.name(), "vty " + std::to_string(number)));
    }
    return all;
}

// The lines at which somebody is: all, or those who came by one protocol.
std::vector<Line*> taken_lines(Context& c, const std::string& by) {
    std::vector<Line*> taken;
    for (auto* line : all_lines(c)) {
        const auto& visitor = line->visitor();
        if (visitor && (by.empty() || name(visitor->protocol) == by)) taken.push_back(line);
    }
    return taken;
}

// `show users`, `who`, `show ssh`: the constant is a screen, such as who:telnet where only those
// count who came by that.
Reply show_visitors(Context& c) {
    const auto colon = std::min(c.constant.find(':'), c.constant.size());
    const auto by = c.constant.substr(std::min(colon + 1, c.constant.size()));
    Records rows;
    for (const auto* line : taken_lines(c, by)) rows.push_back(row_of(c, *line));
    return say(c.constant.substr(0, colon), Facts{}.set("lines", std::move(rows)));
}

Reply show_all_lines(Context& c) {
    Records rows;
    for (const auto* line : all_lines(c)) rows.push_back(row_of(c, *line));
    return say(c.constant, Facts{}.set("lines", std::move(rows)));
}

// By its name or by its number among all; null: there is none.
Line* line_asked(Context& c) {
    const auto number = std::atoi(c.argument("number").c_str());
    for (auto* line : all_lines(c)) {
        const auto own = std::atoi(line->name().c_str() + line->name().find(' '));
        const bool kind = c.constant.empty() || line->name().starts_with(c.constant);
        if (kind && (c.constant.empty() ? line->number() : own) == number) return line;
    }
    return nullptr;
}

Reply show_line(Context& c) {
    auto* line = line_asked(c);
    if (!line) return refuse("refused.line", c.caret_under("number"), "number");
    auto facts = row_of(c, *line);
    const auto screen = line->screen();
    facts.set("length", std::int64_t{screen.length});
    facts.set("width", std::int64_t{screen.width});
    facts.set("history", std::int64_t{line->history_size()});
    facts.set("timeout", limit_text(idle_limit(*line)));
    const auto stay = limit_text(stay_limit(*line));
    facts.set("stay", stay.empty() ? "none" : stay);
    const auto& visitor = line->visitor();
    facts.set("active", visitor ? clock_text(c.world.sat() - visitor->arrived) : "");
    return say("show-line", facts);
}

// -- an end ---------------------------------------------------------------------------------------

Reply shut(Context& c, const std::string& name) {
    auto* line = c.world.line(c.device.name(), name);
    if (line == &c.line) return go(Logout{});
    if (line && line->visitor()) line->expire("cut");
    return {};
}

Reply clear_line(Context& c) {
    auto* line = line_asked(c);
    if (!line) return refuse("refused.line", c.caret_under("number"), "number");
    Reply reply;
    const auto done = [name = line->name()](Context& then, const std::string& key) {
        if (!key.empty() && key != "\r" && key != "y" && key != "Y") return Reply{};
        auto shutting = shut(then, name);
        shutting.say.push_back({"line.cleared", {}});
        return shutting;
    };
    reply.next = Ask{{"line.ask-clear", {}}, Input::key, done, {}};
    return reply;
}

// `kill ID`, `ssh disconnect ID`: who came so.
Reply cut_session(Context& c) {
    const auto number = c.argument("session");
    for (const auto* line : taken_lines(c, c.constant)) {
        if (line->name() == "vty " + number) return shut(c, line->name());
    }
    return refuse("refused.session", Facts{}.set("session", number), "session");
}

// FXOS closes all of a kind at once, behind a question.
Reply cut_all(Context&) {
    Reply reply;
    const auto done = [](Context& then, const std::string& answer) {
        if (answer != "yes" && answer != "y") return Reply{};
        for (auto* line : taken_lines(then, "")) {
            if (line != &then.line) line->expire("cut");
        }
        return Reply{};
    };
    reply.next = Ask{{"visitors.ask-cut", {}}, Input::line, done, {}};
    return reply;
}

Reply show_session_limits(Context& c) {
    const auto& access = c.device.settings().access;
    const auto seconds = [&](const char* what, const auto& said, const char* by) {
        const auto own = said.find(by);
        if (own != said.end()) return std::int64_t{own->second.count()};
        const auto name = std::string(what) + "." + by;
        if (!c.device.profile().has_interval(name)) return std::int64_t{0};
        return std::int64_t{
            std::chrono::duration_cast<std::chrono::seconds>(c.device.profile().interval(name))
                .count()};
    };
    Facts facts;
    facts.set("idle", seconds("idle", access.idle, "ssh"));
    facts.set("stay", seconds("stay", access.stay, "ssh"));
    facts.set("console_idle", seconds("idle", access.idle, "console"));
    facts.set("console_stay", seconds("stay", access.stay, "console"));
    return say("show-session-limits", facts);
}

}  // namespace

std::map<std::string, profiles::Schema> visitor_schemas() {
    const std::vector<std::string> of_line{
        "uses",        "own",   "busy",    "own_behind", "number",     "index",    "line",
        "user",        "there", "console", "idle",       "location",   "terminal", "session",
        "session_own", "pid",   "since",   "cipher_in",  "cipher_out", "mac_in",   "mac_out"};
    std::map<std::string, profiles::Schema> all;
    for (const auto* screen :
         {"show-users", "show-users-all", "show-lines", "who", "show-ssh", "show-ssh-detail",
          "show-user-sessions", "show-user-sessions-detail", "show-terminals"}) {
        all[screen].lists["lines"].names = of_line;
    }
    auto& line = all["show-line"].names = of_line;
    line.insert(line.end(), {"length", "width", "history", "timeout", "stay", "active"});
    all["show-session-limits"].names = {"idle", "stay", "console_idle", "console_stay"};
    all["refused.line"].names = {"caret"};
    all["refused.session"].names = {"session"};
    all["line.cleared"] = all["line.ask-clear"] = all["visitors.ask-cut"] = {};
    return all;
}

std::vector<Action> visitor_actions() {
    return {
        {"visitors.show", {}, show_visitors},       {"visitors.lines", {}, show_all_lines},
        {"visitors.line", {"number"}, show_line},   {"visitors.limits", {}, show_session_limits},
        {"visitors.clear", {"number"}, clear_line}, {"visitors.cut", {"session"}, cut_session},
        {"visitors.cut-all", {}, cut_all},
    };
}

}  // namespace modes
