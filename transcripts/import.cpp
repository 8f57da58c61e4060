#include "transcripts/import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>

#include "grammar/fault.hpp"
#include "grammar/match.hpp"
#include "grammar/regex.hpp"
#include "transcripts/transcript.hpp"

namespace transcripts {
namespace {

constexpr std::size_t widest_prompt = 200;

// A prompt of the platform: its pattern, and the modes that have it.
struct Prompt {
    std::string pattern;
    grammar::Regex expression;
    std::vector<const profiles::Mode*> modes;
};

// A line of the log that begins with a prompt.
struct Typed {
    std::string host;
    std::string command;
    const Prompt* prompt = nullptr;
};

std::string quoted(char byte) {
    return std::string(std::string_view(R"(\.^$|()[]{}*+?)").find(byte) == std::string_view::npos
                           ? ""
                           : "\\") +
           byte;
}

// `{hostname}(config)# ` as a pattern: the host, then any text for what else stands in braces.
std::string pattern_of(const std::string& prompt) {
    std::string pattern = "^";
    bool named = false;
    std::string text = prompt;
    text.erase(text.find_last_not_of(' ') + 1);
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '{') {
            pattern += quoted(text[at]);
            continue;
        }
        const auto end = std::min(text.find('}', at), text.size());
        const bool host = text.substr(at, end - at + 1) == "{hostname}";
        pattern += host ? "([A-Za-z][\\w./-]*)" : "[^#>]*?";
        named = named || host;
        at = end;
    }
    return (named ? pattern : "^(" + pattern.substr(1) + ")") + "(?: (.*)|([^ ].*)|)$";
}

std::vector<Prompt> prompts_of(const profiles::Profile& profile) {
    std::map<std::string, Prompt> known;
    for (const auto* mode : profile.modes()) {
        const auto& text = mode->outline.prompt;
        if (text.find_first_of("#>") == std::string::npos) continue;
        auto& prompt = known[pattern_of(text)];
        prompt.modes.push_back(mode);
    }
    std::vector<Prompt> prompts;
    for (auto& [pattern, prompt] : known) {
        prompt.pattern = pattern;
        prompt.expression = grammar::Regex(pattern);
        prompts.push_back(std::move(prompt));
    }
    // Longer ones say more.
    std::stable_sort(prompts.begin(), prompts.end(), [](const Prompt& a, const Prompt& b) {
        return a.pattern.size() > b.pattern.size();
    });
    // Sub-modes that nobody models are still sub-modes.
    prompts.push_back({{}, grammar::Regex(pattern_of("{hostname}(config{sub})#")), {}});
    return prompts;
}

std::optional<Typed> typed_at(const std::string& line, const std::vector<Prompt>& prompts) {
    const auto mark = line.find_first_of("#>");
    if (mark == std::string::npos || mark > widest_prompt) return std::nullopt;
    grammar::Found found;
    for (const auto& prompt : prompts) {
        if (!prompt.expression.matches(line, found)) continue;
        return Typed{found.str(1), found.has(2) ? found.str(2) : found.str(3), &prompt};
    }
    return std::nullopt;
}

// Does the command begin as one of the prompt's modes has it? What else stands behind it, a filter
// or a wrong word, does not matter.
bool known(const Typed& typed) {
    const auto begins = [&](const profiles::Mode* mode) {
        const grammar::Layer layer{&mode->tree, 0};
        const auto line = typed.command.substr(0, typed.command.find_first_of("|?"));
        const auto outcome = grammar::match({&layer, 1}, line);
        const auto* unknown = std::get_if<grammar::Unknown>(&outcome);
        return !std::holds_alternative<grammar::Empty>(outcome) &&
               (!unknown || unknown->word_column > 0);
    };
    return std::any_of(typed.prompt->modes.begin(), typed.prompt->modes.end(), begins);
}

// The modes of the prompt, and those that they go back to or borrow from.
std::set<const profiles::Mode*> reach_of(const Prompt& prompt, const profiles::Profile& profile) {
    std::vector<const profiles::Mode*> open = prompt.modes;
    std::set<const profiles::Mode*> reach;
    while (!open.empty()) {
        const auto* mode = open.back();
        open.pop_back();
        if (!mode || !reach.insert(mode).second) continue;
        const auto& outline = mode->outline;
        for (const auto* next : {&outline.parent, &outline.inherit, &outline.run_with_do}) {
            if (!next->empty()) open.push_back(profile.mode(*next));
        }
    }
    return reach;
}

bool nobody_knows(const Typed& typed, const profiles::Profile& profile) {
    if (typed.command.find('?') != std::string::npos) return false;
    auto line = typed.command.substr(0, typed.command.find('|'));
    if (line.starts_with("do ")) line.erase(0, 3);
    for (const auto* mode : reach_of(*typed.prompt, profile)) {
        const grammar::Layer layer{&mode->tree, 0};
        const auto outcome = grammar::match({&layer, 1}, line);
        if (!std::holds_alternative<grammar::Unknown>(outcome)) return false;
    }
    return true;
}

// What a prompt asks for without showing it.
bool asks_secret(const std::string& line) {
    static const grammar::Regex secret("(password|passphrase|secret)[^:]{0,40}: ?\\**$",
                                       grammar::Regex::Manner::perl_any_case);
    return line.size() < 200 && secret.finds(line);
}

// What is typed to a computer, on the way to the device or back from it: me@desk:~$ exit
bool of_a_shell(const std::string& line) {
    static const grammar::Regex prompt("^[\\w.-]{1,60}@[\\w.-]{1,60}:[^#$]{0,100}[#$]( .*)?$");
    return line.size() < 400 && prompt.matches(line);
}

class Import {
public:
    Import(TerminalLog log, const profiles::Profile& profile)
        : log_(std::move(log)), profile_(profile), prompts_(prompts_of(profile)) {}

    Imported made;

    void find_hosts();
    void place();

private:
    void screen(const LogLine& line);
    void command(const LogLine& line, const Typed& typed);
    void unplaced(int line, std::string what) { made.unplaced.push_back({line, std::move(what)}); }

    TerminalLog log_;
    const profiles::Profile& profile_;
    std::vector<Prompt> prompts_;
    bool began_ = false;
};

// The hosts at whose prompts somebody typed what the platform knows: a line of output that only
// looks like a prompt is none.
void Import::find_hosts() {
    for (const auto& line : log_.lines) {
        const auto typed = typed_at(line.text, prompts_);
        if (!typed || !known(*typed)) continue;
        auto& hosts = made.hosts;
        if (std::find(hosts.begin(), hosts.end(), typed->host) == hosts.end()) {
            hosts.push_back(typed->host);
        }
    }
}

void Import::screen(const LogLine& line) {
    if (asks_secret(line.text)) {
        made.text += "@secret PUT-THE-SECRET-HERE\n";
        unplaced(line.number, "a secret was typed here; the log does not have it");
    }
    made.text += written(line.text) + "\n";
}

void Import::command(const LogLine& line, const Typed& typed) {
    began_ = true;
    made.text += written(line.text) + "\n";
    if (typed.command.empty()) return;
    ++made.commands;
    if (typed.command.find('$') != std::string::npos && line.redrawn) {
        unplaced(line.number, "the line was scrolled while it was typed; parts of it are missing");
    } else if (typed.prompt->modes.empty()) {
        unplaced(line.number, "the prompt is of a mode that " + profile_.name() + " lacks");
    } else if (nobody_knows(typed, profile_)) {
        unplaced(line.number,
                 fmt::format("{} has no such command: {}", profile_.name(), typed.command));
    }
}

void Import::place() {
    const std::set<std::string> hosts(made.hosts.begin(), made.hosts.end());
    std::size_t skipped = 0;
    bool away = false;
    for (const auto& line : log_.lines) {
        const auto typed = typed_at(line.text, prompts_);
        if (typed && hosts.contains(typed->host)) {
            if (!began_ && skipped > 0) {
                unplaced(line.number - static_cast<int>(skipped),
                         fmt::format("{} lines before the first prompt were left out", skipped));
            }
            command(line, *typed);
            away = false;
        } else if (began_ && of_a_shell(line.text)) {
            if (!away) unplaced(line.number, "a computer's prompt; left out up to a device's");
            away = true;
        } else if (began_) {
            if (!away && line.text != "@quit") screen(line);
        } else {
            skipped += !line.text.empty() || skipped > 0;
        }
    }
    while (made.text.ends_with("\n\n")) made.text.pop_back();
}

}  // namespace

Imported import_log(std::string_view bytes, const std::string& file,
                    const profiles::Profile& profile, const std::string& model) {
    if (!looks_like_text(bytes)) {
        throw grammar::Faults(file, 1, 1, "is no text that a terminal showed");
    }
    std::vector<std::string> pagers;
    if (profile.has_text("more")) pagers.push_back(profile.text("more"));
    auto log = read_log(bytes, pagers);
    auto taken = log.remarks;
    Import import(std::move(log), profile);
    import.find_hosts();
    auto& made = import.made;
    if (made.hosts.empty()) {
        throw grammar::Faults(file, 1, 1,
                              "shows no prompt of " + profile.name() +
                                  " with a command behind it; is it of another platform?");
    }
    const auto name = std::filesystem::path(file).filename().string();
    made.text = "@profile " + profile.name() + "\n";
    if (!model.empty()) made.text += "@model " + model + "\n";
    made.text += "@from terminal log " + name + "\n";
    import.place();
    made.taken = std::move(taken);
    if (made.hosts.size() > 1) {
        made.unplaced.insert(made.unplaced.begin(),
                             {1, fmt::format("several hosts were at work: {}; a transcript goes "
                                             "from one to the other by @console",
                                             fmt::join(made.hosts, ", "))});
    }
    return std::move(made);
}

}  // namespace transcripts
