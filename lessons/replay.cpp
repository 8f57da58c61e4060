#include "lessons/replay.hpp"

#include <algorithm>
#include <deque>

#include "modes/learner.hpp"
#include "modes/session.hpp"
#include "modes/stage.hpp"
#include "shell/console.hpp"
#include "transcripts/runner.hpp"
#include "transcripts/terminal_log.hpp"
#include "transcripts/transcript.hpp"
#include "transcripts/typing.hpp"

namespace lessons {
namespace {

using Step = transcripts::Step;
using Wanted = modes::Wants::Kind;

bool is_direction(const std::string& line) {
    return line.size() > 1 && line[0] == '@' && line[1] >= 'a' && line[1] <= 'z';
}

// Whoever types here knows the secrets that no screen shows, and takes their time.
class Typist : public LearnersConsole {
public:
    Typist(modes::World& world, modes::Session& session, modes::Pacer& pacer,
           const ReplayOptions& options, licensing::Span pace)
        : LearnersConsole(world, session, pacer),
          world_(world),
          session_(session),
          secrets_(options.secrets.begin(), options.secrets.end()),
          pace_(pace) {}

    void enter(std::string_view line) override {
        const auto wanted = wants().kind;
        if (!line.empty()) ++typed;
        if (wanted == Wanted::command && pace_ > licensing::Span{0}) world_.advance(pace_);
        SessionConsole::enter(wanted == Wanted::secret ? secret() : std::string(line));
    }
    std::vector<std::string> direct(std::string_view direction) override {
        ++typed;
        return LearnersConsole::direct(direction);
    }

    int typed = 0;

private:
    std::string secret() {
        const auto& profile = session_.line().device().profile();
        if (secrets_.empty()) {
            return profile.has_text("enable.password.default")
                       ? profile.text("enable.password.default")
                       : std::string();
        }
        auto first = std::move(secrets_.front());
        secrets_.pop_front();
        return first;
    }

    modes::World& world_;
    modes::Session& session_;
    std::deque<std::string> secrets_;
    licensing::Span pace_;
};

// What was not obeyed there is not obeyed here.
bool refused(const std::vector<std::string>& lines, std::size_t at) {
    static constexpr std::string_view answer = "@# ";
    return at + 1 < lines.size() && lines[at + 1].starts_with(answer) &&
           modes::is_refusal(lines[at + 1].substr(answer.size()));
}

// Nothing to be played: what was not obeyed, and a lab put down, as what follows took it up again.
bool is_remark(const std::vector<std::string>& lines, std::size_t at) {
    return lines[at] == "@quit" || refused(lines, at);
}

// As if somebody had written the screen down for a golden transcript.
transcripts::Transcript transcript_of(const std::vector<std::string>& lines) {
    transcripts::Transcript transcript;
    transcript.lines = lines;
    for (std::size_t at = 0; at < lines.size(); ++at) {
        const auto number = static_cast<int>(at) + 1;
        const auto kind =
            !is_direction(lines[at])
                ? (lines[at].starts_with("@#") ? Step::Kind::remark : Step::Kind::screen)
            : is_remark(lines, at) ? Step::Kind::remark
                                   : Step::Kind::direction;
        transcript.steps.push_back({kind, lines[at], number, 1, {}});
    }
    return transcript;
}

bool tells_of_time(const std::vector<std::string>& lines) {
    return std::any_of(lines.begin(), lines.end(), [](const std::string& line) {
        return line.starts_with("@advance") || line.starts_with("@idle") ||
               line.starts_with("@clock set");
    });
}

// What the lab's devices ask at the end of a page.
std::vector<std::string> pagers_of(modes::World& world) {
    std::vector<std::string> pagers;
    for (const auto& device : world.lab().devices()) {
        if (device->profile().has_text("more")) pagers.push_back(device->profile().text("more"));
    }
    return pagers;
}

bool passes_time(std::string_view direction) {
    return direction == "@quit" || direction.starts_with("@advance ") ||
           direction.starts_with("@idle ");
}

}  // namespace

std::vector<std::string> LearnersConsole::direct(std::string_view direction) {
    if (!passes_time(direction)) {
        if (auto told = modes::told_learner(world_, direction)) {
            refused_.emplace_back(direction);
            return *std::move(told);
        }
    }
    return SessionConsole::direct(direction);
}

std::vector<Unplaced> LearnersConsole::refused_in(const std::vector<std::string>& lines) const {
    std::vector<Unplaced> found;
    std::size_t at = 0;
    for (const auto& direction : refused_) {
        while (at < lines.size() && lines[at].find(direction) == std::string::npos) ++at;
        if (at == lines.size()) break;
        found.push_back({static_cast<int>(++at), direction});
    }
    return found;
}

Replayed replay(const std::string& log, modes::World& world, const ReplayOptions& options) {
    const auto kept = transcripts::read_log(log, pagers_of(world));
    std::vector<std::string> lines;
    for (const auto& line : kept.lines) lines.push_back(line.text);
    const auto transcript = transcript_of(lines);
    const auto device = options.device.empty() ? world.lab().first_device().name() : options.device;
    modes::Session session(world, device, modes::Role::instructor);
    modes::Pacer pacer(world, modes::Pacer::Manner::held);
    const auto pace = tells_of_time(transcript.lines) ? licensing::Span{0} : options.pace;
    Typist typist(world, session, pacer, options, pace);
    const auto outcome = transcripts::run(transcript, typist);
    Replayed replayed;
    replayed.typed = typist.typed;
    for (const int line : outcome.lost) {
        const auto& text = transcript.lines[static_cast<std::size_t>(line) - 1];
        // What only may have been typed was shown, as a rule.
        if (!transcripts::prompt_shaped(text) && !is_direction(text)) continue;
        const auto& there = kept.lines[static_cast<std::size_t>(line) - 1];
        replayed.unplaced.push_back({there.number, text});
    }
    for (auto& one : typist.refused_in(transcript.lines)) {
        const auto& there = kept.lines[static_cast<std::size_t>(one.line) - 1];
        replayed.unplaced.push_back({there.number, std::move(one.text)});
    }
    std::stable_sort(replayed.unplaced.begin(), replayed.unplaced.end(),
                     [](const Unplaced& a, const Unplaced& b) { return a.line < b.line; });
    return replayed;
}

}  // namespace lessons
