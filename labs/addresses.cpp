#include "labs/addresses.hpp"

#include <bit>
#include <charconv>

#include <fmt/format.h>

namespace lab {

std::optional<std::uint32_t> address_number(std::string_view text) {
    std::uint32_t value = 0;
    const char* at = text.data();
    const char* end = at + text.size();
    for (int part = 0; part < 4; ++part) {
        unsigned number = 0;
        auto [next, error] = std::from_chars(at, end, number);
        if (error != std::errc{} || number > 255) return std::nullopt;
        value = value << 8 | number;
        at = next;
        if (part < 3 && (at == end || *at++ != '.')) return std::nullopt;
    }
    return at == end ? std::optional(value) : std::nullopt;
}

std::string address_text(std::uint32_t number) {
    return fmt::format("{}.{}.{}.{}", number >> 24, number >> 16 & 255, number >> 8 & 255,
                       number & 255);
}

bool same_network(std::string_view a, std::string_view b, std::string_view mask) {
    auto first = address_number(a);
    auto second = address_number(b);
    auto bits = address_number(mask);
    return first && second && bits && (*first & *bits) == (*second & *bits);
}

int mask_bits(std::string_view mask) { return std::popcount(address_number(mask).value_or(0)); }

std::string network_of(std::string_view address, std::string_view mask) {
    return address_text(address_number(address).value_or(0) & address_number(mask).value_or(0));
}

}  // namespace lab
