#include "lessons/lint.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <set>

#include <fmt/format.h>

#include "modes/directions.hpp"

namespace lessons {
namespace {

using lab::Exercise;
using lab::Translated;

class Lint {
public:
    explicit Lint(const lab::Plan& plan) : plan_(plan), exercise_(plan.exercise) {}

    Remarks all() {
        texts();
        points();
        hints();
        files();
        directions();
        languages();
        return std::move(remarks_);
    }

private:
    void wrong(int line, std::string what) {
        remarks_.wrong.push_back({plan_.file, line, 0, std::move(what)});
    }
    void texts();
    void points();
    void hints();
    void files();
    void directions();
    void languages();
    void each_text(const std::function<void(const std::string&, const Translated&)>& tell) const;

    const lab::Plan& plan_;
    const Exercise& exercise_;
    Remarks remarks_;
};

void Lint::texts() {
    const auto needs = [&](bool there, const char* what) {
        if (!there) wrong(0, fmt::format("an exercise needs {}", what));
    };
    needs(!exercise_.title.empty(), "a title");
    needs(!exercise_.story.empty(), "a story");
    needs(!exercise_.goals.empty(), "goals");
    needs(!exercise_.difficulty.empty(), "a difficulty");
    needs(exercise_.minutes > 0, "minutes");
    needs(!exercise_.from.empty(), "evidence, `from`");
    needs(!exercise_.objectives.empty(), "objectives");
    needs(!exercise_.debriefing.empty(), "a debriefing");
    needs(!exercise_.solution.empty(), "a solution");
    needs(!exercise_.wrong_turns.empty(), "a wrong turn");
}

void Lint::points() {
    int whole = 0;
    for (const auto& one : exercise_.objectives) {
        if (one.points == 0) wrong(one.line, one.id + " is worth no points");
        if (one.never.empty() && !one.bonus) whole += one.points;
    }
    if (!exercise_.objectives.empty() && whole == 0) {
        wrong(exercise_.objectives.front().line, "no objective earns anything");
    }
}

void Lint::hints() {
    std::map<std::string, int> costs;
    for (const auto& hint : exercise_.hints) costs[hint.objective] += hint.cost;
    for (const auto& one : exercise_.objectives) {
        if (one.never.empty() && costs[one.id] > one.points) {
            wrong(one.line, fmt::format("the hints for {} cost {}, and it is worth {}", one.id,
                                        costs[one.id], one.points));
        }
    }
}

void Lint::files() {
    namespace fs = std::filesystem;
    const auto there = [&](const std::string& name, int line) {
        const auto path = fs::path(plan_.file).parent_path() / name;
        std::error_code error;
        if (!name.empty() && !fs::is_regular_file(path, error)) {
            wrong(line, "there is no file " + path.string());
        }
    };
    there(exercise_.solution, 0);
    for (const auto& turn : exercise_.wrong_turns) there(turn.transcript, turn.line);
}

void Lint::directions() {
    const auto known = [&](const std::string& direction, int line) {
        const auto verb = direction.substr(0, direction.find(' '));
        if (!modes::is_direction(verb)) wrong(line, verb + " is no stage direction");
    };
    for (const auto& may : exercise_.may) {
        // A learner may always go to another device; the lab may say what for.
        if (may.direction != "@console") known(may.direction, may.line);
    }
    for (const auto& timed : exercise_.timeline) known(timed.direction, timed.line);
}

// What a learner reads, each by its name.
void Lint::each_text(const std::function<void(const std::string&, const Translated&)>& tell) const {
    tell("title", exercise_.title);
    tell("story", exercise_.story);
    tell("debriefing", exercise_.debriefing);
    int number = 0;
    for (const auto& goal : exercise_.goals) tell(fmt::format("goal {}", ++number), goal);
    for (const auto& one : exercise_.objectives) {
        tell(one.id + " text", one.text);
        tell(one.id + " met", one.met);
        tell(one.id + " missed", one.missed);
    }
    number = 0;
    for (const auto& hint : exercise_.hints) tell(fmt::format("hint {}", ++number), hint.text);
    for (const auto& may : exercise_.may) tell(may.direction, may.text);
}

void Lint::languages() {
    std::set<std::string> spoken;
    each_text([&](const std::string&, const Translated& text) {
        for (const auto& [language, said] : text.by_language) spoken.insert(language);
    });
    for (const auto& language : spoken) {
        std::string lacks;
        each_text([&](const std::string& name, const Translated& text) {
            if (text.empty() || text.by_language.contains(language)) return;
            lacks += (lacks.empty() ? "" : ", ") + name;
        });
        if (!lacks.empty()) remarks_.notes.push_back(language + " lacks: " + lacks);
    }
}

}  // namespace

Remarks lint(const lab::Plan& plan) { return Lint(plan).all(); }

}  // namespace lessons
