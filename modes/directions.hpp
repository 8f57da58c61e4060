// Stage directions: lines that begin with '@' and speak to the director, not to a device. The
// same at a live prompt, in a pipe and in a transcript. They answer in short plain lines.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "licensing/time.hpp"

namespace modes {

class World;

// Obeys `@verb words...`; what cannot be obeyed is said, never thrown.
std::vector<std::string> obey(World& world, std::string_view direction);

// What `@advance SPAN` asks for; nothing: it is another direction, or would not be obeyed.
std::optional<licensing::Span> advance_asked(std::string_view direction);

// Whether there is a direction of this verb, such as @network.
bool is_direction(std::string_view verb);

}  // namespace modes
