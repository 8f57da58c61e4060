// The director's own cues: what an exercise's timeline directs while the learner works, each at its
// instant, counted from when they came. A party of the lab's timeline; how far it is, is kept with
// the lab.
#pragma once

#include <string>
#include <vector>

#include "labs/lab.hpp"

namespace modes {

class World;

class Cues : public licensing::Party {
public:
    explicit Cues(World& world);  // outlives this; its lab's timeline is joined
    ~Cues() override;
    Cues(const Cues&) = delete;
    Cues& operator=(const Cues&) = delete;

    std::string_view party() const override { return "the exercise"; }
    std::optional<licensing::Instant> next_due() const override;
    void wake(licensing::Instant now) override;

    // What could not be obeyed, with the line of the file.
    const std::vector<grammar::Fault>& faults() const { return faults_; }

private:
    World& world_;
    std::vector<grammar::Fault> faults_;
};

}  // namespace modes
