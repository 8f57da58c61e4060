#include "modes/login.hpp"

#include <algorithm>

#include "labs/accounts.hpp"
#include "labs/reading.hpp"
#include "labs/user_keys.hpp"
#include "modes/actions.hpp"
#include "modes/greeting.hpp"
#include "modes/line.hpp"

namespace modes {
namespace {

using profiles::Facts;

constexpr int login_tries = 3;

// How a line finds out who it is: by name and password, by a password alone, or not at all. Those
// of lists of methods that no server here answers have nobody to ask.
enum class Method { none, line, local, enable, nobody };

// Ctrl-C is no way in: who is asked is asked anew.
Reply ask_anew(std::string prompt, Input kind, Then then, Then on_break = {}) {
    Reply reply;
    Ask question{{std::move(prompt), {}}, kind, std::move(then), {}};
    question.on_break = std::move(on_break);
    question.stays = true;
    reply.next = std::move(question);
    return reply;
}

bool is_password_of(const lab::Device& device, const lab::User& user, const std::string& typed) {
    if (user.plain) return typed == user.password;
    return lab::stored_password(typed, device.profile()) == user.password;
}

// Who has this name and this password; null: nobody.
const lab::User* user_of(const lab::Device& device, const std::string& name,
                         const std::string& typed) {
    for (const auto& user : device.settings().users) {
        if (user.name != name || !is_password_of(device, user, typed)) continue;
        return lab::may_log_in(device, name) ? &user : nullptr;
    }
    return nullptr;
}

// -- how a line asks ------------------------------------------------------------------------------

Method method_in(const std::vector<std::string>& words) {
    for (std::size_t at = 0; at < words.size(); ++at) {
        const auto& word = words[at];
        if (word == "group") ++at;  // its servers are not there
        if (word == "none") return Method::none;
        if (word == "line") return Method::line;
        if (word == "enable") return Method::enable;
        if (word.starts_with("local")) return Method::local;
    }
    return Method::nobody;
}

Method method_of(Context& c) {
    const auto& access = c.device.settings().access;
    const auto line = c.line.settings();
    const bool console = c.line.is_console();
    if (access.by_methods) {
        const auto list = line.login_list.empty() ? "default" : line.login_list;
        const auto it = access.login_methods.find(list);
        if (it != access.login_methods.end()) return method_in(it->second);
        return console ? Method::none : Method::local;
    }
    if (access.local.contains(console ? "serial" : "telnet")) return Method::local;
    using Login = lab::LineSettings::Login;
    if (line.login == Login::local) return Method::local;
    return line.login == Login::password ? Method::line : Method::none;
}

// As it is kept: as typed on some, stored on others.
bool is_line_password(Context& c, const std::string& typed) {
    const auto password = c.line.settings().password;
    return typed == password || lab::stored_password(typed, c.device.profile()) == password;
}

bool proves(Context& c, Method method, const std::string& name, const std::string& typed) {
    switch (method) {
        case Method::local: return user_of(c.device, name, typed) != nullptr;
        case Method::line: return is_line_password(c, typed);
        case Method::enable: return opens_privileged(c, typed);
        default: return false;
    }
}

// -- in -------------------------------------------------------------------------------------------

// What a user may without asking for it, or whoever is at the line.
bool may_all(Context& c, const std::string& name) {
    const auto& settings = c.device.settings();
    const bool given = c.device.profile().has("login-gives-privilege");
    if (given && c.line.settings().privilege == 15) return true;
    if (settings.access.privileged_at_once || (given && !settings.access.by_methods)) {
        return std::any_of(
            settings.users.begin(), settings.users.end(),
            [&](const lab::User& user) { return user.name == name && user.privilege == 15; });
    }
    return false;
}

// Whom a network line takes those for who need not say who they are.
std::string nameless_user(Context& c) {
    const auto& profile = c.device.profile();
    const bool named = !c.line.is_console() && profile.has_text("user.network");
    return named ? profile.text("user.network") : std::string();
}

Reply in_as(Context& c, const std::string& name) {
    c.line.state().user = name;
    c.line.logged_in();
    Reply reply;
    if (may_all(c, name)) reply = go(Become{c.device.profile().text("mode.privileged")});
    reply.say = welcome(c, name);
    return reply;
}

// -- out ------------------------------------------------------------------------------------------

Reply ask_name(Method method, int tries);
Reply ask_password(Method method, const std::string& name, int tries);

// A console waits for the next one, a network line is hung up.
Reply shut_out(Context& c, Method method) {
    if (!c.line.is_console()) return go(Detach{});
    if (!c.device.profile().has("waits-for-return")) return ask_name(method, 0);
    auto reply = await_return();
    Facts facts;
    facts.set("hostname", c.device.settings().hostname);
    reply.say.push_back({"logoff", facts});
    return reply;
}

Reply wrong_login(Context& c, Method method, const std::string& name, int tries) {
    note_failure(c.device, c.line.visitor().value_or(Visitor{}), name);
    const bool again = tries + 1 < login_tries;
    const bool named = method == Method::local || method == Method::nobody;
    Reply reply = !again  ? shut_out(c, method)
                  : named ? ask_name(method, tries + 1)
                          : ask_password(method, {}, tries + 1);
    const bool listed = c.device.settings().access.by_methods;
    if (listed || named) {
        const char* why = listed ? "login.failed" : "login.invalid";
        reply.say.insert(reply.say.begin(), {why, {}});
    } else if (c.device.profile().has_message("login.invalid-password")) {
        reply.say.insert(reply.say.begin(), {"login.invalid-password", {}});
    } else if (!again) {
        reply.say.insert(reply.say.begin(), {"login.bad-passwords", {}});
    }
    return reply;
}

Reply ask_password(Method method, const std::string& name, int tries) {
    return ask_anew(
        "ask.password", Input::secret,
        [method, name, tries](Context& c, const std::string& typed) {
            if (proves(c, method, name, typed))
                return in_as(c, name.empty() ? nameless_user(c) : name);
            return wrong_login(c, method, name, tries);
        },
        [method, name, tries](Context&, const std::string&) {
            return name.empty() ? ask_password(method, {}, tries) : ask_name(method, tries);
        });
}

Reply ask_name(Method method, int tries) {
    return ask_anew(
        "login.user.ask", Input::line,
        [method, tries](Context&, const std::string& name) {
            return ask_password(method, name, tries);
        },
        [method, tries](Context&, const std::string&) { return ask_name(method, tries); });
}

// -- where nobody is shut out ---------------------------------------------------------------------

Reply ask_new_password(const std::string& user);

// The password that the unit came with is nobody's secret.
Reply take_new_password(Context& c, const std::string& user, const std::string& typed) {
    const auto& profile = c.device.profile();
    const auto text =
        profile.render("login.new-password", Facts{}.set("user", user).set("password", typed));
    for (const auto& line : lab::read_configuration(text, profile)) {
        c.device.apply(line.edit, false);
    }
    c.device.save();
    auto reply = in_as(c, user);
    reply.say.insert(reply.say.begin(), {"login.changed", {}});
    return reply;
}

Reply ask_new_password(const std::string& user) {
    return ask_anew("login.ask-new", Input::secret, [user](Context&, const std::string& first) {
        return ask_anew("login.ask-again", Input::secret,
                        [user, first](Context& c, const std::string& second) {
                            if (!first.empty() && first == second)
                                return take_new_password(c, user, first);
                            auto again = ask_new_password(user);
                            again.say.push_back({"login.differs", {}});
                            return again;
                        });
    });
}

bool must_change(Context& c) {
    return !c.device.chassis().startup && c.device.profile().has_message("login.must-change");
}

Reply ask_who(Context& c) {
    Facts facts;
    facts.set("hostname", c.device.settings().hostname);
    Reply reply;
    const auto with_name = [](Context&, const std::string& name) {
        return ask_anew(
            "ask.password", Input::secret,
            [name](Context& then, const std::string& typed) {
                if (user_of(then.device, name, typed)) {
                    if (!must_change(then)) return in_as(then, name);
                    auto change = ask_new_password(name);
                    change.say.push_back({"login.must-change", Facts{}.set("user", name)});
                    return change;
                }
                note_failure(then.device, then.line.visitor().value_or(Visitor{}), name);
                auto again = ask_who(then);
                again.say.push_back({"login.invalid", {}});
                return again;
            },
            [](Context& then, const std::string&) { return ask_who(then); });
    };
    Ask name{{"login.user.ask", facts}, Input::line, with_name, {}};
    name.on_break = [](Context& then, const std::string&) { return ask_who(then); };
    name.stays = true;
    reply.next = std::move(name);
    return reply;
}

}  // namespace

Reply log_in(Context& c) {
    if (!c.device.profile().has("logs-in-by-name")) return let_in(c);
    auto reply = ask_who(c);
    reply.say.push_back(greeting(c, true));
    return reply;
}

Reply await_return() {
    return ask_anew("return.awaited", Input::line,
                    [](Context& c, const std::string&) { return let_in(c); });
}

namespace {

Reply asked(Context& c, Method method) {
    Reply reply;
    if (method == Method::none) {
        c.line.attend();
        if (may_all(c, {})) reply = go(Become{c.device.profile().text("mode.privileged")});
        reply.say = welcome(c, {});
    } else if (method == Method::local || method == Method::nobody) {
        reply = ask_name(method, 0);
    } else {
        reply = ask_password(method, {}, 0);
    }
    reply.say.insert(reply.say.begin(), greeting(c, method != Method::none));
    return reply;
}

}  // namespace

Reply let_in(Context& c) { return asked(c, method_of(c)); }

Reply come_in(Context& c) {
    if (c.device.profile().has("logs-in-by-name")) return log_in(c);
    const auto method = method_of(c);
    if (method == Method::line && c.line.settings().password.empty()) {
        auto out = shut_out(c, method);
        out.say.push_back({"login.no-password", {}});
        return out;
    }
    if (method != Method::none) return asked(c, method);
    return come_in_as(c, nameless_user(c));
}

Reply come_in_as(Context& c, const std::string& name) {
    auto reply = in_as(c, name);
    reply.say.insert(reply.say.begin(), greeting(c, false));
    return reply;
}

// Where the configuration admits networks to the shell, it also says whose database counts.
bool is_user(const lab::Device& device, const std::string& name, const std::string& typed) {
    const auto& access = device.settings().access;
    const bool ruled = std::any_of(access.ssh.begin(), access.ssh.end(),
                                   [](const auto& one) { return !one.interface.empty(); });
    if (ruled && !access.local.contains("ssh")) return false;
    return user_of(device, name, typed) != nullptr;
}

bool is_key_of(const lab::Device& device, const std::string& name, const lab::PublicKey& key) {
    return lab::has_key(device, name, key) && lab::may_log_in(device, name);
}

bool has_key_users(const lab::Device& device) { return lab::has_keys(device); }

bool privileged_is_open(Context& c) {
    const auto& settings = c.device.settings();
    return settings.enable_password.empty() && settings.enable_plain.empty();
}

bool opens_privileged(Context& c, const std::string& typed) {
    const auto& settings = c.device.settings();
    if (!settings.enable_password.empty()) {
        return lab::stored_password(typed, c.device.profile()) == settings.enable_password;
    }
    return typed == settings.enable_plain;
}

}  // namespace modes
