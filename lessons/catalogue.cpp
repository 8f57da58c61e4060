#include "lessons/catalogue.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "grammar/duration.hpp"
#include "lessons/check.hpp"
#include "lessons/questions.hpp"
#include "profiles/text_file.hpp"
#include "reports/flow.hpp"
#include "reports/visible.hpp"

namespace lessons {
namespace {

using Json = nlohmann::ordered_json;
using lab::Exercise;
using lab::Words;
using reports::Cell;

// Beside the sign of a remark on a terminal of 80.
constexpr std::size_t console_columns = 76;

std::string plain(std::string text) {
    while (text.ends_with('\n')) text.pop_back();
    return text;
}

std::string dumped(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string difficulty(const Exercise& exercise, const Words& words) {
    return exercise.difficulty.empty() ? "" : words["difficulty." + exercise.difficulty];
}

std::string minutes(const Exercise& exercise) {
    return exercise.minutes > 0 ? std::to_string(exercise.minutes) : "";
}

std::string joined(const std::vector<std::string>& list) {
    return fmt::format("{}", fmt::join(list, ", "));
}

const char* kind_of(const lab::Objective& objective) {
    return !objective.never.empty() ? "show.never"
           : objective.bonus        ? "show.bonus"
           : objective.required     ? "show.required"
                                    : "show.wanted";
}

std::string text_beside(const lab::Plan& plan, const std::string& name) {
    const auto path = std::filesystem::path(plan.file).parent_path() / name;
    try {
        return profiles::read_text_file(path.string());
    } catch (const grammar::Faults& faults) {
        return grammar::to_string(faults.list().front());  // which `labs check` is for
    }
}

Json summary(const Offer& offer, const std::string& language) {
    const auto& exercise = offer.plan.exercise;
    return {{"name", offer.name},
            {"title", exercise.title.in(language)},
            {"difficulty", exercise.difficulty},
            {"minutes", exercise.minutes},
            {"platforms", platforms_of(offer.plan)},
            {"languages", languages_of(exercise)},
            {"file", offer.plan.file}};
}

// The blocks of one lab's page.
class Page {
public:
    Page(const Offer& offer, const Words& words)
        : offer_(offer), exercise_(offer.plan.exercise), words_(words) {
        document_.title = exercise_.title.empty() ? offer.name : plain(in(exercise_.title));
        document_.language = words.language();
    }

    void for_learners();
    void for_instructors();
    reports::Document take() { return std::move(document_); }

private:
    const std::string& in(const lab::Translated& text) const { return text.in(words_.language()); }
    void heading(const char* name) { document_.add(reports::Heading{2, words_[name], {}}); }
    void paragraphs(const lab::Translated& text) {
        document_.add(reports::Paragraph{reports::flowed(in(text))});
    }
    void facts();
    void objectives(bool judged);
    void timeline();
    void hints();
    void wrong_turns();

    const Offer& offer_;
    const Exercise& exercise_;
    const Words& words_;
    reports::Document document_;
};

void Page::facts() {
    reports::Table table;
    const auto row = [&](const char* name, const std::string& value) {
        if (!value.empty()) table.rows.push_back({{words_[name]}, {value}});
    };
    row("labs.name", offer_.name);
    row("labs.difficulty", difficulty(exercise_, words_));
    row("labs.minutes", minutes(exercise_));
    row("labs.platforms", joined(platforms_of(offer_.plan)));
    row("labs.languages", joined(languages_of(exercise_)));
    document_.add(std::move(table));
}

void Page::objectives(bool judged) {
    if (exercise_.objectives.empty()) return;
    heading("show.objectives");
    reports::Table table{{words_["report.objective"], words_["report.points"], "", ""}, {}};
    for (const auto& one : exercise_.objectives) {
        const auto sign = one.never.empty() ? "" : "-";
        auto text = plain(in(one.text));
        if (judged) text += "\n" + in_words(one);
        table.rows.push_back(
            {{one.id}, {fmt::format("{}{}", sign, one.points)}, {words_[kind_of(one)]}, {text}});
    }
    document_.add(std::move(table));
}

void Page::for_learners() {
    facts();
    if (!exercise_.story.empty()) paragraphs(exercise_.story);
    if (!exercise_.goals.empty()) {
        heading("show.goals");
        reports::List list;
        for (const auto& goal : exercise_.goals) list.items.push_back({plain(in(goal))});
        document_.add(std::move(list));
    }
    objectives(false);
    if (!exercise_.may.empty()) {
        heading("show.may");
        reports::Table table;
        for (const auto& may : exercise_.may) {
            table.rows.push_back({{may.direction, {}, true}, {plain(in(may.text))}});
        }
        document_.add(std::move(table));
    }
    if (!exercise_.hints.empty()) {
        document_.add(reports::Paragraph{
            words_.say("show.hints", {{"count", std::to_string(exercise_.hints.size())}})});
    }
    document_.add(reports::Paragraph{
        words_.say("show.begin", {{"name", offer_.name}, {"language", words_.language()}})});
}

void Page::timeline() {
    if (exercise_.timeline.empty()) return;
    heading("show.timeline");
    reports::Table table;
    for (const auto& timed : exercise_.timeline) {
        table.rows.push_back(
            {{"+" + grammar::to_string(timed.after)}, {timed.direction, {}, true}});
    }
    document_.add(std::move(table));
}

void Page::hints() {
    if (exercise_.hints.empty()) return;
    heading("show.all-hints");
    reports::List list;
    for (const auto& hint : exercise_.hints) {
        list.items.push_back(
            {words_.say("hint", {{"id", hint.objective}, {"cost", std::to_string(hint.cost)}}) +
             "\n" + plain(in(hint.text))});
    }
    document_.add(std::move(list));
}

void Page::wrong_turns() {
    if (exercise_.wrong_turns.empty()) return;
    heading("show.wrong-turns");
    reports::Table table;
    for (const auto& turn : exercise_.wrong_turns) {
        table.rows.push_back({{turn.transcript},
                              {fmt::format("{} %", turn.percent)},
                              {joined(turn.missed)},
                              {plain(in(turn.text))}});
    }
    document_.add(std::move(table));
}

void Page::for_instructors() {
    heading("show.instructor");
    reports::Table table;
    table.rows.push_back({{words_["show.from"]}, {joined(exercise_.from)}});
    for (const auto& [name, value] : exercise_.variables) {
        table.rows.push_back({{"${" + name + "}"}, {value, {}, true}});
    }
    document_.add(std::move(table));
    objectives(true);
    if (!exercise_.history.empty()) {
        heading("show.history");
        document_.add(reports::Screen{exercise_.history});
    }
    timeline();
    hints();
    if (!exercise_.debriefing.empty()) {
        heading("report.debriefing");
        paragraphs(exercise_.debriefing);
    }
    wrong_turns();
    if (!exercise_.solution.empty()) {
        heading("show.solution");
        document_.add(reports::Screen{text_beside(offer_.plan, exercise_.solution)});
    }
}

Json objective_json(const lab::Objective& one, const std::string& language, bool instructor) {
    Json json{{"id", one.id},
              {"text", one.text.in(language)},
              {"points", one.never.empty() ? one.points : -one.points},
              {"required", one.required},
              {"bonus", one.bonus}};
    if (!instructor) return json;
    json["met"] = one.met.in(language);
    json["missed"] = one.missed.in(language);
    json["judged"] = in_words(one);
    return json;
}

Json instructor_json(const Offer& offer, const std::string& language) {
    const auto& exercise = offer.plan.exercise;
    Json hints = Json::array(), timeline = Json::array(), turns = Json::array();
    for (const auto& hint : exercise.hints) {
        hints.push_back(
            {{"for", hint.objective}, {"cost", hint.cost}, {"text", hint.text.in(language)}});
    }
    for (const auto& timed : exercise.timeline) {
        timeline.push_back(
            {{"after", grammar::to_string(timed.after)}, {"direct", timed.direction}});
    }
    for (const auto& turn : exercise.wrong_turns) {
        turns.push_back({{"transcript", turn.transcript},
                         {"percent", turn.percent},
                         {"missed", turn.missed},
                         {"text", turn.text.in(language)}});
    }
    return {{"from", exercise.from},         {"variables", exercise.variables},
            {"history", exercise.history},   {"timeline", std::move(timeline)},
            {"hints", std::move(hints)},     {"debriefing", exercise.debriefing.in(language)},
            {"solution", exercise.solution}, {"wrong_turns", std::move(turns)}};
}

}  // namespace

Offer offer_of(const std::string& file, std::optional<std::uint64_t> seed) {
    return {name_of(file), lab::load_plan(file, seed)};
}

std::vector<std::string> platforms_of(const lab::Plan& plan) {
    std::vector<std::string> platforms;
    for (const auto& device : plan.devices) {
        if (std::find(platforms.begin(), platforms.end(), device.profile) == platforms.end()) {
            platforms.push_back(device.profile);
        }
    }
    return platforms;
}

std::vector<std::string> languages_of(const Exercise& exercise) {
    std::vector<std::string> languages;
    for (const auto& [language, text] : exercise.story.by_language) languages.push_back(language);
    return languages;
}

reports::Document table_of(const std::vector<Offer>& offers, const Words& words) {
    reports::Document document;
    document.title = words["labs.title"];
    document.language = words.language();
    reports::Table table{{words["labs.name"], words["labs.what"], words["labs.difficulty"],
                          words["labs.minutes"], words["labs.platforms"]},
                         {}};
    for (const auto& offer : offers) {
        const auto& exercise = offer.plan.exercise;
        table.rows.push_back({{offer.name},
                              {plain(exercise.title.in(words.language()))},
                              {difficulty(exercise, words)},
                              {minutes(exercise)},
                              {joined(platforms_of(offer.plan))}});
    }
    document.add(std::move(table));
    document.add(reports::Paragraph{words["labs.more"]});
    return document;
}

std::string json_of(const std::vector<Offer>& offers, const std::string& language) {
    auto list = Json::array();
    for (const auto& offer : offers) list.push_back(summary(offer, language));
    return dumped(list);
}

reports::Document page_of(const Offer& offer, const Words& words, bool instructor) {
    Page page(offer, words);
    page.for_learners();
    if (instructor) page.for_instructors();
    return page.take();
}

std::string json_of(const Offer& offer, const std::string& language, bool instructor) {
    const auto& exercise = offer.plan.exercise;
    auto json = summary(offer, language);
    json["story"] = exercise.story.in(language);
    auto goals = Json::array(), objectives = Json::array(), may = Json::array();
    for (const auto& goal : exercise.goals) goals.push_back(goal.in(language));
    for (const auto& one : exercise.objectives) {
        objectives.push_back(objective_json(one, language, instructor));
    }
    for (const auto& one : exercise.may) {
        may.push_back({{"direct", one.direction}, {"text", one.text.in(language)}});
    }
    json["goals"] = std::move(goals);
    json["objectives"] = std::move(objectives);
    json["may"] = std::move(may);
    if (instructor) json.update(instructor_json(offer, language));
    return dumped(json);
}

std::string welcome(const lab::Plan& plan, const Words& words) {
    const auto& exercise = plan.exercise;
    std::string text = plain(exercise.title.in(words.language()));
    if (!exercise.difficulty.empty() && exercise.minutes > 0) {
        text += words.say("welcome.facts", {{"difficulty", difficulty(exercise, words)},
                                            {"minutes", minutes(exercise)}});
    }
    text += "\n\n" + plain(exercise.story.in(words.language())) + "\n";
    if (!exercise.goals.empty()) text += "\n" + words["welcome.goals"] + "\n";
    for (const auto& goal : exercise.goals) text += "- " + plain(goal.in(words.language())) + "\n";
    text += "\n" + words["welcome.ask"];
    return fmt::format(
        "{}",
        fmt::join(reports::folded(reports::visible(reports::flowed(text)), console_columns), "\n"));
}

}  // namespace lessons
