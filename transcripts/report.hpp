// What became of transcripts, for people (a unified diff of the file against what was seen) and
// for machines (JUnit's XML, TAP). Nothing here depends on time or on who finished first. Pure.
#pragma once

#include <string>
#include <vector>

#include "grammar/fault.hpp"
#include "transcripts/runner.hpp"

namespace transcripts {

// Unified, three lines around a change; empty when nothing differs.
std::string diff(const Transcript& transcript, const Outcome& outcome);

// The transcript as it would have to read: what was seen, with our own lines kept.
std::string recorded(const Transcript& transcript, const Outcome& outcome);

struct Result {
    enum class State { passed, updated, failed, faulty } state = State::passed;
    std::string file;
    std::string text;                    // of a failed one: complaints and diff
    std::vector<grammar::Fault> faults;  // of a faulty one

    bool good() const { return state == State::passed || state == State::updated; }
};

// One line each, a failed one's text below it, and `N passed, N failed` at the end.
std::string plain(const std::vector<Result>& results);
std::string junit(const std::vector<Result>& results);
// Test Anything Protocol, version 13: a diagnostic block below each that is not ok.
std::string tap(const std::vector<Result>& results);

}  // namespace transcripts
