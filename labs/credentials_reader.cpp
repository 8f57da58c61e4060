#include "labs/credentials_reader.hpp"

#include <algorithm>

#include "labs/longest_word.hpp"

namespace lab {
namespace {

using Node = YAML::Node;

bool printable(const std::string& text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 127; });
}

constexpr const char* too_long = "no door takes more than 128 characters";
static_assert(longest_word == 128);

}  // namespace

void CredentialsReader::read(const Node& map) {
    yaml_.keys(map, {{"users", [&](auto& n) { yaml_.each(n, [&](auto& u) { user(u); }); }},
                     {"ssh_versions", [&](auto& n) { versions(n); }}});
}

void CredentialsReader::user(const Node& node) {
    Credentials::User made;
    yaml_.keys(
        node,
        {{"name", [&](auto& n) { made.name = name(n); }},
         {"password", [&](auto& n) { made.password = password(n); }},
         {"key", [&](auto& n) { made.keys.push_back(key(n)); }},
         {"keys", [&](auto& n) { yaml_.each(n, [&](auto& k) { made.keys.push_back(key(k)); }); }}});
    if (made.name.empty()) yaml_.fault(node, "a user needs a name");
    if (made.password.empty() && made.keys.empty())
        yaml_.fault(node, "a user needs a password or a key");
    read_.users.push_back(std::move(made));
}

// `+` leads from the name to the device.
std::string CredentialsReader::name(const Node& node) {
    auto text = yaml_.text(node);
    const bool plain = printable(text) && text.find_first_of(" +") == std::string::npos;
    if (text.size() > longest_word) yaml_.fault(node, too_long);
    if (!plain) yaml_.fault(node, "not a name without blanks and +");
    if (plain && !names_.insert(text).second) yaml_.fault(node, "two users are named " + text);
    return text;
}

// A fault does not repeat a secret.
std::string CredentialsReader::password(const Node& node) {
    auto text = yaml_.text(node);
    if (text.size() > longest_word) yaml_.fault(node, too_long);
    if (!printable(text)) yaml_.fault(node, "not a password of printable characters");
    return text;
}

PublicKey CredentialsReader::key(const Node& node) {
    const auto text = yaml_.text(node);
    if (const auto read = read_public_key(text)) return *read;
    const bool secret = text.find("PRIVATE KEY") != std::string::npos;
    yaml_.fault(node, secret ? "that is a private key; its owner keeps it, the .pub goes here"
                             : "not a public key such as ssh-ed25519 AAAA...");
    return {};
}

void CredentialsReader::versions(const Node& node) {
    for (const auto& entry : yaml_.entries(node)) {
        const auto text = yaml_.text(entry.value);
        devices_.emplace_back(entry.key, entry.place);
        // RFC 4253, 4.2: 255 characters with SSH-2.0- and the line's end.
        constexpr std::size_t longest = 245;
        if (!printable(text) || text.size() > longest)
            yaml_.fault(entry.value, "not the version of an SSH server such as Cisco-1.25");
        read_.ssh_versions[entry.key] = text;
    }
}

void CredentialsReader::check_names(const std::set<std::string>& devices) {
    for (const auto& [device, at] : devices_) {
        if (!devices.contains(device)) yaml_.fault(at, "no device is named " + device);
    }
}

}  // namespace lab
