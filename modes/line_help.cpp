// What `?` shows: the grammar's choices, and behind a bar the platform's output filters.
#include <algorithm>
#include <array>
#include <utility>

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
    if (!profile.has_list("filters")) return choices;
    if (const auto blank = word.find(' '); blank != std::string_view::npos) {
        const bool asks = word.find_first_not_of(' ', blank) == std::string_view::npos;
        if (asks && profile.has_text("help.pattern")) {
            choices.push_back({"LINE", profile.text("help.pattern")});
        }
        return choices;
    }
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

// Beginnings of words side by side, each with two blanks behind it, in as many lines as it takes.
profiles::Records rows_of(const std::vector<Choice>& choices, int width) {
    profiles::Records rows;
    std::string row;
    const auto end_row = [&] {
        if (!row.empty()) rows.push_back(Facts{}.set("row", std::exchange(row, {})));
    };
    for (const auto& choice : choices) {
        const auto word = choice.text + "  ";
        if (width > 0 && row.size() + word.size() > static_cast<std::size_t>(width)) end_row();
        row += word;
    }
    end_row();
    return rows;
}

// As the platform shows them: sorted or in the outline's order, the line's end by its name.
void arrange(std::vector<Choice>& choices, const profiles::Profile& profile) {
    if (profile.has_text("help.end") && !choices.empty() && choices.back().text == "<cr>") {
        choices.back().help = profile.text("help.end");
    }
    if (!profile.has("help-sorted")) return;
    std::stable_sort(choices.begin(), choices.end(), [](const Choice& a, const Choice& b) {
        if ((a.text == "<cr>") != (b.text == "<cr>")) return b.text == "<cr>";
        return a.text < b.text;
    });
}

// One list of what all layers offer; of two the nearer one's stays.
void merge(std::vector<grammar::Section>& sections) {
    auto& all = sections.front().choices;
    for (std::size_t at = 1; at < sections.size(); ++at) {
        for (auto& choice : sections[at].choices) {
            const bool there = std::any_of(all.begin(), all.end(),
                                           [&](const Choice& c) { return c.text == choice.text; });
            if (!there) all.push_back(std::move(choice));
        }
    }
    sections.resize(1);
}

// Does each word that was typed begin the word of `absent` in its place?
bool leads_to(std::string_view typed, std::string_view absent) {
    while (!typed.empty()) {
        const auto word = typed.substr(0, typed.find(' '));
        const auto end = std::min(absent.find(' '), absent.size());
        if (end == absent.size() || !absent.substr(0, end).starts_with(word)) return false;
        absent.remove_prefix(end + 1);
        typed.remove_prefix(std::min(word.size() + 1, typed.size()));
    }
    return absent.find(' ') == std::string_view::npos;
}

// What this model, or this place of the device, does not have.
void leave_out(std::vector<grammar::Section>& sections, const std::vector<std::string>& absent,
               std::string_view typed) {
    const auto blank = typed.rfind(' ');
    const auto before =
        blank == std::string_view::npos ? std::string_view{} : typed.substr(0, blank);
    for (const auto& command : absent) {
        if (!leads_to(before, command)) continue;
        const auto word = command.substr(command.rfind(' ') + 1);
        for (auto& section : sections) {
            std::erase_if(section.choices, [&](const Choice& c) { return c.text == word; });
        }
    }
}

}  // namespace

std::vector<std::string> absent_here(const lab::Device& device) {
    static constexpr std::array<const char*, 4> places{"absent.single", "absent.system",
                                                       "absent.admin", "absent.context"};
    std::vector<std::string> all;
    for (const std::string list : {"absent", places[static_cast<std::size_t>(device.place())]}) {
        if (!device.profile().has_list(list)) continue;
        const auto& words = device.profile().list(list);
        all.insert(all.end(), words.begin(), words.end());
    }
    return all;
}

void Line::show_help(std::vector<Choice> choices, const std::string& title, bool bare,
                     bool beginning) {
    const auto& profile = device_.profile();
    arrange(choices, profile);
    Facts facts;
    facts.set("bare", bare);
    facts.set("rows", beginning && profile.has("help-inline") ? rows_of(choices, screen().width)
                                                              : profiles::Records{});
    facts.set("sections", profiles::Records{section_of(title, choices)});
    print(profile.render("help", facts));
}

void Line::help(std::string_view whole) {
    const auto here = stay();
    const auto& profile = device_.profile();
    auto line = read(whole);
    const std::string_view text = line.text;
    auto& have = line.layers;
    // A bare `?` lists the mode's own commands; those it inherits answer when they are named.
    const auto first = std::min(text.find_first_not_of(' '), text.size());
    const auto typed = text.substr(first);
    const bool denial = typed == "no " && have.front().tree->negatable;
    const bool merged = profile.has("help-merged");
    if ((typed.empty() && !merged) || denial || profile.has("help-own-mode")) have.resize(1);
    const bool beginning = !typed.empty() && typed.back() != ' ';
    const auto title = [&](std::size_t layer) {
        return profile.mode(have[layer].tree->mode)->outline.help_header;
    };
    const auto bar = typed.find(" |");
    const auto filters = bar == std::string_view::npos
                             ? std::vector<Choice>{}
                             : filters_for(profile, typed.substr(bar + 2));
    if (!filters.empty()) {
        show_help(filters, title(have.size() - 1), false, beginning);
        return;
    }
    auto help = grammar::help(have, text);
    if (help.sections.empty()) {
        const bool unknown = help.error && std::holds_alternative<grammar::Unknown>(*help.error);
        if (unknown && profile.has_message("error.unrecognized")) {
            print(profile.render("error.unrecognized", {}));
        } else if (help.error) {
            complain(*help.error, whole);
        }
        return;
    }
    if (merged) merge(help.sections);
    leave_out(help.sections, absent_here(device_), typed);
    std::erase_if(help.sections, [](const auto& section) { return section.choices.empty(); });
    for (auto& section : help.sections) {
        if (shows(typed)) offer_bar(section.choices, profile);
        show_help(std::move(section.choices), title(section.layer), typed.empty(), beginning);
    }
}

}  // namespace modes
