// Addresses of the fourth version as numbers, and what networks they are in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lab {

// "a.b.c.d" as a number; nothing for anything else.
std::optional<std::uint32_t> address_number(std::string_view text);
std::string address_text(std::uint32_t number);
bool same_network(std::string_view a, std::string_view b, std::string_view mask);
// How many bits of a mask are ones.
int mask_bits(std::string_view mask);
// The network that `address` is in: "192.0.2.0".
std::string network_of(std::string_view address, std::string_view mask);

}  // namespace lab
