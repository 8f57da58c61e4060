// What a device says of its SSH server: from where it may be used, what it agrees on, how long it
// waits.
#include <algorithm>

#include "modes/actions.hpp"
#include "modes/algorithms.hpp"
#include "modes/line.hpp"
#include "modes/visitor.hpp"

namespace modes {
namespace {

using profiles::Facts;
using profiles::Records;

// As the configuration says it; else what it comes with.
std::string shell_offers(Context& c, const char* kind) {
    const auto said = algorithms_said(c.device, kind);
    return said.empty() ? algorithms_own(c.device, kind) : said;
}

Reply show_shell(Context& c) {
    const auto& access = c.device.settings().access;
    const auto patience = patience_of(c.device);
    Facts facts;
    facts.set("enabled", !c.device.keys_removed());
    facts.set("version", std::string(access.ssh_version == 2 ? "2.0" : "1.99"));
    facts.set("seconds", std::int64_t{patience.time.value_or(std::chrono::seconds{0}).count()});
    const auto own = static_cast<int>(c.device.profile().number("ssh.tries"));
    facts.set("tries", std::int64_t{access.login_tries.value_or(own)});
    facts.set("ciphers", shell_offers(c, "ssh.ciphers"));
    facts.set("macs", shell_offers(c, "ssh.macs"));
    facts.set("exchanges", shell_offers(c, "ssh.exchanges"));
    return say("show-ip-ssh", facts);
}

// The same with blanks between.
std::string with_blanks(std::string list) {
    std::replace(list.begin(), list.end(), ',', ' ');
    return list;
}

// `show ssh` of one that names the networks it may be used from.
Reply show_shell_settings(Context& c) {
    const auto& access = c.device.settings().access;
    const auto own = access.idle.find("ssh");
    const auto idle = own != access.idle.end() ? own->second
                                               : std::chrono::duration_cast<std::chrono::seconds>(
                                                     c.device.profile().interval("idle.ssh"));
    Facts facts;
    facts.set("minutes", std::int64_t{std::chrono::floor<std::chrono::minutes>(idle).count()});
    facts.set("ciphers", with_blanks(shell_offers(c, "ssh.ciphers")));
    facts.set("macs", with_blanks(shell_offers(c, "ssh.macs")));
    Records hosts;
    for (const auto& one : access.ssh) {
        Facts row;
        row.set("network", one.network).set("mask", one.mask);
        hosts.push_back(row.set("interface", one.interface));
    }
    return say("show-ssh-settings", facts.set("hosts", std::move(hosts)));
}

// What each word that chooses ciphers and codes stands for.
Reply show_shell_choices(Context& c) {
    const auto& profile = c.device.profile();
    const auto choices = [&](const std::string& kind) {
        Records rows;
        for (const auto& word : profile.list("ssh.choices")) {
            Facts row;
            row.set("word", word + ":");
            rows.push_back(row.set("names", with_blanks(algorithms_in(profile, kind, word))));
        }
        return rows;
    };
    Facts facts;
    return say("show-ssh-ciphers",
               facts.set("ciphers", choices("ssh.ciphers")).set("macs", choices("ssh.macs")));
}

}  // namespace

std::map<std::string, profiles::Schema> ssh_schemas() {
    std::map<std::string, profiles::Schema> all;
    all["show-ip-ssh"].names = {"enabled", "version", "seconds",  "tries",
                                "ciphers", "macs",    "exchanges"};
    all["show-ssh-settings"].names = {"minutes", "ciphers", "macs"};
    all["show-ssh-settings"].lists["hosts"].names = {"network", "mask", "interface"};
    for (const auto* kind : {"ciphers", "macs"})
        all["show-ssh-ciphers"].lists[kind].names = {"word", "names"};
    return all;
}

std::vector<Action> ssh_actions() {
    return {{"shell-keys.show", {}, show_shell},
            {"ssh.settings", {}, show_shell_settings},
            {"ssh.choices", {}, show_shell_choices}};
}

}  // namespace modes
