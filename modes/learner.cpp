#include "modes/learner.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "modes/grading.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

constexpr std::array<std::string_view, 3> own{"@objectives", "@hint", "@grade"};

// A permission holds word by word: "@authority token" is no "@authority tokens".
bool begins_with(const Words& said, const Words& allowed) {
    return allowed.size() <= said.size() &&
           std::equal(allowed.begin(), allowed.end(), said.begin());
}

// In the column of the directions the texts stand behind them.
void explain(Lines& lines, const std::string& direction, const std::string& text) {
    std::string_view rest = text;
    while (rest.ends_with('\n')) rest.remove_suffix(1);
    lines.push_back(fmt::format("{:<32}  {}", direction, rest.substr(0, rest.find('\n'))));
    while (rest.find('\n') != rest.npos) {
        rest.remove_prefix(rest.find('\n') + 1);
        lines.push_back(fmt::format("{:<32}  {}", "", rest.substr(0, rest.find('\n'))));
    }
}

bool may_direct(World& world, const Words& said) {
    const auto& exercise = world.lab().plan().exercise;
    if (!exercise.empty() && std::find(own.begin(), own.end(), said[0]) != own.end()) return true;
    return std::any_of(exercise.may.begin(), exercise.may.end(), [&](const auto& permission) {
        return begins_with(said, words_of(permission.direction));
    });
}

// In the language of who is graded; a lab that asks nothing has no words of its own.
std::string word(World& world, const std::string& name, const char* otherwise) {
    return world.grading() ? world.grading()->words()[name] : otherwise;
}

std::string other_consoles(World& world) {
    std::string names;
    for (const auto& device : world.lab().plan().devices) {
        names += (names.empty() ? "" : " ") + device.name;
    }
    if (world.grading()) return world.grading()->words().say("help.console", {{"names", names}});
    return "the console of another device: " + names;
}

Lines learner_help(World& world) {
    const auto& may = world.lab().plan().exercise.may;
    Lines lines;
    if (const auto* grading = world.grading()) {
        const auto& words = grading->words();
        explain(lines, "@objectives", words["help.objectives"]);
        explain(lines, "@hint [ID]", words["help.hint"]);
        explain(lines, "@grade [final]", words["help.grade"]);
        for (const auto& one : may) explain(lines, one.direction, one.text.in(words.language()));
    }
    const bool told = std::any_of(may.begin(), may.end(), [](const auto& one) {
        return one.direction.starts_with("@console");
    });
    if (!told && world.lab().devices().size() > 1) {
        explain(lines, "@console NAME", other_consoles(world));
    }
    explain(lines, "@quit", word(world, "help.quit", "leave"));
    return lines;
}

}  // namespace

std::optional<Lines> told_learner(World& world, std::string_view direction) {
    const auto said = words_of(direction);
    if (said.empty() || said[0].starts_with("@#") || said[0] == "@console") return std::nullopt;
    if (said[0] == "@help") return learner_help(world);
    if (may_direct(world, said)) return std::nullopt;
    return no(said[0] + " is the instructor's; @help lists what you may say");
}

}  // namespace modes
