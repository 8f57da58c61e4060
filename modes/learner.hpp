// What somebody who learns may say to the director: to see the objectives, ask for a hint, be
// graded, and what the lab lets its portal or a colleague do for them. Everything else is the
// instructor's, and so is every answer that would tell more.
#pragma once

#include <optional>
#include <string_view>

#include "modes/stage.hpp"

namespace modes {

// What a learner hears at once: what they may say, for @help, or that this is not theirs to say.
// Nothing: their session and the world obey it as anybody's.
std::optional<Lines> told_learner(World& world, std::string_view direction);

}  // namespace modes
