// SHA-256, as FIPS 180-4 has it.
#pragma once

#include <string>

namespace lab {

// The 32 bytes of the digest.
std::string sha256(std::string bytes);

}  // namespace lab
