#include "licensing/timeline.hpp"

#include <algorithm>
#include <cassert>

namespace licensing {

namespace {

constexpr int most_wakes = 10'000;
// Who wakes among the last thousand is who keeps waking; earlier ones may have had a reason.
constexpr int suspicious_wakes = most_wakes - 1'000;

[[noreturn]] void report_runaway(const std::vector<std::string>& suspects) {
    std::string names;
    for (const std::string& suspect : suspects) {
        names += names.empty() ? "" : ", ";
        names += suspect;
    }
    throw Runaway("time stands still: 10000 wakes at one instant, woken last: " + names);
}

}  // namespace

void Timeline::join(Party& party) {
    assert(std::find(parties_.begin(), parties_.end(), &party) == parties_.end());
    parties_.push_back(&party);
}

void Timeline::leave(const Party& party) {
    const auto gone = std::find(parties_.begin(), parties_.end(), &party);
    if (gone != parties_.end()) parties_.erase(gone);
}

std::optional<Instant> Timeline::next_due() const {
    std::optional<Instant> earliest;
    for (const Party* party : parties_) {
        const std::optional<Instant> due = party->next_due();
        if (due && (!earliest || *due < *earliest)) earliest = due;
    }
    // What is overdue, after a clock was set say, is due now.
    if (earliest) earliest = std::max(*earliest, now_);
    return earliest;
}

Party* Timeline::due_by(Instant until) const {
    Party* first = nullptr;
    Instant earliest{};
    for (Party* party : parties_) {
        const std::optional<Instant> due = party->next_due();
        if (!due) continue;
        const Instant when = std::max(*due, now_);
        if (when > until || (first && when >= earliest)) continue;
        first = party;
        earliest = when;
    }
    return first;
}

void Timeline::advance_to(Instant until) {
    until = std::max(until, now_);
    int wakes = 0;
    std::vector<std::string> suspects;
    while (Party* party = due_by(until)) {
        const Instant when = std::max(*party->next_due(), now_);
        if (when > now_) wakes = 0;
        if (++wakes > suspicious_wakes) {
            const std::string name{party->party()};
            if (std::find(suspects.begin(), suspects.end(), name) == suspects.end()) {
                suspects.push_back(name);
            }
        } else {
            suspects.clear();
        }
        if (wakes > most_wakes) report_runaway(suspects);
        now_ = when;
        party->wake(now_);
    }
    now_ = until;
}

}  // namespace licensing
