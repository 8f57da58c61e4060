#include <algorithm>

#include "grammar/duration.hpp"
#include "lessons/graded.hpp"
#include "reports/flow.hpp"

namespace lessons {
namespace {

using lab::Words;
using reports::Cell;
using What = modes::Mark::What;

// A screen of more lines than these is there for who asks for it.
constexpr int shown_at_once = 6;

// To the second: nobody types faster.
std::string second_of(licensing::Instant at) {
    at = std::chrono::floor<std::chrono::seconds>(at);
    auto text = grammar::to_string(grammar::Moment{at.time_since_epoch()});
    std::replace(text.begin(), text.end(), 'T', ' ');
    if (text.ends_with('Z')) text.pop_back();
    return text;
}

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

// A paragraph of the author's for each block of lines; those that begin with a blank stay lines.
void add_text(reports::Document& to, const std::string& text) {
    std::string paragraph;
    const auto end_paragraph = [&] {
        if (paragraph.starts_with(' '))
            to.add(reports::Screen{paragraph, {}, {}});
        else if (!paragraph.empty())
            to.add(reports::Paragraph{reports::flowed(paragraph)});
        paragraph.clear();
    };
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        const auto line = text.substr(at, end - at);
        at = end + 1;
        const bool indented = line.starts_with(' ');
        if (line.empty() || (!paragraph.empty() && indented != paragraph.starts_with(' '))) {
            end_paragraph();
        }
        if (line.empty()) continue;
        paragraph += (paragraph.empty() ? "" : "\n") + line;
    }
    end_paragraph();
}

// What stands out, when several things are said at once.
int weight(reports::Mark mark) {
    switch (mark) {
        case reports::Mark::bad: return 4;
        case reports::Mark::good: return 3;
        case reports::Mark::warn: return 2;
        case reports::Mark::neutral: return 1;
        case reports::Mark::none: break;
    }
    return 0;
}

class Writer {
public:
    Writer(const Graded& graded, bool screens)
        : graded_(graded), words_(graded.words), screens_(screens) {}

    reports::Document write();

private:
    const std::string& in(const lab::Translated& text) const { return text.in(words_.language()); }
    const lab::Objective& objective(const modes::Mark& mark) const {
        return graded_.exercise.objectives[mark.objective];
    }
    void heading(const std::string& word) { to_.add(reports::Heading{2, words_[word], {}}); }
    Cell mark_cell(const modes::Mark& mark) const;
    std::string points(const modes::Mark& mark) const;
    void add_result();
    void add_objectives();
    void add_open_points();
    void add_hints();
    void add_timeline();
    void add_deed(reports::Timeline& timeline, std::size_t at) const;
    void add_consequences(reports::Timeline& timeline, std::size_t at) const;
    void add_unplaced();

    const Graded& graded_;
    const Words& words_;
    bool screens_;
    reports::Document to_;
    bool several_devices_ = false;
};

reports::Document Writer::write() {
    to_.title = words_.say("report.title", {{"title", in(graded_.exercise.title)}});
    to_.language = words_.language();
    for (const auto& deed : graded_.deeds) {
        several_devices_ = several_devices_ || deed.device != graded_.deeds.front().device ||
                           deed.line != graded_.deeds.front().line;
    }
    add_result();
    add_objectives();
    add_hints();
    if (!graded_.exercise.story.empty()) {
        reports::Document story;
        add_text(story, in(graded_.exercise.story));
        to_.add(reports::Folded{
            words_["report.story"], reports::Mark::none, false, {}, std::move(story.blocks)});
    }
    add_timeline();
    add_unplaced();
    if (!graded_.exercise.debriefing.empty()) {
        heading("report.debriefing");
        add_text(to_, in(graded_.exercise.debriefing));
    }
    return std::move(to_);
}

void Writer::add_result() {
    const auto& grade = graded_.grade;
    to_.add(reports::Paragraph{words_.say(grade.passed ? "grade.passed" : "grade.not-passed",
                                          {{"percent", std::to_string(grade.percent)}}),
                               grade.passed ? reports::Mark::good : reports::Mark::bad});
    reports::Table facts;
    const auto row = [&](const std::string& word, const std::string& value) {
        if (!value.empty()) facts.rows.push_back({Cell{words_[word]}, Cell{value}});
    };
    const auto typed =
        std::count_if(graded_.deeds.begin(), graded_.deeds.end(),
                      [](const lab::Deed& deed) { return deed.kind == lab::Deed::Kind::command; });
    row("report.learner", graded_.learner);
    row("report.worth", std::to_string(grade.worth) + " / " + std::to_string(grade.whole));
    row("report.time", second_of(graded_.began) + " – " + second_of(graded_.ended) + " UTC");
    row("report.commands", std::to_string(typed));
    row("report.variant", std::to_string(graded_.seed));
    to_.add(std::move(facts));
}

Cell Writer::mark_cell(const modes::Mark& mark) const {
    const bool never = !objective(mark).never.empty();
    const auto* word = never ? (mark.what == What::met ? "mark.kept" : "mark.happened")
                       : mark.what == What::met    ? "mark.met"
                       : mark.what == What::partly ? "mark.partly"
                                                   : "mark.missed";
    return {words_[word], mark.what == What::met      ? reports::Mark::good
                          : mark.what == What::partly ? reports::Mark::warn
                                                      : reports::Mark::bad};
}

std::string Writer::points(const modes::Mark& mark) const {
    const auto& asked = objective(mark);
    auto text = std::to_string(mark.points);
    if (asked.never.empty()) text += "/" + std::to_string(mark.of);
    return asked.bonus ? text + " " + words_["report.extra"] : text;
}

void Writer::add_objectives() {
    heading("report.objectives");
    reports::Table table;
    table.head = {words_["report.mark"], words_["report.objective"], words_["report.points"],
                  words_["report.told"]};
    reports::List list;
    for (const auto& mark : graded_.grade.marks) {
        const auto& asked = objective(mark);
        const auto text = in(asked.text) + (asked.required ? " *" : "");
        const auto told = reports::flowed(in(mark.what == What::met ? asked.met : asked.missed));
        const auto sign = mark_cell(mark);
        table.rows.push_back({sign, Cell{text}, Cell{points(mark)}, Cell{told}});
        list.items.push_back(
            {sign.text + " " + points(mark) + ": " + text + "\n" + told, sign.mark});
    }
    // A terminal is too narrow for a table of sentences.
    if (screens_)
        to_.add(std::move(table));
    else
        to_.add(std::move(list));
    const auto& asked = graded_.exercise.objectives;
    const bool required = std::any_of(asked.begin(), asked.end(),
                                      [](const lab::Objective& one) { return one.required; });
    if (required) to_.add(reports::Paragraph{words_["objectives.passing"]});
    add_open_points();
}

// For who looks closer: why an end state is not what it should be.
void Writer::add_open_points() {
    reports::List list;
    for (const auto& mark : graded_.grade.marks) {
        for (const auto& wrong : mark.wrong) {
            list.items.push_back({objective(mark).id + ": " + wrong});
        }
    }
    if (list.items.empty()) return;
    to_.add(reports::Folded{
        words_["report.open"], reports::Mark::none, false, {}, {reports::Block{std::move(list)}}});
}

void Writer::add_hints() {
    const auto& grade = graded_.grade;
    if (grade.hints == 0) return;
    heading("report.hints");
    to_.add(reports::Paragraph{words_.say("grade.hints", {{"count", std::to_string(grade.hints)},
                                                          {"cost", std::to_string(grade.cost)}})});
    reports::List list;
    std::map<std::string, std::size_t> taken;
    for (const auto& latch : graded_.progress.hints) {
        auto place = taken[latch.objective]++;
        for (const auto& hint : graded_.exercise.hints) {
            if (hint.objective != latch.objective || place-- != 0) continue;
            list.items.push_back({latch.objective + " (-" + std::to_string(hint.cost) +
                                  "): " + reports::flowed(in(hint.text))});
            break;
        }
    }
    to_.add(std::move(list));
}

// -- the timeline ---------------------------------------------------------------------------------

void Writer::add_timeline() {
    heading("report.timeline");
    if (graded_.deeds.empty()) {
        to_.add(reports::Paragraph{words_["report.nothing-typed"]});
        return;
    }
    reports::Timeline timeline;
    for (std::size_t at = 0; at < graded_.deeds.size(); ++at) {
        add_deed(timeline, at);
        add_consequences(timeline, at);
    }
    to_.add(std::move(timeline));
}

void Writer::add_deed(reports::Timeline& timeline, std::size_t at) const {
    const auto& deed = graded_.deeds[at];
    if (deed.kind == lab::Deed::Kind::command && deed.typed.empty() && deed.screen.empty()) return;
    reports::Timeline::Entry entry;
    entry.when = second_of(deed.at);
    if (several_devices_) {
        entry.who = deed.device + (deed.line == "con 0" ? "" : " " + deed.line);
    }
    entry.typed = true;
    entry.text = (deed.kind == lab::Deed::Kind::direction ? "" : deed.prompt) + deed.typed;
    if (screens_) entry.screen = deed.screen;
    while (entry.screen.ends_with('\n')) entry.screen.pop_back();
    entry.folded = std::count(entry.screen.begin(), entry.screen.end(), '\n') >= shown_at_once;
    if (deed.refused) entry.mark = reports::Mark::warn;
    timeline.entries.push_back(std::move(entry));
}

// What it meant in full words, what it changed, and what that did to the grade: in one line.
void Writer::add_consequences(reports::Timeline& timeline, std::size_t at) const {
    const auto& deed = graded_.deeds[at];
    reports::Timeline::Entry entry;
    const auto tell = [&](const std::string& word, const std::string& what, reports::Mark mark) {
        if (what.empty()) return;
        entry.text += (entry.text.empty() ? "" : " · ") + words_.say(word, {{"what", what}});
        entry.mark = std::max(entry.mark, mark, [](reports::Mark one, reports::Mark other) {
            return weight(one) < weight(other);
        });
    };
    const bool short_for = deed.kind == lab::Deed::Kind::command && deed.command != deed.typed;
    if (short_for) tell("report.full", deed.command, reports::Mark::neutral);
    auto changed = deed.changed;
    std::replace(changed.begin(), changed.end(), std::string(lab::changed_network),
                 words_["report.network"]);
    tell("report.changed", listed(changed), reports::Mark::neutral);
    tell("report.saved", listed(deed.saved), reports::Mark::neutral);
    tell("report.rebooted", listed(deed.rebooted), reports::Mark::warn);
    for (const auto& mark : graded_.grade.marks) {
        if (mark.entry != at) continue;
        const bool met = mark.what == What::met;
        tell(met ? "report.met" : "report.hurt", objective(mark).id,
             met ? reports::Mark::good : reports::Mark::bad);
    }
    if (!entry.text.empty()) timeline.entries.push_back(std::move(entry));
}

void Writer::add_unplaced() {
    const auto& lines = graded_.replayed.unplaced;
    if (lines.empty()) return;
    heading("report.unplaced");
    to_.add(reports::Paragraph{words_["report.unplaced.why"], reports::Mark::warn});
    reports::Table table;
    table.head = {words_["report.line"], words_["report.typed"]};
    for (const auto& one : lines) {
        table.rows.push_back(
            {Cell{std::to_string(one.line)}, Cell{one.text, reports::Mark::none, true, {}}});
    }
    to_.add(std::move(table));
}

}  // namespace

reports::Document document(const Graded& graded, bool screens) {
    return Writer(graded, screens).write();
}

}  // namespace lessons
