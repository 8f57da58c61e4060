// Types into a lab what somebody typed in another one of the same kind, as the text of their screen
// has it: a pipe's output, or what a terminal program kept of a session. It is lived through as a
// golden transcript is: what the device does not show by itself was typed.
#pragma once

#include <string>
#include <vector>

#include "licensing/time.hpp"
#include "modes/world.hpp"

namespace lessons {

struct ReplayOptions {
    std::string device;  // whose console was opened; empty: the lab's first
    // Typed where nothing is echoed, one after the other; then, or without any, what the device's
    // lab takes by default.
    std::vector<std::string> secrets;
    // A person types no faster: so much lab time before each line, where the text tells of no
    // other passing of time.
    licensing::Span pace = std::chrono::seconds{5};
};

// A line that was typed there, and for which our lab stood elsewhere.
struct Unplaced {
    int line = 0;  // from 1
    std::string text;
};

struct Replayed {
    int typed = 0;  // lines that are not empty
    std::vector<Unplaced> unplaced;
};

Replayed replay(const std::string& log, modes::World& world, const ReplayOptions& options);

}  // namespace lessons
