#include "profiles/canned.hpp"

#include <algorithm>
#include <filesystem>

#include "grammar/fault.hpp"
#include "profiles/text_file.hpp"

namespace profiles {
namespace {

using grammar::Node;

constexpr std::string_view only_act = "text.show";

void check_acts(const std::vector<Node>& nodes, const std::string& file,
                const std::map<std::string, std::string>& texts,
                std::vector<grammar::Fault>& faults) {
    for (const auto& node : nodes) {
        check_acts(node.children, file, texts, faults);
        if (!node.act) {
            if (node.children.empty()) {
                faults.push_back({file, node.line, 0, "shows nothing: -> text.show NAME"});
            }
        } else if (node.act->name != only_act) {
            faults.push_back({file, node.line, 0, "only `text.show NAME` may be said here"});
        } else if (!texts.contains(std::string(canned_texts) + node.act->constant)) {
            faults.push_back(
                {file, node.line, 0, "there is no canned/" + node.act->constant + ".txt"});
        }
    }
}

bool same_word(const Node& a, const Node& b) {
    if (a.argument.has_value() != b.argument.has_value()) return false;
    return a.argument ? a.argument->name == b.argument->name : a.keyword == b.keyword;
}

void graft(std::vector<Node>& onto, const Node& node, const std::string& file) {
    const auto same = [&](const Node& known) {
        return same_word(known, node) && known.capabilities == node.capabilities;
    };
    const auto known = std::find_if(onto.begin(), onto.end(), same);
    if (known == onto.end()) {
        // `?` lists keywords by the alphabet, as far as the mode does.
        const auto behind = std::find_if(onto.begin(), onto.end(), [&](const Node& other) {
            return other.argument.has_value() || other.keyword > node.keyword;
        });
        onto.insert(node.argument ? onto.end() : behind, node);
        return;
    }
    if (known->act && node.act) {
        throw grammar::Faults(file, node.line, 0, "the platform has this command already");
    }
    if (node.act) known->act = node.act;
    for (const auto& child : node.children) graft(known->children, child, file);
}

}  // namespace

Canned read_canned(const std::vector<std::string>& folders,
                   const std::map<std::string, std::string>& texts) {
    Canned canned;
    std::vector<grammar::Fault> faults;
    for (const auto& folder : folders) {
        const auto file = folder + "/canned.cli";
        std::error_code error;
        if (!std::filesystem::is_regular_file(file, error)) continue;
        for (auto& [mode, nodes] : grammar::read_trees(read_text_file(file), file)) {
            check_acts(nodes, file, texts, faults);
            canned[mode].push_back({file, std::move(nodes)});
        }
    }
    if (!faults.empty()) throw grammar::Faults(std::move(faults));
    return canned;
}

void add_canned(const Canned& canned, grammar::Outline& outline) {
    const auto added = canned.find(outline.mode);
    if (added == canned.end()) return;
    for (const auto& tree : added->second) {
        for (const auto& node : tree.commands) graft(outline.commands, node, tree.file);
    }
}

void check_canned(const Canned& canned, const std::function<bool(const std::string&)>& known) {
    for (const auto& [mode, trees] : canned) {
        if (!known(mode)) {
            throw grammar::Faults(trees.front().file, 0, 0, "there is no mode '" + mode + "'");
        }
    }
}

std::string plain_text(std::string_view text) {
    std::string made;
    made.reserve(text.size());
    bool first = true;
    for (const char c : text) {
        if (first && c == '@') made += '@';
        if (c == '{' || c == '}') made += c;
        made += c;
        first = c == '\n';
    }
    return made;
}

}  // namespace profiles
