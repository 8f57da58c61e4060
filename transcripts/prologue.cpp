#include "transcripts/prologue.hpp"

#include <algorithm>
#include <sstream>

#include "modes/journal.hpp"
#include "modes/session.hpp"
#include "modes/stage.hpp"
#include "shell/console.hpp"
#include "shell/pipe.hpp"

namespace transcripts {
namespace {

// Remembers the director's last answers, which a screen would show among the device's words.
class Heard : public shell::SessionConsole {
public:
    using shell::SessionConsole::SessionConsole;

    std::vector<std::string> direct(std::string_view direction) override {
        answers = shell::SessionConsole::direct(direction);
        return answers;
    }

    std::vector<std::string> answers;
};

bool refused_since(modes::World& world, std::size_t deeds) {
    if (!world.journal()) return false;
    const auto& entries = world.journal()->entries();
    return std::any_of(entries.begin() + static_cast<std::ptrdiff_t>(deeds), entries.end(),
                       [](const auto& entry) { return entry.refused; });
}

std::vector<Lived> live(modes::World& world, const lab::Plan& plan) {
    std::vector<Lived> lived;
    modes::Session session(world, world.lab().first_device().name(), modes::Role::instructor);
    modes::Pacer pacer(world, modes::Pacer::Manner::held);
    Heard console(session, pacer);
    shell::Pipe pipe(console);
    std::istringstream lines(plan.exercise.history);
    int number = plan.exercise.history_line;
    for (std::string line; std::getline(lines, line); ++number) {
        if (line.starts_with("@#")) continue;
        const auto fault = [&](const std::string& what) {
            return grammar::Faults(plan.file, number, 0, "history: " + what);
        };
        if (pipe.wants().kind == modes::Wants::Kind::gone) {
            throw fault("nobody is at the console any more for: " + line);
        }
        console.answers.clear();
        const auto deeds = world.journal() ? world.journal()->entries().size() : 0;
        auto shown = pipe.feed_line(line);
        const auto wants = pipe.wants().kind;
        const bool asked = wants == modes::Wants::Kind::line || wants == modes::Wants::Kind::key ||
                           wants == modes::Wants::Kind::secret ||
                           wants == modes::Wants::Kind::block;
        lived.push_back({number, line, std::move(shown), asked, refused_since(world, deeds)});
        for (const auto& answer : console.answers) {
            if (modes::is_refusal(answer)) throw fault(answer);
        }
    }
    if (!lived.empty()) lived.back().shown += pipe.finish();
    return lived;
}

// Who comes finds the consoles as after a logout: nothing of the one before is on them.
void leave(modes::World& world) {
    for (auto* line : world.lines()) {
        if (!line->device().up() || line->busy_until()) continue;
        line->missed().clear();
        line->state() = {};
        line->start(false);
    }
}

}  // namespace

std::vector<Lived> prologue(modes::World& world) {
    const auto& plan = world.lab().plan();
    auto& progress = world.lab().progress();
    const bool begins =
        !plan.exercise.history.empty() || !plan.exercise.timeline.empty() || !plan.exercise.empty();
    if (progress.began || !begins) return {};
    std::vector<Lived> lived;
    if (!plan.exercise.history.empty()) {
        lived = live(world, plan);
        leave(world);
    }
    progress.began = world.lab().timeline().now();
    return lived;
}

}  // namespace transcripts
