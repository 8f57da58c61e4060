// The users of a device that keeps them as managed objects, and the banner above its login.
#include <algorithm>

#include "labs/accounts.hpp"
#include "labs/device.hpp"
#include "labs/reading.hpp"
#include "modes/accounts.hpp"
#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/objects.hpp"

namespace modes {
namespace {

using profiles::Facts;
using profiles::Records;
using Statements = std::vector<lab::Statement>;

// The block of a user's own, wherever it stands.
const Statements* account_in(const Statements& statements, const std::string& user) {
    for (const auto& statement : statements) {
        if (statement.argument("local-user") == user) return &statement.children;
        if (const auto* found = account_in(statement.children, user)) return found;
    }
    return nullptr;
}

Facts account_row(const lab::Device& device, const lab::User& user) {
    Facts row;
    row.set("name", user.name).set("inactive", user.inactive);
    row.set("locked", lab::locked_until(device, user.name).has_value());
    for (const auto* what : {"firstname", "lastname", "email", "phone", "expiration", "key"})
        row.set(what, std::string());
    Records roles;
    const auto* lines = account_in(device.running().configuration.statements(), user.name);
    for (const auto& line : lines ? *lines : Statements{}) {
        for (const auto& [what, word] : line.arguments) {
            if (what == "role")
                roles.push_back(Facts{}.set("role", word));
            else if (what != "password")
                row.set(what, word);
        }
        if (line.meaning == "user.expires")
            row.set("expiration", line.text.substr(line.text.find("expiration ") + 11));
    }
    return row.set("roles", std::move(roles));
}

Reply show_users(Context& c, const std::string& only) {
    Records rows;
    for (const auto& user : c.device.settings().users) {
        if (only.empty() || user.name == only) rows.push_back(account_row(c.device, user));
    }
    return say(c.constant, Facts{}.set("users", std::move(rows)));
}

Reply show_accounts(Context& c) { return show_users(c, c.argument("user")); }

// Whose block the line stands in.
std::string user_here(Context& c) {
    const auto& statement = c.line.state().frames.back().statement;
    return statement.substr(statement.rfind(' ') + 1);
}

Reply show_account(Context& c) { return show_users(c, user_here(c)); }

Reply unlock(Context& c) {
    c.device.forgive(user_here(c));
    return {};
}

// -- the banner -----------------------------------------------------------------------------------

// One line of configuration has all of it.
Reply take_banner(Context& c, const std::string& pasted) {
    std::string text;
    for (const char byte : pasted) text += byte == '\n' ? std::string("\\n") : std::string(1, byte);
    while (text.ends_with("\\n")) text.resize(text.size() - 2);
    if (text.empty()) return {};
    const auto& profile = c.device.profile();
    auto edit = lab::edit_of(profile.message("line.banner", Facts{}.set("text", text)), profile,
                             c.line.state().frames.back().mode);
    edit.path = statements_above(c.line);
    c.line.pending().push_back(std::move(edit));
    return {};
}

Reply paste_banner(Context& c) {
    const auto& profile = c.device.profile();
    Reply reply;
    reply.say.push_back({"banner.ask", {}});
    Ask ask{{"banner.prompt", {}}, Input::block, take_banner, profile.text("banner.end")};
    ask.again = profile.message("banner.prompt", {});
    reply.next = std::move(ask);
    return reply;
}

}  // namespace

std::map<std::string, profiles::Schema> account_schemas() {
    std::map<std::string, profiles::Schema> all;
    for (const auto* screen : {"show-local-user", "show-local-user-detail"}) {
        auto& user = all[screen].lists["users"];
        user.names = {"name",  "inactive", "locked",     "firstname", "lastname",
                      "email", "phone",    "expiration", "key"};
        user.lists["roles"].names = {"role"};
    }
    all["line.banner"].names = {"text"};
    all["banner.ask"] = all["banner.prompt"] = {};
    return all;
}

std::vector<Action> account_actions() {
    return {{"accounts.show", {}, show_accounts},
            {"account.show", {}, show_account},
            {"account.unlock", {}, unlock},
            {"banner.paste", {}, paste_banner}};
}

}  // namespace modes
