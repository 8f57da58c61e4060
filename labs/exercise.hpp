// What a lab asks of the person who opens it: the story, what happened before they came and what
// happens while they work, the objectives with their points, hints, and the way out. A lab file
// that has none of it is a plain world. Read strictly from the same YAML as the plan by
// exercise_reader.hpp (labs/README.md has the keys); judging is modes/grading.hpp's business.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "labs/deed.hpp"
#include "licensing/time.hpp"

namespace lab {

// A text in the languages its author wrote; "en" is there unless it is empty.
struct Translated {
    std::map<std::string, std::string> by_language;

    // In `language`, else in English; of an empty one the empty text.
    const std::string& in(const std::string& language) const;
    bool empty() const { return by_language.empty(); }
};

// A question to the world as it stands. All that is said of it must hold.
struct Check {
    std::string device;              // empty: the lab's first
    std::optional<bool> registered;  // with an authority, as its own agent sees it
    std::string authorization;       // `authorized`, `out_of_compliance`, `expired`, `none` ...
    std::map<std::string, int> consumes;  // what the authority counts for it: tag or name
    std::vector<std::string> config;      // statements of its running configuration, whole lines
    std::vector<std::string> no_config;
    std::optional<bool> saved;            // startup and running configuration are the same
    std::string show;                     // a command, typed where it can do no harm
    std::vector<std::string> has, lacks;  // patterns found in what it prints, or not
    int line = 0;                         // in the file
};

// Somebody looked, and saw it.
struct Look {
    std::string device;          // empty: any
    std::string command;         // pattern of the command in full words; empty: any
    std::string has;             // pattern in what it printed; empty: anything
    bool before_change = false;  // before anything was changed
};

// What must not happen.
struct Mishap {
    std::string device;         // empty: any
    std::string command;        // pattern of an accepted command in full words
    bool reboot = false;        // by hand or otherwise
    std::optional<Check> ever;  // held after some line, whatever came later
};

struct Objective {
    std::string id;
    Translated text, met, missed;
    int points = 0;  // of `never`: taken away when it happens
    bool required = false;
    bool bonus = false;  // beyond the whole
    // One kind each: the end state, each check an equal share of the points; looks, any of which
    // will do; mishaps, any of which is one too many.
    std::vector<Check> holds;
    std::vector<Look> saw;
    std::vector<Mishap> never;
    int line = 0;
};

struct Hint {
    std::string objective;
    int cost = 0;
    Translated text;
    int line = 0;
};

// What a learner may say to the director, as the portal or a colleague would do it for them.
struct Permission {
    std::string direction;  // "@authority token create": it may go on in any way
    Translated text;
    int line = 0;
};

// A direction given at an instant, counted from when the learner comes.
struct Timed {
    licensing::Span after{};
    std::string direction;
    int line = 0;
};

// A transcript that ends in mistakes, and what it must score.
struct WrongTurn {
    std::string transcript;  // beside the lab
    int percent = 0;
    std::vector<std::string> missed;  // ids of objectives, a mishap's when it happened
    Translated text;                  // what is wrong with it
    int line = 0;
};

struct Exercise {
    Translated title, story, debriefing;
    std::string difficulty;  // easy, medium, hard
    int minutes = 0;
    std::vector<Translated> goals;
    std::vector<std::string> from;  // evidence: the seed and its place
    std::string history;            // lines typed before the learner comes, as into a pipe
    int history_line = 0;           // of the first of them in the file
    std::vector<Timed> timeline;    // in the order of time
    std::vector<Permission> may;
    std::vector<Objective> objectives;
    std::vector<Hint> hints;
    std::string solution;  // a transcript beside the lab, worth everything
    std::vector<WrongTurn> wrong_turns;
    std::map<std::string, std::string> variables;  // as drawn for this learner

    bool empty() const { return objectives.empty(); }
};

// How far it has come in one lab, which is kept with the lab.
struct Progress {
    std::optional<licensing::Instant> began;  // when the learner came, the history behind them
    int cued = 0;                             // so many of the timeline's directions were given
    // Of an objective, at an entry of the journal.
    struct Latch {
        std::string objective;
        std::uint64_t entry = 0;
    };
    std::vector<Latch> happened;  // mishaps that were states of the world for a while
    std::vector<Latch> hints;     // taken, in this order
    // The journal's part of what is kept: so many bytes of its file, and what may still grow.
    std::uint64_t journal_bytes = 0;
    std::uint64_t journal_sum = 0;
    std::vector<Deed> open_deeds;
};

}  // namespace lab
