#include "labs/access_settings.hpp"

#include <array>

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

const std::array table{
    MeaningRow{"aaa.console",
               [](Settings& s, const Meant& m) {
                   if (m.denied() || m.statement.constant != "LOCAL") return;
                   // aaa authentication SERVER console LOCAL
                   const auto& text = m.statement.text;
                   const auto from = text.find(' ', text.find(' ') + 1) + 1;
                   s.access.local.insert(text.substr(from, text.find(' ', from) - from));
               }},
    MeaningRow{"http.allow", admit<&AccessSettings::http>},
    MeaningRow{"http.server",
               [](Settings& s, const Meant& m) {
                   s.access.https_port.reset();
                   if (!m.denied()) s.access.https_port = m.number("port", https);
               }},
    MeaningRow{"ssh.allow", admit<&AccessSettings::ssh>},
    MeaningRow{"ssl.cipher",
               [](Settings& s, const Meant& m) {
                   // The datagrams' own version is nothing to a browser.
                   const auto& level = m.statement.constant;
                   if (m.denied() || level == "medium" || m.word("version") == "dtlsv1") return;
                   s.access.own_ciphers = true;
                   s.access.weak_ciphers = level == "custom" && !strong(m.word("ciphers"));
               }},
    MeaningRow{"tls-proxy.limit",
               [](Settings& s, const Meant& m) {
                   s.access.tls_proxies.reset();
                   if (!m.denied()) s.access.tls_proxies = m.number("sessions");
               }},
};

}  // namespace

bool is_admission(std::string_view meaning) {
    return meaning == "http.allow" || meaning == "ssh.allow";
}

std::span<const MeaningRow> access_meanings() { return table; }

}  // namespace lab
