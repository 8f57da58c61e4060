// A change window as its file says it: what must hold before, the steps with what to expect of each
// and how to take it back, what must hold afterwards and on days to come, and what might go wrong.
// Read strictly from YAML (docs/rehearse.md has the keys); living through it is rehearse.hpp's
// business. `${name}` stands for a variable in any text of the file.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "grammar/duration.hpp"
#include "labs/exercise.hpp"

namespace rehearsals {

// One line of a script.
struct Line {
    enum class Kind {
        command,    // typed at a prompt
        answer,     // `> TEXT`: typed at a question; `>` alone is Enter
        direction,  // `@...`: to the director
    } kind = Kind::command;
    std::string text;             // of an answer without the sign
    int line = 0;                 // in the file, as everywhere below
    bool may_be_refused = false;  // `- COMMAND`: that is no failure
};
using Script = std::vector<Line>;

// A question to the world, with the words for it.
struct Test {
    std::string name;
    lab::Check check;
    bool named = false;  // by the file; else its words are made of the check
    int line = 0;
};

struct Rollback {
    Script type;
    grammar::Span wait{};
    std::vector<Test> checks;  // that show that it is back
};

struct Step {
    std::string name;
    std::string text;    // why, for who reads the report
    std::string device;  // empty: where the one before it ended
    Script type;
    std::vector<std::string> has, lacks;  // patterns found in what it shows, or not
    std::vector<Test> checks;
    grammar::Span wait{};
    std::optional<Rollback> rollback;
    bool no_way_back = false;  // `rollback: none`: there is none from here on
    int line = 0;
};

// Something that is otherwise in a what-if.
struct Change {
    std::string direction;
    std::string before;                  // the name of a step; empty: before the window, or `after`
    std::optional<grammar::Span> after;  // counted from the window's start
    int line = 0;
};

struct Variant {
    std::string name;
    std::string text;
    std::vector<Change> changes;
    std::map<std::string, std::string> variables;  // in place of the file's
    bool go_on = false;  // after a failure too, to see what follows when nobody looks
    enum class Expect { nothing, hold, fail } expect = Expect::nothing;
    std::string fails_at;  // the name of a step, of a test, or `day 90`; empty: anywhere
    int line = 0;
};

struct Runbook {
    std::string file;
    std::string title;
    std::string text;
    std::string lab;     // a file beside it, or the name of one that comes with the program
    std::string device;  // whose console opens; empty: the lab's first
    std::optional<grammar::Moment> at;  // when the window begins; nothing: at once
    std::map<std::string, std::string> variables;
    std::vector<std::string> secrets;  // variables whose values no report shows
    Script prepare;                    // what was done long before, and is not judged
    std::vector<Test> before;
    std::vector<Step> steps;
    std::vector<Test> after;
    std::vector<int> days;    // after the window, to look at licences
    std::vector<Test> later;  // what must hold on each of them
    std::vector<Variant> variants;
    int at_line = 0, lab_line = 0, device_line = 0;
};

// `variables` stand in place of the file's own. Throws grammar::Faults with every fault of it.
Runbook read_runbook(const std::string& text, const std::string& file,
                     const std::map<std::string, std::string>& variables = {});

// The text of a runbook's file; throws grammar::Faults when it cannot be one.
std::string load_runbook_text(const std::string& file);

}  // namespace rehearsals
