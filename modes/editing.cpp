#include "modes/editing.hpp"

#include "modes/line.hpp"

namespace modes {

Editing editing_at(const Line& line) {
    const auto& profile = line.device().profile();
    const auto manner = profile.has_text("long-line") ? profile.text("long-line") : "jumps";
    Editing editing;
    editing.long_line = manner == "shifts"  ? Editing::Long::shifts
                        : manner == "wraps" ? Editing::Long::wraps
                                            : Editing::Long::jumps;
    editing.kills_backward = profile.has("kills-backward");
    editing.seven_bits = profile.has("seven-bits");
    return editing;
}

}  // namespace modes
