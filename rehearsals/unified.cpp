// A unified diff of two texts by their longest common subsequence.
#include <algorithm>

#include <fmt/format.h>

#include "rehearsals/standing.hpp"

namespace rehearsals {
namespace {

using Lines = std::vector<std::string>;

struct Entry {
    char sign = ' ';
    std::string text;
};

// What is between the common beginning and the common end; tables of up to this many cells.
constexpr std::size_t most_cells = 25'000'000;

void add(std::vector<Entry>& to, char sign, const Lines& lines, std::size_t from, std::size_t end) {
    for (; from < end; ++from) to.push_back({sign, lines[from]});
}

// The lines of both, each once where it is common.
void add_middle(std::vector<Entry>& to, const Lines& a, std::size_t a0, std::size_t a1,
                const Lines& b, std::size_t b0, std::size_t b1) {
    const auto rows = a1 - a0;
    const auto columns = b1 - b0;
    if (rows == 0 || columns == 0 || rows * columns > most_cells) {
        add(to, '-', a, a0, a1);
        add(to, '+', b, b0, b1);
        return;
    }
    const auto width = columns + 1;
    std::vector<std::uint32_t> longest((rows + 1) * width);
    for (std::size_t i = rows; i-- > 0;) {
        for (std::size_t j = columns; j-- > 0;) {
            longest[i * width + j] = a[a0 + i] == b[b0 + j] ? longest[(i + 1) * width + j + 1] + 1
                                                            : std::max(longest[(i + 1) * width + j],
                                                                       longest[i * width + j + 1]);
        }
    }
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < rows && j < columns) {
        if (a[a0 + i] == b[b0 + j]) {
            to.push_back({' ', a[a0 + i]});
            ++i;
            ++j;
        } else if (longest[(i + 1) * width + j] >= longest[i * width + j + 1]) {
            to.push_back({'-', a[a0 + i++]});
        } else {
            to.push_back({'+', b[b0 + j++]});
        }
    }
    add(to, '-', a, a0 + i, a1);
    add(to, '+', b, b0 + j, b1);
}

std::vector<Entry> entries_of(const Lines& a, const Lines& b) {
    std::vector<Entry> entries;
    std::size_t front = 0;
    while (front < a.size() && front < b.size() && a[front] == b[front]) ++front;
    std::size_t back = 0;
    while (back < a.size() - front && back < b.size() - front &&
           a[a.size() - 1 - back] == b[b.size() - 1 - back]) {
        ++back;
    }
    add(entries, ' ', a, 0, front);
    add_middle(entries, a, front, a.size() - back, b, front, b.size() - back);
    add(entries, ' ', a, a.size() - back, a.size());
    return entries;
}

}  // namespace

std::string unified_diff(const Lines& before, const Lines& after, const std::string& before_name,
                         const std::string& after_name) {
    constexpr std::size_t around = 3;
    const auto entries = entries_of(before, after);
    std::vector<bool> kept(entries.size());
    bool any = false;
    for (std::size_t at = 0; at < entries.size(); ++at) {
        if (entries[at].sign == ' ') continue;
        any = true;
        const auto end = std::min(entries.size(), at + around + 1);
        for (auto near = at - std::min(at, around); near < end; ++near) kept[near] = true;
    }
    if (!any) return {};
    auto text = fmt::format("--- {}\n+++ {}\n", before_name, after_name);
    std::size_t olds = 0;
    std::size_t news = 0;
    for (std::size_t at = 0; at < entries.size();) {
        if (!kept[at]) {
            ++at, ++olds, ++news;
            continue;
        }
        std::size_t old_many = 0;
        std::size_t new_many = 0;
        std::string hunk;
        for (; at < entries.size() && kept[at]; ++at) {
            old_many += entries[at].sign != '+' ? 1U : 0U;
            new_many += entries[at].sign != '-' ? 1U : 0U;
            hunk += entries[at].sign + entries[at].text + "\n";
        }
        text += fmt::format("@@ -{},{} +{},{} @@\n{}", olds + (old_many > 0 ? 1 : 0), old_many,
                            news + (new_many > 0 ? 1 : 0), new_many, hunk);
        olds += old_many;
        news += new_many;
    }
    return text;
}

}  // namespace rehearsals
