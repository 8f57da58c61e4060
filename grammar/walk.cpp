#include "grammar/walk.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace grammar {
namespace {

constexpr std::string_view negation = "no";

// What a word that stays stuck further on knows more about the line.
auto distance(const Reach& reach) { return std::tie(reach.kind, reach.word_column); }

Reach stuck_at(const Word& word, std::size_t shared) {
    Reach reach;
    reach.word_column = static_cast<int>(word.begin);
    reach.column = static_cast<int>(word.begin + shared);
    return reach;
}

// Does a reading take in every word of the line?
bool whole(const Reach& reach) {
    return reach.kind == Reach::Kind::arrived || reach.kind == Reach::Kind::incomplete;
}

bool lacks_only_values(const Branch& node) {
    return std::any_of(node.children.begin(), node.children.end(), [&](const Branch& child) {
        return node.one_of || (child.argument && !child.key);
    });
}

}  // namespace

// The ways from one place by one word, and the best of them so far.
struct Walk::Fork {
    explicit Fork(const Word& at) : word(at) {}

    void offer(const Candidate& candidate, Reach reach) {
        if (tried && whole(reach) && whole(best) &&
            !same_keyword(candidate.keyword, leader.keyword)) {
            // Both carry the line to its end: one that lacks a word is as good a reading as one
            // that does not, and the device asks which was meant.
            if (reach.kind > best.kind) std::swap(best, reach);
            tie(candidate);
            return;
        }
        if (!tried || distance(reach) > distance(best)) {
            best = std::move(reach);
            leader = candidate;
            tied = false;
        } else if (distance(reach) == distance(best)) {
            best.column = std::max(best.column, reach.column);
            if (!same_keyword(candidate.keyword, leader.keyword)) tie(candidate);
        }
        tried = true;
    }
    // Less than a keyword: an argument wins only by getting further.
    void offer_argument(Reach reach) {
        if (!tried || distance(reach) > distance(best)) {
            best = std::move(reach);
        } else if (distance(reach) == distance(best)) {
            best.column = std::max(best.column, reach.column);
        }
        tried = true;
    }
    void tie(const Candidate& candidate) {
        if (!tied) best.rivals = {leader};
        best.rivals.push_back(candidate);
        best.rival_word = word.text;
        best.rival_column = static_cast<int>(word.begin);
        tied = true;
    }

    const Word& word;
    Reach best;
    Candidate leader;
    bool tried = false;
    bool tied = false;
};

bool Walk::is_open(const Branch& source, const Branch& child) const {
    if (&source == &tree_.root && tree_.negatable && negated_) {
        return !same_keyword(child.keyword, negation);
    }
    if (!source.any_order) return true;
    const auto steps = path_.steps();
    return std::none_of(steps.begin(), steps.end(),
                        [&](const Step& step) { return step.branch == &child; });
}

bool Walk::may_end(const Place& place) const {
    if (place.node == &tree_.root) return false;
    return place.node->act || (negated_ && (place.node->no_all || lacks_only_values(*place.node)));
}

Reach Walk::stuck(const Place& place, const Word& word) const {
    std::size_t shared = 0;
    each_source(place, [&](const Branch& source, const Open*) {
        for (const std::uint32_t at : source.keywords) {
            const Branch& child = source.children[at];
            if (!is_open(source, child)) continue;
            shared = std::max(shared, shared_prefix(word.text, child.keyword));
        }
    });
    if (place.node == &tree_.root && tree_.negatable && !negated_) {
        shared = std::max(shared, shared_prefix(word.text, negation));
    }
    return stuck_at(word, shared);
}

Reach Walk::from(const Place& place, std::size_t at) {
    const Word word = next_word(line_, at);
    if (word.text.empty() || is_unfinished(word)) return arrive(place, word);

    Fork fork(word);
    try_keywords(place, word, true, fork);
    if (!fork.tried) {
        try_keywords(place, word, false, fork);
        if (is_thorough() || fork.best.kind != Reach::Kind::arrived) {
            try_arguments(place, word, fork);
        }
    }
    if (!fork.tried) return stuck(place, word);
    return std::move(fork.best);
}

void Walk::try_keywords(const Place& place, const Word& word, bool exact, Fork& fork) {
    std::size_t before = 0;  // how many stand before this source's children in the order of `?`
    each_source(place, [&](const Branch& source, const Open* around) {
        const auto& keywords = source.keywords;
        auto at = std::lower_bound(keywords.begin(), keywords.end(), word.text,
                                   [&](std::uint32_t child, std::string_view text) {
                                       return keyword_before(source.children[child].keyword, text);
                                   });
        for (; at != keywords.end(); ++at) {
            const Branch& child = source.children[*at];
            if (!is_prefix(word.text, child.keyword)) break;
            if (exact && child.keyword.size() != word.text.size()) break;
            if (!is_open(source, child)) continue;
            // An act-less `no` is there for `?` alone.
            const bool shown_only = &source == &tree_.root && tree_.negatable && !child.act &&
                                    child.children.empty() && same_keyword(child.keyword, negation);
            if (shown_only) continue;
            fork.offer({child.keyword, before + *at}, into(child, around, word));
        }
        before += source.children.size();
    });
    try_negation(place, word, exact, fork);
}

void Walk::try_negation(const Place& place, const Word& word, bool exact, Fork& fork) {
    if (place.node != &tree_.root || !tree_.negatable || negated_) return;
    if (exact ? !same_keyword(word.text, negation) : !is_prefix(word.text, negation)) return;
    // Listed where the outline shows it, else behind everything.
    const auto& children = tree_.root.children;
    const auto shown = std::find_if(children.begin(), children.end(), [](const Branch& child) {
        return same_keyword(child.keyword, negation);
    });
    negated_ = true;
    Reach reach = from(place, word.end);
    negated_ = false;
    fork.offer({negation, static_cast<std::size_t>(shown - children.begin())}, std::move(reach));
}

void Walk::try_arguments(const Place& place, const Word& word, Fork& fork) {
    each_source(place, [&](const Branch& source, const Open* around) {
        for (const std::uint32_t at : source.arguments) {
            const Branch& child = source.children[at];
            Word whole = word;
            if (child.argument->kind == ArgKind::line) {
                whole = {trim(line_.substr(word.begin)), word.begin, line_.size()};
            }
            // Between quotes there may be blanks.
            const auto quote = child.argument->kind == ArgKind::quoted && word.text.front() == '"'
                                   ? line_.find('"', word.begin + 1)
                                   : std::string_view::npos;
            if (quote != std::string_view::npos && quote >= word.end) {
                whole = {line_.substr(word.begin, quote + 1 - word.begin), word.begin, quote + 1};
            }
            // `gi 0/0` is one interface in two words.
            if (child.argument->kind == ArgKind::interface && !fits(*child.argument, word.text)) {
                const Word next = next_word(line_, word.end);
                if (next.text.empty() || is_unfinished(next)) continue;
                whole = {line_.substr(word.begin, next.end - word.begin), word.begin, next.end};
            }
            if (!is_open(source, child) || !fits(*child.argument, whole.text)) continue;
            fork.offer_argument(into(child, around, whole));
            if (fork.best.kind == Reach::Kind::arrived && !is_thorough()) return;
        }
    });
}

Reach Walk::into(const Branch& child, const Open* around, const Word& word) {
    if (--steps_ < 0 || !path_.push({&child, word.text, static_cast<int>(word.begin)})) {
        return stuck_at(word, 0);
    }
    Reach reach = from({&child, around}, word.end);
    path_.pop();
    return reach;
}

Outcome failure(Reach reach, std::size_t layer) {
    if (!reach.rivals.empty()) {
        std::sort(reach.rivals.begin(), reach.rivals.end(),
                  [](const Candidate& a, const Candidate& b) { return a.order < b.order; });
        Ambiguous ambiguous{reach.rival_word, reach.rival_column, {}};
        for (const Candidate& rival : reach.rivals) {
            ambiguous.candidates.emplace_back(rival.keyword);
        }
        return ambiguous;
    }
    if (reach.kind == Reach::Kind::incomplete) return Incomplete{layer};
    return Unknown{reach.column, reach.word_column};
}

bool says_more(const Outcome& other, const Outcome& one) {
    const auto weight = [](const Outcome& outcome) {
        const auto* unknown = std::get_if<Unknown>(&outcome);
        const int kind = std::holds_alternative<Incomplete>(outcome) ? 2 : unknown == nullptr;
        return std::tuple(kind, unknown ? unknown->word_column : 0, unknown ? unknown->column : 0);
    };
    return weight(other) > weight(one);
}

}  // namespace grammar
