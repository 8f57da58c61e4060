#include "transcripts/align.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace transcripts {
namespace {

using Kind = Step::Kind;
using PairMark = Pairing::Mark;
using Cost = std::uint64_t;

// The whole part counts differences; of equally many those are better that replace no line.
constexpr Cost one_step = 1U << 20U;
constexpr Cost typed_lost = 10 * one_step;
constexpr Cost whole(Cost cost) { return cost / one_step; }
// Cells of the table; what lies further ahead is not looked at.
constexpr std::size_t largest_table = 5'000'000;

// Nothing on the screen stands for it.
bool silent(const Step& step) {
    return step.kind == Kind::secret || step.kind == Kind::remark || step.kind == Kind::direction;
}

// The textbook table of edit distances: at(i, j) is the cost of the first i steps against the
// first j lines.
class Table {
public:
    Table(std::span<const Step> steps, std::span<const std::string> shown, const Choice& choice)
        : steps_(steps), shown_(shown), width_(shown.size() + 1) {
        for (const auto& step : steps_) lost_.push_back(choice.typed(step) ? typed_lost : one_step);
        cells_.resize((steps_.size() + 1) * width_);
        for (std::size_t j = 1; j < width_; ++j) cell(0, j) = j * one_step;
        for (std::size_t i = 1; i <= steps_.size(); ++i) {
            for (std::size_t j = 0; j < width_; ++j) cell(i, j) = cheapest(i, j);
        }
    }

    Cost cost(std::size_t i) const { return at(i, width_ - 1); }
    // The way to `i` steps and all lines, from its end.
    std::vector<Pairing> way(std::size_t i) const;

private:
    Cost& cell(std::size_t i, std::size_t j) { return cells_[i * width_ + j]; }
    Cost at(std::size_t i, std::size_t j) const { return cells_[i * width_ + j]; }
    bool paired(std::size_t i, std::size_t j) const { return holds(steps_[i - 1], shown_[j - 1]); }

    Cost cheapest(std::size_t i, std::size_t j) const {
        const auto& step = steps_[i - 1];
        if (silent(step)) return at(i - 1, j);
        if (step.kind == Kind::any) return j ? std::min(at(i - 1, j), at(i, j - 1)) : at(i - 1, j);
        Cost best = at(i - 1, j) + lost_[i - 1];
        if (j == 0) return best;
        best = std::min(best, at(i, j - 1) + one_step);
        return std::min(best, at(i - 1, j - 1) + (paired(i, j) ? 0 : lost_[i - 1] + 1));
    }

    std::span<const Step> steps_;
    std::span<const std::string> shown_;
    std::size_t width_;
    std::vector<Cost> lost_;
    std::vector<Cost> cells_;
};

std::vector<Pairing> Table::way(std::size_t i) const {
    std::vector<Pairing> back;
    for (std::size_t j = width_ - 1; i > 0 || j > 0;) {
        const auto here = at(i, j);
        if (i > 0 && silent(steps_[i - 1])) {
            back.push_back({PairMark::held, --i});
        } else if (i > 0 && steps_[i - 1].kind == Kind::any) {
            if (j > 0 && at(i, j - 1) == here)
                --j;
            else
                back.push_back({PairMark::held, --i});
        } else if (i > 0 && j > 0 && at(i - 1, j - 1) == here && paired(i, j)) {
            back.push_back({PairMark::held, --i});
            --j;
        } else if (i > 0 && j > 0 && at(i - 1, j - 1) + lost_[i - 1] + 1 == here) {
            back.push_back({PairMark::extra, --j});
            back.push_back({PairMark::missing, --i});
        } else if (i > 0 && at(i - 1, j) + lost_[i - 1] == here) {
            back.push_back({PairMark::missing, --i});
        } else {
            back.push_back({PairMark::extra, --j});
        }
    }
    std::reverse(back.begin(), back.end());
    return back;
}

}  // namespace

bool holds(const Step& step, const std::string& line) {
    return step.pattern ? step.pattern->matches(line) : step.text == line;
}

Alignment align(std::span<const Step> steps, std::span<const std::string> shown,
                const Choice& choice) {
    Alignment result;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < steps.size()) {
        const bool same =
            steps[i].kind == Kind::screen && j < shown.size() && steps[i].text == shown[j];
        if (!same && !silent(steps[i])) break;
        result.pairings.push_back({PairMark::held, i++});
        if (same) ++j;
    }
    result.next = i;
    if (j == shown.size() && i < steps.size() && choice.may_come(i)) return result;
    const auto lines = shown.subspan(j);
    const auto ahead = std::min(steps.size() - i, largest_table / (lines.size() + 1));
    const Table table(steps.subspan(i, ahead), lines, choice);
    std::size_t best = ahead;
    for (std::size_t next = ahead + 1; next-- > 0;) {
        const bool may = i + next == steps.size() || choice.may_come(i + next);
        const bool better = choice.latest ? whole(table.cost(next)) < whole(table.cost(best))
                                          : table.cost(next) <= table.cost(best);
        if (may && better) best = next;
    }
    for (auto pairing : table.way(best)) {
        pairing.index += pairing.mark == PairMark::extra ? j : i;
        result.pairings.push_back(pairing);
    }
    result.next = i + best;
    return result;
}

}  // namespace transcripts
