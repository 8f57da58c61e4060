// Back to where a unit began: its configuration cleared, or its factory's put in place; the key
// pair by which its servers are known; the limit of TLS proxy sessions.
#include <sstream>

#include "labs/reading.hpp"
#include "modes/actions.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

using profiles::Facts;

Reply clear_all(Context& c) {
    const auto remark = c.device.clear_configuration();
    return remark ? say(remark->message, remark->facts) : Reply{};
}

// -- the factory's configuration ------------------------------------------------------------------

// Each line as it is carried out, with what the device says to it.
Reply restore(Context& c) {
    c.device.restore_factory();
    Facts facts;
    facts.set("management", c.device.profile().text("management"));
    const auto typed = c.argument("address");
    const auto address = typed.empty() ? "192.168.1.1" : typed;
    const auto mask = c.argument("mask").empty() ? "255.255.255.0" : c.argument("mask");
    facts.set("address", address).set("mask", mask);
    facts.set("network", lab::network_of(address, mask));
    const auto text = c.device.profile().render("factory-default", facts);
    auto reply = say("factory-default.begin");
    for (const auto& line : lab::read_configuration(text, c.device.profile())) {
        reply.say.push_back({"factory-default.line", Facts{}.set("line", line.raw)});
        const auto applied = c.device.apply(line.edit, true);
        if (const auto& no = applied.refusal) reply.say.push_back({no->message, no->facts});
        for (const auto& remark : applied.remarks) {
            reply.say.push_back({remark.message, remark.facts});
        }
    }
    c.device.put_in_force();
    reply.say.push_back({"factory-default.end", {}});
    return reply;
}

// -- the key pair ---------------------------------------------------------------------------------

Reply generated(Context& c) {
    c.device.set_key_pair(true);
    return say("key.made");
}

Reply generate_key(Context& c) {
    if (!c.device.has_key_pair()) return generated(c);
    auto reply = say("key.there");
    reply.next = Ask{{"key.replace", {}},
                     Input::line,
                     [](Context& then, const std::string& typed) {
                         const bool yes = typed.starts_with('y') || typed.starts_with('Y');
                         return yes ? generated(then) : say("key.kept");
                     },
                     {}};
    return reply;
}

Reply drop_key(Context& c) {
    if (!c.device.has_key_pair()) return say("key.none");
    auto reply = say("key.dropping");
    reply.next = Ask{{"key.drop", {}},
                     Input::line,
                     [](Context& then, const std::string& typed) {
                         if (typed.starts_with('y') || typed.starts_with('Y')) {
                             then.device.set_key_pair(false);
                         }
                         return Reply{};
                     },
                     {}};
    return reply;
}

// -- the keys of a shell that is there without having been asked for ------------------------------

// A key has a name made of the host's and the domain's.
Reply generate_named(Context& c) {
    const auto& settings = c.device.settings();
    if (settings.domain.empty()) return refuse("shell-key.no-domain");
    const bool first = c.device.keys_removed();
    c.device.set_keys_removed(false);
    Facts facts;
    const auto bits = c.argument("modulus");
    facts.set("name", settings.hostname + "." + settings.domain);
    facts.set("bits", bits.empty() ? c.device.profile().text("shell-key.bits") : bits);
    if (first) c.device.notify("shell.enabled");
    return say("shell-key.made", facts);
}

// All of them go, that of the licences' identity too.
Reply drop_all(Context& c) {
    if (c.device.keys_removed()) return say("shell-key.none");
    auto reply = say("shell-key.dropping");
    reply.next = Ask{{"key.drop", {}},
                     Input::line,
                     [](Context& then, const std::string& typed) {
                         if (!typed.starts_with('y') && !typed.starts_with('Y')) return Reply{};
                         then.device.set_key_pair(false);
                         then.device.notify("shell.disabled");
                         return Reply{};
                     },
                     {}};
    return reply;
}

Reply show_tls_proxy(Context& c) {
    return say("show-tls-proxy", Facts{}.set("limit", std::int64_t{c.device.tls_proxy_limit()}));
}

}  // namespace

std::vector<Action> reset_actions() {
    return {
        {"config.clear-all", {}, clear_all},         {"config.factory", {}, restore},
        {"key.generate", {}, generate_key},          {"key.zeroize", {}, drop_key},
        {"shell-keys.generate", {}, generate_named}, {"shell-keys.zeroize", {}, drop_all},
        {"show.tls-proxy", {}, show_tls_proxy},
    };
}

}  // namespace modes
