#include "labs/certificate.hpp"

#include <algorithm>
#include <array>
#include <boost/uuid/detail/md5.hpp>
#include <boost/uuid/detail/sha1.hpp>
#include <cctype>

#include <fmt/format.h>

#include "labs/pki.hpp"
#include "licensing/chance.hpp"

namespace lab {
namespace {

constexpr std::string_view digits64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t line_length = 64;

// Tags of DER, X.690.
enum Tag : unsigned char {
    integer = 0x02,
    bits = 0x03,
    null = 0x05,
    object = 0x06,
    text = 0x0c,
    utc_time = 0x17,
    sequence = 0x30,
    set = 0x31,
    version = 0xa0
};

std::string der(Tag tag, const std::string& content) {
    std::string out(1, static_cast<char>(tag));
    const auto size = content.size();
    if (size > 255) out += '\x82', out += static_cast<char>(size >> 8);
    if (size > 127 && size < 256) out += '\x81';
    out += static_cast<char>(size & 255);
    return out + content;
}

const std::string sha256_with_rsa("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b", 9);
const std::string rsa("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01", 9);

std::string algorithm(const std::string& which) {
    return der(sequence, der(object, which) + der(null, ""));
}

std::string noise(const std::string& name, const std::string& what, std::size_t size) {
    std::string out(size, '\0');
    const licensing::Chance chance(0);
    for (std::size_t i = 0; i < size; ++i) {
        out[i] = static_cast<char>(chance.draw(name, what, i) & 255U);
    }
    out[0] = static_cast<char>(out[0] & 0x7f);
    return out;
}

// "cn=Example Root CA,o=Example Corp"
std::string distinguished(std::string_view subject) {
    std::string parts;
    while (!subject.empty()) {
        const auto end = std::min(subject.find(','), subject.size());
        const auto part = subject.substr(0, end);
        const auto equals = std::min(part.find('='), part.size() - 1);
        const char kind = part.starts_with("cn")   ? '\x03'
                          : part.starts_with("ou") ? '\x0b'
                          : part.starts_with("c=") ? '\x06'
                                                   : '\x0a';
        const std::string type{'\x55', '\x04', kind};
        parts += der(set, der(sequence,
                              der(object, type) + der(text, std::string(part.substr(equals + 1)))));
        subject.remove_prefix(std::min(end + 1, subject.size()));
    }
    return der(sequence, parts);
}

std::string grouped(const unsigned (&words)[5], std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) {
        out += fmt::format("{}{:08X}", i ? " " : "", words[i]);
    }
    return out;
}

}  // namespace

std::string attributes_of(std::string_view subject) {
    std::string out;
    bool name = true;
    for (const char c : subject) {
        if (c == '=') name = false;
        if (c == ',') name = true;
        out += name && c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    }
    return out;
}

std::string certificate_of(const CertificateAuthority& authority) {
    const auto name = distinguished(authority.subject);
    const auto key = der(sequence, der(integer, '\0' + noise(authority.name, "key", 256)) +
                                       der(integer, std::string("\x01\x00\x01", 3)));
    const auto serial = authority.serial.empty() ? noise(authority.name, "serial", 8)
                                                 : bytes_of_hex(authority.serial);
    const auto to_be_signed = der(
        sequence,
        der(version, der(integer, "\x02")) + der(integer, serial) + algorithm(sha256_with_rsa) +
            name + der(sequence, der(utc_time, authority.from) + der(utc_time, authority.until)) +
            name + der(sequence, algorithm(rsa) + der(bits, '\0' + key)));
    return der(sequence, to_be_signed + algorithm(sha256_with_rsa) +
                             der(bits, '\0' + noise(authority.name, "signature", 256)));
}

std::vector<std::string> pem_of(const CertificateAuthority& authority) {
    const auto bytes = certificate_of(authority);
    std::string all;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        unsigned three = 0;
        for (std::size_t k = i; k < i + 3; ++k) {
            three = three << 8 | (k < bytes.size() ? static_cast<unsigned char>(bytes[k]) : 0U);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            const bool padding = i + k > bytes.size();
            all += padding ? '=' : digits64[three >> (18 - 6 * k) & 63U];
        }
    }
    std::vector<std::string> lines{"-----BEGIN CERTIFICATE-----"};
    for (std::size_t i = 0; i < all.size(); i += line_length) {
        lines.push_back(all.substr(i, line_length));
    }
    lines.emplace_back("-----END CERTIFICATE-----");
    return lines;
}

std::string chain_between(const std::string& first, const std::string& last, int lines) {
    std::string all = first;
    const licensing::Chance chance(0);
    for (std::uint64_t line = 1; line + 1 < static_cast<std::uint64_t>(lines); ++line) {
        all += chance.text(first, "line", line, line_length, digits64);
    }
    return all + last;
}

std::string read_pem(std::string_view pasted) {
    std::string bytes;
    unsigned held = 0;
    int held_bits = 0;
    while (!pasted.empty()) {
        const auto end = std::min(pasted.find('\n'), pasted.size());
        const auto line = pasted.substr(0, end);
        pasted.remove_prefix(std::min(end + 1, pasted.size()));
        if (line.starts_with("-----")) continue;
        for (const char c : line) {
            if (c == '=' || std::isspace(static_cast<unsigned char>(c)) != 0) continue;
            const auto digit = digits64.find(c);
            if (digit == std::string_view::npos) return {};
            held = (held << 6 | static_cast<unsigned>(digit)) & 0xffffffU;
            held_bits += 6;
            if (held_bits < 8) continue;
            held_bits -= 8;
            bytes += static_cast<char>(held >> held_bits & 255U);
        }
    }
    return bytes;
}

Fingerprints fingerprints_of(std::string_view certificate) {
    unsigned words[5] = {};
    boost::uuids::detail::md5 md5;
    md5.process_bytes(certificate.data(), certificate.size());
    boost::uuids::detail::md5::digest_type four;
    md5.get_digest(four);
    // The library's words are of the other end: RFC 1321 writes the lowest byte first.
    for (std::size_t i = 0; i < 4; ++i) words[i] = four[i];
    Fingerprints prints;
    prints.md5 = grouped(words, 4);
    boost::uuids::detail::sha1 sha1;
    sha1.process_bytes(certificate.data(), certificate.size());
    sha1.get_digest(words);
    prints.sha1 = grouped(words, 5);
    return prints;
}

}  // namespace lab
