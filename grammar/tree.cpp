#include "grammar/tree.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "grammar/fault.hpp"
#include "grammar/words.hpp"

namespace grammar {
namespace {

std::string placeholder(const Argument& argument) {
    if (!argument.placeholder.empty()) return argument.placeholder;
    switch (argument.kind) {
        case ArgKind::line: return "LINE";
        case ArgKind::number:
            return "<" + std::to_string(argument.low.value) + "-" +
                   std::to_string(argument.high.value) + ">";
        case ArgKind::address:
        case ArgKind::mask: return "A.B.C.D";
        case ArgKind::host: return "Hostname or A.B.C.D";
        case ArgKind::time: return "hh:mm:ss";
        case ArgKind::month: return "MONTH";
        default: return "WORD";
    }
}

// How much a kind says about its words; what says more is tried first.
int rank(ArgKind kind) {
    switch (kind) {
        case ArgKind::number:
        case ArgKind::address:
        case ArgKind::mask:
        case ArgKind::time: return 0;
        case ArgKind::month:
        case ArgKind::url: return 1;
        case ArgKind::interface: return 2;
        case ArgKind::hostname:
        case ArgKind::host: return 3;
        case ArgKind::nameif:
        case ArgKind::token:
        case ArgKind::file:
        case ArgKind::quoted:
        case ArgKind::word: return 4;
        case ArgKind::line: return 5;
    }
    return 5;
}

class Grower {
public:
    Grower(const Outline& outline, const std::set<std::string>& capabilities,
           const Numbers& numbers)
        : outline_(outline), capabilities_(capabilities), numbers_(numbers) {}

    Tree tree();

private:
    bool wanted(const Node& node) const;
    std::vector<Branch> branches(const std::vector<Node>& nodes);
    Branch branch(const Node& node);
    void resolve(Bound& bound, int line);

    const Outline& outline_;
    const std::set<std::string>& capabilities_;
    const Numbers& numbers_;
    std::vector<Fault> faults_;
};

void sort_children(Branch& branch) {
    const std::vector<Branch>& children = branch.children;
    for (std::uint32_t place = 0; place < children.size(); ++place) {
        (children[place].argument ? branch.arguments : branch.keywords).push_back(place);
    }
    std::stable_sort(branch.keywords.begin(), branch.keywords.end(), [&](auto a, auto b) {
        return keyword_before(children[a].keyword, children[b].keyword);
    });
    std::stable_sort(branch.arguments.begin(), branch.arguments.end(), [&](auto a, auto b) {
        return rank(children[a].argument->kind) < rank(children[b].argument->kind);
    });
}

bool Grower::wanted(const Node& node) const {
    return std::all_of(node.capabilities.begin(), node.capabilities.end(), [&](const auto& each) {
        const bool absent = each.front() == '!';
        return capabilities_.contains(absent ? each.substr(1) : each) != absent;
    });
}

std::vector<Branch> Grower::branches(const std::vector<Node>& nodes) {
    std::vector<Branch> result;
    result.reserve(nodes.size());
    for (const Node& node : nodes) {
        if (!wanted(node)) continue;
        Branch grown = branch(node);
        const bool leads_nowhere = !node.children.empty() && grown.children.empty() && !grown.act;
        if (!leads_nowhere) result.push_back(std::move(grown));
    }
    return result;
}

Branch Grower::branch(const Node& node) {
    Branch branch;
    branch.keyword = node.keyword;
    branch.argument = node.argument;
    branch.help = node.help;
    branch.written = node.written;
    branch.act = node.act;
    branch.verb = node.verb;
    branch.any_order = node.any_order;
    branch.key = node.key;
    branch.one_of = node.one_of;
    branch.hidden = node.hidden;
    branch.no_all = node.no_all;
    branch.placeholder = node.keyword;
    if (branch.argument) {
        Argument& argument = *branch.argument;
        resolve(argument.low, node.line);
        resolve(argument.high, node.line);
        if (argument.low.value > argument.high.value) {
            faults_.push_back({outline_.file, node.line, 0,
                               "the range of <" + argument.name + "> ends before it begins"});
        }
        branch.placeholder = placeholder(argument);
    }
    branch.children = branches(node.children);
    sort_children(branch);
    return branch;
}

void Grower::resolve(Bound& bound, int line) {
    if (bound.number.empty()) return;
    const std::optional<long> value = numbers_ ? numbers_(bound.number) : std::nullopt;
    if (!value) {
        faults_.push_back({outline_.file, line, 0, "the profile has no number " + bound.number});
    }
    bound = Bound{value.value_or(bound.value), ""};
}

Tree Grower::tree() {
    Tree tree;
    tree.mode = outline_.mode;
    tree.negatable = outline_.negatable;
    tree.root.children = branches(outline_.commands);
    sort_children(tree.root);
    if (!faults_.empty()) throw Faults(std::move(faults_));
    return tree;
}

}  // namespace

Tree grow(const Outline& outline, const std::set<std::string>& capabilities,
          const Numbers& numbers) {
    return Grower(outline, capabilities, numbers).tree();
}

}  // namespace grammar
