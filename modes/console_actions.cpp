// Logging in and out, moving between modes, and what a line remembers of its terminal.
#include <algorithm>
#include <cctype>

#include "labs/reading.hpp"
#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/login.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

using profiles::Facts;

constexpr int password_tries = 3;

Reply ask(std::string prompt, Input kind, Then then, Facts facts = {}) {
    Reply reply;
    reply.next = Ask{{std::move(prompt), std::move(facts)}, kind, std::move(then), {}};
    return reply;
}

std::string number_word(const std::string& text, const char* otherwise) {
    return text.empty() ? otherwise : text;
}

// -- enable -------------------------------------------------------------------------------------

Reply privileged(Context& c) {
    c.device.notify("privilege.changed", Facts{}
                                             .set("user", std::string("enable_15"))
                                             .set("before", std::int64_t{1})
                                             .set("after", std::int64_t{15}));
    return go(Become{c.device.profile().text("mode.privileged")});
}

Reply ask_enable_password(int tries) {
    return ask("ask.enable-password", Input::secret, [tries](Context& c, const std::string& typed) {
        if (opens_privileged(c, typed)) return privileged(c);
        if (tries + 1 >= password_tries) return say("enable.denied");
        auto again = ask_enable_password(tries + 1);
        if (c.device.profile().has_message("enable.invalid")) {
            again.say.push_back({"enable.invalid", {}});
        }
        return again;
    });
}

// A line that the device writes into its configuration by itself, through the one door.
lab::Edit own_line(Context& c, const std::string& message, const Facts& facts = {}) {
    const auto& profile = c.device.profile();
    return lab::edit_of(profile.message(message, facts), profile,
                        profile.text("mode.configuration"));
}

// 9.12 and later ask for a password before they let anybody in (asa.md 1.1).
Reply first_enable() {
    auto reply = ask("ask.enable-new", Input::secret, [](Context&, const std::string& first) {
        return ask(
            "ask.enable-repeat", Input::secret, [first](Context& c, const std::string& second) {
                if (first != second || first.empty()) {
                    auto again = first_enable();
                    again.say.insert(again.say.begin(), {"enable.mismatch", {}});
                    return again;
                }
                c.device.apply(own_line(c, "line.enable-password", Facts{}.set("password", first)),
                               false);
                auto done = privileged(c);
                done.say.push_back({"enable.saved-note", {}});
                return done;
            });
    });
    reply.say.push_back({"enable.first", {}});
    return reply;
}

Reply enable(Context& c) {
    const auto& there = c.device.profile().text("mode.privileged");
    const bool already =
        c.device.profile().has("enable-once") && c.line.mode().outline.mode == there;
    if (already) return {};
    const bool none = privileged_is_open(c);
    if (none && c.device.profile().has("forced-enable-password")) return first_enable();
    if (none && c.device.profile().has("enable-without-password")) return privileged(c);
    return ask_enable_password(0);
}

Reply disable(Context& c) { return go(Become{c.device.profile().text("mode.first")}); }

Reply logout(Context& c) {
    const auto& name = c.line.state().user;
    c.device.notify("logout", Facts{}.set("user", name.empty() ? "enable_15" : name));
    auto reply = go(Logout{});
    reply.say.push_back({c.line.farewell(), Facts{}.set("hostname", c.device.settings().hostname)});
    return reply;
}

// `login` knows the local database; who has privilege 15 lands where `enable` would.
Reply login(Context&) {
    return ask("login.user.ask", Input::line, [](Context&, const std::string& name) {
        return ask("ask.enable-password", Input::secret,
                   [name](Context& c, const std::string& typed) {
                       for (const auto& user : c.device.settings().users) {
                           if (user.name != name ||
                               lab::stored_password(typed, c.device.profile()) != user.password) {
                               continue;
                           }
                           c.line.state().user = name;
                           return user.privilege == 15 ? privileged(c) : Reply{};
                       }
                       return say("enable.invalid");
                   });
    });
}

// -- modes --------------------------------------------------------------------------------------

Reply leave_mode(Context&) { return go(Pop{1}); }

Reply end_modes(Context& c) {
    int levels = 0;
    const auto& frames = c.line.state().frames;
    for (auto it = frames.rbegin(); it != frames.rend(); ++it, ++levels) {
        const auto* mode = c.device.profile().mode(it->mode);
        if (!mode || !mode->outline.config) break;
    }
    return go(Pop{levels});
}

// What is made where edits are queued is queued too; what is there is only entered.
lab::Applied make_block(Context& c, const lab::Edit& edit) {
    if (c.line.mode().outline.commit != grammar::Commit::explicitly) {
        return c.device.apply(edit, false);
    }
    auto path = edit.path;
    path.push_back(edit.statement.identity);
    const bool there = c.device.running().configuration.find(path) != nullptr;
    if (!there || c.negated()) c.line.pending().push_back(edit);
    return {};
}

}  // namespace

Reply enter_mode(Context& c) {
    Push push{c.constant, {}};
    lab::Applied made;
    if (c.line.in_configuration()) {
        lab::Edit edit;
        for (const auto& frame : c.line.state().frames) {
            if (!frame.statement.empty()) edit.path.push_back(frame.statement);
        }
        auto& s = edit.statement = lab::statement_of(*c.matched);
        auto typed = c.argument("interface");
        if (!c.argument("port").empty()) {  // `interface GigabitEthernet 0/0`
            typed += c.argument("type") + c.argument("port");
            s.text.replace(s.text.size() - typed.size() - 1, typed.size() + 1, typed);
        }
        if (!typed.empty()) {
            auto hardware = hardware_name(c.device, typed);
            if (!hardware) {
                const bool worded = c.device.profile().has_message("refused.no-interface");
                return refuse(worded ? "refused.no-interface" : "error.unknown", {}, "interface");
            }
            s.arguments = {{"interface", *hardware}};
            s.text.replace(s.text.size() - typed.size(), typed.size(), *hardware);
            s.identity = s.text;
        }
        made = make_block(c, edit);
        if (const auto& no = made.refusal) return refuse(no->message, no->facts);
        if (c.negated()) return {};
        push.statement = edit.statement.identity;
    }
    auto reply = go(push);
    for (const auto& remark : made.remarks) reply.say.push_back({remark.message, remark.facts});
    if (const auto note = "enter." + c.constant; c.device.profile().has_message(note)) {
        reply.say.push_back({note, {}});
    }
    return reply;
}

namespace {

// -- the first `configure terminal` -------------------------------------------------------------

Reply configuring(Context& c) {
    const auto& base = c.device.profile().text("mode.configuration");
    const auto& frames = c.line.state().frames;
    for (std::size_t i = 0; i < frames.size(); ++i) {
        if (frames[i].mode == base) return go(Pop{static_cast<int>(frames.size() - 1 - i)});
    }
    auto reply = go(Push{c.device.profile().text("mode.configuration"), {}});
    if (c.device.profile().has_message("configure.entered")) {
        reply.say.push_back({"configure.entered", {}});
    }
    const auto& failover = c.device.failover();
    if (failover.standing_by() && failover.phase != lab::Phase::disabled) {
        reply.say.push_back({"configure.standby", {}});
    }
    return reply;
}

Reply reporting_answer(Context& c, const std::string& key) {
    const char typed = key.empty() ? 'A' : static_cast<char>(std::toupper(key[0]));
    if (typed != 'Y' && typed != 'N' && typed != 'A') {
        return ask("ask.reporting", Input::line, reporting_answer);
    }
    c.device.apply(own_line(c, typed == 'Y'   ? "line.reporting"
                               : typed == 'N' ? "line.reporting.denied"
                                              : "line.reporting.later"),
                   false);
    auto reply = configuring(c);
    reply.say.insert(reply.say.begin(), {typed == 'Y'   ? "reporting.yes"
                                         : typed == 'N' ? "reporting.no"
                                                        : "reporting.later",
                                         {}});
    return reply;
}

// `configure` alone asks from where.
Reply configure_from(Context& c, const std::string& typed) {
    const bool terminal = std::string_view("terminal").starts_with(typed);
    return terminal ? configuring(c) : refuse("refused.configure-from");
}

Reply configure(Context& c) {
    if (c.constant == "ask") return ask("configure.ask", Input::line, configure_from);
    using Place = lab::Device::Place;
    const bool here = c.device.place() == Place::single || c.device.place() == Place::admin;
    const bool asks =
        here && c.device.profile().has("asks-for-reporting") &&
        !c.device.running().configuration.find({own_line(c, "line.reporting").statement.identity});
    if (!asks) return configuring(c);
    auto reply = ask("ask.reporting", Input::line, reporting_answer);
    reply.say.push_back({"configure.first-notice", {}});
    return reply;
}

// -- a banner -----------------------------------------------------------------------------------

Reply keep_banner(Context& c, lab::Statement statement, const std::string& body) {
    const std::string mark = "^C";
    const auto words = statement.text.substr(0, statement.text.find(statement.argument("text")));
    const auto text = mark + body + mark;
    statement.text = words + text;
    statement.arguments = {{"text", text}};
    const auto applied = c.device.apply({{}, std::move(statement)}, false);
    if (const auto& no = applied.refusal) return refuse(no->message, no->facts);
    return {};
}

// Its text goes on over lines until the character it began with comes again.
Reply begin_banner(Context& c) {
    auto statement = lab::statement_of(*c.matched);
    const auto typed = c.argument("text");
    const auto mark = typed.substr(0, typed.starts_with("^C") ? 2 : 1);
    const auto begun = typed.substr(mark.size());
    if (const auto end = begun.find(mark); end != std::string::npos) {
        return keep_banner(c, std::move(statement), begun.substr(0, end));
    }
    auto reply = say("banner.enter", Facts{}.set("mark", mark));
    Ask question;
    question.prompt = {"return.awaited", {}};
    question.kind = Input::block;
    question.end = mark;
    question.end_within = true;
    question.then = [statement, begun, mark](Context& then, const std::string& lines) {
        const auto body = begun + "\n" + lines;
        return keep_banner(then, statement, body.substr(0, body.find(mark)));
    };
    reply.next = std::move(question);
    return reply;
}

// -- the rest ---------------------------------------------------------------------------------

// They are the line's, or all lines have the same.
std::map<std::string, int>& debugs_of(Context& c) {
    auto* line = &c.line;
    if (c.device.profile().has("debugs-are-logged")) line = c.world.line(c.device.name(), "con 0");
    return line->state().debugs;
}

Reply debug_on(Context& c) {
    const auto level = std::atoi(number_word(c.argument("level"), "1").c_str());
    debugs_of(c)[c.constant] = level;
    Facts facts;
    facts.set("name", c.device.profile().word("debug_name", c.constant));
    facts.set("level", std::int64_t{level});
    return say("debug.enabled", facts);
}

Reply debug_off(Context& c) {
    auto& debugs = debugs_of(c);
    if (c.constant == "all") {
        debugs.clear();
        return say("debug.disabled.all");
    }
    debugs.erase(c.constant);
    if (!c.device.profile().has_message("debug.disabled")) return {};
    Facts facts;
    facts.set("name", c.device.profile().word("debug_name", c.constant));
    return say("debug.disabled", facts);
}

Reply help_text(Context&) { return say("help.text"); }

Reply disconnect(Context&) { return go(Detach{}); }

Reply connect(Context& c) {
    const auto device = c.argument("device");
    if (!c.world.lab().device(device)) return refuse("refused.no-device", {}, "device");
    return go(Attach{device, "con 0", c.device.profile().text("connect.escape"), {}});
}

}  // namespace

std::optional<std::string> hardware_name(const lab::Device& device, const std::string& typed) {
    return device.hardware_name(typed);
}

std::vector<Action> console_actions() {
    return {
        {"banner.begin", {"text"}, begin_banner},
        {"session.enable", {}, enable},
        {"session.disable", {}, disable},
        {"session.logout", {}, logout},
        {"session.login", {}, login},
        {"mode.enter", {}, enter_mode},
        {"mode.leave", {}, leave_mode},
        {"mode.end", {}, end_modes},
        {"config.enter", {}, configure},
        {"config.noted", {}, [](Context&) { return Reply{}; }},  // taken, and nothing comes of it
        {"console.connect", {"device"}, connect},
        {"console.disconnect", {}, disconnect},
        {"debug.on", {}, debug_on},
        {"debug.off", {}, debug_off},
        {"help.show", {}, help_text},
    };
}

}  // namespace modes
