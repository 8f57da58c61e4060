// Whether a user of the device may log in at all, whatever they prove: accounts can be inactive,
// end on a day, and be locked for a while by too many failures.
#pragma once

#include <optional>
#include <string>

#include "licensing/time.hpp"

namespace lab {

class Device;

// Of a user whom the device does not have: true, nothing stands against them.
bool may_log_in(const Device& device, const std::string& user);
// Until when nobody gets in as this user for having failed too often; nothing: it is not so.
std::optional<licensing::DeviceTime> locked_until(const Device& device, const std::string& user);

}  // namespace lab
