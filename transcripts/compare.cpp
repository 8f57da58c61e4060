#include "transcripts/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <set>

#include "grammar/regex.hpp"
#include "transcripts/unified.hpp"

namespace transcripts {
namespace {

constexpr std::size_t longest = 4000;  // of a line that is looked into

constexpr const char* date_pattern =
    // 13:00:09.123 UTC Mon Jan 12 2026
    "[*.]?\\b\\d{1,2}:\\d\\d:\\d\\d(?:\\.\\d+)? [A-Z]{3,4} (?:[A-Z][a-z]{2} )?"
    "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\\d{1,2} \\d{4}\\b"
    // Jan 12 2026 13:00:09 UTC, Jan 12 13:00:09 2026 UTC, *Jan 12 13:00:09.123
    "|[*.]?\\b(?:[A-Z][a-z]{2} )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) "
    "{1,2}\\d{1,2}(?:,? \\d{4})?(?: \\d{1,2}:\\d\\d"
    "(?::\\d\\d(?:\\.\\d+)?)?)?(?: [A-Z]{3,4}\\b)?(?: \\d{4}\\b)?(?: [A-Z]{3,4}\\b)?"
    // 2026-01-12T13:00:09Z, 2026-01-12 13:00:09
    "|\\b\\d{4}-\\d\\d-\\d\\d(?:[T ]\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?Z?)?"
    "|[*.]?\\b\\d{1,2}:\\d\\d:\\d\\d(?:\\.\\d+)?(?: [A-Z]{3}\\b)?";
constexpr const char* span_pattern =
    "\\b\\d+ (?:year|week|day|hour|hr|minute|min|second|sec|ms)s?\\b"
    "(?:,? (?:and )?\\d+ (?:week|day|hour|hr|minute|min|second|sec|ms)s?\\b)*";
constexpr const char* serial_pattern =
    "(?:(?<=SN:)|(?<=SN: )|(?<=Serial Number: )|(?<=serial number: ))[A-Za-z0-9-]+"
    "|\\b(?=[A-Z0-9]*[A-Z])(?=[A-Z0-9]*\\d)[A-Z0-9]{9,14}\\b";
constexpr const char* checksum_pattern =
    "\\b[0-9a-f]{8}(?: [0-9a-f]{8}){3}\\b|\\b[0-9a-fA-F]{32,}\\b"
    "|\\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\b";

const grammar::Regex& values_pattern() {
    static const grammar::Regex pattern(fmt::format("({})|({})|({})|({})", checksum_pattern,
                                                    date_pattern, span_pattern, serial_pattern));
    return pattern;
}

Value kind_of(const grammar::Found& found) {
    return found.has(1)   ? Value::checksum
           : found.has(2) ? Value::date
           : found.has(3) ? Value::span
                          : Value::serial;
}

// Values of one wording, side by side.
class Values {
public:
    explicit Values(Comparison& made) : made_(made) {}

    void lay(std::size_t line, const Wording& left, const Wording& right);

private:
    Comparison& made_;
    std::map<std::string, std::string> serials_;
    std::set<std::string> told_;
};

void Values::lay(std::size_t line, const Wording& left, const Wording& right) {
    std::set<Value> kinds;
    for (std::size_t at = 0; at < left.values.size(); ++at) {
        const auto& [kind, a] = left.values[at];
        const auto& b = right.values[at].second;
        if (kind == Value::serial) {
            const auto known = serials_.emplace(a, b).first;
            if (known->second != b && told_.insert(a).second) {
                made_.contradictions.push_back(fmt::format("line {}: {} is {} here and {} before",
                                                           line + 1, a, b, known->second));
            }
        }
        if (a == b) continue;
        kinds.insert(kind);
        made_.values.push_back(fmt::format("line {}: {} -> {}", line + 1, a, b));
    }
    for (const auto kind : kinds) ++made_.lines[static_cast<std::size_t>(kind)];
}

}  // namespace

Wording wording_of(const std::string& line) {
    if (line.size() > longest) return {line, {}};
    Wording made;
    std::size_t from = 0;
    grammar::Found found;
    while (values_pattern().finds(line, found, from)) {
        if (found.length() == 0) break;
        const auto kind = kind_of(found);
        made.text.append(line, from, found.position() - from);
        made.text += '\x01';
        made.text += static_cast<char>('a' + static_cast<int>(kind));
        made.values.emplace_back(kind, found.str());
        from = found.position() + found.length();
    }
    made.text.append(line, from);
    return made;
}

Comparison compare(const std::vector<std::string>& left, const std::vector<std::string>& right,
                   const std::string& a, const std::string& b) {
    std::vector<Wording> wordings[2];
    std::vector<std::string> texts[2];
    for (const auto side : {0, 1}) {
        for (const auto& line : side == 0 ? left : right) {
            wordings[side].push_back(wording_of(line));
            texts[side].push_back(wordings[side].back().text);
        }
    }
    const auto pairs = beside(texts[0], texts[1]);
    Comparison made;
    Values values(made);
    for (std::size_t at = 0; at < left.size(); ++at) {
        if (pairs[at] != nobody) values.lay(at, wordings[0][at], wordings[1][pairs[at]]);
    }
    made.diff = unified_diff(left, right, pairs, a, b);
    return made;
}

}  // namespace transcripts
