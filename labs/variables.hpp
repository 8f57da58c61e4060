// What differs between one learner's lab and the next one's: serial numbers, tokens, dead servers.
// A lab file's `variables` are drawn from its seed, each by its own name, so that a new one moves
// no other; ${name} stands for what was drawn, in the file, in files it names and in the
// transcripts that are played in it. Where a lab has no variables, ${name} is only text.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "profiles/yaml_reader.hpp"

namespace lab {

using Variables = std::map<std::string, std::string>;

// `pattern` with a capital letter for each '?' and a digit for each '#'.
std::string drawn_like(std::string_view pattern, const std::string& name, std::uint64_t seed);
const std::string& drawn_of(const std::vector<std::string>& values, const std::string& name,
                            std::uint64_t seed);

// `text` with the variables' values; `unknown` is told of each name that is none of them, and where
// in the text it stands (from 0). Each value passes `as` first.
std::string with_values(std::string_view text, const Variables& variables,
                        const std::function<void(const std::string&, std::size_t)>& unknown,
                        const std::function<std::string(const std::string&)>& as = {});
// And back: a value of some length becomes its ${name}, for a person who writes the file.
std::string with_names(std::string text, const Variables& variables);

// Draws what the file's `variables` ask for, of `seed` or else of the file's own, and puts the
// values into all of its other texts. What is wrong becomes a fault of the reader.
Variables draw_variables(profiles::YamlReader& yaml, std::optional<std::uint64_t> seed);

// The text of the file that `node` names, beside the lab's, with the values in it.
std::string text_beside(profiles::YamlReader& yaml, const YAML::Node& node,
                        const Variables& variables);

}  // namespace lab
