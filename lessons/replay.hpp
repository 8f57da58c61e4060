// Types into a lab what somebody typed in another one of the same kind, as the text of their screen
// has it: a pipe's output, or what a terminal program kept of a session. It is lived through as a
// golden transcript is: what the device does not show by itself was typed.
#pragma once

#include <string>
#include <vector>

#include "licensing/time.hpp"
#include "modes/world.hpp"
#include "shell/console.hpp"

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

// Whose session is graded says no more to the director than a learner may, whatever its text has:
// what is the instructor's is refused, and told. That time passes is everybody's.
class LearnersConsole : public shell::SessionConsole {
public:
    LearnersConsole(modes::World& world, modes::Session& session, modes::Pacer& pacer)
        : SessionConsole(session, pacer), world_(world) {}

    std::vector<std::string> direct(std::string_view direction) override;

    // Where they stand in the text, in their order.
    std::vector<Unplaced> refused_in(const std::vector<std::string>& lines) const;

private:
    modes::World& world_;
    std::vector<std::string> refused_;
};

Replayed replay(const std::string& log, modes::World& world, const ReplayOptions& options);

}  // namespace lessons
