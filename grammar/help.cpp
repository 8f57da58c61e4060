// What `?` shows and what Tab appends.
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "grammar/match.hpp"
#include "grammar/walk.hpp"

namespace grammar {
namespace {

// Arrives wherever the finished words lead and collects what may come there.
class HelpWalk : public Walk {
public:
    using Walk::Walk;

    // By pointer into the tree, in the order of `?`.
    const std::vector<const Branch*>& next() const { return next_; }
    bool ends() const { return ends_; }

private:
    Reach arrive(const Place& place, const Word& last) override;
    bool is_unfinished(const Word& word) const override { return word.end == line_.size(); }
    bool is_thorough() const override { return true; }
    bool is_shown(const Branch& branch, std::string_view word) const;
    void show(const Branch& branch);

    std::vector<const Branch*> next_;
    std::set<std::pair<std::string_view, std::string_view>> shown_;  // text and help
    bool ends_ = false;
};

Reach HelpWalk::arrive(const Place& place, const Word& last) {
    bool any = false;
    each_source(place, [&](const Branch& source, const Open*) {
        for (const Branch& child : source.children) {
            if (!is_open(source, child) || !is_shown(child, last.text)) continue;
            show(child);
            any = true;
        }
    });
    // A LINE goes on until the line ends.
    const auto& argument = place.node->argument;
    if (argument && argument->kind == ArgKind::line) show(*place.node);
    if (last.text.empty() && may_end(place)) any = ends_ = true;
    if (!any && !last.text.empty()) return stuck(place, last);
    Reach reach;
    reach.kind = any ? Reach::Kind::arrived : Reach::Kind::incomplete;
    return reach;
}

bool HelpWalk::is_shown(const Branch& branch, std::string_view word) const {
    if (branch.hidden) return false;
    if (word.empty()) return true;
    return branch.argument ? may_become(*branch.argument, word) : is_prefix(word, branch.keyword);
}

void HelpWalk::show(const Branch& branch) {
    if (shown_.insert({branch.placeholder, branch.help}).second) next_.push_back(&branch);
}

Section section(const HelpWalk& walk, std::size_t layer) {
    Section section{layer, {}};
    section.choices.reserve(walk.next().size() + 1);
    for (const Branch* branch : walk.next()) {
        section.choices.push_back({branch->placeholder, branch->help});
    }
    if (walk.ends()) section.choices.push_back({"<cr>", ""});
    return section;
}

bool has_arrived(const Reach& reach) {
    return reach.kind == Reach::Kind::arrived && reach.rivals.empty();
}

}  // namespace

Help help(std::span<const Layer> layers, std::string_view line) {
    Help help;
    std::optional<Outcome> error;
    for (std::size_t layer = 0; layer < layers.size(); ++layer) {
        HelpWalk walk(*layers[layer].tree, line);
        Reach reach = walk.run();
        if (has_arrived(reach)) {
            help.sections.push_back(section(walk, layer));
            continue;
        }
        Outcome outcome = failure(std::move(reach), layer);
        if (!error || says_more(outcome, *error)) error = std::move(outcome);
    }
    if (help.sections.empty()) help.error = error ? std::move(*error) : Outcome(Empty{});
    return help;
}

std::string complete(std::span<const Layer> layers, std::string_view line) {
    if (line.empty() || is_blank(line.back())) return "";
    const std::size_t begin = line.find_last_of(" \t") + 1;  // npos + 1 is 0
    const std::size_t typed = line.size() - begin;
    std::string_view keyword;
    for (const Layer& layer : layers) {
        HelpWalk walk(*layer.tree, line);
        if (!has_arrived(walk.run())) continue;
        for (const Branch* branch : walk.next()) {
            if (branch->argument || branch->keyword == keyword) continue;
            if (!keyword.empty()) return "";
            keyword = branch->keyword;
        }
    }
    return keyword.empty() ? "" : std::string(keyword.substr(typed)) + " ";
}

}  // namespace grammar
