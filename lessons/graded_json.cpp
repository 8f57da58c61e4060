#include <nlohmann/json.hpp>

#include "grammar/duration.hpp"
#include "lessons/graded.hpp"

namespace lessons {
namespace {

using Json = nlohmann::ordered_json;

std::string moment(licensing::Instant at) {
    return grammar::to_string(grammar::Moment{at.time_since_epoch()});
}

const char* name(modes::Mark::What what) {
    switch (what) {
        case modes::Mark::What::met: return "met";
        case modes::Mark::What::partly: return "partly";
        case modes::Mark::What::missed: break;
    }
    return "missed";
}

const char* name(lab::Deed::Kind kind) {
    static constexpr const char* names[] = {"command",   "answer", "secret",   "key",
                                            "direction", "help",   "interrupt"};
    return names[static_cast<std::size_t>(kind)];
}

Json objective(const Graded& graded, const modes::Mark& mark) {
    const auto& asked = graded.exercise.objectives[mark.objective];
    const auto& language = graded.words.language();
    Json json;
    json["id"] = asked.id;
    json["kind"] = !asked.holds.empty() ? "holds" : !asked.saw.empty() ? "saw" : "never";
    json["text"] = asked.text.in(language);
    json["mark"] = name(mark.what);
    json["points"] = mark.points;
    json["of"] = mark.of;
    json["required"] = asked.required;
    json["bonus"] = asked.bonus;
    json["told"] = (mark.what == modes::Mark::What::met ? asked.met : asked.missed).in(language);
    if (mark.entry) json["entry"] = *mark.entry + 1;
    if (!mark.wrong.empty()) json["wrong"] = mark.wrong;
    return json;
}

Json entry(const lab::Deed& deed) {
    Json json;
    json["at"] = moment(deed.at);
    json["device"] = deed.device;
    json["line"] = deed.line;
    json["kind"] = name(deed.kind);
    json["prompt"] = deed.prompt;
    json["typed"] = deed.typed;
    json["command"] = deed.command;
    json["refused"] = deed.refused;
    json["screen"] = deed.screen;
    if (!deed.notices.empty()) json["notices"] = deed.notices;
    if (!deed.changed.empty()) json["changed"] = deed.changed;
    if (!deed.saved.empty()) json["saved"] = deed.saved;
    if (!deed.rebooted.empty()) json["rebooted"] = deed.rebooted;
    return json;
}

}  // namespace

std::string json(const Graded& graded) {
    const auto& language = graded.words.language();
    Json json;
    json["title"] = graded.exercise.title.in(language);
    json["language"] = language;
    json["seed"] = graded.seed;
    json["began"] = moment(graded.began);
    json["ended"] = moment(graded.ended);
    if (!graded.learner.empty()) json["learner"] = graded.learner;
    json["points"] = graded.grade.worth;
    json["whole"] = graded.grade.whole;
    json["percent"] = graded.grade.percent;
    json["passed"] = graded.grade.passed;
    json["objectives"] = Json::array();
    for (const auto& mark : graded.grade.marks) {
        json["objectives"].push_back(objective(graded, mark));
    }
    json["hints"] = {{"taken", graded.grade.hints}, {"cost", graded.grade.cost}};
    json["timeline"] = Json::array();
    for (const auto& deed : graded.deeds) json["timeline"].push_back(entry(deed));
    json["unplaced"] = Json::array();
    for (const auto& line : graded.replayed.unplaced) {
        json["unplaced"].push_back({{"line", line.line}, {"text", line.text}});
    }
    json["debriefing"] = graded.exercise.debriefing.in(language);
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace lessons
