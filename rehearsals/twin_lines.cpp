// A line of what was collected: as a screen would hold it, what was typed on it, what is secret.
#include <sstream>

#include "rehearsals/twin_collect.hpp"
#include "transcripts/terminal_log.hpp"

namespace rehearsals {
namespace {

std::vector<std::string> typed_words(std::string_view text) {
    std::vector<std::string> words;
    std::istringstream in{std::string(text)};
    for (std::string word; in >> word;) words.push_back(word);
    return words;
}

// Do the words typed abbreviate those of the command? One word alone may have arguments.
bool abbreviates(const std::vector<std::string>& typed, const std::string& command) {
    const auto whole = typed_words(command);
    if (typed.size() < whole.size()) return false;
    if (typed.size() > whole.size() && whole.size() > 1) return false;
    for (std::size_t at = 0; at < whole.size(); ++at) {
        if (typed[at].size() < 2 || !whole[at].starts_with(typed[at])) return false;
    }
    return true;
}

}  // namespace

std::string command_of(const ScreenBook& book, std::string_view typed, bool& filtered) {
    const auto bar = typed.find('|');
    const auto words = typed_words(typed.substr(0, bar));
    const auto filter = bar == std::string_view::npos ? "" : std::string(typed.substr(bar + 1));
    filtered = !filter.empty() && filter.find("more") == std::string::npos;
    if (words.empty()) return {};
    for (const auto& rule : book.screens) {
        if (abbreviates(words, rule.command)) return rule.command;
        for (const auto& other : rule.also) {
            if (abbreviates(words, other)) return rule.command;
        }
    }
    return {};
}

bool mask(const ScreenBook& book, std::string& line) {
    bool any = false;
    for (const auto& rule : book.secrets) {
        if (line.find(rule.word) == std::string::npos || !found(rule.pattern, line)) continue;
        auto masked = rule.pattern.replaced(line, rule.with);
        any = any || masked != line;
        line = std::move(masked);
    }
    return any;
}

std::vector<SourceLine> screen_lines(std::string_view bytes) {
    // Whoever collected may have come by way of any pager.
    static const std::vector<std::string> pagers{"<--- More --->", " --More-- ", " --More--",
                                                 "--More--", "-- More --"};
    std::vector<SourceLine> lines;
    for (auto& line : transcripts::read_log(bytes, pagers).lines) {
        lines.push_back({std::move(line.text), line.number});
    }
    return lines;
}

}  // namespace rehearsals
