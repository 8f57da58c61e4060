// Every mode and command of a profile with its help, as text: the platform's table of contents.
#pragma once

#include <string>

#include "profiles/profile.hpp"

namespace modes {

// All modes, or the one of that name. Throws grammar::Faults for an unknown mode.
std::string catalogue(const profiles::Profile& profile, const std::string& mode);

}  // namespace modes
