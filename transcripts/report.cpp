#include "transcripts/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <string_view>

namespace transcripts {
namespace {

using Mark = Entry::Mark;

constexpr std::size_t context_lines = 3;

// The whole file, front included; in a run of changes what is missing comes first.
std::vector<Entry> whole(const Transcript& transcript, const Outcome& outcome) {
    std::vector<Entry> all;
    const auto front = transcript.lines.size() - transcript.steps.size();
    for (std::size_t at = 0; at < front; ++at) {
        all.push_back({Mark::held, static_cast<int>(at) + 1, transcript.lines[at]});
    }
    all.insert(all.end(), outcome.entries.begin(), outcome.entries.end());
    const auto held = [](const Entry& entry) { return entry.mark == Mark::held; };
    for (auto begin = all.begin(); begin != all.end();) {
        const auto end = std::find_if(begin, all.end(), held);
        std::stable_partition(begin, end,
                              [](const Entry& entry) { return entry.mark == Mark::missing; });
        begin = std::find_if_not(end, all.end(), held);
    }
    return all;
}

// Which entries stand within reach of a change.
std::vector<bool> near_changes(const std::vector<Entry>& all) {
    std::vector<bool> near(all.size());
    for (std::size_t at = 0; at < all.size(); ++at) {
        if (all[at].mark == Mark::held) continue;
        const auto from = at - std::min(at, context_lines);
        const auto to = std::min(at + context_lines + 1, all.size());
        std::fill(near.begin() + static_cast<std::ptrdiff_t>(from),
                  near.begin() + static_cast<std::ptrdiff_t>(to), true);
    }
    return near;
}

// What is typed unseen stays unseen.
std::string masked(const std::string& line) {
    return line.starts_with("@secret ") ? "@secret *****" : line;
}

// A side of a hunk's head: the first line and how many; of none the line before.
std::string side(std::size_t before, std::size_t count) {
    return fmt::format("{},{}", count ? before + 1 : before, count);
}

// UTF-8 that XML allows; anything else becomes U+FFFD.
std::size_t allowed(std::string_view text) {
    const auto first = static_cast<unsigned char>(text.front());
    if (first < 0x80) return first >= ' ' || first == '\t' || first == '\n' ? 1 : 0;
    const std::size_t length = first >= 0xF5   ? 0
                               : first >= 0xF0 ? 4
                               : first >= 0xE0 ? 3
                               : first >= 0xC2 ? 2
                                               : 0;
    if (length == 0 || text.size() < length) return 0;
    std::uint32_t point = first & (0x7FU >> length);
    for (std::size_t at = 1; at < length; ++at) {
        const auto next = static_cast<unsigned char>(text[at]);
        if ((next & 0xC0U) != 0x80U) return 0;
        point = point << 6U | (next & 0x3FU);
    }
    const bool short_form = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
    const bool odd = (point >= 0xD800 && point < 0xE000) || point == 0xFFFE || point == 0xFFFF;
    return short_form || odd || point > 0x10FFFF ? 0 : length;
}

// What neither XML nor YAML may hold becomes U+FFFD.
std::string legible(std::string_view text) {
    std::string made;
    while (!text.empty()) {
        const auto length = allowed(text);
        made += length ? text.substr(0, length) : "\xEF\xBF\xBD";
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return made;
}

std::string escaped(std::string_view text) {
    std::string xml;
    while (!text.empty()) {
        const auto length = allowed(text);
        switch (text.front()) {
            case '&': xml += "&amp;"; break;
            case '<': xml += "&lt;"; break;
            case '>': xml += "&gt;"; break;
            case '"': xml += "&quot;"; break;
            default: xml += length ? text.substr(0, length) : "\xEF\xBF\xBD";
        }
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return xml;
}

std::string faults_text(const Result& result) {
    std::string text;
    for (const auto& fault : result.faults) text += grammar::to_string(fault) + "\n";
    return text;
}

std::string_view word(Result::State state) {
    switch (state) {
        case Result::State::passed: return "passed";
        case Result::State::updated: return "updated";
        case Result::State::failed: return "FAILED";
        case Result::State::faulty: return "FAULTY";
    }
    return {};
}

std::size_t count(const std::vector<Result>& results, Result::State state) {
    return static_cast<std::size_t>(std::count_if(
        results.begin(), results.end(), [&](const Result& one) { return one.state == state; }));
}

}  // namespace

std::string diff(const Transcript& transcript, const Outcome& outcome) {
    const auto all = whole(transcript, outcome);
    const auto near = near_changes(all);
    std::string text;
    std::size_t expected = 0;
    std::size_t seen = 0;
    for (std::size_t at = 0; at < all.size();) {
        std::string hunk;
        const auto expected_before = expected;
        const auto seen_before = seen;
        for (; at < all.size() && near[at]; ++at) {
            const auto mark = all[at].mark;
            expected += mark != Mark::extra;
            seen += mark != Mark::missing;
            hunk += mark == Mark::held ? ' ' : mark == Mark::missing ? '-' : '+';
            hunk += masked(all[at].text) + "\n";
        }
        if (!hunk.empty()) {
            text +=
                fmt::format("@@ -{} +{} @@\n{}", side(expected_before, expected - expected_before),
                            side(seen_before, seen - seen_before), hunk);
        }
        for (; at < all.size() && !near[at]; ++at) {
            ++expected;
            ++seen;
        }
    }
    if (text.empty()) return text;
    return fmt::format("--- {0}\n+++ {0} as seen\n{1}", transcript.file, text);
}

std::string recorded(const Transcript& transcript, const Outcome& outcome) {
    std::string text;
    for (const auto& entry : whole(transcript, outcome)) {
        if (entry.mark != Mark::missing) text += entry.text + "\n";
    }
    return text;
}

std::string plain(const std::vector<Result>& results) {
    std::string text;
    std::size_t good = 0;
    for (const auto& result : results) {
        text += fmt::format("{:<7} {}\n", word(result.state), result.file);
        text += result.text;
        good += result.good();
    }
    return text + fmt::format("{} passed, {} failed\n", good, results.size() - good);
}

std::string junit(const std::vector<Result>& results) {
    std::string text = fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuite name=\"transcripts\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n",
        results.size(), count(results, Result::State::failed),
        count(results, Result::State::faulty));
    for (const auto& result : results) {
        text +=
            fmt::format("  <testcase classname=\"transcripts\" name=\"{}\"", escaped(result.file));
        if (result.good()) {
            text += "/>\n";
        } else if (result.state == Result::State::failed) {
            text += fmt::format(">\n    <failure message=\"differs\">{}</failure>\n  </testcase>\n",
                                escaped(result.text));
        } else {
            text += fmt::format(">\n    <error message=\"bad data\">{}</error>\n  </testcase>\n",
                                escaped(faults_text(result)));
        }
    }
    return text + "</testsuite>\n";
}

std::string tap(const std::vector<Result>& results) {
    auto text = fmt::format("TAP version 13\n1..{}\n", results.size());
    std::size_t number = 0;
    for (const auto& result : results) {
        // A '#' would begin a directive.
        std::string name = result.file;
        for (std::size_t at = 0; (at = name.find('#', at)) != std::string::npos; at += 2) {
            name.insert(at, 1, '\\');
        }
        text += fmt::format("{} {} - {}\n", result.good() ? "ok" : "not ok", ++number, name);
        if (result.good()) continue;
        text += fmt::format("  ---\n  severity: {}\n  message: |\n",
                            result.state == Result::State::faulty ? "error" : "fail");
        std::istringstream lines(result.text + faults_text(result));
        for (std::string line; std::getline(lines, line);) text += "    " + legible(line) + "\n";
        text += "  ...\n";
    }
    return text;
}

}  // namespace transcripts
