// Packets in the short form of the classic sniffers, with sequence numbers as they are on the wire:
// how a firewall's own captures show them.
#pragma once

#include "labs/device.hpp"
#include "profiles/template.hpp"

namespace modes {

// The messages `packet.*` of the profile put together.
std::string packet_line(const lab::Device& device, const lab::Frame& frame, long number);
std::map<std::string, profiles::Schema> packet_schemas();

}  // namespace modes
