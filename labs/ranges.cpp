// Blocks whose last numbers are a range, such as `line vty 0 15`: the configuration keeps blocks
// that do not overlap, and what is said to several of them is said to each.
#include <algorithm>
#include <charconv>
#include <optional>

#include "labs/configuration.hpp"

namespace lab {
namespace {

struct NumberRange {
    std::string words;  // "line vty"
    int first = 0;
    int last = 0;
};

std::optional<int> number_in(std::string_view word) {
    int number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
    return number;
}

std::optional<NumberRange> range_of(std::string_view identity, const Rules& rules) {
    for (const auto& words : rules.ranged) {
        if (!identity.starts_with(words + " ")) continue;
        const auto numbers = identity.substr(words.size() + 1);
        const auto middle = std::min(numbers.find(' '), numbers.size());
        const auto first = number_in(numbers.substr(0, middle));
        const auto last = middle == numbers.size() ? first : number_in(numbers.substr(middle + 1));
        if (first && last && *first <= *last) return NumberRange{words, *first, *last};
    }
    return std::nullopt;
}

Statement named(Statement block, const NumberRange& range) {
    block.text = range.words + " " + std::to_string(range.first);
    block.arguments = {{"first", std::to_string(range.first)}};
    if (range.last > range.first) {
        block.text += " " + std::to_string(range.last);
        block.arguments.emplace_back("last", std::to_string(range.last));
    }
    block.identity = block.text;
    return block;
}

// What lies before `by`, in it and behind it.
std::vector<NumberRange> cut(const NumberRange& range, const NumberRange& by) {
    std::vector<NumberRange> parts;
    const auto part = [&](int first, int last) {
        if (first <= last) parts.push_back({range.words, first, last});
    };
    part(range.first, std::min(range.last, by.first - 1));
    part(std::max(range.first, by.first), std::min(range.last, by.last));
    part(std::max(range.first, by.last + 1), range.last);
    return parts;
}

}  // namespace

std::vector<std::string> Configuration::cover(const Statement& block, const Rules& rules) {
    const auto wanted = range_of(block.identity, rules);
    if (!wanted) return {};
    std::vector<Statement> kept;
    std::vector<NumberRange> covered;
    for (const auto& statement : statements_) {
        const auto has = range_of(statement.identity, rules);
        if (!has || has->words != wanted->words) {
            kept.push_back(statement);
            continue;
        }
        for (const auto& part : cut(*has, *wanted)) {
            kept.push_back(named(statement, part));
            if (part.first >= wanted->first && part.last <= wanted->last) covered.push_back(part);
        }
    }
    statements_ = std::move(kept);
    const auto before = [](const NumberRange& a, const NumberRange& b) {
        return a.first < b.first;
    };
    std::sort(covered.begin(), covered.end(), before);
    int reached = wanted->first;
    auto missing = covered;
    missing.clear();
    for (const auto& part : covered) {
        if (part.first > reached) missing.push_back({wanted->words, reached, part.first - 1});
        reached = part.last + 1;
    }
    if (reached <= wanted->last) missing.push_back({wanted->words, reached, wanted->last});
    for (const auto& gap : missing) {
        apply({{}, named(block, gap)}, rules);
        covered.push_back(gap);
    }
    std::sort(covered.begin(), covered.end(), before);
    std::vector<std::string> identities;
    for (const auto& part : covered) identities.push_back(named(block, part).identity);
    return identities;
}

}  // namespace lab
