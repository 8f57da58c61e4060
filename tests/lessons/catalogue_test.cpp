// Labs told to who looks for one: what a learner may know, and what only an instructor reads.
#include <doctest/doctest.h>

#include "lessons/catalogue.hpp"
#include "lessons/questions.hpp"

namespace {

const std::string source = UNDERSTUDY_SOURCE;

const std::string text =
    "title: {en: T, zh-TW: \xE9\xA1\x8C}\nstory: |\n  It broke.\n  Mend it.\ngoals: [g]\n"
    "difficulty: easy\nminutes: 20\nfrom: [seed 9]\nhistory: secret past\n"
    "variables: {token: {pattern: 'T###'}}\n"
    "timeline: [{after: 10m, direct: '@network secret future'}]\n"
    "may: [{direct: '@advance', text: wait}]\n"
    "objectives:\n  - {id: o, text: do it, points: 10, required: true, met: secret met,\n"
    "     holds: {config: secret line, saved: true}}\n"
    "  - {id: n, text: do not, points: 5, never: {ever: {show: show x, has: secret}}}\n"
    "hints: [{for: o, cost: 1, text: secret hint}]\ndebriefing: secret end\n"
    "devices: [{name: a, profile: asa/9.8, serial: S}, {name: b, profile: asa/9.8, serial: U}]\n";

lessons::Offer offer() { return {"x", lab::read_plan(text, "x.yaml")}; }
lab::Words words(const std::string& language) {
    return lab::Words::load(source + "/labs/words", language);
}
std::string page(const std::string& language, bool instructor) {
    return reports::text(lessons::page_of(offer(), words(language), instructor));
}
bool has(const std::string& in, const std::string& what) { return in.find(what) != in.npos; }

}  // namespace

TEST_CASE("catalogue: a learner reads nothing that is the instructor's") {
    const auto page_text = page("en", false);
    CAPTURE(page_text);
    CHECK(has(page_text, "It broke. Mend it.\n"));
    CHECK(has(page_text, "do it"));
    CHECK(has(page_text, "understudy run x --role learner --lang en"));
    CHECK(!has(page_text, "secret"));
    CHECK(!has(lessons::json_of(offer(), "en", false), "secret"));
    CHECK(!has(lessons::welcome(offer().plan, words("en")), "secret"));
}

TEST_CASE("catalogue: an instructor reads everything") {
    for (const auto& told : {page("en", true), lessons::json_of(offer(), "en", true)}) {
        CAPTURE(told);
        for (const auto* what : {"secret past", "secret future", "secret line", "secret hint",
                                 "secret end", "seed 9"}) {
            CHECK(has(told, what));
        }
    }
    CHECK(lessons::in_words(offer().plan.exercise.objectives[1]) ==
          "never: ever: {show: show x, has: [secret]}");
}

TEST_CASE("catalogue: the table, and the story in the language that is asked for") {
    const auto table = reports::text(lessons::table_of({offer()}, words("zh-TW")));
    CHECK(has(table, "\xE9\xA1\x8C"));
    CHECK(has(table, "asa/9.8\n"));  // once
    CHECK(has(lessons::json_of({offer()}, "en"), "\"minutes\": 20"));
    CHECK(lessons::welcome(offer().plan, words("en"))
              .starts_with("T (easy, about 20 minutes)\n\nIt broke. Mend it.\n\nWhat you learn:\n"
                           "- g\n\n@objectives"));
}
