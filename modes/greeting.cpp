#include "modes/greeting.hpp"

#include <algorithm>
#include <chrono>

#include "labs/doors.hpp"
#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

using profiles::Facts;

void replace_all(std::string& text, const std::string& token, const std::string& with) {
    for (auto at = text.find(token); at != std::string::npos; at = text.find(token, at)) {
        text.replace(at, token.size(), with);
        at += with.size();
    }
}

std::string place_of(Context& c) {
    if (!c.line.is_console()) return c.world.lab().network().desk_of(std::string(c.device.name()));
    const auto& profile = c.device.profile();
    return profile.has_text("login.console") ? profile.text("login.console") : "console";
}

// What was known of them before they came now.
Facts tally_of(Context& c, const std::string& user) {
    const auto& chassis = c.device.chassis();
    const auto& all = chassis.logins;
    const auto it = std::find_if(all.begin(), all.end(),
                                 [&](const lab::LoginTally& one) { return one.user == user; });
    Facts facts;
    facts.set("user", user).set("hostname", c.device.settings().hostname);
    facts.set("count", std::int64_t{1}).set("today", std::int64_t{1});
    facts.set("failures", std::int64_t{0});
    if (it == all.end()) return facts;
    const auto day = c.device.now() - std::chrono::hours{24};
    const auto today = std::count_if(it->logins.begin(), it->logins.end(),
                                     [&](const auto& at) { return at > day; });
    facts.set("today", static_cast<std::int64_t>(today + 1));
    facts.set("count", static_cast<std::int64_t>(it->logins.size() + 1));
    facts.set("failures", static_cast<std::int64_t>(it->failures));
    if (it->logins.empty()) return facts;
    return facts.set("last", c.device.stamp(it->logins.back())).set("from", it->from);
}

}  // namespace

std::string banner_shown(const lab::Device& device, const std::string& kind,
                         const std::string& line) {
    const auto& settings = device.settings();
    auto text = settings.banner(kind);
    replace_all(text, "$(hostname)", settings.hostname);
    replace_all(text, "$(domain)", settings.domain);
    replace_all(text, "$(line)", line);
    // Where each line is a command of its own, the last one ends like the others.
    if (device.profile().has_list("repeated") && text.ends_with('\n')) text.pop_back();
    return text;
}

Say greeting(Context& c, bool asks) {
    const auto place = c.line.place();
    Facts facts;
    facts.set("banner", banner_shown(c.device, "motd", place));
    // Who comes by SSH has seen it before.
    facts.set("login_banner", asks ? banner_shown(c.device, "login", place) : std::string());
    return {"login.greeting", facts.set("asks", asks)};
}

std::vector<Say> welcome(Context& c, const std::string& user) {
    const auto& profile = c.device.profile();
    std::vector<Say> all;
    if (profile.find_template("login.exec")) {
        const auto banner = banner_shown(c.device, "exec", c.line.place());
        if (!banner.empty()) all.push_back({"login.exec", Facts{}.set("banner", banner)});
    }
    if (user.empty()) return all;
    const auto facts = tally_of(c, user);
    c.device.note_login(user, place_of(c));
    const bool arrived = profile.find_template("login.arrived") &&
                         (!c.line.is_console() || profile.has("logs-in-by-name") ||
                          c.device.settings().access.local.contains("serial"));
    if (arrived) all.push_back({"login.arrived", facts});
    return all;
}

void note_failure(lab::Device& device, const Visitor& visitor, const std::string& user) {
    const bool before = lab::quiet_until(device).has_value();
    tell_login(device, visitor, user, false);
    device.note_failed_login(user);
    const auto until = lab::quiet_until(device);
    if (before || !until) return;
    Facts facts;
    const auto left = std::chrono::duration_cast<std::chrono::seconds>(*until - device.now());
    facts.set("left", static_cast<std::int64_t>(left.count())).set("user", user);
    facts.set("from", visitor.address).set("at", device.stamp(device.now()));
    const bool ssh = visitor.protocol == Protocol::ssh;
    facts.set("port",
              std::int64_t{lab::port_of(device, ssh ? lab::Server::ssh : lab::Server::telnet)});
    const auto& spares = device.settings().access.block_spares;
    facts.set("list", spares.empty() ? std::string("sl_def_acl") : spares);
    device.notify("login.quiet", facts);
}

}  // namespace modes
