#include "rehearsals/twin_compare.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <sstream>

namespace rehearsals {
namespace {

// Two parties' seconds on the way; what was typed a moment later.
constexpr auto tolerance = std::chrono::minutes{2};

struct Line {
    std::string text;   // as it is compared: without dates, without blanks at its end
    std::string whole;  // as it stands
    std::optional<grammar::Moment> moment;
    int number = 0;
};

std::string trimmed(std::string text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.pop_back();
    return text;
}

// A date as a place where one stands; how its zone and parts are written stays.
Line read_line(const std::string& text, int number) {
    static const grammar::Regex date(
        "(?:\\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +)?(?:\\b[A-Z][a-z]{2} +\\d{1,2} +)?"
        "(?:\\d{1,2} [A-Z][a-z]{2} \\d{4} +|\\d{4} +)?[*.]?\\d{1,2}:\\d\\d:\\d\\d(?:\\.\\d+)?"
        "(?: [A-Z]{3,4}\\b)?(?: (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\\b)?"
        "(?: [A-Z][a-z]{2} +\\d{1,2}\\b)?(?: \\d{4}\\b)?(?: [A-Z]{3,4}\\b)?");
    Line line{trimmed(text), trimmed(text), std::nullopt, number};
    grammar::Found match;
    if (!found(date, line.text, &match)) return line;
    line.moment = moment_in(match.str());
    if (line.moment) {
        line.text = trimmed(date.replaced_once(line.text, "<date>"));
    }
    return line;
}

bool unlike(const ScreenRule& rule, const std::string& text) {
    return std::any_of(rule.unlike.begin(), rule.unlike.end(),
                       [&](const auto& pattern) { return found(pattern, text); });
}

std::vector<Line> lines_of(const Capture& source, const std::vector<SourceLine>& from) {
    std::vector<Line> lines;
    for (const auto& line : from) {
        if (trimmed(line.text).empty() || unlike(*source.rule, line.text)) continue;
        lines.push_back(read_line(line.text, line.number));
    }
    return lines;
}

std::vector<SourceLine> shown_lines(const Capture& source, const std::string& shown) {
    auto lines = screen_lines(shown);
    for (auto& line : lines) mask(*source.book, line.text);
    return lines;
}

// The longest common subsequence by the lines' texts; `same(a, b)` for each of its pairs.
void pair_up(const std::vector<Line>& there, const std::vector<Line>& here, bool undated,
             Comparison& made) {
    const auto wide = here.size() + 1;
    std::vector<unsigned> best((there.size() + 1) * wide, 0);
    for (auto a = there.size(); a-- > 0;) {
        for (auto b = here.size(); b-- > 0;) {
            best[a * wide + b] = there[a].text == here[b].text
                                     ? best[(a + 1) * wide + b + 1] + 1
                                     : std::max(best[(a + 1) * wide + b], best[a * wide + b + 1]);
        }
    }
    std::size_t a = 0, b = 0;
    std::vector<const Line*> only_there, only_here;
    // A changed line stands as one, not as one that went and one that came.
    const auto flush = [&] {
        for (std::size_t at = 0; at < std::max(only_there.size(), only_here.size()); ++at) {
            Difference one;
            if (at < only_there.size()) {
                one.line = only_there[at]->number;
                one.there = only_there[at]->whole;
            }
            if (at < only_here.size()) one.here = only_here[at]->whole;
            made.differences.push_back(std::move(one));
        }
        only_there.clear();
        only_here.clear();
    };
    while (a < there.size() || b < here.size()) {
        const bool both = a < there.size() && b < here.size();
        if (both && there[a].text == here[b].text) {
            flush();
            const auto &one = there[a++], &other = here[b++];
            const bool dated = one.moment && other.moment && !undated;
            if (dated && std::chrono::abs(*one.moment - *other.moment) > tolerance) {
                made.differences.push_back({one.number, one.whole, other.whole});
                continue;
            }
            made.equal += 1;
            if (dated && one.whole != other.whole) made.dates += 1;
        } else if (a < there.size() &&
                   (b == here.size() || best[(a + 1) * wide + b] >= best[a * wide + b + 1])) {
            only_there.push_back(&there[a++]);
        } else {
            only_here.push_back(&here[b++]);
        }
    }
    flush();
}

// Of a configuration the order is not compared: each line with the blocks it stands in.
struct Placed {
    std::string way;
    const Line* line;
};

std::vector<Placed> placed(const std::vector<Line>& lines) {
    std::vector<std::pair<std::size_t, std::string>> blocks;
    std::vector<Placed> all;
    for (const auto& line : lines) {
        const auto deep = line.whole.find_first_not_of(' ');
        while (!blocks.empty() && blocks.back().first >= deep) blocks.pop_back();
        std::string way;
        for (const auto& [indent, text] : blocks) way += text + " / ";
        blocks.emplace_back(deep, line.whole.substr(deep));
        all.push_back({way + line.whole.substr(deep), &line});
    }
    return all;
}

void match_configurations(const std::vector<Line>& there, const std::vector<Line>& here,
                          Comparison& made) {
    std::map<std::string, int> left;
    for (const auto& one : placed(here)) ++left[one.way];
    for (const auto& one : placed(there)) {
        if (left[one.way]-- > 0)
            ++made.equal;
        else
            made.differences.push_back({one.line->number, one.way, {}});
    }
    for (const auto& one : placed(here)) {
        if (left[one.way]-- > 0) made.differences.push_back({0, {}, one.way});
    }
}

}  // namespace

Comparison compare(const Capture& source, const std::string& shown, const std::string& device) {
    Comparison made{device, source.rule->command, source.file, source.line, 0, 0, {}};
    const auto there = lines_of(source, source.lines);
    const auto here = lines_of(source, shown_lines(source, shown));
    constexpr std::size_t most = 4'000'000;  // cells of a table
    if (source.rule->configuration || there.size() * here.size() > most)
        match_configurations(there, here, made);
    else
        pair_up(there, here, source.rule->undated, made);
    return made;
}

}  // namespace rehearsals
