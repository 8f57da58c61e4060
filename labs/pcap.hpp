// Packets as a capture file that other programs open: nanoseconds, Ethernet, IPv4, checksums right.
#pragma once

#include <string>
#include <vector>

#include "labs/frames.hpp"
#include "licensing/time.hpp"

namespace lab {

// Each packet cut at `most` bytes; times are the device's own, `offset` from lab time.
std::string pcap_of(const std::vector<Frame>& frames, licensing::Span offset, int most);

}  // namespace lab
