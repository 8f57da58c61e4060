#include "labs/sha256.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <string_view>
#include <utility>

namespace lab {
namespace {

using HashWords = std::array<std::uint32_t, 8>;

constexpr std::array<std::uint32_t, 64> constants{
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

void mix(HashWords& state, std::string_view block) {
    std::array<std::uint32_t, 64> w{};
    for (std::size_t at = 0; at < 64; ++at)
        w[at / 4] = w[at / 4] << 8U | static_cast<std::uint8_t>(block[at]);
    for (std::size_t t = 16; t < 64; ++t) {
        const auto near = w[t - 2];
        const auto far = w[t - 15];
        w[t] = (std::rotr(near, 17) ^ std::rotr(near, 19) ^ near >> 10U) + w[t - 7] +
               (std::rotr(far, 7) ^ std::rotr(far, 18) ^ far >> 3U) + w[t - 16];
    }
    auto [a, b, c, d, e, f, g, h] = state;
    for (std::size_t t = 0; t < 64; ++t) {
        const auto one = h + (std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25)) +
                         ((e & f) ^ (~e & g)) + constants[t] + w[t];
        const auto two =
            (std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
        h = std::exchange(g, std::exchange(f, std::exchange(e, d + one)));
        d = std::exchange(c, std::exchange(b, std::exchange(a, one + two)));
    }
    const HashWords more{a, b, c, d, e, f, g, h};
    for (std::size_t at = 0; at < state.size(); ++at) state[at] += more[at];
}

}  // namespace

std::string sha256(std::string bytes) {
    HashWords state{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    const std::uint64_t bits = bytes.size() * 8;
    bytes += '\x80';
    while (bytes.size() % 64 != 56) bytes += '\0';
    for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(bits >> shift);
    for (std::size_t at = 0; at < bytes.size(); at += 64)
        mix(state, std::string_view(bytes).substr(at, 64));
    std::string digest;
    for (const auto word : state)
        for (const unsigned shift : {24U, 16U, 8U, 0U}) digest += static_cast<char>(word >> shift);
    return digest;
}

}  // namespace lab
