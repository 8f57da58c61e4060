#include "rehearsals/report.hpp"

#include <fmt/format.h>

#include "rehearsals/report_parts.hpp"

namespace rehearsals {
namespace {

using reports::Document;
using reports::Folded;
using reports::Heading;
using reports::Mark;
using reports::Paragraph;
using reports::Screen;
using State = Lived::State;

constexpr const char* disclaimer =
    "Understudy stands in for the devices and for the licensing authority: a rehearsal shows what "
    "its model of them does, not what yours will do. Messages, times and figures may differ.";

// A text of the runbook: its lines are joined, an empty one parts paragraphs.
std::string unwrapped(const std::string& text) {
    std::string made;
    for (const char c : text) {
        const bool ends = c == '\n';
        if (ends && made.ends_with(' '))
            made.back() = '\n';
        else if (!ends || !made.ends_with('\n'))
            made += ends ? ' ' : c;
    }
    while (made.ends_with(' ') || made.ends_with('\n')) made.pop_back();
    return made;
}

Mark mark_of(State state) {
    return state == State::held ? Mark::good : state == State::failed ? Mark::bad : Mark::neutral;
}

Folded told(const Lived& step, int number, const std::string& id) {
    Folded folded{fmt::format("{}. {}", number, step.name),
                  mark_of(step.state),
                  step.state == State::failed,
                  id,
                  {}};
    if (!step.text.empty()) add(folded.blocks, Paragraph{unwrapped(step.text), Mark::none});
    for (const auto& failure : step.failures) add(folded.blocks, Paragraph{failure, Mark::bad});
    if (!step.screen.empty()) add(folded.blocks, Screen{step.screen, {}, {}});
    if (step.waited.count() > 0) {
        add(folded.blocks,
            Paragraph{"Then time passes: " + grammar::to_string(step.waited) + ".", Mark::none});
    }
    return folded;
}

void add_screens(Blocks& to, const Course& course, const std::string& prefix) {
    int number = 0;
    for (const auto& step : course.steps) {
        ++number;
        if (step.state == State::not_tried) continue;
        add(to, told(step, number, prefix.empty() ? "" : fmt::format("{}{}", prefix, number)));
    }
}

void add_differences(Blocks& to, const Course& course) {
    const auto differences = differences_of(course);
    if (differences.empty())
        add(to, Paragraph{"The running configurations are as they were before.", Mark::none});
    else
        add(to, reports::diff_screen(differences));
}

void add_way_back(Document& document, const Rehearsal& rehearsal) {
    bool any = false;
    for (std::size_t at = 0; at < rehearsal.back.size(); ++at) {
        const auto& back = rehearsal.back[at];
        if (!back.tried || (back.screen.empty() && back.problems.empty())) continue;
        if (!std::exchange(any, true)) document.add(Heading{2, "The way back", {}});
        Folded folded{
            fmt::format("From the end of step {}, “{}”", at + 1, rehearsal.runbook.steps[at].name),
            cell_of(back).mark,
            back.broken(),
            {},
            {}};
        for (const auto& problem : back.problems) {
            add(folded.blocks, Paragraph{problem, back.broken() ? Mark::bad : Mark::neutral});
        }
        for (const auto& remark : back.remarks) {
            add(folded.blocks, Paragraph{remark, Mark::warn});
        }
        if (!back.screen.empty()) add(folded.blocks, Screen{back.screen, {}, {}});
        if (!back.differences.empty()) {
            add(folded.blocks, reports::diff_screen(back.differences));
        }
        document.add(std::move(folded));
    }
}

Folded told(const Told& told_one, const Runbook& book, int number) {
    const auto& course = told_one.course;
    Folded folded{told_one.variant.name,
                  told_one.as_expected ? Mark::none : Mark::bad,
                  !told_one.as_expected,
                  fmt::format("what-if-{}", number),
                  {}};
    auto& blocks = folded.blocks;
    if (!told_one.variant.text.empty())
        add(blocks, Paragraph{unwrapped(told_one.variant.text), Mark::none});
    add(blocks, verdict_of(course, book));
    if (told_one.back.tried) {
        const auto way = cell_of(told_one.back);
        add(blocks, Paragraph{"The way back from there: " + way.text, way.mark});
    }
    add(blocks, steps_of(course, {}, false));
    if (!course.days.empty()) add(blocks, licences_of(course));
    if (course.step_failed >= 0) {
        const auto at = static_cast<std::size_t>(course.step_failed);
        add(blocks, told(course.steps[at], course.step_failed + 1, {}));
    }
    return folded;
}

void add_variants(Document& document, const Rehearsal& rehearsal) {
    if (rehearsal.variants.empty()) return;
    document.add(Heading{2, "What if", {}});
    document.add(variants_of(rehearsal, true));
    int number = 0;
    for (const auto& one : rehearsal.variants) {
        document.add(told(one, rehearsal.runbook, ++number));
    }
}

}  // namespace

Document document_of(const Rehearsal& rehearsal, const About& about) {
    const auto& book = rehearsal.runbook;
    const auto& course = rehearsal.course;
    Document document{book.title, "en", "Contents", {}};
    document.add(verdict_of(rehearsal));
    if (!book.text.empty()) document.add(Paragraph{unwrapped(book.text), Mark::none});
    document.add(facts_of(rehearsal, about));
    document.add(Heading{2, "Steps", {}});
    document.add(steps_of(course, rehearsal.back, true));
    if (const auto tests = tests_of(course); !tests.rows.empty()) {
        document.add(Heading{2, "What must hold", {}});
        document.add(tests);
    }
    document.add(Heading{2, "Licences", {}});
    if (!course.held() && !course.days.empty()) {
        document.add(Paragraph{"What follows if nobody goes back:", Mark::none});
    }
    document.add(licences_of(course));
    add_variants(document, rehearsal);
    document.add(Heading{2, "What changes in the configuration", {}});
    add_differences(document.blocks, course);
    add_way_back(document, rehearsal);
    document.add(Heading{2, "Screens", {}});
    add_screens(document.blocks, course, "step-");
    document.add(Paragraph{disclaimer, Mark::neutral});
    return document;
}

// For a terminal: what counts, without the screens.
Document summary_of(const Rehearsal& rehearsal, const About& about) {
    Document document{rehearsal.runbook.title, "en", {}, {}};
    document.add(verdict_of(rehearsal));
    document.add(facts_of(rehearsal, about));
    document.add(steps_of(rehearsal.course, rehearsal.back, false));
    document.add(licences_of(rehearsal.course));
    if (!rehearsal.variants.empty()) document.add(variants_of(rehearsal, false));
    return document;
}

}  // namespace rehearsals
