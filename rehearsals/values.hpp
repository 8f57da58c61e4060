// What a runbook's texts are made of: its variables put in, and a check told in words.
#pragma once

#include <map>
#include <string>

#include "labs/exercise.hpp"
#include "profiles/yaml_reader.hpp"

namespace rehearsals {

using Values = std::map<std::string, std::string>;

// Puts the values of the file's `variables`, or of `overrides` in their place, into all other
// texts of the file; what is wrong becomes a fault of the reader. `$${` stands for `${`.
Values put_values(profiles::YamlReader& yaml, const Values& overrides);

// "edge: registered, authorized"
std::string words_of(const lab::Check& check);

}  // namespace rehearsals
