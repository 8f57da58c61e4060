// Keeps what configures a secret out of what a grade tells: the journal masks the tokens and what
// an outline calls a password, and shows configurations as the device does.
#pragma once

#include <vector>

#include "labs/deed.hpp"
#include "labs/lab.hpp"

namespace lessons {

// What was typed as a secret is no longer told anywhere, neither what a device hides of its own
// configuration, nor the password in a URL.
void hide_secrets(std::vector<lab::Deed>& deeds, lab::Lab& lab);

}  // namespace lessons
