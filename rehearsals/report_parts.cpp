#include "rehearsals/report_parts.hpp"
#include "transcripts/unified.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace rehearsals {
namespace {

using reports::Cell;
using reports::Mark;
using reports::Paragraph;
using reports::Table;
using State = Lived::State;

std::string clock_of(licensing::Instant at) { return day_and_time(at).substr(11); }

Cell outcome_of(const Lived& step) {
    switch (step.state) {
        case State::held: return {"as expected", Mark::good};
        case State::failed: return {joined(step.failures), Mark::bad};
        case State::not_tried: break;
    }
    return {"not tried", Mark::neutral};
}

Mark mark_of(const Standing& standing) {
    if (!standing.up) return Mark::bad;
    const auto& how = standing.authorization;
    if (how == "authorized" || how == "by policy" || how == "reserved") {
        return standing.failure.empty() ? Mark::good : Mark::warn;
    }
    if (how == "no licence in use" || how == "evaluation") return Mark::neutral;
    return Mark::bad;
}

// In a table only what is not as it should be is said of a licence.
std::string usage_of(const Standing& standing) {
    std::vector<std::string> lines;
    for (auto line : standing.usage) {
        for (const std::string usual : {": authorized", ": in use"}) {
            if (line.ends_with(usual)) line.resize(line.size() - usual.size());
        }
        lines.push_back(line);
    }
    return joined(lines);
}

// Their days are enough.
std::string dates_of(const Standing& standing) {
    std::vector<std::string> lines;
    for (const auto& line : standing.renewals) lines.push_back(line.substr(0, line.rfind(' ')));
    return joined(lines);
}

void add_standings(Table& table, const std::string& when, const Standings& standings) {
    bool first = true;
    for (const auto& one : standings) {
        if (!one.licensed_here && one.up) continue;
        auto state = one.authorization.empty() ? one.registration
                                               : one.registration + "\n" + one.authorization;
        if (!one.up) state = "down";
        if (!one.failure.empty()) state += "\nlast exchange: " + one.failure;
        table.rows.push_back({{first ? when : ""},
                              {one.device},
                              {state, mark_of(one)},
                              {usage_of(one), Mark::none, true},
                              {joined(one.consumed), Mark::none, true},
                              {dates_of(one)}});
        first = false;
    }
}

std::size_t failures_among(const std::vector<Told>& variants) {
    return static_cast<std::size_t>(std::count_if(variants.begin(), variants.end(),
                                                  [](auto& one) { return !one.as_expected; }));
}

std::string counted(std::size_t many, const std::string& one) {
    return fmt::format("{} {}{}", many, one, many == 1 ? "" : "s");
}

// What the runbook says of it, and whether it came so.
Cell expected(const Told& told) {
    const auto mark = told.as_expected ? Mark::good : Mark::bad;
    switch (told.variant.expect) {
        case Variant::Expect::hold: return {"to hold", mark};
        case Variant::Expect::fail: {
            const bool elsewhere = !told.as_expected && !told.variant.fails_at.empty();
            return {elsewhere ? "to fail at “" + told.variant.fails_at + "”" : "to fail", mark};
        }
        case Variant::Expect::nothing: break;
    }
    return {};
}

}  // namespace

std::string joined(const std::vector<std::string>& lines) {
    return fmt::format("{}", fmt::join(lines, "\n"));
}

std::string place_of(const Course& course, const Runbook& book) {
    if (course.step_failed >= 0) {
        return fmt::format("step {} of {}, “{}”", course.step_failed + 1, book.steps.size(),
                           course.failed_at);
    }
    if (!course.begun()) return fmt::format("the check before it, “{}”", course.failed_at);
    const auto is_it = [&](const Judged& test) { return test.name == course.failed_at; };
    if (std::any_of(course.after.begin(), course.after.end(), is_it)) {
        return fmt::format("the check after it, “{}”", course.failed_at);
    }
    return course.failed_at;
}

Paragraph verdict_of(const Course& course, const Runbook& book) {
    if (course.held()) {
        return {fmt::format("Everything came as expected: {} and {}.",
                            counted(book.steps.size(), "step"),
                            counted(course.before.size() + course.after.size() +
                                        course.days.size() * book.later.size(),
                                    "check")),
                Mark::good};
    }
    return {fmt::format("It fails at {}.\n{}", place_of(course, book), joined(course.why)),
            Mark::bad};
}

Paragraph verdict_of(const Rehearsal& rehearsal) {
    auto verdict = verdict_of(rehearsal.course, rehearsal.runbook);
    const auto& back = rehearsal.back;
    const auto broken =
        std::count_if(back.begin(), back.end(), [](auto& way) { return way.broken(); });
    const auto odd = failures_among(rehearsal.variants);
    if (rehearsal.course.held() && (broken > 0 || odd > 0)) {
        verdict.text = "The window itself goes as planned, but:";
    }
    if (broken > 0) {
        verdict.text += fmt::format("\nThe way back fails from {}.",
                                    counted(static_cast<std::size_t>(broken), "step"));
    }
    if (odd > 0) {
        verdict.text +=
            fmt::format("\n{} did not go as the runbook expects.", counted(odd, "what-if"));
    }
    if (broken > 0 || odd > 0) verdict.mark = Mark::bad;
    return verdict;
}

Table facts_of(const Rehearsal& rehearsal, const About& about) {
    const auto& course = rehearsal.course;
    Table table;
    std::vector<std::string> devices;
    for (const auto& one : course.at_start) devices.push_back(one.device + ": " + one.software);
    table.rows.push_back({{"Runbook"}, {about.runbook}});
    table.rows.push_back(
        {{"Lived through in"}, {fmt::format("{}, seed {}", about.lab, about.seed)}});
    table.rows.push_back({{devices.size() == 1 ? "Device" : "Devices"}, {joined(devices)}});
    table.rows.push_back(
        {{"Window"},
         {fmt::format("{} to {} UTC", day_and_time(course.began), day_and_time(course.ended))}});
    return table;
}

Cell cell_of(const WayBack& back) {
    if (!back.tried) return {"not tried", Mark::neutral};
    if (back.problems.empty()) return {"all as before", Mark::good};
    if (back.given_up) return {"none from here on", Mark::neutral};
    if (!back.written) return {"none is written", Mark::neutral};
    return {joined(back.problems), Mark::bad};
}

Table steps_of(const Course& course, const std::vector<WayBack>& back, bool linked) {
    Table table{{"", "Step", "Device", "Time", "Outcome"}, {}};
    if (!back.empty()) table.head.emplace_back("The way back from here");
    int number = 0;
    for (const auto& step : course.steps) {
        ++number;
        const bool tried = step.state != State::not_tried;
        Cell name{step.name, Mark::none, false,
                  linked && tried ? fmt::format("step-{}", number) : ""};
        const auto time = tried ? clock_of(step.began) + "–" + clock_of(step.ended) : "";
        table.rows.push_back(
            {{std::to_string(number)}, name, {step.device}, {time}, outcome_of(step)});
        const auto index = static_cast<std::size_t>(number) - 1;
        if (index < back.size()) table.rows.back().push_back(cell_of(back[index]));
    }
    return table;
}

Table tests_of(const Course& course) {
    Table table{{"When", "What must hold", "Outcome"}, {}};
    const auto add = [&](const std::string& when, const std::vector<Judged>& tests) {
        for (const auto& test : tests) {
            const bool good = test.failures.empty();
            table.rows.push_back(
                {{when},
                 {test.name},
                 good ? Cell{"holds", Mark::good} : Cell{joined(test.failures), Mark::bad}});
        }
    };
    add("before", course.before);
    add("after", course.after);
    for (const auto& day : course.days) add(fmt::format("day {}", day.day), day.later);
    return table;
}

Table licences_of(const Course& course) {
    Table table{{"When", "Device", "State", "In use", "Counted by the authority", "Next dates"},
                {}};
    add_standings(table, "before", course.at_start);
    add_standings(table, "after", course.at_end);
    for (const auto& day : course.days) {
        add_standings(table, fmt::format("day {}\n{}", day.day, day_and_time(day.at).substr(0, 10)),
                      day.standings);
    }
    return table;
}

Table variants_of(const Rehearsal& rehearsal, bool linked) {
    Table table{{"What if", "Outcome", "Because", "Expected", "The way back"}, {}};
    const auto outcome = [](const Course& course) -> std::string {
        return course.held() ? "holds" : "fails at “" + course.failed_at + "”";
    };
    const auto because = [](const Course& course) -> std::string {
        return course.why.empty() ? "" : course.why.front();
    };
    const auto& planned = rehearsal.course;
    table.rows.push_back({{"as planned"},
                          {outcome(planned), planned.held() ? Mark::good : Mark::bad},
                          {because(planned)},
                          {"to hold", planned.held() ? Mark::good : Mark::bad},
                          {}});
    int number = 0;
    for (const auto& told : rehearsal.variants) {
        ++number;
        table.rows.push_back({{told.variant.name, Mark::none, false,
                               linked ? fmt::format("what-if-{}", number) : ""},
                              {outcome(told.course)},
                              {because(told.course)},
                              expected(told),
                              told.back.tried ? cell_of(told.back) : Cell{}});
    }
    return table;
}

std::string differences_of(const Course& course) {
    std::string text;
    for (const auto& before : course.at_start) {
        for (const auto& after : course.at_end) {
            if (after.device != before.device) continue;
            text += transcripts::unified_diff(before.configuration, after.configuration,
                                              before.device + " before", before.device + " after");
        }
    }
    return text;
}

}  // namespace rehearsals
