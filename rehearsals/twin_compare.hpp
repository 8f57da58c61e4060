// The same command there and here: what is equal, what is equal but for dates that mean the same,
// and what differs. Pure.
#pragma once

#include <string>

#include "rehearsals/twin.hpp"
#include "rehearsals/twin_facts.hpp"

namespace rehearsals {

// `shown`: what the twin printed, as it came.
Comparison compare(const Capture& source, const std::string& shown, const std::string& device);

}  // namespace rehearsals
