// A public key of SSH: how people write it, and by which hashes devices remember it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lab {

struct PublicKey {
    std::string type;    // ssh-ed25519
    std::string base64;  // of its bytes
    bool operator==(const PublicKey&) const = default;
};

// A line of OpenSSH, "ssh-ed25519 AAAA... who@where"; its middle alone; or a block of RFC 4716.
// Nothing: it is no such key.
std::optional<PublicKey> read_public_key(std::string_view text);

// Of its bytes, in hexadecimal.
std::string sha256_of(const PublicKey& key);
std::string md5_of(const PublicKey& key);

}  // namespace lab
