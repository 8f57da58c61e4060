// The questions a unit asks when it boots without a configuration.
#pragma once

#include "modes/reply.hpp"

namespace modes {

// "Pre-configure Firewall now through interactive prompts [yes]?" and what follows.
Reply pre_configure();

}  // namespace modes
