// Looking at call-home: its settings, its profiles, what it carried.
#include <algorithm>

#include <fmt/format.h>

#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/views.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

using profiles::Facts;
using profiles::Records;
using profiles::State;

// Both addresses of a list stand under the first: a label before the first, blanks before others.
Records addresses(const std::vector<std::string>& all) {
    Records records;
    for (const auto& address : all) {
        records.push_back(Facts{}.set("address", address).set("first", records.empty()));
    }
    return records;
}

// Every device sends its inventory at a time of its own, and its configuration a quarter later.
void add_times(Facts& facts, const lab::Device& device) {
    const licensing::Chance own(0);
    const auto& serial = device.chassis().udi.serial;
    const auto day = own.between(serial, "call-home day", 0, 1, 28);
    const auto minute = own.between(serial, "call-home minute", 0, 0, 23 * 60 + 44);
    const auto time = [](std::uint64_t m) { return fmt::format("{:02}:{:02}", m / 60, m % 60); };
    facts.set("day", static_cast<std::int64_t>(day));
    facts.set("inventory_time", time(minute)).set("configuration_time", time(minute + 15));
}

Facts profile_view(const lab::Device& device, const lab::CallhomeProfile& profile) {
    Facts facts;
    facts.set("name", profile.name).set("active", profile.active);
    const auto* reports = profile.reports_licensing && profile.reports_callhome ? "both"
                          : profile.reports_licensing                           ? "licensing"
                          : profile.reports_callhome                            ? "callhome"
                                                                                : "nothing";
    facts.set("reporting", State{"callhome_reporting", reports});
    const auto* method = profile.by_http && profile.by_email ? "both"
                         : profile.by_http                   ? "http"
                                                             : "email";
    facts.set("method", State{"callhome_method", method});
    facts.set("by_http", profile.by_http).set("urls", addresses(profile.urls));
    const bool by_email = profile.by_email || !profile.by_http;
    facts.set("by_email", by_email).set("emails", addresses(profile.emails));
    const auto& usual = device.profile();
    const auto said = [&](const std::string& what, const std::string& value) {
        const auto text = "callhome." + what;
        facts.set(what, value.empty() && usual.has_text(text) ? usual.text(text) : value);
    };
    said("format", profile.format);
    said("size", profile.size_limit);
    Records groups;
    for (const auto& one : profile.subscriptions) {
        const auto blank = std::min(one.text.find(' '), one.text.size());
        const bool graded = one.text.starts_with("severity");
        const auto rest = one.text.substr(std::min(blank + 1, one.text.size()));
        groups.push_back(Facts{}.set("group", one.group).set("severity", graded ? rest : ""));
        if (one.text.starts_with("periodic")) groups.back().set("periodic", rest);
    }
    facts.set("groups", std::move(groups));
    const bool own = profile.name == device.settings().callhome.default_profile;
    facts.set("maker", own);
    if (own) add_times(facts, device);
    return facts;
}

// One profile by its name, in any case; all of them for an empty one.
Records profile_views(const lab::Device& device, const std::string& name) {
    Records records;
    for (const auto& profile : device.settings().callhome.profiles) {
        if (!name.empty() && !lab::same_name(profile.name, name)) continue;
        records.push_back(profile_view(device, profile).set("follows", !records.empty()));
    }
    return records;
}

void add_notes(Facts& facts, const lab::Callhome& callhome) {
    for (const auto* note : {"from", "reply-to", "contact-email", "phone", "street", "customer",
                             "contract", "site", "source-address", "rate-limit"}) {
        const auto it = callhome.notes.find(note);
        std::string fact = note;
        std::replace(fact.begin(), fact.end(), '-', '_');
        facts.set(fact, it == callhome.notes.end() ? std::string() : it->second);
    }
}

Facts settings_view(const lab::Device& device) {
    const auto& settings = device.settings();
    const auto& callhome = settings.callhome;
    Facts facts;
    facts.set("enabled", callhome.service);
    add_notes(facts, callhome);
    facts.set("vrf", callhome.vrf).set("source_interface", callhome.source_interface);
    facts.set("identity_check", callhome.identity_check);
    if (const auto& proxy = settings.callhome_proxy) {
        facts.set("proxy", proxy->host).set("proxy_port", std::int64_t{proxy->port});
    }
    Records servers;
    for (const auto& server : callhome.mail_servers) {
        servers.push_back(Facts{}
                              .set("number", static_cast<std::int64_t>(servers.size() + 1))
                              .set("address", server.address)
                              .set("priority", std::int64_t{server.priority}));
    }
    facts.set("mail_servers", std::move(servers));
    const auto* used = licensing_profile(callhome);
    facts.set("licensing", used != nullptr);
    if (used) {
        facts.set("licensing_profile", used->name).set("urls", addresses(used->urls));
    }
    const auto maker =
        std::find_if(callhome.profiles.begin(), callhome.profiles.end(),
                     [&](const auto& p) { return p.active && p.name == callhome.default_profile; });
    if (maker != callhome.profiles.end()) facts.set("diagnostic_profile", maker->name);
    facts.set("profiles", profile_views(device, ""));
    Records groups;
    if (device.profile().has_list("callhome.groups")) {
        for (const auto& group : device.profile().list("callhome.groups")) {
            const auto& off = callhome.groups_off;
            const bool on = std::find(off.begin(), off.end(), group) == off.end();
            groups.push_back(Facts{}.set("group", group).set("on", on));
        }
    }
    facts.set("groups", std::move(groups));
    return facts;
}

// -- sending by hand ------------------------------------------------------------------------------

// A message of the device's own to one of the addresses: what the network makes of it.
Reply send(Context& c) {
    const auto name = std::string(grammar::without_quotes(c.argument("profile")));
    const auto& callhome = c.device.settings().callhome;
    const auto profile = std::find_if(
        callhome.profiles.begin(), callhome.profiles.end(),
        [&](const auto& p) { return name.empty() ? p.active : lab::same_name(p.name, name); });
    if (profile == callhome.profiles.end()) {
        return refuse("refused.no-profile", Facts{}.set("name", name));
    }
    if (!callhome.service) return refuse("refused.callhome-off");
    Reply reply;
    for (const auto& url : profile->urls) {
        auto settings = c.device.settings();
        settings.transport = lab::Transport::callhome;
        settings.callhome_url = url;
        const auto own = c.device.sender();
        const lab::Sender sender{
            c.device.name(),   settings, own.proxy_ignored, false,
            own.clock_unknown, {},       own.trusts_public, own.strict_country};
        const auto failure = c.world.lab().network().probe(sender, c.device.lab_now());
        reply.say.push_back({"callhome.sending", Facts{}.set("url", url).set("what", c.constant)});
        reply.say.push_back({failure ? "callhome.not-sent" : "callhome.sent", {}});
    }
    if (reply.say.empty()) return refuse("refused.no-destination");
    return reply;
}

Reply show_call_home(Context& c) {
    const auto part = c.constant.empty() ? std::string() : "-" + c.constant;
    return say("show-call-home" + part, settings_view(c.device));
}

Reply show_profile(Context& c) {
    const auto name = std::string(grammar::without_quotes(c.argument("profile")));
    auto profiles = profile_views(c.device, name);
    if (profiles.empty()) return refuse("refused.no-profile", Facts{}.set("name", name));
    return say("show-call-home-profile", Facts{}.set("profiles", std::move(profiles)));
}

// Only licence requests are carried in this world, and they are counted by themselves.
Reply show_traffic(Context& c) {
    const auto& traffic = c.device.running().traffic;
    Facts facts;
    facts.set("sent", std::int64_t{traffic.sent - traffic.failed});
    facts.set("failed", std::int64_t{traffic.failed});
    if (traffic.last) facts.set("last", c.device.stamp(*traffic.last));
    return say("show-call-home-" + c.constant, facts);
}

// -- what the agent did, as its makers see it -----------------------------------------------------

Reply trace_all(Context& c) {
    c.device.trace_all(c.constant == "debug");
    return {};
}

Reply show_trace(Context& c) {
    Records lines;
    const auto& trace = c.device.running().trace;
    // The newest come first.
    for (auto it = trace.rbegin(); it != trace.rend(); ++it) {
        lines.push_back(Facts{}.set("line", *it));
    }
    return say("show-trace", Facts{}.set("lines", std::move(lines)));
}

}  // namespace

std::vector<Action> callhome_actions() {
    return {
        {"callhome.show", {}, show_call_home},
        {"callhome.show-profile", {}, show_profile},
        {"callhome.show-traffic", {}, show_traffic},
        {"callhome.send", {}, send},
        {"trace.level", {}, trace_all},
        {"trace.show", {}, show_trace},
    };
}

profiles::Schema callhome_schema() {
    profiles::Schema address{{"address", "first"}, {}};
    profiles::Schema profile{
        {"name", "active", "reporting", "method", "by_http", "by_email", "maker", "day",
         "inventory_time", "configuration_time", "follows", "format", "size"},
        {{"urls", address},
         {"emails", address},
         {"groups", {{"group", "severity", "periodic"}, {}}}}};
    profiles::Schema server{{"number", "address", "priority"}, {}};
    return {
        {"enabled", "from", "reply_to", "contact_email", "phone", "street", "customer", "contract",
         "site", "source_address", "rate_limit", "vrf", "source_interface", "identity_check",
         "proxy", "proxy_port", "licensing", "licensing_profile", "diagnostic_profile"},
        {{"mail_servers", server},
         {"urls", address},
         {"profiles", profile},
         {"groups", {{"group", "on"}, {}}}}};
}

}  // namespace modes
