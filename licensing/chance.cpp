#include "licensing/chance.hpp"

namespace licensing {

namespace {

// The finalizer of splitmix64: every bit of the input moves every bit of the output.
std::uint64_t finish(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15U;
    x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31U);
}

// FNV-1a. The length goes first, so that ("ab", "c") and ("a", "bc") are different keys.
std::uint64_t add(std::uint64_t hash, std::string_view text) {
    hash = finish(hash ^ text.size());
    for (const char c : text) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 0x100000001b3U;
    }
    return hash;
}

// The upper half of a 128-bit product: maps 64 even bits onto 0..count-1, each number being off
// by at most one part in 2^64 / count.
std::uint64_t scale(std::uint64_t bits, std::uint64_t count) {
    constexpr std::uint64_t low_half = 0xffffffffU;
    const std::uint64_t a = bits >> 32U, b = bits & low_half;
    const std::uint64_t c = count >> 32U, d = count & low_half;
    const std::uint64_t middle = a * d + ((b * d) >> 32U);
    const std::uint64_t other = b * c + (middle & low_half);
    return a * c + (middle >> 32U) + (other >> 32U);
}

}  // namespace

std::uint64_t Chance::draw(std::string_view party, std::string_view purpose,
                           std::uint64_t nth) const {
    return finish(add(add(finish(seed_), party), purpose) ^ finish(nth));
}

std::uint64_t Chance::between(std::string_view party, std::string_view purpose, std::uint64_t nth,
                              std::uint64_t low, std::uint64_t high) const {
    if (high <= low) return low;
    const std::uint64_t bits = draw(party, purpose, nth);
    const std::uint64_t count = high - low + 1;
    return count == 0 ? bits : low + scale(bits, count);  // 0: all 2^64 numbers
}

Span Chance::between(std::string_view party, std::string_view purpose, std::uint64_t nth, Span low,
                     Span high) const {
    if (high <= low) return low;
    const auto width = static_cast<std::uint64_t>((high - low).count());
    return low + Span{static_cast<Span::rep>(between(party, purpose, nth, 0, width))};
}

std::string Chance::text(std::string_view party, std::string_view purpose, std::uint64_t nth,
                         std::size_t length, std::string_view alphabet) const {
    std::string made;
    if (alphabet.empty()) return made;
    std::uint64_t bits = draw(party, purpose, nth);
    for (std::size_t i = 0; i < length; ++i) {
        bits = finish(bits);
        made += alphabet[static_cast<std::size_t>(scale(bits, alphabet.size()))];
    }
    return made;
}

}  // namespace licensing
