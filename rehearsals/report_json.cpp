// The report for programs. Keys stay; a later one may bring more of them.
#include <nlohmann/json.hpp>

#include "grammar/duration.hpp"
#include "rehearsals/report.hpp"
#include "rehearsals/report_parts.hpp"

namespace rehearsals {
namespace {

using Json = nlohmann::ordered_json;
using State = Lived::State;

std::string text_of(licensing::Instant at) {
    return grammar::to_string(grammar::Moment{at.time_since_epoch()});
}

Json json_of(const std::vector<Judged>& tests) {
    auto list = Json::array();
    for (const auto& test : tests) {
        list.push_back(
            {{"name", test.name}, {"held", test.failures.empty()}, {"why", test.failures}});
    }
    return list;
}

Json json_of(const Standings& standings) {
    auto list = Json::array();
    for (const auto& one : standings) {
        list.push_back({{"device", one.device},
                        {"software", one.software},
                        {"up", one.up},
                        {"registration", one.registration},
                        {"authorization", one.authorization},
                        {"in_use", one.usage},
                        {"counted_by_authority", one.consumed},
                        {"next_dates", one.renewals},
                        {"last_failure", one.failure},
                        {"saved", one.saved}});
    }
    return list;
}

Json json_of(const Lived& step) {
    const auto* state = step.state == State::held     ? "held"
                        : step.state == State::failed ? "failed"
                                                      : "not tried";
    Json made{{"name", step.name}, {"device", step.device}, {"state", state}};
    if (step.state == State::not_tried) return made;
    made["began"] = text_of(step.began);
    made["ended"] = text_of(step.ended);
    made["why"] = step.failures;
    made["screen"] = step.screen;
    return made;
}

Json json_of(const WayBack& back) {
    return {{"tried", back.tried},
            {"written", back.written},
            {"given_up", back.given_up},
            {"leads_back", back.leads_back()},
            {"problems", back.problems},
            {"remarks", back.remarks},
            {"differences", back.differences},
            {"screen", back.screen}};
}

Json json_of(const Course& course) {
    Json made{{"held", course.held()},
              {"failed_at", course.failed_at},
              {"why", course.why},
              {"began", text_of(course.began)},
              {"ended", text_of(course.ended)}};
    made["before"] = json_of(course.before);
    made["steps"] = Json::array();
    for (const auto& step : course.steps) made["steps"].push_back(json_of(step));
    made["after"] = json_of(course.after);
    made["licences"] = {{"before", json_of(course.at_start)}, {"after", json_of(course.at_end)}};
    made["days"] = Json::array();
    for (const auto& day : course.days) {
        made["days"].push_back({{"day", day.day},
                                {"at", text_of(day.at)},
                                {"later", json_of(day.later)},
                                {"licences", json_of(day.standings)}});
    }
    made["differences"] = differences_of(course);
    return made;
}

}  // namespace

std::string json_of(const Rehearsal& rehearsal, const About& about) {
    Json made{{"format", 1},      {"runbook", about.runbook}, {"title", rehearsal.runbook.title},
              {"lab", about.lab}, {"seed", about.seed},       {"held", rehearsal.held()}};
    made["course"] = json_of(rehearsal.course);
    made["ways_back"] = Json::array();
    for (const auto& back : rehearsal.back) made["ways_back"].push_back(json_of(back));
    made["variants"] = Json::array();
    for (const auto& told : rehearsal.variants) {
        made["variants"].push_back({{"name", told.variant.name},
                                    {"as_expected", told.as_expected},
                                    {"course", json_of(told.course)},
                                    {"way_back", json_of(told.back)}});
    }
    // Bytes of a device that are no UTF-8 are replaced.
    return made.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace rehearsals
