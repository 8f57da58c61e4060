// A line of what was collected: as a screen would hold it, what was typed on it, what is secret.
#include <sstream>

#include "rehearsals/twin_collect.hpp"
#include "shell/row.hpp"

namespace rehearsals {
namespace {

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    std::istringstream in{std::string(text)};
    for (std::string word; in >> word;) words.push_back(word);
    return words;
}

// Do the words typed abbreviate those of the command? One word alone may have arguments.
bool abbreviates(const std::vector<std::string>& typed, const std::string& command) {
    const auto whole = words_of(command);
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
    const auto words = words_of(typed.substr(0, bar));
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
        auto masked = boost::regex_replace(line, rule.pattern, rule.with);
        any = any || masked != line;
        line = std::move(masked);
    }
    return any;
}

std::vector<SourceLine> screen_lines(std::string_view bytes) {
    static const boost::regex pager("^ *(<--- More --->|-+ ?[Mm]ore ?-+)[ \\x08]*");
    shell::Row row;
    std::vector<SourceLine> lines;
    int number = 0;
    while (!bytes.empty()) {
        const auto end = bytes.find('\n');
        const auto line = bytes.substr(0, end);
        bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
        auto text = row.write(std::string(line) + "\r\n");
        while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
        if (text.find("ore") != std::string::npos && found(pager, text)) {
            text = boost::regex_replace(text, pager, "");
            if (text.empty()) {
                ++number;
                continue;
            }
        }
        lines.push_back({std::move(text), ++number});
    }
    return lines;
}

}  // namespace rehearsals
