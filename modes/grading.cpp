#include "modes/grading.hpp"

#include <algorithm>
#include <filesystem>

#include "modes/check.hpp"
#include "modes/journal.hpp"
#include "modes/stage.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

using What = Mark::What;

// What stands in front of a command of another mode is no part of what was asked for.
bool is_command(const lab::Deed& deed, const std::string& pattern) {
    const auto& command = deed.exact.empty() ? deed.command : deed.exact;
    if (command.empty()) return false;
    if (found_in(command, pattern)) return true;
    return command.starts_with("do ") && found_in(command.substr(3), pattern);
}

bool altered(const lab::Deed& deed) { return !deed.changed.empty() || !deed.rebooted.empty(); }

// A refusal is something to see as well: `ping` of a name that nobody resolves.
bool sees(const lab::Deed& deed, const lab::Look& look) {
    if (!look.device.empty() && deed.device != look.device) return false;
    if (!look.command.empty() && !is_command(deed, look.command)) return false;
    return look.has.empty() || found_in(deed.screen, look.has);
}

bool happens(const lab::Deed& deed, const lab::Mishap& mishap) {
    if (mishap.reboot) {
        const auto& down = deed.rebooted;
        return mishap.device.empty()
                   ? !down.empty()
                   : std::find(down.begin(), down.end(), mishap.device) != down.end();
    }
    if (mishap.command.empty() || deed.refused) return false;
    return (mishap.device.empty() || deed.device == mishap.device) &&
           is_command(deed, mishap.command);
}

Lines lines_of(const std::string& text) {
    Lines lines;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

// An equal share of the points for each part: the whole for all.
int share(int points, std::size_t parts, std::size_t of) {
    return of == 0 ? 0 : static_cast<int>(static_cast<std::size_t>(points) * parts / of);
}

}  // namespace

Grading::Grading(World& world, lab::Exercise exercise, lab::Words words)
    : world_(world), exercise_(std::move(exercise)), words_(std::move(words)) {}

// -- judging --------------------------------------------------------------------------------------

void Grading::changed(std::size_t entry) {
    auto& happened = world_.lab().progress().happened;
    for (const auto& objective : exercise_.objectives) {
        const bool known = std::any_of(happened.begin(), happened.end(), [&](const auto& latch) {
            return latch.objective == objective.id;
        });
        if (known) continue;
        for (const auto& mishap : objective.never) {
            if (!mishap.ever || !judge(world_, *mishap.ever).empty()) continue;
            happened.push_back({objective.id, entry});
            break;
        }
    }
}

Mark Grading::judge_state(const lab::Objective& objective) const {
    Mark mark;
    mark.of = objective.points;
    std::size_t held = 0;
    for (const auto& check : objective.holds) {
        auto wrong = judge(world_, check);
        if (wrong.empty()) ++held;
        mark.wrong.insert(mark.wrong.end(), wrong.begin(), wrong.end());
    }
    mark.points = share(objective.points, held, objective.holds.size());
    mark.what = held == objective.holds.size() ? What::met : held > 0 ? What::partly : What::missed;
    return mark;
}

Mark Grading::judge_looks(const lab::Objective& objective) const {
    Mark mark;
    mark.of = objective.points;
    const auto& deeds = world_.journal()->entries();
    bool before = true;  // anything was changed
    for (std::size_t at = 0; at < deeds.size(); ++at) {
        const bool seen =
            std::any_of(objective.saw.begin(), objective.saw.end(), [&](const lab::Look& look) {
                return (before || !look.before_change) && sees(deeds[at], look);
            });
        if (seen) {
            mark.entry = at;
            mark.what = What::met;
            mark.points = objective.points;
            return mark;
        }
        before = before && !altered(deeds[at]);
    }
    return mark;
}

Mark Grading::judge_mishaps(const lab::Objective& objective) const {
    Mark mark;
    mark.what = What::met;
    const auto& deeds = world_.journal()->entries();
    for (const auto& latch : world_.lab().progress().happened) {
        if (latch.objective == objective.id) mark.entry = latch.entry;
    }
    for (std::size_t at = 0; at < std::min(deeds.size(), mark.entry.value_or(deeds.size())); ++at) {
        const bool one =
            std::any_of(objective.never.begin(), objective.never.end(),
                        [&](const lab::Mishap& mishap) { return happens(deeds[at], mishap); });
        if (one) mark.entry = at;
    }
    if (mark.entry) mark.what = What::missed;
    if (mark.entry) mark.points = -objective.points;
    return mark;
}

Grade Grading::grade() const {
    Grade grade;
    int whole = 0;
    int earned = 0;
    bool required_met = true;
    bool all_met = true;
    bool any_required = false;
    for (std::size_t at = 0; at < exercise_.objectives.size(); ++at) {
        const auto& objective = exercise_.objectives[at];
        auto mark = !objective.holds.empty() ? judge_state(objective)
                    : !objective.saw.empty() ? judge_looks(objective)
                                             : judge_mishaps(objective);
        mark.objective = at;
        earned += mark.points;
        if (!objective.bonus) whole += mark.of;
        const bool met = mark.what == What::met;
        any_required = any_required || objective.required;
        required_met = required_met && (met || !objective.required);
        all_met = all_met && (met || objective.bonus);
        grade.marks.push_back(std::move(mark));
    }
    const auto& hints = world_.lab().progress().hints;
    grade.hints = static_cast<int>(hints.size());
    for (std::size_t at = 0; at < exercise_.hints.size(); ++at) {
        if (hint_taken(at)) grade.cost += exercise_.hints[at].cost;
    }
    grade.worth = std::max(0, earned - grade.cost);
    grade.whole = whole;
    grade.percent = whole == 0 ? 0 : std::min(100, grade.worth * 100 / whole);
    grade.passed = any_required ? required_met : all_met;
    return grade;
}

// -- hints ----------------------------------------------------------------------------------------

// The first so many of an objective's are.
bool Grading::hint_taken(std::size_t hint) const {
    const auto& objective = exercise_.hints[hint].objective;
    const auto& taken = world_.lab().progress().hints;
    const auto of = std::count_if(taken.begin(), taken.end(),
                                  [&](const auto& one) { return one.objective == objective; });
    const auto first = exercise_.hints.begin();
    const auto before = std::count_if(first, first + static_cast<std::ptrdiff_t>(hint),
                                      [&](const auto& one) { return one.objective == objective; });
    return before < of;
}

Lines Grading::hint(std::string_view objective) {
    if (!objective.empty()) {
        const bool known = std::any_of(exercise_.objectives.begin(), exercise_.objectives.end(),
                                       [&](const auto& one) { return one.id == objective; });
        if (!known) return {words_.say("hint.unknown", {{"id", std::string(objective)}})};
    }
    for (std::size_t at = 0; at < exercise_.hints.size(); ++at) {
        const auto& hint = exercise_.hints[at];
        if (hint_taken(at) || (!objective.empty() && hint.objective != objective)) continue;
        const auto entries = world_.journal()->entries().size();
        world_.lab().progress().hints.push_back({hint.objective, entries == 0 ? 0 : entries - 1});
        Lines lines{
            words_.say("hint", {{"id", hint.objective}, {"cost", std::to_string(hint.cost)}})};
        for (auto& line : lines_of(in(hint.text))) lines.push_back(std::move(line));
        return lines;
    }
    return {words_[objective.empty() ? "hint.none" : "hint.no-more"]};
}

// -- what is said ---------------------------------------------------------------------------------

Lines Grading::objectives() const {
    int whole = 0;
    bool any_required = false;
    for (const auto& one : exercise_.objectives) {
        if (one.never.empty() && !one.bonus) whole += one.points;
        any_required = any_required || one.required;
    }
    Lines lines{words_.say("objectives", {{"points", std::to_string(whole)}})};
    for (const auto& one : exercise_.objectives) {
        const auto* kind = !one.never.empty() ? "objectives.never"
                           : one.bonus        ? "objectives.bonus"
                           : one.required     ? "objectives.required"
                                              : "objectives.one";
        auto text = lines_of(in(one.text));
        const auto first = text.empty() ? std::string() : text.front();
        lines.push_back(words_.say(
            kind, {{"id", one.id}, {"points", std::to_string(one.points)}, {"text", first}}));
        for (std::size_t at = 1; at < text.size(); ++at) lines.push_back("    " + text[at]);
    }
    if (any_required) lines.push_back(words_["objectives.passing"]);
    std::size_t left = 0;
    for (std::size_t at = 0; at < exercise_.hints.size(); ++at) left += hint_taken(at) ? 0 : 1;
    if (left > 0)
        lines.push_back(words_.say("objectives.hints", {{"count", std::to_string(left)}}));
    return lines;
}

const char* Grading::name_of(const Mark& mark) const {
    const auto& objective = exercise_.objectives[mark.objective];
    if (!objective.never.empty()) return mark.what == What::met ? "mark.kept" : "mark.happened";
    return mark.what == What::met      ? "mark.met"
           : mark.what == What::partly ? "mark.partly"
                                       : "mark.missed";
}

const std::string& Grading::text_of(const Mark& mark) const {
    const auto& objective = exercise_.objectives[mark.objective];
    const auto& told = mark.what == What::met ? objective.met : objective.missed;
    return in(told.empty() ? objective.text : told);
}

Lines Grading::report(bool final) const {
    const auto grade = this->grade();
    // What is said to a miss tells how to do it. On the way that is what hints are for.
    const bool tells = grade.passed || final;
    Lines lines;
    for (const auto& mark : grade.marks) {
        const auto& objective = exercise_.objectives[mark.objective];
        const bool met = mark.what == Mark::What::met;
        auto text = lines_of(met || tells ? text_of(mark) : in(objective.text));
        lines.push_back(words_.say(objective.never.empty() ? "grade.one" : "grade.never",
                                   {{"mark", words_[name_of(mark)]},
                                    {"id", objective.id},
                                    {"points", std::to_string(mark.points)},
                                    {"of", std::to_string(mark.of)},
                                    {"text", text.empty() ? "" : text.front()}}));
        for (std::size_t at = 1; at < text.size(); ++at) lines.push_back("    " + text[at]);
    }
    if (grade.hints > 0) {
        lines.push_back(words_.say("grade.hints", {{"count", std::to_string(grade.hints)},
                                                   {"cost", std::to_string(grade.cost)}}));
    }
    lines.push_back(words_.say(grade.passed ? "grade.passed" : "grade.not-passed",
                               {{"percent", std::to_string(grade.percent)}}));
    if (exercise_.debriefing.empty()) return lines;
    if (!grade.passed && !final) {
        lines.push_back(words_["grade.later"]);
        return lines;
    }
    lines.push_back(words_["grade.debriefing"]);
    for (auto& line : lines_of(in(exercise_.debriefing))) lines.push_back(std::move(line));
    return lines;
}

// -- for who opens a lab, and who is at its consoles ----------------------------------------------

void start_grading(World& world, const std::string& labs, const std::string& language,
                   std::vector<lab::Deed> kept) {
    const auto& exercise = world.lab().plan().exercise;
    if (exercise.empty()) return;
    auto words = lab::Words::load((std::filesystem::path(labs) / "words").string(), language);
    world.be_graded(std::make_unique<Grading>(world, exercise, std::move(words)));
    world.journal()->restore(std::move(kept));
}

std::optional<Lines> grading_direction(World& world, std::string_view direction) {
    const auto words = words_of(direction);
    const std::string verb = words.empty() ? "" : words.front();
    if (verb != "@objectives" && verb != "@hint" && verb != "@grade") return std::nullopt;
    auto* grading = world.grading();
    if (!grading) return no("this lab asks for nothing");
    const std::string more = words.size() > 1 ? words[1] : "";
    if (verb == "@hint" && words.size() <= 2) return grading->hint(more);
    if (verb == "@objectives" && words.size() == 1) return grading->objectives();
    if (verb == "@grade" && (words.size() == 1 || (words.size() == 2 && more == "final"))) {
        return grading->report(more == "final");
    }
    return usage("@objectives | @hint [ID] | @grade [final]");
}

}  // namespace modes
