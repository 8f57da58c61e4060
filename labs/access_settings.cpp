#include "labs/access_settings.hpp"

#include <array>
#include <sstream>

#include "labs/meaning.hpp"
#include "labs/settings.hpp"

namespace lab {
namespace {

constexpr int https = 443;

// Is one of the ciphers of a list, written `A:B`, 3DES or AES?
bool strong(std::string_view ciphers) {
    return ciphers.find("AES") != ciphers.npos || ciphers.find("CBC3") != ciphers.npos;
}

template <auto Servers> void admit(Settings& settings, const Meant& m) {
    if (m.denied()) return;
    auto& admitted = settings.access.*Servers;
    admitted.push_back({m.word("address"), m.word("mask"), m.word("interface")});
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    std::istringstream in{std::string(text)};
    for (std::string word; in >> word;) words.push_back(word);
    return words;
}

template <auto Text> void note(Settings& settings, const Meant& m) {
    settings.access.*Text = m.denied() ? "" : m.word("words");
}

// "enable ssh-server": the verb says which.
template <auto Server> void serve(Settings& settings, const Meant& m) {
    settings.access.*Server = m.statement.text.starts_with("enable");
}

void block_logins(Settings& settings, const Meant& m) {
    settings.access.login_block.reset();
    if (m.denied()) return;
    settings.access.login_block = {std::chrono::seconds{m.number("seconds")},
                                   std::chrono::seconds{m.number("within")}, m.number("tries")};
}

// By which they came: `network` is all but the console.
std::vector<std::string> protocols_of(const std::string& constant) {
    if (constant == "network") return {"ssh", "telnet"};
    return {constant};
}

template <auto Spans> void set_span(Settings& settings, const Meant& m) {
    auto& spans = settings.access.*Spans;
    for (const auto& protocol : protocols_of(m.statement.constant)) {
        if (m.denied())
            spans.erase(protocol);
        else if (!m.word("seconds").empty())
            spans[protocol] = std::chrono::seconds(m.number("seconds"));
        else
            spans[protocol] = std::chrono::minutes(m.number("minutes"));
    }
}

template <auto Count> void set_count(Settings& settings, const Meant& m) {
    (settings.access.*Count).reset();
    if (!m.denied() && m.number("number") > 0) settings.access.*Count = m.number("number");
}

const std::array access_rows{
    MeaningRow{"aaa.console",
               [](Settings& s, const Meant& m) {
                   if (m.denied() || m.statement.constant != "LOCAL") return;
                   // aaa authentication SERVER console LOCAL
                   const auto& text = m.statement.text;
                   const auto from = text.find(' ', text.find(' ') + 1) + 1;
                   s.access.local.insert(text.substr(from, text.find(' ', from) - from));
               }},
    MeaningRow{"aaa.login",
               [](Settings& s, const Meant& m) {
                   if (!m.denied())
                       s.access.login_methods[m.word("list")] = words_of(m.word("methods"));
               }},
    MeaningRow{"aaa.methods",
               [](Settings& s, const Meant& m) { s.access.by_methods = !m.denied(); }},
    MeaningRow{"aaa.privileged",
               [](Settings& s, const Meant& m) { s.access.privileged_at_once = !m.denied(); }},
    MeaningRow{"access.idle", set_span<&AccessSettings::idle>},
    MeaningRow{"access.sessions", set_count<&AccessSettings::sessions>},
    MeaningRow{"access.stay", set_span<&AccessSettings::stay>},
    MeaningRow{"access.user-sessions", set_count<&AccessSettings::user_sessions>},
    MeaningRow{"account.lock",
               [](Settings& s, const Meant& m) {
                   s.access.lock_length.reset();
                   if (!m.denied())
                       s.access.lock_length = std::chrono::seconds{m.number("seconds")};
               }},
    MeaningRow{"account.tries", set_count<&AccessSettings::most_failures>},
    MeaningRow{"http.allow", admit<&AccessSettings::http>},
    MeaningRow{"http.server",
               [](Settings& s, const Meant& m) {
                   s.access.https_port.reset();
                   if (!m.denied()) s.access.https_port = m.number("port", https);
               }},
    MeaningRow{"login.block", block_logins},
    MeaningRow{"login.spares", note<&AccessSettings::block_spares>},
    MeaningRow{"login.log",
               [](Settings& s, const Meant& m) {
                   auto& logs = m.statement.constant == "failure" ? s.access.logs_failures
                                                                  : s.access.logs_logins;
                   logs = !m.denied();
               }},
    MeaningRow{"ssh.allow", admit<&AccessSettings::ssh>},
    MeaningRow{"ssh.ciphers", note<&AccessSettings::ssh_ciphers>},
    MeaningRow{"ssh.exchanges", note<&AccessSettings::ssh_exchanges>},
    MeaningRow{"ssh.macs", note<&AccessSettings::ssh_macs>},
    MeaningRow{"ssh.server", serve<&AccessSettings::ssh_server>},
    MeaningRow{"ssh.tries",
               [](Settings& s, const Meant& m) {
                   s.access.login_tries.reset();
                   if (!m.denied()) s.access.login_tries = m.number("tries");
               }},
    MeaningRow{"ssh.version",
               [](Settings& s, const Meant& m) {
                   s.access.ssh_version.reset();
                   if (!m.denied()) s.access.ssh_version = m.number("version");
               }},
    MeaningRow{"ssh.key", [](Settings&, const Meant&) {}},  // user_keys.cpp looks it up
    MeaningRow{"ssl.cipher",
               [](Settings& s, const Meant& m) {
                   // The datagrams' own version is nothing to a browser.
                   const auto& level = m.statement.constant;
                   if (m.denied() || level == "medium" || m.word("version") == "dtlsv1") return;
                   s.access.own_ciphers = true;
                   s.access.weak_ciphers = level == "custom" && !strong(m.word("ciphers"));
               }},
    MeaningRow{"telnet.allow", admit<&AccessSettings::telnet>},
    MeaningRow{"telnet.server", serve<&AccessSettings::telnet_server>},
    MeaningRow{"tls-proxy.limit",
               [](Settings& s, const Meant& m) {
                   s.access.tls_proxies.reset();
                   if (!m.denied()) s.access.tls_proxies = m.number("sessions");
               }},
};

}  // namespace

bool is_admission(std::string_view meaning) {
    return meaning == "http.allow" || meaning == "ssh.allow" || meaning == "telnet.allow";
}

std::span<const MeaningRow> access_meanings() { return access_rows; }

}  // namespace lab
