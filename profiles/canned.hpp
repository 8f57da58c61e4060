// Commands that show a text as it stands, for users who add to a platform without code:
// <platform>/canned.cli has, under `@tree MODE`, lines of that mode's outline whose act is
// `text.show NAME`, and <platform>/canned/NAME.txt is what they show, byte for byte. They are
// grafted on the mode's own outline before its tree grows; what is there already is not replaced.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/outline.hpp"

namespace profiles {

// What the names of their templates begin with.
inline constexpr std::string_view canned_texts = "canned/";

struct CannedTree {
    std::string file;
    std::vector<grammar::Node> commands;
};
using Canned = std::map<std::string, std::vector<CannedTree>, std::less<>>;  // by mode

// From canned.cli of each folder. `texts` are the templates there are, by name. Throws
// grammar::Faults for an act that shows no text, and for a text that is not there.
Canned read_canned(const std::vector<std::string>& folders,
                   const std::map<std::string, std::string>& texts);

// Throws grammar::Faults where the mode has such a command.
void add_canned(const Canned& canned, grammar::Outline& outline);

// Throws grammar::Faults for a mode that nobody has.
void check_canned(const Canned& canned, const std::function<bool(const std::string&)>& known);

// The text as a template that means nothing but itself.
std::string plain_text(std::string_view text);

}  // namespace profiles
