#include "transcripts/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/regex.hpp>
#include <cctype>
#include <cstdint>
#include <set>

namespace transcripts {
namespace {

constexpr std::size_t longest = 4000;     // of a line that is looked into
constexpr std::size_t most = 30'000'000;  // cells of the table that aligns
constexpr std::size_t context_lines = 3;

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

const boost::regex& values_pattern() {
    static const boost::regex pattern(fmt::format("({})|({})|({})|({})", checksum_pattern,
                                                  date_pattern, span_pattern, serial_pattern));
    return pattern;
}

Value kind_of(const boost::smatch& found) {
    return found[1].matched   ? Value::checksum
           : found[2].matched ? Value::date
           : found[3].matched ? Value::span
                              : Value::serial;
}

// Where two lists run together: pairs of equal lines, by the longest common run of them.
class Alignment {
public:
    Alignment(const std::vector<Wording>& left, const std::vector<Wording>& right)
        : left_(left), right_(right) {}

    // Of each line on the left the one on the right, or nobody.
    static constexpr std::size_t nobody = static_cast<std::size_t>(-1);
    std::vector<std::size_t> pairs();

private:
    bool equal(std::size_t a, std::size_t b) const { return left_[a].text == right_[b].text; }
    void middle(std::size_t from, std::size_t to_left, std::size_t to_right);

    const std::vector<Wording>& left_;
    const std::vector<Wording>& right_;
    std::vector<std::size_t> pairs_;
};

std::vector<std::size_t> Alignment::pairs() {
    pairs_.assign(left_.size(), nobody);
    std::size_t begin = 0;
    auto end_left = left_.size();
    auto end_right = right_.size();
    for (; begin < std::min(end_left, end_right) && equal(begin, begin); ++begin) {
        pairs_[begin] = begin;
    }
    for (; end_left > begin && end_right > begin && equal(end_left - 1, end_right - 1);) {
        pairs_[--end_left] = --end_right;
    }
    middle(begin, end_left, end_right);
    return std::move(pairs_);
}

void Alignment::middle(std::size_t from, std::size_t to_left, std::size_t to_right) {
    const auto rows = to_left - from;
    const auto columns = to_right - from;
    // Too much of it differs to be laid side by side: all of it is new.
    if (rows == 0 || columns == 0 || rows > most / columns) return;
    std::vector<std::uint32_t> best((rows + 1) * (columns + 1), 0);
    const auto at = [&](std::size_t a, std::size_t b) -> std::uint32_t& {
        return best[a * (columns + 1) + b];
    };
    for (std::size_t a = rows; a-- > 0;) {
        for (std::size_t b = columns; b-- > 0;) {
            at(a, b) = equal(from + a, from + b) ? at(a + 1, b + 1) + 1
                                                 : std::max(at(a + 1, b), at(a, b + 1));
        }
    }
    for (std::size_t a = 0, b = 0; a < rows && b < columns;) {
        if (equal(from + a, from + b)) {
            pairs_[from + a] = from + b;
            ++a, ++b;
        } else if (at(a + 1, b) >= at(a, b + 1)) {
            ++a;
        } else {
            ++b;
        }
    }
}

struct Row {
    char mark = ' ';
    const std::string* text = nullptr;
};

std::string unified(const std::vector<Row>& rows, const std::string& a, const std::string& b) {
    std::vector<bool> near(rows.size());
    bool any = false;
    for (std::size_t at = 0; at < rows.size(); ++at) {
        if (rows[at].mark == ' ') continue;
        any = true;
        const auto from = at - std::min(at, context_lines);
        for (auto i = from; i < std::min(at + context_lines + 1, rows.size()); ++i) near[i] = true;
    }
    if (!any) return {};
    auto text = fmt::format("--- {}\n+++ {}\n", a, b);
    std::size_t left = 0;
    std::size_t right = 0;
    for (std::size_t at = 0; at < rows.size();) {
        if (!near[at]) {
            ++left, ++right, ++at;
            continue;
        }
        std::string hunk;
        const auto from_left = left;
        const auto from_right = right;
        for (; at < rows.size() && near[at]; ++at) {
            left += rows[at].mark != '+';
            right += rows[at].mark != '-';
            hunk += fmt::format("{}{}\n", rows[at].mark, *rows[at].text);
        }
        text +=
            fmt::format("@@ -{},{} +{},{} @@\n{}", from_left + (left > from_left), left - from_left,
                        from_right + (right > from_right), right - from_right, hunk);
    }
    return text;
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
    auto from = line.begin();
    boost::smatch found;
    while (boost::regex_search(
        from, line.end(), found, values_pattern(),
        from == line.begin() ? boost::match_default : boost::match_prev_avail)) {
        if (found.length() == 0) break;
        const auto kind = kind_of(found);
        made.text.append(from, found[0].first);
        made.text += '\x01';
        made.text += static_cast<char>('a' + static_cast<int>(kind));
        made.values.emplace_back(kind, found[0].str());
        from = found[0].second;
    }
    made.text.append(from, line.end());
    return made;
}

Comparison compare(const std::vector<std::string>& left, const std::vector<std::string>& right,
                   const std::string& a, const std::string& b) {
    std::vector<Wording> wordings[2];
    for (const auto& line : left) wordings[0].push_back(wording_of(line));
    for (const auto& line : right) wordings[1].push_back(wording_of(line));
    const auto pairs = Alignment(wordings[0], wordings[1]).pairs();
    Comparison made;
    Values values(made);
    std::vector<Row> rows;
    std::size_t next = 0;
    for (std::size_t at = 0; at < left.size(); ++at) {
        if (pairs[at] == Alignment::nobody) {
            rows.push_back({'-', &left[at]});
            continue;
        }
        for (; next < pairs[at]; ++next) rows.push_back({'+', &right[next]});
        rows.push_back({' ', &left[at]});
        values.lay(at, wordings[0][at], wordings[1][next]);
        ++next;
    }
    for (; next < right.size(); ++next) rows.push_back({'+', &right[next]});
    made.diff = unified(rows, a, b);
    return made;
}

}  // namespace transcripts
