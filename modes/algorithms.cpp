#include "modes/algorithms.hpp"

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "labs/device.hpp"

namespace modes {
namespace {

// The rest of the statement that begins so; empty: there is none.
std::string rest_of_statement(const lab::Device& device, const std::string& text) {
    if (!device.profile().has_text(text)) return {};
    const auto words = device.profile().text(text) + " ";
    for (const auto& statement : device.running().configuration.statements()) {
        if (!statement.negated && statement.text.starts_with(words))
            return statement.text.substr(words.size());
    }
    return {};
}

void add_name(std::string& list, const std::string& name) {
    list += (list.empty() ? "" : ",") + name;
}

}  // namespace

// A word may stand for a choice of many, or be the device's own for what the wire calls otherwise.
std::string algorithms_in(const profiles::Profile& profile, const std::string& kind,
                          std::string words) {
    std::replace(words.begin(), words.end(), ':', ' ');
    std::istringstream in(words);
    std::string list;
    for (std::string word; in >> word;) {
        if (word == "custom") continue;
        if (profile.has_list(kind + "." + word)) {
            for (const auto& name : profile.list(kind + "." + word)) add_name(list, name);
        } else {
            add_name(list, profile.has_word("ssh_algorithm", word)
                               ? profile.word("ssh_algorithm", word)
                               : word);
        }
    }
    return list;
}

std::string algorithms_said(const lab::Device& device, const std::string& kind) {
    const auto& access = device.settings().access;
    auto words = kind == "ssh.ciphers" ? access.ssh_ciphers
                 : kind == "ssh.macs"  ? access.ssh_macs
                                       : access.ssh_exchanges;
    if (words.empty()) words = rest_of_statement(device, kind + ".statement");
    return algorithms_in(device.profile(), kind, words);
}

std::string algorithms_own(const lab::Device& device, const std::string& kind) {
    std::string list;
    if (!device.profile().has_list(kind)) return list;
    for (const auto& name : device.profile().list(kind)) add_name(list, name);
    return list;
}

Algorithms algorithms_of(const lab::Device& device, bool own) {
    if (!device.profile().has_list("ssh.ciphers")) return {};
    const auto chosen = [&](const std::string& kind) {
        auto said = algorithms_said(device, kind);
        const auto comes_with = algorithms_own(device, kind);
        if (!own && said == comes_with) said.clear();
        // What clients of today share with old releases is too little to insist on it.
        const bool insists = own && kind != "ssh.exchanges";
        return said.empty() && insists ? comes_with : said;
    };
    return {chosen("ssh.ciphers"), chosen("ssh.macs"), chosen("ssh.exchanges")};
}

Patience patience_of(const lab::Device& device) {
    Patience patience;
    const auto& profile = device.profile();
    if (!profile.has_number("ssh.tries")) return patience;
    const auto& access = device.settings().access;
    // Who never said how often is not held to what the device comes with.
    if (access.login_tries)
        patience.tries = static_cast<std::size_t>(std::max(1, *access.login_tries));
    patience.tries_by = profile.text("ssh.tries.statement");
    const auto own = profile.interval("ssh.login");
    patience.time = std::chrono::duration_cast<std::chrono::seconds>(own);
    for (const auto& statement : device.running().configuration.statements()) {
        const auto said = statement.argument("shell-seconds");
        if (!said.empty() && !statement.negated)
            patience.time = std::chrono::seconds{std::atoi(std::string(said).c_str())};
    }
    patience.time_by = profile.text("ssh.login.statement");
    return patience;
}

}  // namespace modes
