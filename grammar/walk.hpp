// The search through one layer's tree that match, help and complete share. It tries every node
// that a word may mean and comes back from those that lead nowhere; what it hands back is how
// far the line could be carried. What counts as an arrival is the deriving class's business.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "grammar/match.hpp"
#include "grammar/words.hpp"

namespace grammar {

// The [any-order] nodes around a place, the innermost first, on the search's own stack.
struct Open {
    const Branch* node = nullptr;
    const Open* outer = nullptr;
};
// Where the words so far have led.
struct Place {
    const Branch* node = nullptr;
    const Open* around = nullptr;
};

// A keyword that a word may stand for, and its place in the order of `?`.
struct Candidate {
    std::string_view keyword;
    std::size_t order = 0;
};

struct Reach {
    enum class Kind { stuck, incomplete, arrived };
    Kind kind = Kind::stuck;
    int column = 0;       // stuck: the first character that can no longer match
    int word_column = 0;  // stuck: that character's word
    // Two or more when as many keywords carry the line equally far.
    std::vector<Candidate> rivals;
    std::string_view rival_word;
    int rival_column = 0;
};

class Walk {
public:
    Walk(const Tree& tree, std::string_view line) : tree_(tree), line_(line) {}
    virtual ~Walk() = default;

    Reach run() { return from({&tree_.root, nullptr}, 0); }

protected:
    // The words are used up, but for `last` when it is one that is still being typed.
    virtual Reach arrive(const Place& place, const Word& last) = 0;
    // Whether `word` is still being typed, so that it is not a step to take.
    virtual bool is_unfinished(const Word&) const { return false; }
    // Whether arriving by a keyword still leaves the arguments to be looked at.
    virtual bool is_thorough() const { return false; }

    // Visits the nodes whose children may come next, each with the any-order nodes around its
    // children: the place's own and, once it is complete, those of the any-order nodes around it.
    template <typename Visit> void each_source(const Place& place, Visit visit) const {
        const Open own{place.node, place.around};
        visit(*place.node, place.node->any_order ? &own : place.around);
        if (!place.node->act) return;
        for (const Open* open = place.around; open != nullptr; open = open->outer) {
            visit(*open->node, open);
        }
    }
    // Whether `child` of `source` may come now: not twice in any order, no `no` behind `no`.
    bool is_open(const Branch& source, const Branch& child) const;
    // A complete node; on a negated line also one that lacks nothing but values.
    bool may_end(const Place& place) const;
    Reach stuck(const Place& place, const Word& word) const;

    const Tree& tree_;
    std::string_view line_;
    Path path_;
    bool negated_ = false;

private:
    struct Fork;

    Reach from(const Place& place, std::size_t at);
    void try_keywords(const Place& place, const Word& word, bool exact, Fork& fork);
    void try_arguments(const Place& place, const Word& word, Fork& fork);
    void try_negation(const Place& place, const Word& word, bool exact, Fork& fork);
    Reach into(const Branch& child, const Open* around, const Word& word);

    // Steps left. In any order k like words can be taken in k! ways; no honest line needs many.
    int steps_ = 4096;
};

// The outcome of a walk that did not arrive.
Outcome failure(Reach reach, std::size_t layer);
// Whether `other`, of a later layer, says more about the line than `one`.
bool says_more(const Outcome& other, const Outcome& one);

// Whether `word` is the beginning of one that fits; `word` is not empty.
bool may_become(const Argument& argument, std::string_view word);

}  // namespace grammar
