// What one device makes of an outline: nodes without the capability are gone, ranges are numbers.
// Built once a profile and shared const; the walk in grammar/match.hpp only reads it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "grammar/outline.hpp"

namespace grammar {

// One node of a tree; `children` are in the outline's order, which is the order of `?`.
struct Branch {
    std::string keyword;
    std::optional<Argument> argument;
    std::string placeholder;  // what `?` shows: the keyword, WORD, <1-248> ...
    std::string help;
    std::string written;  // in a configuration; empty: as the keyword
    std::optional<Act> act;
    Verb verb = Verb::none;
    bool any_order = false, key = false, one_of = false, hidden = false, no_all = false;
    std::vector<Branch> children;
    // Places in `children`, made by grow so that a word need not be held against each of them:
    std::vector<std::uint32_t> keywords;   // sorted by name, case aside
    std::vector<std::uint32_t> arguments;  // the most specific first
};

struct Tree {
    std::string mode;
    bool negatable = false;  // a leading `no` is accepted before any command
    Branch root;             // its children are the commands; never ends a line itself
};

// Where ranges get their numbers: the profile's `numbers`, by name; nothing for an unknown one.
using Numbers = std::function<std::optional<long>(const std::string& name)>;

// A node that only leads to nodes this device lacks goes with them.
// Throws Faults for a range whose number the profile lacks or whose ends are crossed.
Tree grow(const Outline& outline, const std::set<std::string>& capabilities,
          const Numbers& numbers);

}  // namespace grammar
