// The lines of an outline in the shape their indents give them, nothing spliced yet. What the
// shape may mean is for grammar/outline.cpp to say.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/fault.hpp"
#include "grammar/outline.hpp"

namespace grammar {

// A node or an `@use`, as written. A line that could not be read keeps its place as neither.
struct Item {
    Node node;
    std::string use;
    int line = 0;
    int column = 0;
    std::vector<Item> children;
};
struct Subtree {
    std::vector<Item> items;
    int line = 0;  // of its @tree
    bool used = false;
};
struct OutlineItems {
    Outline header;  // its commands still empty
    std::vector<Item> commands;
    std::map<std::string, Subtree> trees;
    std::vector<Fault> faults;
};

// `trees_only` refuses every directive but @tree, @use and @#, and nodes outside a tree.
OutlineItems read_outline_items(std::string_view text, const std::string& file, bool trees_only);

}  // namespace grammar
