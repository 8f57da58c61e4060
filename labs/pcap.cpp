#include "labs/pcap.hpp"

#include <algorithm>

#include "labs/addresses.hpp"
#include "labs/payloads.hpp"

namespace lab {

namespace {

std::string little_endian(std::uint64_t number, int bytes) {
    auto out = big_endian(number, bytes);
    std::reverse(out.begin(), out.end());
    return out;
}

// RFC 1071.
std::uint32_t checksum(std::string_view bytes) {
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < bytes.size(); i += 2) {
        const auto low = i + 1 < bytes.size() ? static_cast<unsigned char>(bytes[i + 1]) : 0U;
        sum += static_cast<unsigned>(static_cast<unsigned char>(bytes[i])) << 8U | low;
    }
    while (sum > 0xffffU) sum = (sum & 0xffffU) + (sum >> 16U);
    return ~sum & 0xffffU;
}

void put(std::string& bytes, std::size_t at, std::uint32_t number) {
    bytes.replace(at, 2, big_endian(number, 2));
}

std::string options_of(const Tcp& tcp) {
    std::string out;
    if (tcp.segment > 0) out += "\x02\x04" + big_endian(static_cast<unsigned>(tcp.segment), 2);
    if (tcp.selective) out += "\x04\x02";
    if (tcp.stamps) {
        if (!tcp.selective && !tcp.shift) out += "\x01\x01";
        out += "\x08\x0a" + big_endian(tcp.stamps->value, 4) + big_endian(tcp.stamps->echo, 4);
    }
    if (tcp.shift) {
        out += "\x01\x03\x03";
        out += static_cast<char>(*tcp.shift);
    }
    while (out.size() % 4 != 0) out += '\x01';
    return out;
}

std::string segment_of(const Frame& frame) {
    const auto ports = big_endian(static_cast<unsigned>(frame.from_port), 2) +
                       big_endian(static_cast<unsigned>(frame.to_port), 2);
    if (frame.carrier == Carrier::icmp) return frame.bytes;
    if (frame.carrier == Carrier::udp) {
        return ports + big_endian(8 + frame.bytes.size(), 2) + big_endian(0, 2) + frame.bytes;
    }
    const auto& tcp = frame.tcp;
    const auto options = options_of(tcp);
    const auto acknowledged = (tcp.flags & ack) == 0 ? 0U : tcp.other_first + tcp.acknowledged;
    return ports + big_endian(tcp.first + tcp.sequence, 4) + big_endian(acknowledged, 4) +
           big_endian((20 + options.size()) / 4 << 4U, 1) + big_endian(tcp.flags, 1) +
           big_endian(static_cast<unsigned>(tcp.window), 2) + big_endian(0, 4) + options +
           frame.bytes;
}

std::string bytes_of(const Frame& frame) {
    const unsigned protocol = frame.carrier == Carrier::tcp   ? 6
                              : frame.carrier == Carrier::udp ? 17
                                                              : 1;
    const auto ends = big_endian(address_number(frame.from).value_or(0), 4) +
                      big_endian(address_number(frame.to).value_or(0), 4);
    auto segment = segment_of(frame);
    const auto pseudo = ends + big_endian(protocol, 2) + big_endian(segment.size(), 2);
    if (frame.carrier == Carrier::icmp)
        put(segment, 2, checksum(segment));
    else
        put(segment, protocol == 6 ? 16 : 6, checksum(pseudo + segment));
    auto ip = std::string("\x45\0", 2) + big_endian(20 + segment.size(), 2) +
              big_endian(static_cast<std::uint64_t>(frame.at.count()) & 0xffffU, 2) +
              std::string("\x40\0", 2) + std::string(1, frame.ours ? '\x40' : '\x35') +
              big_endian(protocol, 1) + big_endian(0, 2) + ends;
    put(ip, 10, checksum(ip));
    const std::string own("\x02\0\0\0\0\x01", 6), far("\x02\0\0\0\0\x02", 6);
    auto bytes = (frame.ours ? far + own : own + far) + std::string("\x08\0", 2) + ip + segment;
    const auto length = static_cast<std::size_t>(frame.length());
    if (bytes.size() < length) bytes.resize(length, '\0');
    return bytes;
}

}  // namespace

std::string pcap_of(const std::vector<Frame>& frames, licensing::Span offset, int most) {
    constexpr std::uint64_t nanoseconds_magic = 0xa1b23c4d, billion = 1'000'000'000;
    const auto cut = static_cast<std::size_t>(most);
    auto out = little_endian(nanoseconds_magic, 4) + little_endian(2, 2) + little_endian(4, 2) +
               little_endian(0, 8) + little_endian(cut, 4) + little_endian(1, 4);
    for (const auto& frame : frames) {
        const auto at = static_cast<std::uint64_t>((frame.at + offset).count());
        const auto bytes = bytes_of(frame);
        const auto kept = std::min(bytes.size(), cut);
        out += little_endian(at / billion, 4) + little_endian(at % billion, 4) +
               little_endian(kept, 4) + little_endian(bytes.size(), 4) + bytes.substr(0, kept);
    }
    return out;
}

}  // namespace lab
