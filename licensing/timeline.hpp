// Lab time and who is due next. Every party says when it wants to be woken; the timeline wakes
// the smallest (instant, place) until nothing is due. Nobody sets timers, so nothing is left to
// cancel when a device reloads, and a party's state is all there is to save.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "licensing/time.hpp"

namespace licensing {

class Party {
public:
    virtual ~Party() = default;
    virtual std::string_view party() const = 0;           // its name, for the runaway report
    virtual std::optional<Instant> next_due() const = 0;  // nothing: waits for others
    virtual void wake(Instant now) = 0;                   // do what is due by `now`
};

// Thrown when 10,000 wakes happen at one instant; names the parties that kept waking.
class Runaway : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class Timeline {
public:
    explicit Timeline(Instant start) : now_(start) {}

    Instant now() const { return now_; }

    // Order of joining is the place in the lab: it breaks ties, always the same way. The party
    // must outlive the timeline or leave.
    void join(Party& party);
    void leave(const Party& party);

    std::optional<Instant> next_due() const;

    // Lets time pass to `until`, waking whoever is due on the way, also what becomes due on the
    // way. advance_to(a); advance_to(b) is advance_to(b). An `until` in the past wakes what is
    // due now and moves nothing. Throws Runaway.
    void advance_to(Instant until);

    // Sets the clock without waking anybody: for a lab that is being loaded.
    void restore(Instant now) { now_ = now; }

private:
    Party* due_by(Instant until) const;

    Instant now_;
    std::vector<Party*> parties_;
};

}  // namespace licensing
