#include "labs/public_key.hpp"

#include <boost/uuid/detail/md5.hpp>
#include <cstdint>
#include <sstream>
#include <utility>

#include "labs/sha256.hpp"

namespace lab {
namespace {

// Nothing: it is not base 64 without blanks, padded as it should be.
std::optional<std::string> decoded(std::string_view text) {
    static constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    if (text.empty() || text.size() % 4 != 0) return std::nullopt;
    const auto padding = text.ends_with("==") ? 2U : text.ends_with('=') ? 1U : 0U;
    std::string bytes;
    std::uint32_t gathered = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool padded = at >= text.size() - padding;
        const auto value = padded ? 0 : letters.find(text[at]);
        if (value == std::string_view::npos) return std::nullopt;
        gathered = gathered << 6U | static_cast<std::uint32_t>(value);
        if (at % 4 != 3) continue;
        for (const unsigned shift : {16U, 8U, 0U}) bytes += static_cast<char>(gathered >> shift);
        gathered = 0;
    }
    bytes.resize(bytes.size() - padding);
    return bytes;
}

// A key is fields, each behind its length, of which the first is its type. Empty: it is cut off.
std::string type_in(std::string_view bytes) {
    std::string type;
    int fields = 0;
    while (!bytes.empty()) {
        std::uint32_t length = 0;
        if (bytes.size() < 4) return {};
        for (int at = 0; at < 4; ++at) length = length << 8U | static_cast<std::uint8_t>(bytes[at]);
        bytes.remove_prefix(4);
        if (length > bytes.size()) return {};
        if (fields++ == 0) type = bytes.substr(0, length);
        bytes.remove_prefix(length);
    }
    return fields > 1 ? type : std::string();
}

bool known(std::string_view type) {
    return type == "ssh-ed25519" || type == "ssh-rsa" || type == "ssh-dss" ||
           type.starts_with("ecdsa-sha2-nistp") || type.starts_with("sk-");
}

// What a block holds between its headers and its end, in one line.
std::string body_of(std::string_view block) {
    std::istringstream lines{std::string(block)};
    std::string body;
    bool goes_on = false;
    for (std::string line; std::getline(lines, line);) {
        while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
        const bool header = line.find(':') != std::string::npos || line.starts_with("----");
        if (!header && !goes_on) body += line;
        goes_on = (header || goes_on) && line.ends_with('\\');
    }
    return body;
}

std::string hexadecimal(std::string_view bytes) {
    std::string text;
    for (const char byte : bytes) {
        static constexpr std::string_view digits = "0123456789abcdef";
        const auto value = static_cast<std::uint8_t>(byte);
        text += {digits[value >> 4U], digits[value & 15U]};
    }
    return text;
}

}  // namespace

std::optional<PublicKey> read_public_key(std::string_view text) {
    auto base64 = std::string(text);
    std::string said;
    if (text.find("----") != text.npos) {
        base64 = body_of(text);
    } else {
        std::istringstream words{base64};
        words >> said >> base64;
        if (base64.empty() || !words) base64 = std::exchange(said, {});
    }
    const auto bytes = decoded(base64);
    if (!bytes) return std::nullopt;
    auto type = type_in(*bytes);
    if (!known(type) || (!said.empty() && said != type)) return std::nullopt;
    return PublicKey{std::move(type), std::move(base64)};
}

std::string sha256_of(const PublicKey& key) {
    return hexadecimal(sha256(decoded(key.base64).value_or("")));
}

std::string md5_of(const PublicKey& key) {
    const auto bytes = decoded(key.base64).value_or("");
    boost::uuids::detail::md5 hash;
    hash.process_bytes(bytes.data(), bytes.size());
    boost::uuids::detail::md5::digest_type digest{};
    hash.get_digest(digest);
    std::string text;  // its words are numbers here, the first byte the highest
    for (const unsigned word : digest)
        for (const unsigned shift : {24U, 16U, 8U, 0U}) text += static_cast<char>(word >> shift);
    return hexadecimal(text);
}

}  // namespace lab
