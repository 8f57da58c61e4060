#include "labs/exercise_reader.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "grammar/regex.hpp"

namespace lab {

using profiles::line_of;
using profiles::YamlReader;
using Node = YAML::Node;

const std::string& Translated::in(const std::string& language) const {
    static const std::string nothing;
    auto found = by_language.find(language);
    if (found == by_language.end()) found = by_language.find("en");
    return found == by_language.end() ? nothing : found->second;
}

namespace {

bool fits_language(const std::string& name) {
    return name.size() >= 2 && name.size() <= 16 &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return c == '-' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      (c >= '0' && c <= '9');
           });
}

// A list, or the one thing that would be all of it.
std::vector<std::string> some_texts(YamlReader& yaml, const Node& node) {
    return node.IsScalar() ? std::vector{yaml.text(node)} : yaml.texts(node);
}

std::vector<std::string> some_patterns(YamlReader& yaml, const Node& node) {
    std::vector<std::string> patterns;
    if (node.IsScalar()) return {read_pattern(yaml, node)};
    yaml.each(node, [&](auto& n) { patterns.push_back(read_pattern(yaml, n)); });
    return patterns;
}

std::map<std::string, int> counts(YamlReader& yaml, const Node& node) {
    std::map<std::string, int> counts;
    for (const auto& entry : yaml.entries(node)) {
        const auto many = yaml.number(entry.value);
        if (many < 0 || many > 1'000'000) yaml.fault(entry.value, "not a count");
        counts[entry.key] = static_cast<int>(many);
    }
    return counts;
}

}  // namespace

Translated read_translated(YamlReader& yaml, const Node& node) {
    Translated made;
    if (node.IsScalar()) {
        made.by_language["en"] = yaml.text(node);
        return made;
    }
    for (const auto& entry : yaml.entries(node)) {
        if (!fits_language(entry.key)) {
            yaml.fault(entry.place, "not a language such as en or zh-TW: " + entry.key);
        }
        made.by_language[entry.key] = yaml.text(entry.value);
    }
    if (!made.by_language.contains("en")) yaml.fault(node, "a text needs English, `en`");
    return made;
}

std::string read_pattern(YamlReader& yaml, const Node& node) {
    auto text = yaml.text(node);
    try {
        const grammar::Regex tried(text);
    } catch (const std::invalid_argument& error) {
        yaml.fault(node, fmt::format("not a regular expression: {}", error.what()));
    }
    return text;
}

std::string read_direction(YamlReader& yaml, const Node& node) {
    auto text = yaml.text(node);
    if (!text.starts_with('@') || text.size() < 2 || text.find('\n') != std::string::npos) {
        yaml.fault(node, "not a direction such as @network block HOST");
    }
    return text;
}

Check read_check(YamlReader& yaml, const Node& node, const NameHeard& device) {
    Check check;
    check.line = line_of(node);
    yaml.keys(node, {{"device",
                      [&](auto& n) {
                          check.device = yaml.text(n);
                          if (device) device(check.device, n);
                      }},
                     {"registered", [&](auto& n) { check.registered = yaml.boolean(n); }},
                     {"authorization", [&](auto& n) { check.authorization = yaml.text(n); }},
                     {"consumes", [&](auto& n) { check.consumes = counts(yaml, n); }},
                     {"config", [&](auto& n) { check.config = some_texts(yaml, n); }},
                     {"no_config", [&](auto& n) { check.no_config = some_texts(yaml, n); }},
                     {"saved", [&](auto& n) { check.saved = yaml.boolean(n); }},
                     {"show", [&](auto& n) { check.show = yaml.text(n); }},
                     {"has", [&](auto& n) { check.has = some_patterns(yaml, n); }},
                     {"lacks", [&](auto& n) { check.lacks = some_patterns(yaml, n); }}});
    const bool looks = !check.has.empty() || !check.lacks.empty();
    if (looks && check.show.empty()) yaml.fault(node, "`has` and `lacks` need a `show`");
    if (!looks && !check.show.empty()) yaml.fault(node, "`show` needs `has` or `lacks`");
    const bool asks = check.registered || check.saved || looks || !check.authorization.empty() ||
                      !check.consumes.empty() || !check.config.empty() || !check.no_config.empty();
    if (node.IsMap() && !asks) yaml.fault(node, "this asks nothing");
    return check;
}

YamlReader::Keys ExerciseReader::keys() {
    auto& e = exercise_;
    const auto each = [this](void (ExerciseReader::*read)(const Node&)) {
        return [this, read](const Node& n) {
            yaml_.each(n, [this, read](const Node& item) { (this->*read)(item); });
        };
    };
    return {{"title", [this](auto& n) { title(n); }},
            {"story", [&](auto& n) { e.story = read_translated(yaml_, n); }},
            {"debriefing", [&](auto& n) { e.debriefing = read_translated(yaml_, n); }},
            {"difficulty",
             [&](auto& n) {
                 e.difficulty = yaml_.text(n);
                 if (e.difficulty != "easy" && e.difficulty != "medium" && e.difficulty != "hard") {
                     yaml_.fault(n, "not easy, medium or hard: " + e.difficulty);
                 }
             }},
            {"minutes", [&](auto& n) { e.minutes = number(n, 1, 600, "minutes"); }},
            {"goals",
             [&](auto& n) {
                 yaml_.each(n, [&](auto& g) { e.goals.push_back(read_translated(yaml_, g)); });
             }},
            {"from", [&](auto& n) { e.from = some_texts(yaml_, n); }},
            {"variables", [](auto&) {}},  // drawn before anything is read: variables.cpp
            {"history", [this](auto& n) { history(n); }},
            {"timeline", each(&ExerciseReader::timed)},
            {"may", each(&ExerciseReader::permission)},
            {"objectives", each(&ExerciseReader::objective)},
            {"hints", each(&ExerciseReader::hint)},
            {"solution", [&](auto& n) { e.solution = file_beside(n); }},
            {"wrong_turns", each(&ExerciseReader::wrong_turn)}};
}

void ExerciseReader::check_names(const std::set<std::string>& devices) {
    for (const auto& [id, at] : meant_ids_) {
        if (!ids_.contains(id)) yaml_.fault(at, "no objective has the id " + id);
    }
    for (const auto& [name, at] : meant_devices_) {
        if (!devices.contains(name)) yaml_.fault(at, "no device is named " + name);
    }
    std::stable_sort(exercise_.timeline.begin(), exercise_.timeline.end(),
                     [](const Timed& a, const Timed& b) { return a.after < b.after; });
}

void ExerciseReader::title(const Node& node) {
    exercise_.title = read_translated(yaml_, node);
    for (const auto& [language, text] : exercise_.title.by_language) {
        if (text.find('\n') != std::string::npos) yaml_.fault(node, "a title is one line");
    }
}

// A block's first line is below its sign, `|`.
void ExerciseReader::history(const Node& node) {
    exercise_.history = yaml_.text(node);
    const bool block = exercise_.history.find('\n') != std::string::npos;
    exercise_.history_line = line_of(node) + (block ? 1 : 0);
}

void ExerciseReader::timed(const Node& node) {
    Timed made;
    made.line = line_of(node);
    yaml_.keys(node, {{"after", [&](auto& n) { made.after = yaml_.span(n); }},
                      {"direct", [&](auto& n) { made.direction = read_direction(yaml_, n); }}});
    if (made.after < licensing::Span::zero()) yaml_.fault(node, "the timeline goes forward");
    if (made.direction.empty()) yaml_.fault(node, "the timeline needs something to `direct`");
    const auto verb = made.direction.substr(0, made.direction.find(' '));
    if (verb == "@advance" || verb == "@clock" || verb == "@idle") {
        yaml_.fault(node, "the timeline waits by itself; it cannot direct " + verb);
    }
    exercise_.timeline.push_back(std::move(made));
}

void ExerciseReader::permission(const Node& node) {
    Permission made;
    made.line = line_of(node);
    yaml_.keys(node, {{"direct", [&](auto& n) { made.direction = read_direction(yaml_, n); }},
                      {"text", [&](auto& n) { made.text = read_translated(yaml_, n); }}});
    if (made.direction.empty()) yaml_.fault(node, "what may be directed? `direct` is missing");
    exercise_.may.push_back(std::move(made));
}

void ExerciseReader::objective(const Node& node) {
    Objective made;
    made.line = line_of(node);
    const auto checked = [this](const Node& n) {
        return read_check(yaml_, n,
                          [this](auto& name, auto& at) { meant_devices_.emplace_back(name, at); });
    };
    yaml_.keys(
        node,
        {{"id",
          [&](auto& n) {
              made.id = yaml_.text(n);
              if (made.id.empty() || made.id.find_first_of(" \t\n,") != std::string::npos) {
                  yaml_.fault(n, "an id is a word");
              }
              if (!ids_.insert(made.id).second) {
                  yaml_.fault(n, "two objectives have the id " + made.id);
              }
          }},
         {"text", [&](auto& n) { made.text = read_translated(yaml_, n); }},
         {"met", [&](auto& n) { made.met = read_translated(yaml_, n); }},
         {"missed", [&](auto& n) { made.missed = read_translated(yaml_, n); }},
         {"points", [&](auto& n) { made.points = number(n, 0, 1000, "points"); }},
         {"required", [&](auto& n) { made.required = yaml_.boolean(n); }},
         {"bonus", [&](auto& n) { made.bonus = yaml_.boolean(n); }},
         {"holds",
          [&](auto& n) { one_or_more(n, [&](auto& c) { made.holds.push_back(checked(c)); }); }},
         {"saw", [&](auto& n) { one_or_more(n, [&](auto& l) { made.saw.push_back(look(l)); }); }},
         {"never",
          [&](auto& n) { one_or_more(n, [&](auto& m) { made.never.push_back(mishap(m)); }); }}});
    check_objective(made, node);
    // Each is asked again whenever something changes.
    constexpr std::size_t most = 200;
    if (exercise_.objectives.size() == most) {
        yaml_.fault(node, "more than 200 objectives are no lab for a person");
    }
    if (exercise_.objectives.size() <= most) exercise_.objectives.push_back(std::move(made));
}

void ExerciseReader::check_objective(const Objective& objective, const Node& node) {
    if (objective.id.empty()) yaml_.fault(node, "an objective needs an id");
    if (objective.text.empty()) yaml_.fault(node, "an objective needs a text");
    const int kinds = static_cast<int>(!objective.holds.empty()) +
                      static_cast<int>(!objective.saw.empty()) +
                      static_cast<int>(!objective.never.empty());
    if (kinds != 1) yaml_.fault(node, "an objective has one of holds, saw and never");
    if (!objective.never.empty() && objective.bonus) {
        yaml_.fault(node, "what must never happen is no bonus");
    }
}

Look ExerciseReader::look(const Node& node) {
    Look made;
    yaml_.keys(node, {{"device", [&](auto& n) { made.device = device(n); }},
                      {"command", [&](auto& n) { made.command = read_pattern(yaml_, n); }},
                      {"has", [&](auto& n) { made.has = read_pattern(yaml_, n); }},
                      {"before_change", [&](auto& n) { made.before_change = yaml_.boolean(n); }}});
    if (made.command.empty() && made.has.empty()) {
        yaml_.fault(node, "seen where? `command` or `has` is missing");
    }
    return made;
}

Mishap ExerciseReader::mishap(const Node& node) {
    Mishap made;
    yaml_.keys(node, {{"device", [&](auto& n) { made.device = device(n); }},
                      {"command", [&](auto& n) { made.command = read_pattern(yaml_, n); }},
                      {"reboot", [&](auto& n) { made.reboot = yaml_.boolean(n); }},
                      {"ever", [&](auto& n) {
                           made.ever = read_check(yaml_, n, [this](auto& name, auto& at) {
                               meant_devices_.emplace_back(name, at);
                           });
                       }}});
    const int kinds = static_cast<int>(!made.command.empty()) + static_cast<int>(made.reboot) +
                      static_cast<int>(made.ever.has_value());
    if (kinds != 1) yaml_.fault(node, "never what? one of command, reboot: true and ever");
    return made;
}

void ExerciseReader::hint(const Node& node) {
    Hint made;
    made.line = line_of(node);
    yaml_.keys(node, {{"for",
                       [&](auto& n) {
                           made.objective = yaml_.text(n);
                           meant_ids_.emplace_back(made.objective, n);
                       }},
                      {"cost", [&](auto& n) { made.cost = number(n, 0, 1000, "points"); }},
                      {"text", [&](auto& n) { made.text = read_translated(yaml_, n); }}});
    if (made.objective.empty()) yaml_.fault(node, "a hint is `for` an objective");
    if (made.text.empty()) yaml_.fault(node, "a hint needs a text");
    exercise_.hints.push_back(std::move(made));
}

void ExerciseReader::wrong_turn(const Node& node) {
    WrongTurn made;
    made.line = line_of(node);
    const auto missed = [&](const Node& n) {
        made.missed.push_back(yaml_.text(n));
        meant_ids_.emplace_back(made.missed.back(), n);
    };
    yaml_.keys(node, {{"transcript", [&](auto& n) { made.transcript = file_beside(n); }},
                      {"percent", [&](auto& n) { made.percent = number(n, 0, 100, "percent"); }},
                      {"missed", [&](auto& n) { one_or_more(n, missed); }},
                      {"text", [&](auto& n) { made.text = read_translated(yaml_, n); }}});
    if (made.transcript.empty()) yaml_.fault(node, "a wrong turn needs a transcript");
    exercise_.wrong_turns.push_back(std::move(made));
}

std::string ExerciseReader::device(const Node& node) {
    meant_devices_.emplace_back(yaml_.text(node), node);
    return meant_devices_.back().first;
}

int ExerciseReader::number(const Node& node, int low, int high, const std::string& what) {
    const auto said = yaml_.number(node);
    if (said < low || said > high) {
        yaml_.fault(node, fmt::format("not {} from {} to {}", what, low, high));
    }
    return static_cast<int>(std::clamp<long>(said, low, high));
}

std::string ExerciseReader::file_beside(const Node& node) {
    auto text = yaml_.text(node);
    if (text.empty() || text.starts_with('/') || text.find("..") != std::string::npos) {
        yaml_.fault(node, "not a file beside the lab: " + text);
    }
    return text;
}

void ExerciseReader::one_or_more(const Node& node, const std::function<void(const Node&)>& read) {
    if (node.IsSequence()) return yaml_.each(node, read);
    read(node);
}

}  // namespace lab
