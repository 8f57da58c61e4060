#include "modes/cues.hpp"

#include "modes/stage.hpp"
#include "modes/world.hpp"

namespace modes {

Cues::Cues(World& world) : world_(world) { world_.lab().timeline().join(*this); }

Cues::~Cues() { world_.lab().timeline().leave(*this); }

std::optional<licensing::Instant> Cues::next_due() const {
    const auto& progress = world_.lab().progress();
    const auto& timeline = world_.lab().plan().exercise.timeline;
    const auto next = static_cast<std::size_t>(progress.cued);
    if (!progress.began || next >= timeline.size()) return std::nullopt;
    return *progress.began + timeline[next].after;
}

void Cues::wake(licensing::Instant) {
    auto& lab = world_.lab();
    const auto next = static_cast<std::size_t>(lab.progress().cued++);
    const auto& cue = lab.plan().exercise.timeline.at(next);
    for (const auto& answer : world_.direct(cue.direction)) {
        if (is_refusal(answer)) faults_.push_back({lab.plan().file, cue.line, 0, answer});
    }
}

}  // namespace modes
