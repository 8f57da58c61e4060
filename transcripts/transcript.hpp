// A golden transcript as its file says it: front lines (which device, which lab, whose evidence),
// then the screen byte for byte, with lines that begin with '@' between. Front lines:
//   @profile asa/9.20.4   @model asav30   @device NAME   @clock MOMENT   @seed N
//   @lab FILE.yaml (beside the transcript) or the name of a lab that comes with the program; where
//        that has variables, ${name} stands for their values in the lines behind the front
//   @from EVIDENCE (needed, may be repeated)
// The front ends at the first line of the screen, expectation or direction.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "grammar/duration.hpp"
#include "labs/variables.hpp"
#include "transcripts/pattern.hpp"

namespace transcripts {

// One line behind the front.
struct Step {
    enum class Kind {
        screen,     // the device shows it, and what it has not shown is typed
        any,        // @any: any lines
        pattern,    // @re, @glob: one line that looks like this
        secret,     // @secret: typed at the next question for a secret
        direction,  // spoken to the director; @said TEXT: a line of its last answer
        remark,     // @#
    } kind = Kind::screen;
    std::string text;  // of a screen what is shown, of a direction the whole line
    int line = 0;      // in the file, from 1
    int column = 1;    // of its text
    std::optional<Pattern> pattern;
};

struct Transcript {
    std::string file;
    std::vector<std::string> lines;  // as they stand in the file

    std::string profile;
    std::string model;
    std::string lab;
    std::string device;
    std::optional<grammar::Moment> clock;
    std::optional<std::uint64_t> seed;
    std::vector<std::string> from;
    std::map<std::string, int> places;  // the line of each front word

    std::vector<Step> steps;
    lab::Variables variables;  // of its lab, whose values the steps have

    // The line of a front word, 0 when it is not there.
    int place(const std::string& word) const;
};

// Both throw grammar::Faults with every fault of the file.
Transcript read_transcript(const std::string& text, const std::string& file);
Transcript load_transcript(const std::string& file);

// The transcript as it is played in a lab with these variables: their values in its steps. Throws
// grammar::Faults where one is unknown, or makes a pattern none.
Transcript with_values(Transcript transcript, const lab::Variables& variables);

// A line of a screen as a transcript writes it: one that begins with '@' gets a second one.
std::string written(const std::string& screen_line);

}  // namespace transcripts
