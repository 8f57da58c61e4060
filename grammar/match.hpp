// The one walk over a tree: what a typed line means, what could come next, what Tab completes.
// All three enumerate the same candidates, so help cannot disagree with what runs.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "grammar/tree.hpp"

namespace grammar {

// One word of the line and the branch it chose. A LINE argument's word is the rest of the line.
struct Step {
    const Branch* branch = nullptr;
    std::string_view word;
    int column = 0;  // of the word, from 0, in the line
};

// The way through the tree; no allocation, so a match costs well under a microsecond.
class Path {
public:
    static constexpr std::size_t capacity = 64;

    std::span<const Step> steps() const { return {steps_.data(), size_}; }
    bool push(Step step);  // false when full
    void pop() { --size_; }
    std::size_t size() const { return size_; }

    // The word given for the argument `name`; empty when it is not on the path.
    std::string_view argument(std::string_view name) const;
    // The step of the argument `name`, for the caret; null when it is not on the path.
    const Step* step(std::string_view name) const;

private:
    std::array<Step, capacity> steps_{};
    std::size_t size_ = 0;
};

// Layers are tried in order: a mode's own tree, then those of the modes it falls back on.
struct Layer {
    const Tree* tree = nullptr;
    int tag = 0;  // the caller's own mark, handed back
};

struct Matched {
    Path path;
    bool negated = false;  // the line began with `no`
    std::size_t layer = 0;
    const Branch& end() const { return *path.steps().back().branch; }
};
struct Incomplete {
    std::size_t layer = 0;
};
struct Ambiguous {
    std::string_view word;
    int column = 0;
    std::vector<std::string> candidates;
};
// `column` is that of the first character that can no longer match anything: the word's first
// when no candidate shares even that, further in when a prefix still did (asa.md 2, FWSM).
struct Unknown {
    int column = 0;
    int word_column = 0;
};
struct Empty {};
using Outcome = std::variant<Matched, Incomplete, Ambiguous, Unknown, Empty>;

// Decides on the whole line: a word may fit several keywords as long as only one of them takes in
// every word; of two that do, one that lacks a further word is as good as one that does not, so
// the line is ambiguous, as it is for the device. An exact keyword beats a longer one; a keyword
// beats an argument; a more specific kind of argument (number, address) beats WORD and LINE. The
// first layer that matches wins; when none does, Incomplete before Ambiguous before the Unknown
// that got furthest, earlier layers first.
// A negated line may end where only values (arguments without [key], children of [one-of])
// are missing, and where the outline says [no-all]. Its end() then has no act. `line` must outlive
// the outcome.
Outcome match(std::span<const Layer> layers, std::string_view line);

// What `?` shows for one layer. `text` is a keyword or placeholder, "<cr>" for a possible end.
struct Choice {
    std::string text;
    std::string help;
};
struct Section {
    std::size_t layer = 0;
    std::vector<Choice> choices;  // in the outline's order, <cr> last
};
// `line` is what stands before the `?`. After a blank: what may follow; else the completions of
// its last word. One section for each layer that has something to show; none at all means that
// the words before are wrong and `error` says how (as match would).
struct Help {
    std::vector<Section> sections;
    std::optional<Outcome> error;
};
Help help(std::span<const Layer> layers, std::string_view line);

// What Tab appends: the rest of the one keyword that the last word can become, and a blank;
// nothing when there is no such one, or the line ends with a blank.
std::string complete(std::span<const Layer> layers, std::string_view line);

// Whether `word` is acceptable for `argument` by its form alone.
bool fits(const Argument& argument, std::string_view word);

// A quoted word's own characters; any other word is itself.
std::string_view without_quotes(std::string_view word);

// What the line does to the managed object it names: of the first word that says so.
Verb verb(const Matched& matched);

// The canonical text of a matched line: keywords in full, arguments as typed, one blank between.
// A leading `no` is part of it, but not of the identity.
std::string canonical(const Matched& matched);
// The part of it that makes the statement what it is: without verbs, up to the first value (an
// argument without [key], a child of [one-of]). `ip address 10.0.0.1 255.0.0.0` is an `ip address`.
std::string identity(const Matched& matched);

}  // namespace grammar
