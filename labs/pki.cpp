#include "labs/pki.hpp"

#include <algorithm>
#include <charconv>

#include "labs/certificate.hpp"
#include "labs/settings.hpp"

namespace lab {
namespace {

constexpr std::size_t word_bytes = 4;
constexpr std::size_t line_bytes = 32;

Trustpoint& named(Pki& pki, std::string_view name) {
    auto& all = pki.trustpoints;
    auto it = std::find_if(all.begin(), all.end(), [&](auto& t) { return t.name == name; });
    if (it == all.end()) it = all.insert(it, Trustpoint{.name = std::string(name)});
    return *it;
}

}  // namespace

const Trustpoint* Pki::trustpoint(std::string_view name) const {
    auto it = std::find_if(trustpoints.begin(), trustpoints.end(),
                           [&](const auto& t) { return t.name == name; });
    return it == trustpoints.end() ? nullptr : &*it;
}

const HeldCertificate* Pki::certificate_of(std::string_view trustpoint) const {
    auto it = std::find_if(certificates.begin(), certificates.end(),
                           [&](const auto& c) { return c.trustpoint == trustpoint; });
    return it == certificates.end() ? nullptr : &*it;
}

bool is_pki_meaning(std::string_view meaning) {
    return meaning == "pki.revocation" || meaning == "pki.enrollment" || meaning == "pki.body" ||
           meaning == "pki.chain" || meaning == "trustpool.revocation";
}

// Blocks stand before what they hold, so the newest certificate is the one a body belongs to.
void mean_pki(Settings& settings, const Statement& statement, const Statement* parent) {
    if (statement.negated) return;
    auto& pki = settings.pki;
    if (const auto name = statement.argument("trustpoint"); !name.empty()) named(pki, name);
    if (const auto serial = statement.argument("certificate"); parent && !serial.empty()) {
        pki.certificates.push_back(
            {std::string(parent->argument("chain")), std::string(serial), {}});
    }
    if (statement.meaning == "trustpool.auto-import") {
        pki.pool.imports = true;
        if (statement.constant == "url") pki.pool.url = statement.argument("url");
        if (statement.constant == "time") pki.pool.time = statement.argument("time");
    }
    if (statement.meaning == "trustpool.revocation") {
        pki.pool.checks_revocation = statement.constant == "crl";
    }
    if (!parent) return;
    if (statement.meaning == "pki.chain") {
        const std::string chain(statement.argument("chain"));
        const auto owner = std::string(parent->argument("trustpoint"));
        std::erase_if(pki.certificates, [&](auto& held) { return held.trustpoint == owner; });
        for (std::size_t at = 0; at <= chain.size();) {
            const auto end = std::min(chain.find(',', at), chain.size());
            const auto one = chain.substr(at, end - at);
            pki.certificates.push_back({owner, {}, read_pem(one), one});
            at = end + 1;
        }
        return;
    }
    if (statement.meaning == "pki.body" && !pki.certificates.empty()) {
        pki.certificates.back().bytes += bytes_of_hex(statement.text);
        return;
    }
    const auto name = parent->argument("trustpoint");
    if (statement.meaning == "pki.revocation") named(pki, name).revocation = statement.constant;
    if (statement.meaning == "pki.enrollment") named(pki, name).enrollment = statement.constant;
}

std::vector<std::string> hex_lines(std::string_view bytes, HexLetters letters) {
    const std::string_view digits =
        letters == HexLetters::small ? "0123456789abcdef" : "0123456789ABCDEF";
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i % line_bytes == 0) lines.emplace_back();
        auto& line = lines.back();
        if (i % word_bytes == 0 && !line.empty()) line += ' ';
        const auto byte = static_cast<unsigned char>(bytes[i]);
        line += digits[byte >> 4U];
        line += digits[byte & 15U];
    }
    return lines;
}

std::string bytes_of_hex(std::string_view words) {
    std::string bytes;
    std::string digits;
    for (const char c : words) {
        if (c == ' ') continue;
        digits += c;
        if (digits.size() < 2) continue;
        unsigned value = 0;
        std::from_chars(digits.data(), digits.data() + 2, value, 16);
        bytes += static_cast<char>(value);
        digits.clear();
    }
    return bytes;
}

// Behind the two sequences and the version stands the serial number: X.509, in DER.
std::string serial_of(std::string_view certificate, HexLetters letters) {
    constexpr std::size_t place = 13;
    if (certificate.size() < place + 2 || certificate[place] != '\x02') return "01";
    const auto size = static_cast<unsigned char>(certificate[place + 1]);
    std::string serial;
    for (const auto& line : hex_lines(certificate.substr(place + 2, size), letters)) serial += line;
    std::erase(serial, ' ');
    return serial;
}

}  // namespace lab
