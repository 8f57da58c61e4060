// A transcript played at the made-up console of the shell's tests.
#pragma once

#include <string>
#include <vector>

#include "tests/shell/fake_console.hpp"
#include "transcripts/report.hpp"

namespace play {

using shell_test::FakeConsole;
const std::string front = "@profile fake\n@from nowhere\n";

struct Played {
    transcripts::Transcript transcript;
    transcripts::Outcome outcome;
    std::vector<std::string> told;  // what the console heard

    std::string diff() const { return transcripts::diff(transcript, outcome); }
    std::string recorded() const {
        return transcripts::recorded(transcript, outcome).substr(front.size());
    }
};

inline Played played(const std::string& screen, FakeConsole console = {}) {
    Played result{transcripts::read_transcript(front + screen, "t.txt"), {}, {}};
    result.outcome = transcripts::run(result.transcript, console);
    result.told = console.told;
    return result;
}

inline bool holds(const std::string& screen) { return played(screen).outcome.held(); }

}  // namespace play
