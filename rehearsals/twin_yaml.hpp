// YAML as a twin's lab is written: nested maps in blocks, small things on a line, and every text
// that could be taken for something else quoted.
#pragma once

#include <yaml-cpp/yaml.h>

#include <string>

namespace rehearsals {

// A text between double quotes; bytes that are no UTF-8 are replaced.
std::string quoted(const std::string& text);

// As it is where that is safe, else quoted.
std::string plain_or_quoted(const std::string& text);

// The node as a flow, `indent` deep: a list of maps has a line for each.
std::string flow(const YAML::Node& node, std::size_t indent = 2);

// A scalar that is a text, whatever it looks like.
YAML::Node text_node(const std::string& text);

}  // namespace rehearsals
