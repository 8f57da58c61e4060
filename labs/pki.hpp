// What a configuration says of certificates: trustpoints, how their certificates came in, whether
// revocation is looked at, and the certificates themselves, which stand in it as hexadecimal words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lab {

struct Statement;
struct Settings;

struct Trustpoint {
    std::string name;
    std::string enrollment;          // terminal, pkcs12, url ...
    std::string revocation = "crl";  // crl, none, crl-none: by the outline's constant
};

// A certificate as its chain holds it.
struct HeldCertificate {
    std::string trustpoint;
    std::string serial;  // as written: 01
    std::string bytes;
    std::string written{};  // as it was pasted, where a configuration keeps that: base 64
};

// How the pool of public roots is kept up to date, and what is asked of certificates it signed.
struct PoolPolicy {
    bool imports = false;  // by itself, once a day
    std::string url;       // from where; empty: the maker's
    std::string time;      // of the day, 22:00:00; empty: the maker's
    bool checks_revocation = false;
};

struct Pki {
    PoolPolicy pool;
    std::vector<Trustpoint> trustpoints;
    std::vector<HeldCertificate> certificates;

    // Null when there is none of that name.
    const Trustpoint* trustpoint(std::string_view name) const;
    const HeldCertificate* certificate_of(std::string_view trustpoint) const;
};

bool is_pki_meaning(std::string_view meaning);
void mean_pki(Settings& settings, const Statement& statement, const Statement* parent);

// A chain that came with the unit, as its configuration refers to it.
constexpr std::string_view built_in_chain = "built-in";

enum class HexLetters { capital, small };
// The words of a certificate's body, eight of them a line, and back.
std::vector<std::string> hex_lines(std::string_view bytes,
                                   HexLetters letters = HexLetters::capital);
std::string bytes_of_hex(std::string_view words);
// The serial number of a certificate.
std::string serial_of(std::string_view certificate, HexLetters letters = HexLetters::small);

}  // namespace lab
