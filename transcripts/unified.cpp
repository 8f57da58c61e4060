#include "transcripts/unified.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace transcripts {
namespace {

using Lines = std::vector<std::string>;

constexpr std::size_t most = 30'000'000;  // cells of the table that aligns
constexpr std::size_t hunk_context = 3;

// What is between the common beginning and the common end.
void lay_middle(const Lines& left, const Lines& right, std::size_t from, std::size_t to_left,
                std::size_t to_right, std::vector<std::size_t>& pairs) {
    const auto rows = to_left - from;
    const auto columns = to_right - from;
    if (rows == 0 || columns == 0 || rows > most / columns) return;
    std::vector<std::uint32_t> best((rows + 1) * (columns + 1), 0);
    const auto at = [&](std::size_t a, std::size_t b) -> std::uint32_t& {
        return best[a * (columns + 1) + b];
    };
    const auto equal = [&](std::size_t a, std::size_t b) {
        return left[from + a] == right[from + b];
    };
    for (std::size_t a = rows; a-- > 0;) {
        for (std::size_t b = columns; b-- > 0;) {
            at(a, b) = equal(a, b) ? at(a + 1, b + 1) + 1 : std::max(at(a + 1, b), at(a, b + 1));
        }
    }
    for (std::size_t a = 0, b = 0; a < rows && b < columns;) {
        if (equal(a, b)) {
            pairs[from + a] = from + b;
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

std::vector<Row> rows_of(const Lines& left, const Lines& right,
                         const std::vector<std::size_t>& pairs) {
    std::vector<Row> rows;
    std::size_t next = 0;
    for (std::size_t at = 0; at < left.size(); ++at) {
        if (pairs[at] == nobody) {
            rows.push_back({'-', &left[at]});
            continue;
        }
        for (; next < pairs[at]; ++next) rows.push_back({'+', &right[next]});
        rows.push_back({' ', &left[at]});
        ++next;
    }
    for (; next < right.size(); ++next) rows.push_back({'+', &right[next]});
    return rows;
}

// Which rows stand within reach of a change.
std::vector<bool> near_changes(const std::vector<Row>& rows) {
    std::vector<bool> near(rows.size());
    for (std::size_t at = 0; at < rows.size(); ++at) {
        if (rows[at].mark == ' ') continue;
        const auto end = std::min(at + hunk_context + 1, rows.size());
        for (auto i = at - std::min(at, hunk_context); i < end; ++i) near[i] = true;
    }
    return near;
}

}  // namespace

std::vector<std::size_t> beside(const Lines& left, const Lines& right) {
    std::vector<std::size_t> pairs(left.size(), nobody);
    std::size_t begin = 0;
    auto end_left = left.size();
    auto end_right = right.size();
    for (; begin < std::min(end_left, end_right) && left[begin] == right[begin]; ++begin) {
        pairs[begin] = begin;
    }
    while (end_left > begin && end_right > begin && left[end_left - 1] == right[end_right - 1]) {
        pairs[--end_left] = --end_right;
    }
    lay_middle(left, right, begin, end_left, end_right, pairs);
    return pairs;
}

std::string unified_diff(const Lines& left, const Lines& right,
                         const std::vector<std::size_t>& pairs, const std::string& a,
                         const std::string& b) {
    const auto rows = rows_of(left, right, pairs);
    const auto near = near_changes(rows);
    if (std::find(near.begin(), near.end(), true) == near.end()) return {};
    auto text = fmt::format("--- {}\n+++ {}\n", a, b);
    std::size_t lefts = 0;
    std::size_t rights = 0;
    for (std::size_t at = 0; at < rows.size();) {
        if (!near[at]) {
            ++lefts, ++rights, ++at;
            continue;
        }
        std::string hunk;
        const auto from_left = lefts;
        const auto from_right = rights;
        for (; at < rows.size() && near[at]; ++at) {
            lefts += rows[at].mark != '+';
            rights += rows[at].mark != '-';
            hunk += fmt::format("{}{}\n", rows[at].mark, *rows[at].text);
        }
        text += fmt::format("@@ -{},{} +{},{} @@\n{}", from_left + (lefts > from_left ? 1 : 0),
                            lefts - from_left, from_right + (rights > from_right ? 1 : 0),
                            rights - from_right, hunk);
    }
    return text;
}

std::string unified_diff(const Lines& left, const Lines& right, const std::string& a,
                         const std::string& b) {
    return unified_diff(left, right, beside(left, right), a, b);
}

}  // namespace transcripts
