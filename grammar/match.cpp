#include "grammar/match.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "grammar/walk.hpp"

namespace grammar {
namespace {

class MatchWalk : public Walk {
public:
    using Walk::Walk;

    // The first arrival: no later one is better, only as good, which is a rivalry.
    const Path& found() const { return *found_; }
    bool found_negated() const { return found_negated_; }

private:
    Reach arrive(const Place& place, const Word&) override {
        Reach reach;
        reach.kind = may_end(place) ? Reach::Kind::arrived : Reach::Kind::incomplete;
        if (reach.kind == Reach::Kind::arrived && !found_) {
            found_ = path_;
            found_negated_ = negated_;
        }
        return reach;
    }

    std::optional<Path> found_;
    bool found_negated_ = false;
};

bool is_value(std::span<const Step> steps, std::size_t at) {
    const Branch& branch = *steps[at].branch;
    if (branch.argument && !branch.key) return true;
    const auto before = steps.first(at);
    return std::any_of(before.begin(), before.end(), [&](const Step& step) {
        const auto& children = step.branch->children;
        return step.branch->one_of &&
               std::any_of(children.begin(), children.end(),
                           [&](const Branch& child) { return &child == &branch; });
    });
}

// 0 is written as the address it stands for.
std::string_view spelled_out(const Step& step) {
    const auto kind = step.branch->argument->kind;
    const bool place = kind == ArgKind::address || kind == ArgKind::mask;
    return place && step.word == "0" ? std::string_view("0.0.0.0") : step.word;
}

void append(std::string& text, const Step& step) {
    if (!text.empty()) text += ' ';
    if (step.branch->argument && step.branch->argument->kind == ArgKind::quoted) {
        text.append("\"").append(without_quotes(step.word)).append("\"");
        return;
    }
    const Branch& branch = *step.branch;
    text += branch.argument          ? spelled_out(step)
            : branch.written.empty() ? std::string_view(branch.keyword)
                                     : std::string_view(branch.written);
}

}  // namespace

bool Path::push(Step step) {
    if (size_ == capacity) return false;
    steps_[size_++] = step;
    return true;
}

const Step* Path::step(std::string_view name) const {
    for (const Step& each : steps()) {
        if (each.branch->argument && each.branch->argument->name == name) return &each;
    }
    return nullptr;
}

std::string_view Path::argument(std::string_view name) const {
    const Step* found = step(name);
    return found ? found->word : std::string_view();
}

Outcome match(std::span<const Layer> layers, std::string_view line) {
    const Word first = next_word(line, 0);
    if (first.text.empty()) return Empty{};
    std::optional<Outcome> best;
    for (std::size_t layer = 0; layer < layers.size(); ++layer) {
        MatchWalk walk(*layers[layer].tree, line);
        Reach reach = walk.run();
        if (reach.kind == Reach::Kind::arrived && reach.rivals.empty()) {
            return Matched{walk.found(), walk.found_negated(), layer};
        }
        Outcome outcome = failure(std::move(reach), layer);
        if (!best || says_more(outcome, *best)) best = std::move(outcome);
    }
    const int column = static_cast<int>(first.begin);
    return best ? std::move(*best) : Outcome(Unknown{column, column});
}

std::string_view without_quotes(std::string_view word) {
    if (word.starts_with('"')) word.remove_prefix(1);
    if (word.ends_with('"')) word.remove_suffix(1);
    return word;
}

std::string canonical(const Matched& matched) {
    std::string text = matched.negated ? "no" : "";
    for (const Step& step : matched.path.steps()) append(text, step);
    return text;
}

std::string identity(const Matched& matched) {
    std::string text;
    const auto steps = matched.path.steps();
    for (std::size_t at = 0; at < steps.size() && !is_value(steps, at); ++at) {
        if (steps[at].branch->verb == Verb::none) append(text, steps[at]);
    }
    return text;
}

Verb verb(const Matched& matched) {
    for (const Step& step : matched.path.steps()) {
        if (step.branch->verb != Verb::none) return step.branch->verb;
    }
    return Verb::none;
}

}  // namespace grammar
