// The language in which captures are told what to take: `udp port 53`, `tcp port 443 and (host A or
// host B)`. Read as the tools that all captures are built on read it: `and` and `or` are equally
// strong and bind from the left, `not` binds closest, and what was said of one word holds for a
// bare next one (`port 80 or 443`).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "labs/frames.hpp"

namespace lab {

// A test of a packet, or several put together.
struct PacketTest {
    enum class Kind { all, both, either, denied, carrier, address, port, length };
    enum class Side { any, source, destination, each };
    Kind kind = Kind::all;
    std::vector<PacketTest> parts;
    std::optional<Carrier> carrier;  // none: any of IP
    bool none = false;               // a protocol that never comes here
    Side side = Side::any;
    std::uint32_t low = 0, high = 0;  // addresses, ports, lengths
    std::uint32_t mask = 0xffffffff;

    bool takes(const Frame& frame) const;
};

// What is wrong with a filter, in the words of the library that reads it.
struct FilterFault {
    std::string what;
};

// The addresses of a name; empty: nobody knows it.
using NameLookup = std::function<std::vector<std::string>(const std::string&)>;

// An empty text takes everything.
std::variant<PacketTest, FilterFault> read_packet_filter(std::string_view text,
                                                         const NameLookup& lookup);

}  // namespace lab
