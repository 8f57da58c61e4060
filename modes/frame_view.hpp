// A captured packet as the device's own tool describes it: one line, in the words of the profile.
#pragma once

#include <map>
#include <string>

#include "labs/device.hpp"
#include "labs/frames.hpp"
#include "profiles/template.hpp"

namespace modes {

// `number` counts the packets of the capture, from 1.
std::string frame_line(const lab::Device& device, const lab::Frame& frame, long number);

// What each of the messages is told that frame_line uses.
std::map<std::string, profiles::Schema> frame_schemas();

}  // namespace modes
