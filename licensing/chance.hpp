// Chance without state: a draw is a pure function of the lab's seed, who draws, what for and
// which time it is. A new draw in one place moves no other, and there is nothing to save. The
// mapping to ranges is ours, because std::uniform_* differs between libraries.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "licensing/time.hpp"

namespace licensing {

class Chance {
public:
    explicit Chance(std::uint64_t seed = 1) : seed_(seed) {}

    std::uint64_t seed() const { return seed_; }

    // 64 even bits.
    std::uint64_t draw(std::string_view party, std::string_view purpose, std::uint64_t nth) const;
    // Evenly from low..high, both included; low when they are crossed.
    std::uint64_t between(std::string_view party, std::string_view purpose, std::uint64_t nth,
                          std::uint64_t low, std::uint64_t high) const;
    // The same for spans, to the millisecond.
    Span between(std::string_view party, std::string_view purpose, std::uint64_t nth, Span low,
                 Span high) const;
    // `length` characters out of `alphabet`.
    std::string text(std::string_view party, std::string_view purpose, std::uint64_t nth,
                     std::size_t length, std::string_view alphabet) const;

private:
    std::uint64_t seed_;
};

}  // namespace licensing
