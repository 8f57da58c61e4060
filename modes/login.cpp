#include "modes/login.hpp"

#include "modes/actions.hpp"
#include "modes/line.hpp"

namespace modes {
namespace {

using Login = lab::LineSettings::Login;
using profiles::Facts;

constexpr int login_tries = 3;

// Ctrl-C is no way in: who is asked is asked anew.
Reply ask(std::string prompt, Input kind, Then then, Then on_break = {}) {
    Reply reply;
    Ask question{{std::move(prompt), {}}, kind, std::move(then), {}};
    question.on_break = std::move(on_break);
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
        if (user.name == name && is_password_of(device, user, typed)) return &user;
    }
    return nullptr;
}

Reply ask_name(int tries);

// A console waits for the next one, a network line is hung up.
Reply shut_out(Context& c) {
    if (!c.line.is_console()) return go(Detach{});
    auto reply = await_return();
    Facts facts;
    facts.set("hostname", c.device.settings().hostname);
    reply.say.push_back({"logoff", facts});
    return reply;
}

Reply in_as(Context& c, const std::string& name) {
    const auto& profile = c.device.profile();
    c.line.state().user = name;
    c.line.logged_in();
    Reply reply;
    for (const auto& user : c.device.settings().users) {
        const bool all = user.name == name && user.privilege == 15;
        if (all && profile.has("login-gives-privilege"))
            reply = go(Become{profile.text("mode.privileged")});
    }
    if (!c.line.is_console() && profile.find_template("login.arrived")) {
        const auto& hostname = c.device.settings().hostname;
        reply.say.push_back({"login.arrived", Facts{}.set("hostname", hostname).set("user", name)});
    }
    return reply;
}

Reply ask_name(int tries) {
    return ask(
        "login.user.ask", Input::line,
        [tries](Context&, const std::string& name) {
            return ask(
                "ask.password", Input::secret,
                [name, tries](Context& c, const std::string& typed) {
                    if (user_of(c.device, name, typed)) return in_as(c, name);
                    c.line.login_failed(name);
                    auto again = tries + 1 < login_tries ? ask_name(tries + 1) : shut_out(c);
                    again.say.insert(again.say.begin(), {"login.invalid", {}});
                    return again;
                },
                [tries](Context&, const std::string&) { return ask_name(tries); });
        },
        [tries](Context&, const std::string&) { return ask_name(tries); });
}

Reply ask_password(int tries) {
    return ask(
        "ask.password", Input::secret,
        [tries](Context& c, const std::string& typed) {
            if (typed == c.line.settings().password) {
                c.line.logged_in();
                return Reply{};
            }
            c.line.login_failed("");
            if (tries + 1 < login_tries) return ask_password(tries + 1);
            auto out = shut_out(c);
            out.say.insert(out.say.begin(), {"login.bad-passwords", {}});
            return out;
        },
        [tries](Context&, const std::string&) { return ask_password(tries); });
}

// Where nobody is shut out, the question comes again.
Reply ask_who(Context& c) {
    Facts facts;
    facts.set("hostname", c.device.settings().hostname);
    Reply reply;
    const auto with_name = [](Context&, const std::string& name) {
        return ask(
            "ask.password", Input::secret,
            [name](Context& then, const std::string& typed) {
                if (user_of(then.device, name, typed)) {
                    then.line.state().user = name;
                    then.line.logged_in();
                    Facts told;
                    told.set("user", name).set("now", then.device.stamp(then.device.now()));
                    return say("login.done", told);
                }
                then.line.login_failed(name);
                auto again = ask_who(then);
                again.say.push_back({"login.invalid", {}});
                return again;
            },
            [](Context& then, const std::string&) { return ask_who(then); });
    };
    Ask name{{"login.user.ask", facts}, Input::line, with_name, {}};
    name.on_break = [](Context& then, const std::string&) { return ask_who(then); };
    reply.next = std::move(name);
    return reply;
}

}  // namespace

Reply log_in(Context& c) {
    auto reply = ask_who(c);
    reply.say.push_back(
        {"login.greeting",
         Facts{}.set("banner", c.device.settings().banner("motd")).set("asks", true)});
    return reply;
}

Reply await_return() {
    return ask("return.awaited", Input::line,
               [](Context& c, const std::string&) { return let_in(c); });
}

namespace {

Reply asked(Context& c, Login login) {
    Reply reply;
    if (login == Login::local) reply = ask_name(0);
    if (login == Login::password) reply = ask_password(0);
    Facts facts;
    facts.set("banner", c.device.settings().banner("motd")).set("asks", login != Login::none);
    reply.say.insert(reply.say.begin(), {"login.greeting", facts});
    return reply;
}

}  // namespace

Reply let_in(Context& c) {
    const auto login = c.line.settings().login;
    if (login == Login::none) c.line.attend();
    return asked(c, login);
}

Reply come_in(Context& c) {
    if (c.device.profile().has("logs-in-by-name")) return log_in(c);
    const auto line = c.line.settings();
    const bool by_name = c.device.settings().access.local.contains("telnet");
    const auto login = by_name ? Login::local : line.login;
    if (login == Login::password && line.password.empty()) {
        auto out = shut_out(c);
        out.say.push_back({"login.no-password", {}});
        return out;
    }
    if (login != Login::none) return asked(c, login);
    const auto& profile = c.device.profile();
    return come_in_as(c, profile.has_text("user.network") ? profile.text("user.network") : "");
}

Reply come_in_as(Context& c, const std::string& name) {
    auto reply = in_as(c, name);
    const auto& banner = c.device.settings().banner("motd");
    if (!banner.empty()) {
        reply.say.insert(reply.say.begin(),
                         {"login.greeting", Facts{}.set("banner", banner).set("asks", false)});
    }
    return reply;
}

bool is_user(const lab::Device& device, const std::string& name, const std::string& typed) {
    return user_of(device, name, typed) != nullptr;
}

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
