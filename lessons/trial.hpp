// A lab lived through to see what it scores: untouched, by a transcript, and by the same keys in
// the lab of another learner, whose variables differ.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "modes/grading.hpp"
#include "profiles/profile.hpp"
#include "transcripts/runner.hpp"
#include "transcripts/transcript.hpp"

namespace lessons {

// What somebody did at a console, call by call.
struct Keys {
    struct Stroke {
        enum class Kind { enter, key, interrupt, end_of_configuration, escape, direct } kind;
        std::string text;
    };
    std::vector<Stroke> strokes;
    lab::Variables variables;  // of the lab they were typed in
};

// Where the labs that come with the program stand, and what they are made of.
struct Ground {
    profiles::Library& library;
    std::string labs;
};

struct Trial {
    modes::Grade grade;
    lab::Exercise exercise;       // as it was in that lab
    transcripts::Outcome played;  // of a transcript
    Keys keys;                    // that it typed

    // The ids of what was not met, of a mishap when it happened; bonuses only when they are asked
    // for.
    std::vector<std::string> missed(bool with_bonuses) const;
    // For a person: each of these ids and what does not hold.
    std::string why() const;
};

// `file` is the lab's. All throw grammar::Faults where something cannot be read or made.
Trial untouched(const std::string& file, const Ground& ground);
Trial of_transcript(const transcripts::Transcript& transcript, const Ground& ground);
Trial of_keys(const std::string& file, const Keys& keys, std::uint64_t seed, const Ground& ground);

}  // namespace lessons
