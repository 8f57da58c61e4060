// Views of a device that reports its usage by policy: what its agent uses, owes and has said.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "labs/device.hpp"
#include "profiles/facts.hpp"
#include "profiles/template.hpp"

namespace modes {

// Each needs a device with policy().
profiles::Facts policy_view(const lab::Device& device);
profiles::Facts history_view(const lab::Device& device);
profiles::Facts eventlog_view(const lab::Device& device, int days);  // of how many; 0: of all
profiles::Facts reports_view(const lab::Device& device);
// One report; no facts when there is none of that number.
profiles::Facts report_view(const lab::Device& device, std::uint64_t id);

std::map<std::string, profiles::Schema> policy_schemas();

}  // namespace modes
