#include "rehearsals/runbook.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "labs/exercise_reader.hpp"
#include "profiles/text_file.hpp"
#include "profiles/yaml_reader.hpp"
#include "rehearsals/values.hpp"

namespace rehearsals {
namespace {

using Node = YAML::Node;
using profiles::line_of;
using profiles::YamlReader;

constexpr std::size_t most_bytes = 1'000'000;
constexpr long most_days = 3650;

class Reader {
public:
    Reader(const std::string& text, const std::string& file) : yaml_(text, file) {
        book_.file = file;
    }

    Runbook read(const Values& overrides);

private:
    void top();
    Script script(const Node& node);
    Line line(std::string text, int number);
    std::vector<Test> tests(const Node& node);
    Test test(const Node& node);
    std::vector<std::string> patterns(const Node& node);
    void expect(const Node& node, Step& step);
    Step step(const Node& node);
    Rollback rollback(const Node& node);
    std::vector<int> days(const Node& node);
    Variant variant(const Node& node);
    Change change(const Node& node);
    std::string direction(const Node& node);
    grammar::Span wait(const Node& node);
    void check_names();
    void check_variant(const Variant& variant);
    void fault(int line, const std::string& what);

    YamlReader yaml_;
    Runbook book_;
    std::vector<grammar::Fault> faults_;
};

Runbook Reader::read(const Values& overrides) {
    book_.variables = put_values(yaml_, overrides);
    top();
    if (book_.title.empty()) yaml_.fault(yaml_.root(), "a runbook needs a `title`");
    if (book_.steps.empty()) yaml_.fault(yaml_.root(), "a runbook needs `steps`");
    check_names();
    yaml_.finish();
    if (!faults_.empty()) throw grammar::Faults(std::move(faults_));
    return std::move(book_);
}

void Reader::top() {
    const auto named = [&](std::string& to, int& line) {
        return [&](const Node& n) {
            to = yaml_.text(n);
            line = line_of(n);
        };
    };
    yaml_.keys(yaml_.root(),
               {{"title", [&](auto& n) { book_.title = yaml_.text(n); }},
                {"text", [&](auto& n) { book_.text = yaml_.text(n); }},
                {"lab", named(book_.lab, book_.lab_line)},
                {"device", named(book_.device, book_.device_line)},
                {"at",
                 [&](auto& n) {
                     book_.at = yaml_.moment(n);
                     book_.at_line = line_of(n);
                 }},
                {"variables", [](auto&) {}},
                {"secrets", [&](auto& n) { book_.secrets = yaml_.texts(n); }},
                {"prepare", [&](auto& n) { book_.prepare = script(n); }},
                {"before", [&](auto& n) { book_.before = tests(n); }},
                {"steps",
                 [&](auto& n) { yaml_.each(n, [&](auto& s) { book_.steps.push_back(step(s)); }); }},
                {"after", [&](auto& n) { book_.after = tests(n); }},
                {"days", [&](auto& n) { book_.days = days(n); }},
                {"later", [&](auto& n) { book_.later = tests(n); }},
                {"variants", [&](auto& n) {
                     yaml_.each(n, [&](auto& v) { book_.variants.push_back(variant(v)); });
                 }}});
}

Line Reader::line(std::string text, int number) {
    if (text.starts_with('@')) return {Line::Kind::direction, std::move(text), number, false};
    if (text.starts_with("- ")) return {Line::Kind::command, text.substr(2), number, true};
    if (text != ">" && !text.starts_with("> "))
        return {Line::Kind::command, std::move(text), number, false};
    text.erase(0, std::min<std::size_t>(2, text.size()));
    return {Line::Kind::answer, std::move(text), number, false};
}

// A text of lines, or a list of them.
Script Reader::script(const Node& node) {
    Script made;
    if (node.IsSequence()) {
        for (const auto& item : yaml_.items(node)) {
            made.push_back(line(yaml_.text(item), line_of(item)));
        }
    } else {
        const auto text = yaml_.text(node);
        // A block's lines stand below its `|`.
        int number = line_of(node) + (text.find('\n') == text.npos ? 0 : 1);
        for (std::size_t at = 0; at < text.size(); ++number) {
            const auto end = std::min(text.find('\n', at), text.size());
            made.push_back(line(text.substr(at, end - at), number));
            at = end + 1;
        }
    }
    std::erase_if(made, [](const Line& one) { return one.text.starts_with("@#"); });
    return made;
}

std::vector<Test> Reader::tests(const Node& node) {
    std::vector<Test> made;
    yaml_.each(node, [&](auto& n) { made.push_back(test(n)); });
    return made;
}

// A check, or `name` and `check`.
Test Reader::test(const Node& node) {
    Test made;
    made.line = line_of(node);
    if (node.IsMap() && node["check"]) {
        yaml_.keys(node, {{"name", [&](auto& n) { made.name = yaml_.text(n); }},
                          {"check", [&](auto& n) { made.check = lab::read_check(yaml_, n); }}});
    } else {
        made.check = lab::read_check(yaml_, node);
    }
    made.named = !made.name.empty();
    if (!made.named) made.name = rehearsals::words_of(made.check);
    return made;
}

std::vector<std::string> Reader::patterns(const Node& node) {
    if (node.IsScalar()) return {lab::read_pattern(yaml_, node)};
    std::vector<std::string> made;
    yaml_.each(node, [&](auto& n) { made.push_back(lab::read_pattern(yaml_, n)); });
    return made;
}

void Reader::expect(const Node& node, Step& step) {
    yaml_.keys(node, {{"has", [&](auto& n) { step.has = patterns(n); }},
                      {"lacks", [&](auto& n) { step.lacks = patterns(n); }}});
}

grammar::Span Reader::wait(const Node& node) {
    const auto span = yaml_.span(node);
    if (span < grammar::Span{} || span > std::chrono::days{most_days}) {
        yaml_.fault(node, "a wait is between nothing and ten years");
    }
    return span;
}

Step Reader::step(const Node& node) {
    Step made;
    made.line = line_of(node);
    yaml_.keys(node, {{"name", [&](auto& n) { made.name = yaml_.text(n); }},
                      {"text", [&](auto& n) { made.text = yaml_.text(n); }},
                      {"device", [&](auto& n) { made.device = yaml_.text(n); }},
                      {"type", [&](auto& n) { made.type = script(n); }},
                      {"expect", [&](auto& n) { expect(n, made); }},
                      {"check", [&](auto& n) { made.checks = tests(n); }},
                      {"wait", [&](auto& n) { made.wait = wait(n); }},
                      {"rollback", [&](auto& n) {
                           made.no_way_back = n.IsScalar() && n.Scalar() == "none";
                           if (!made.no_way_back) made.rollback = rollback(n);
                       }}});
    if (node.IsMap() && made.name.empty()) yaml_.fault(node, "a step needs a `name`");
    if (node.IsMap() && made.type.empty() && made.checks.empty() && made.wait.count() == 0) {
        yaml_.fault(node, "this step does nothing: no `type`, no `wait`, no `check`");
    }
    return made;
}

Rollback Reader::rollback(const Node& node) {
    Rollback made;
    if (!node.IsMap()) {
        made.type = script(node);
        return made;
    }
    yaml_.keys(node, {{"type", [&](auto& n) { made.type = script(n); }},
                      {"wait", [&](auto& n) { made.wait = wait(n); }},
                      {"check", [&](auto& n) { made.checks = tests(n); }}});
    return made;
}

std::vector<int> Reader::days(const Node& node) {
    std::vector<int> made;
    yaml_.each(node, [&](auto& n) {
        const auto day = yaml_.number(n);
        const bool rises = made.empty() || day > made.back();
        if (day < 1 || day > most_days || !rises) {
            yaml_.fault(n, "days rise from 1 to " + std::to_string(most_days));
        }
        made.push_back(static_cast<int>(day));
    });
    return made;
}

std::string Reader::direction(const Node& node) { return lab::read_direction(yaml_, node); }

// A direction, or when it is given and which.
Change Reader::change(const Node& node) {
    Change made;
    made.line = line_of(node);
    if (node.IsScalar()) {
        made.direction = direction(node);
        return made;
    }
    yaml_.keys(node, {{"direct", [&](auto& n) { made.direction = direction(n); }},
                      {"before", [&](auto& n) { made.before = yaml_.text(n); }},
                      {"after", [&](auto& n) { made.after = wait(n); }}});
    if (made.direction.empty()) yaml_.fault(node, "a change needs a `direct`");
    if (made.after && !made.before.empty()) yaml_.fault(node, "`before` or `after`, not both");
    return made;
}

Variant Reader::variant(const Node& node) {
    Variant made;
    made.line = line_of(node);
    const auto expected = [&](const Node& n) {
        const auto word = yaml_.text(n);
        if (word != "hold" && word != "fail") yaml_.fault(n, "not hold or fail: " + word);
        made.expect = word == "fail" ? Variant::Expect::fail : Variant::Expect::hold;
    };
    yaml_.keys(
        node,
        {{"name", [&](auto& n) { made.name = yaml_.text(n); }},
         {"text", [&](auto& n) { made.text = yaml_.text(n); }},
         {"changes",
          [&](auto& n) { yaml_.each(n, [&](auto& c) { made.changes.push_back(change(c)); }); }},
         {"variables",
          [&](auto& n) {
              for (const auto& entry : yaml_.entries(n)) {
                  made.variables[entry.key] = yaml_.text(entry.value);
                  if (!book_.variables.contains(entry.key)) {
                      yaml_.fault(entry.place, "the runbook has no variable " + entry.key);
                  }
              }
          }},
         {"go_on", [&](auto& n) { made.go_on = yaml_.boolean(n); }},
         {"expect", expected},
         {"fails_at", [&](auto& n) { made.fails_at = yaml_.text(n); }}});
    if (node.IsMap() && made.name.empty()) yaml_.fault(node, "a variant needs a `name`");
    if (node.IsMap() && made.changes.empty() && made.variables.empty()) {
        yaml_.fault(node, "nothing is otherwise here: no `changes`, no `variables`");
    }
    if (!made.fails_at.empty() && made.expect != Variant::Expect::fail) {
        yaml_.fault(node, "`fails_at` needs `expect: fail`");
    }
    return made;
}

void Reader::fault(int line, const std::string& what) {
    faults_.push_back({book_.file, line, 0, what});
}

void Reader::check_names() {
    std::set<std::string> names;
    for (const auto& step : book_.steps) {
        if (!names.insert(step.name).second) fault(step.line, "a second step " + step.name);
    }
    for (const auto& name : book_.secrets) {
        if (!book_.variables.contains(name)) fault(0, "no variable of the secrets is " + name);
    }
    if (!book_.later.empty() && book_.days.empty()) {
        fault(book_.later.front().line, "`later` needs `days`");
    }
    names.clear();
    for (const auto& variant : book_.variants) {
        if (!names.insert(variant.name).second) {
            fault(variant.line, "a second variant " + variant.name);
        }
        check_variant(variant);
    }
}

void Reader::check_variant(const Variant& variant) {
    std::set<std::string> steps, places;
    for (const auto& step : book_.steps) steps.insert(step.name);
    places = steps;
    for (const auto* list : {&book_.before, &book_.after}) {
        for (const auto& test : *list) places.insert(test.name);
    }
    for (const int day : book_.days) places.insert(fmt::format("day {}", day));
    for (const auto& change : variant.changes) {
        if (!change.before.empty() && !steps.contains(change.before)) {
            fault(change.line, "no step is named " + change.before);
        }
    }
    if (!variant.fails_at.empty() && !places.contains(variant.fails_at)) {
        fault(variant.line, "nothing is named " + variant.fails_at);
    }
}

}  // namespace

Runbook read_runbook(const std::string& text, const std::string& file, const Values& variables) {
    return Reader(text, file).read(variables);
}

std::string load_runbook_text(const std::string& file) {
    auto text = profiles::read_text_file(file);
    if (text.size() > most_bytes) throw grammar::Faults(file, 0, 0, "is larger than a runbook");
    if (const auto bad = text.find('\0'); bad != std::string::npos) {
        throw grammar::Faults(file,
                              1 + static_cast<int>(std::count(
                                      text.begin(), text.begin() + static_cast<long>(bad), '\n')),
                              0, "a zero byte; this is no text");
    }
    return text;
}

}  // namespace rehearsals
