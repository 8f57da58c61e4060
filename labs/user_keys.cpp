#include "labs/user_keys.hpp"

#include <algorithm>
#include <functional>

#include "labs/device.hpp"

namespace lab {
namespace {

// "5A:0b" and "5a0B" are the same hash.
std::string digits_of(std::string_view hash) {
    std::string digits;
    for (const char c : hash)
        if (c != ':') digits += c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    return digits;
}

bool is_hash(std::string_view text, std::size_t size) {
    const auto digits = digits_of(text);
    return digits.size() == size &&
           digits.find_first_not_of("0123456789abcdef") == std::string::npos;
}

bool fits(const Statement& statement, const PublicKey& key) {
    const auto kept = statement.argument("key");
    if (statement.constant == "sha256") return digits_of(kept) == sha256_of(key);
    if (statement.constant == "md5") return digits_of(kept) == md5_of(key);
    return read_public_key(kept) == key;
}

// Each line that is a key, with the name of the innermost block that has one: whose it is.
using Found = std::function<bool(const std::string& user, const Statement&)>;
bool any_key(const std::vector<Statement>& statements, const std::string& user,
             const Found& found) {
    return std::any_of(statements.begin(), statements.end(), [&](const Statement& s) {
        if (s.meaning == "ssh.key" && !s.negated) return found(user, s);
        auto name = s.argument("name");
        if (name.empty()) name = s.argument("local-user");
        return any_key(s.children, name.empty() ? user : std::string(name), found);
    });
}

}  // namespace

bool has_key(const Device& device, const std::string& user, const PublicKey& key) {
    return any_key(
        device.running().configuration.statements(), {},
        [&](const std::string& name, const Statement& s) { return name == user && fits(s, key); });
}

bool has_keys(const Device& device) {
    return any_key(device.running().configuration.statements(), {},
                   [](const std::string&, const Statement&) { return true; });
}

bool is_key(const Statement& statement) {
    const auto kept = statement.argument("key");
    if (statement.constant == "sha256") return is_hash(kept, 64);
    if (statement.constant == "md5") return is_hash(kept, 32);
    return read_public_key(kept).has_value();
}

}  // namespace lab
