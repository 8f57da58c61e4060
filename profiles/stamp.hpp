// An instant as a device prints it: strftime's conversions, of which we know only those that ask
// neither the host's zone nor its locale.
#pragma once

#include <optional>
#include <string>

#include "profiles/facts.hpp"

namespace profiles {

// `format` has strftime's conversions, and %3f for milliseconds. %Z is the stamp's own zone, %z
// its offset. The format must be one that `fault_of_format` does not mind.
std::string format_stamp(const Stamp& stamp, const std::string& format);

// What is wrong with a format; nothing when it is right.
std::optional<std::string> fault_of_format(const std::string& format);

}  // namespace profiles
