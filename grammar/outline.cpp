#include "grammar/outline.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "grammar/fault.hpp"
#include "grammar/outline_items.hpp"
#include "grammar/words.hpp"

namespace grammar {
namespace {

using Trees = std::map<std::string, std::vector<Node>>;

// No device has both: one asks for what the other refuses.
bool exclude_each_other(const Node& one, const Node& other) {
    for (const std::string& capability : one.capabilities) {
        const std::string opposite =
            capability.front() == '!' ? capability.substr(1) : "!" + capability;
        const auto& theirs = other.capabilities;
        if (std::find(theirs.begin(), theirs.end(), opposite) != theirs.end()) return true;
    }
    return false;
}

bool was_read(const Node& node) { return node.argument || !node.keyword.empty(); }

bool collide(const Node& one, const Node& other) {
    if (one.argument.has_value() != other.argument.has_value()) return false;
    const bool alike = one.argument ? one.argument->kind == other.argument->kind
                                    : same_keyword(one.keyword, other.keyword);
    return alike && !exclude_each_other(one, other);
}

// A node of another file takes the line of its @use: its own would point into the wrong file.
void set_line(std::vector<Node>& nodes, int line) {
    for (Node& node : nodes) {
        node.line = line;
        set_line(node.children, line);
    }
}

// Makes the nodes of what was read: splices trees, and judges what stands beside what.
class Splicer {
public:
    Splicer(OutlineItems items, const Trees& others);

    Outline outline();
    Trees trees();

private:
    void complain(int line, int column, std::string what);
    std::vector<Node> settle(const std::vector<Item>& items);
    std::vector<Node> splice(const Item& use);
    void admit(std::vector<Node>& siblings, Node node, const Item& item);
    void finish(std::vector<Node>& nodes, bool at_root);
    void throw_faults();

    OutlineItems items_;
    const Trees& others_;
    std::vector<std::string> inside_;  // the trees being spliced
};

Splicer::Splicer(OutlineItems items, const Trees& others)
    : items_(std::move(items)), others_(others) {
    for (const auto& [name, tree] : items_.trees) {
        if (others_.contains(name)) complain(tree.line, 1, "a second tree " + name);
    }
}

void Splicer::complain(int line, int column, std::string what) {
    items_.faults.push_back({items_.header.file, line, column, std::move(what)});
}

// The nodes of `items` with every @use replaced by its tree.
std::vector<Node> Splicer::settle(const std::vector<Item>& items) {
    std::vector<Node> nodes;
    for (const Item& item : items) {
        if (!item.use.empty()) {
            for (Node& node : splice(item)) admit(nodes, std::move(node), item);
            continue;
        }
        Node node = item.node;
        node.children = settle(item.children);
        admit(nodes, std::move(node), item);
    }
    return nodes;
}

std::vector<Node> Splicer::splice(const Item& use) {
    if (const auto own = items_.trees.find(use.use); own != items_.trees.end()) {
        if (std::find(inside_.begin(), inside_.end(), use.use) != inside_.end()) {
            complain(use.line, use.column, "tree " + use.use + " contains itself");
            return {};
        }
        own->second.used = true;
        inside_.push_back(use.use);
        std::vector<Node> nodes = settle(own->second.items);
        inside_.pop_back();
        return nodes;
    }
    const auto other = others_.find(use.use);
    if (other == others_.end()) {
        complain(use.line, use.column, "no tree is named " + use.use);
        return {};
    }
    std::vector<Node> nodes = other->second;
    set_line(nodes, use.line);
    return nodes;
}

void Splicer::admit(std::vector<Node>& siblings, Node node, const Item& item) {
    const auto clash = [&](const Node& sibling) { return collide(sibling, node); };
    if (was_read(node) && std::any_of(siblings.begin(), siblings.end(), clash)) {
        complain(item.line, item.column,
                 node.argument ? "a second argument of the same kind beside <" +
                                     node.argument->name + ">: both paths end alike"
                               : "a second `" + node.keyword + "` beside the first");
    }
    siblings.push_back(std::move(node));
}

// Where lines end: a leaf needs an act, which in a mode of edits may go without saying.
void Splicer::finish(std::vector<Node>& nodes, bool at_root) {
    for (Node& node : nodes) {
        const bool takes_all = node.argument && node.argument->kind == ArgKind::line;
        if (takes_all && !node.children.empty()) {
            complain(node.line, 0, "nothing can follow a LINE argument");
        }
        finish(node.children, false);
        if (!node.children.empty() || node.act || !was_read(node)) continue;
        // Only for `?` to show: the walk itself knows what `no` does.
        if (at_root && items_.header.negatable && node.keyword == "no") continue;
        if (items_.header.config) {
            node.act = Act{};
        } else {
            complain(node.line, 0, "a line can end here, so it needs `-> act`");
        }
    }
}

void Splicer::throw_faults() {
    std::vector<Fault>& faults = items_.faults;
    if (faults.empty()) return;
    // A tree used twice is settled twice; its faults are still one each.
    const auto key = [](const Fault& f) { return std::tie(f.line, f.column, f.what); };
    const auto before = [&](const Fault& a, const Fault& b) { return key(a) < key(b); };
    const auto same = [&](const Fault& a, const Fault& b) { return key(a) == key(b); };
    std::stable_sort(faults.begin(), faults.end(), before);
    faults.erase(std::unique(faults.begin(), faults.end(), same), faults.end());
    throw Faults(faults);
}

Outline Splicer::outline() {
    items_.header.commands = settle(items_.commands);
    finish(items_.header.commands, true);
    for (const auto& [name, tree] : items_.trees) {
        if (!tree.used) complain(tree.line, 1, "tree " + name + " is never used");
    }
    throw_faults();
    return std::move(items_.header);
}

Trees Splicer::trees() {
    Trees result;
    for (const auto& [name, tree] : items_.trees) {
        inside_ = {name};
        result[name] = settle(tree.items);
    }
    throw_faults();
    return result;
}

}  // namespace

Outline read_outline(std::string_view text, const std::string& file, const Trees& trees) {
    return Splicer(read_outline_items(text, file, false), trees).outline();
}

std::map<std::string, std::vector<Node>> read_trees(std::string_view text,
                                                    const std::string& file) {
    const Trees none;
    return Splicer(read_outline_items(text, file, true), none).trees();
}

}  // namespace grammar
