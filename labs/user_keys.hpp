// The public keys by which a device's own users log in, as its configuration keeps them: whole, or
// only a hash of each.
#pragma once

#include <string>

#include "labs/public_key.hpp"

namespace lab {

class Device;
struct Statement;

bool has_key(const Device& device, const std::string& user, const PublicKey& key);
// Has any of its users one?
bool has_keys(const Device& device);

// Is what the statement says of a key one at all?
bool is_key(const Statement& statement);

}  // namespace lab
