#include "lessons/graded.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "grammar/fault.hpp"
#include "lessons/secrets.hpp"
#include "modes/journal.hpp"
#include "transcripts/prologue.hpp"
#include "transcripts/stage.hpp"

namespace lessons {
namespace {

namespace fs = std::filesystem;

constexpr int most_lines = 50'000;

// What is no text is none from its first byte that cannot stand in one.
void check_text(const std::string& text, const std::string& file) {
    if (text.size() > longest_session) {
        throw grammar::Faults(file, 0, 0, "more than 8 MB are no session of a person");
    }
    if (std::count(text.begin(), text.end(), '\n') > most_lines) {
        throw grammar::Faults(file, most_lines + 1, 1,
                              "more than 50,000 lines are no session of a person");
    }
    const auto bad = text.find('\0');
    if (bad == std::string::npos) return;
    const auto line =
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(bad), '\n');
    const auto start = bad == 0 ? 0 : text.rfind('\n', bad - 1) + 1;
    throw grammar::Faults(file, static_cast<int>(line) + 1, static_cast<int>(bad - start) + 1,
                          "a zero byte: this is no text of a session");
}

// A golden says in front of all else whose evidence it is, or of which lab or profile.
bool is_golden(const std::string& text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        const auto line = std::string_view(text).substr(at, end - at);
        for (const std::string_view word : {"@from ", "@lab ", "@profile "}) {
            if (line.starts_with(word)) return true;
        }
        if (!line.starts_with('@')) return false;
        at = end + 1;
    }
    return false;
}

std::string platform_of(const std::string& profile) { return profile.substr(0, profile.find('/')); }

// Of another platform it would be typed at prompts that nobody shows.
void check_platform(const transcripts::Transcript& transcript, const lab::Plan& plan) {
    if (transcript.profile.empty() || plan.devices.empty()) return;
    const auto ours = platform_of(plan.devices.front().profile);
    if (platform_of(transcript.profile) == ours) return;
    throw grammar::Faults(
        transcript.file, transcript.place("profile"), 1,
        fmt::format("is played on {}, and the lab on {}", platform_of(transcript.profile), ours));
}

Graded grade_golden(const Session& session, const lab::Plan& plan, const lab::Choices& choices,
                    profiles::Library& library, const std::string& labs, lab::Words words) {
    auto transcript = transcripts::read_transcript(session.text, session.file);
    check_platform(transcript, plan);
    transcript.lab = fs::absolute(plan.file).string();
    // The lab says on what, and when; else it would be another one that is graded.
    transcript.profile.clear();
    transcript.model.clear();
    transcript.clock.reset();
    if (choices.seed) transcript.seed = choices.seed;
    if (!session.options.device.empty()) transcript.device = session.options.device;
    transcripts::Stage stage(transcript, library, labs);
    modes::Pacer pacer(stage.world(), modes::Pacer::Manner::held);
    LearnersConsole console(stage.world(), stage.session(), pacer);
    const auto outcome = transcripts::run(stage.transcript(), console);
    auto graded = lessons::graded(stage.world(), std::move(words));
    for (const int line : outcome.lost) {
        graded.replayed.unplaced.push_back(
            {line, transcript.lines[static_cast<std::size_t>(line) - 1]});
    }
    for (auto& one : console.refused_in(transcript.lines)) {
        graded.replayed.unplaced.push_back(std::move(one));
    }
    return graded;
}

void mask(lab::Translated& text, const modes::Journal& journal) {
    for (auto& [language, words] : text.by_language) words = journal.masked(words);
}

// The story tells a learner their token; a report goes to others too.
lab::Exercise masked(lab::Exercise exercise, const modes::Journal& journal) {
    for (auto* text : {&exercise.title, &exercise.story, &exercise.debriefing})
        mask(*text, journal);
    for (auto& one : exercise.objectives) {
        for (auto* text : {&one.text, &one.met, &one.missed}) mask(*text, journal);
    }
    for (auto& hint : exercise.hints) mask(hint.text, journal);
    return exercise;
}

}  // namespace

Graded graded(modes::World& world, lab::Words words) {
    auto& lab = world.lab();
    Graded graded;
    graded.exercise = masked(lab.plan().exercise, *world.journal());
    graded.words = std::move(words);
    graded.progress = lab.progress();
    graded.ended = lab.timeline().now();
    graded.began = graded.progress.began.value_or(graded.ended);
    graded.seed = lab.chance().seed();
    graded.grade = world.grading()->grade();
    for (auto& mark : graded.grade.marks) {
        for (auto& wrong : mark.wrong) wrong = world.journal()->masked(wrong);
    }
    graded.deeds = world.journal()->entries();
    hide_secrets(graded.deeds, lab);
    return graded;
}

Graded grade_session(const Session& session, lab::Plan plan, const lab::Choices& choices,
                     profiles::Library& library, const std::string& labs, lab::Words words) {
    check_text(session.text, session.file);
    const auto& named = session.options.device;
    const auto has = [&](const lab::DevicePlan& one) { return one.name == named; };
    if (!named.empty() && std::none_of(plan.devices.begin(), plan.devices.end(), has)) {
        throw grammar::Faults("--device", 0, 0, "no device is named " + named);
    }
    if (is_golden(session.text)) {
        return grade_golden(session, plan, choices, library, labs, std::move(words));
    }
    lab::Lab lab(std::move(plan), choices, library);
    lab.switch_on();
    modes::World world(lab, modes::product_actions());
    transcripts::prologue(world);
    modes::start_grading(world, labs, words.language());
    const auto device =
        session.options.device.empty() ? lab.first_device().name() : session.options.device;
    auto replayed = replay(session.text, world, session.options);
    // A line or two fit anywhere.
    if (replayed.unplaced.size() >= 4 * static_cast<std::size_t>(replayed.typed)) {
        const auto* line = world.line(device, "con 0");
        const auto place = replayed.unplaced.empty() ? 1 : replayed.unplaced.front().line;
        throw grammar::Faults(session.file, place, 1,
                              fmt::format("this was not typed in this lab, which begins at `{}`",
                                          line ? line->prompt() : ""));
    }
    auto graded = lessons::graded(world, std::move(words));
    graded.replayed = std::move(replayed);
    return graded;
}

}  // namespace lessons
