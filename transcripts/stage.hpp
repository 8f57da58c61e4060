// The world a transcript plays in: its lab, switched on, and one person at the console of one
// device, with all of time and chance held.
#pragma once

#include <string>

#include "profiles/profile.hpp"
#include "transcripts/runner.hpp"

namespace transcripts {

// `labs` is the folder of the labs that come with the program: <name>.yaml, a platform's own
// under its name. Throws grammar::Faults when there can be no such world.
Outcome play(const Transcript& transcript, profiles::Library& library, const std::string& labs);

}  // namespace transcripts
