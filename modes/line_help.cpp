// What `?` shows: the grammar's choices, and behind a bar the platform's output filters.
#include <algorithm>

#include "modes/line.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

using grammar::Choice;
using profiles::Facts;

Facts section_of(const std::string& title, const std::vector<Choice>& choices) {
    std::size_t width = 0;
    profiles::Records records;
    for (const auto& choice : choices) {
        width = std::max(width, choice.text.size());
        records.push_back(Facts{}.set("word", choice.text).set("text", choice.help));
    }
    Facts facts;
    facts.set("title", title).set("width", static_cast<std::int64_t>(width));
    return facts.set("choices", std::move(records));
}

// The filters that a word may become; `text` is what stands behind the bar.
std::vector<Choice> filters_for(const profiles::Profile& profile, std::string_view text) {
    std::vector<Choice> choices;
    const auto start = std::min(text.find_first_not_of(' '), text.size());
    const auto word = text.substr(start);
    if (!profile.has_list("filters") || word.find(' ') != std::string_view::npos) return choices;
    for (const auto& name : profile.list("filters")) {
        if (name.starts_with(word)) choices.push_back({name, profile.word("filter", name)});
    }
    std::sort(choices.begin(), choices.end(),
              [](const Choice& a, const Choice& b) { return a.text < b.text; });
    return choices;
}

// Is the first word `show`, or short for it? Their outputs are what is filtered.
bool shows(std::string_view typed) {
    const auto word = typed.substr(0, typed.find(' '));
    return word.size() >= 2 && std::string_view("show").starts_with(word) &&
           typed.size() > word.size();
}

// A command whose output can be filtered says so before the end it may have.
void offer_bar(std::vector<Choice>& choices, const profiles::Profile& profile) {
    const auto end = std::find_if(choices.begin(), choices.end(),
                                  [](const Choice& choice) { return choice.text == "<cr>"; });
    if (end == choices.end() || !profile.has_list("filters")) return;
    choices.insert(end, {"|", profile.word("filter", "bar")});
}

}  // namespace

void Line::help(std::string_view text) {
    const auto& profile = device_.profile();
    auto have = layers();
    // A bare `?` lists the mode's own commands; those it inherits answer when they are named.
    const auto first = std::min(text.find_first_not_of(' '), text.size());
    const auto typed = text.substr(first);
    const bool denial = typed == "no " && have.front().tree->negatable;
    if (typed.empty() || denial) have.resize(1);
    const auto title = [&](std::size_t layer) {
        return profile.mode(have[layer].tree->mode)->outline.help_header;
    };
    profiles::Records sections;
    const auto bar = typed.find(" |");
    const auto filters = bar == std::string_view::npos
                             ? std::vector<Choice>{}
                             : filters_for(profile, typed.substr(bar + 2));
    if (!filters.empty()) {
        sections.push_back(section_of(title(have.size() - 1), filters));
    } else {
        auto help = grammar::help(have, text);
        for (auto& section : help.sections) {
            if (shows(typed)) offer_bar(section.choices, profile);
            sections.push_back(section_of(title(section.layer), section.choices));
        }
        if (sections.empty()) {
            const bool unknown =
                help.error && std::holds_alternative<grammar::Unknown>(*help.error);
            if (unknown && profile.has_message("error.unrecognized")) {
                print(profile.render("error.unrecognized", {}));
            } else if (help.error) {
                complain(*help.error, text);
            }
            return;
        }
    }
    print(profile.render("help", Facts{}.set("sections", std::move(sections))));
}

}  // namespace modes
