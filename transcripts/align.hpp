// Lays what the device showed against what the transcript expects, with the fewest differences,
// and finds by that where in the transcript the session stands: the step that comes next. Pure.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "transcripts/transcript.hpp"

namespace transcripts {

// One line: expected and shown, expected only, or shown only.
struct Pairing {
    enum class Mark { held, missing, extra } mark = Mark::held;
    std::size_t index = 0;  // of the step, or for an extra line of what was shown
};

struct Alignment {
    std::vector<Pairing> pairings;  // of every step before `next` and every extra line, in order
    std::size_t next = 0;
};

struct Choice {
    // May the step of this index, or the end, come next? The end always may.
    std::function<bool(std::size_t)> may_come;
    // Steps that were to be typed are passed over only when nothing else fits.
    std::function<bool(const Step&)> typed;
    bool latest = false;  // of equally good ones
};

Alignment align(std::span<const Step> steps, std::span<const std::string> shown,
                const Choice& choice);

// Does a line of the screen keep what the step says?
bool holds(const Step& step, const std::string& line);

}  // namespace transcripts
