// Judges what a learner has done: the end state when it is asked for, what was seen and what must
// not happen by the journal, and what must not be even for a moment after each line that changes
// something. Speaks in the lab's language; the words of its own frame are data
// (labs/words.hpp).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "labs/deed.hpp"
#include "labs/exercise.hpp"
#include "labs/words.hpp"

namespace modes {

class World;

// One objective, judged.
struct Mark {
    enum class What { met, partly, missed } what = What::missed;
    std::size_t objective = 0;         // its place in the exercise
    int points = 0;                    // earned; of a mishap those taken away, below zero
    int of = 0;                        // that could be earned; 0 of a mishap
    std::optional<std::size_t> entry;  // of the journal, that met or hurt it
    std::vector<std::string> wrong;    // of the end state: what does not hold
};

struct Grade {
    std::vector<Mark> marks;  // in the exercise's order
    int hints = 0;            // taken
    int cost = 0;             // of these
    int worth = 0;            // points, after all that was taken away
    int whole = 0;            // without bonuses
    int percent = 0;
    bool passed = false;
};

class Grading {
public:
    // The world keeps a journal as long as this is its judge; it outlives it.
    Grading(World& world, lab::Exercise exercise, lab::Words words);

    const lab::Exercise& exercise() const { return exercise_; }
    const lab::Words& words() const { return words_; }

    // By the journal: this entry changed something just now, or let time pass.
    void changed(std::size_t entry);

    Grade grade() const;

    // -- the answers to @objectives, @hint [ID], @grade --
    std::vector<std::string> objectives() const;
    std::vector<std::string> hint(std::string_view objective);
    // The debriefing is part of it when the lab is passed, or when this is the end of it.
    std::vector<std::string> report(bool final) const;

    // The word for a mark, and what the lab says to it.
    const char* name_of(const Mark& mark) const;
    const std::string& text_of(const Mark& mark) const;
    bool hint_taken(std::size_t hint) const;  // its place in the exercise

private:
    Mark judge_state(const lab::Objective& objective) const;
    Mark judge_looks(const lab::Objective& objective) const;
    Mark judge_mishaps(const lab::Objective& objective) const;
    const std::string& in(const lab::Translated& text) const { return text.in(words_.language()); }

    World& world_;
    lab::Exercise exercise_;
    lab::Words words_;
};

// From now on what is typed is kept and judged, when the lab asks for anything. `labs` is the
// folder of the labs that come with the program, where the words are; `kept` is the journal of a
// lab that is taken up again. Throws grammar::Faults when the words are not there.
void start_grading(World& world, const std::string& labs, const std::string& language,
                   std::vector<lab::Deed> kept = {});

// @objectives, @hint and @grade, which a learner may say too; nothing: it is another direction.
std::optional<std::vector<std::string>> grading_direction(World& world, std::string_view direction);

}  // namespace modes
