// Access lists: entries in the order of their numbers, of which the first that fits a packet
// decides; what none fits is denied. Written in the words a device shows, whatever was typed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lab {

// A packet that comes in, as far as a list looks at it.
struct Packet {
    std::string protocol;  // tcp, udp, icmp
    std::uint32_t from = 0, to = 0;
    int from_port = 0, to_port = 0;
    bool established = false;  // an answer on a connection the device opened
    std::string kind;          // of icmp: echo-reply
};

// Addresses that differ from `address` in bits of `wildcard` alone.
struct Range {
    std::uint32_t address = 0, wildcard = 0xffffffffU;
    bool holds(std::uint32_t other) const { return ((address ^ other) & ~wildcard) == 0; }
};

enum class PortTest { any, eq, neq, gt, lt, range };
struct Ports {
    PortTest test = PortTest::any;
    int low = 0, high = 0;
    bool hold(int port) const;
};

struct AccessEntry {
    int sequence = 0;
    bool remark = false;
    bool permits = false;
    std::string protocol = "ip";
    Range from, to;
    Ports from_ports, to_ports;
    bool established = false;
    bool log = false;
    std::string kind;  // of icmp; empty: all
    std::string text;  // "permit tcp any host 192.0.2.10 established"

    bool fits(const Packet& packet) const;
};

struct AccessList {
    std::string name;
    bool extended = true;
    std::vector<AccessEntry> entries;  // by number
};

// Reads "permit tcp any any eq 443"; nothing for what is no entry of such a list. Words may be
// abbreviated.
std::optional<AccessEntry> read_access_entry(std::string_view text, bool extended);

// The entry that decides about `packet`; null: none fits, which denies it.
const AccessEntry* deciding(const AccessList& list, const Packet& packet);

}  // namespace lab
