// How somebody has done in a lab, and what is said of it: a document for people, and the same for
// programs.
#pragma once

#include <string>
#include <vector>

#include "labs/deed.hpp"
#include "labs/exercise.hpp"
#include "labs/words.hpp"
#include "lessons/replay.hpp"
#include "modes/grading.hpp"
#include "profiles/profile.hpp"
#include "reports/document.hpp"

namespace lessons {

struct Graded {
    lab::Exercise exercise;
    lab::Words words;
    std::string learner;  // as the report calls them; empty: not at all
    licensing::Instant began{}, ended{};
    std::uint64_t seed = 0;
    modes::Grade grade;
    std::vector<lab::Deed> deeds;
    lab::Progress progress;
    Replayed replayed;  // of a session that was played from a text
};

// Of a world that has been graded all the time, with the words of a language.
Graded graded(modes::World& world, lab::Words words);

// Of its text; more is no session of a person.
inline constexpr std::size_t longest_session = 8'000'000;

struct Session {
    std::string text;
    std::string file;
    ReplayOptions options;
};

// Plays the session in the lab and grades it: a golden transcript, a pipe's output, a terminal's
// log. `labs` is the folder of the labs that come with the program. Throws grammar::Faults when the
// text is none of them, or is of another lab than this one.
Graded grade_session(const Session& session, lab::Plan plan, const lab::Choices& choices,
                     profiles::Library& library, const std::string& labs, lab::Words words);

// With what the screen showed to each line that was typed; or without, for a terminal.
reports::Document document(const Graded& graded, bool screens = true);
std::string json(const Graded& graded);

}  // namespace lessons
