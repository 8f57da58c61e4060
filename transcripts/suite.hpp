// Many transcripts, each in a world of its own: `understudy test`.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "transcripts/report.hpp"

namespace transcripts {

struct SuiteOptions {
    std::string profiles;        // the folder of profiles
    std::string labs;            // the folder of labs that come with the program
    bool update = false;         // writes down what was seen
    unsigned jobs = 1;           // lived through at once; the results' order does not depend on it
    bool unknown_fails = false;  // a command that nobody knows, even where it was expected
    std::string junit;           // the report's file; empty: none
    bool tap = false;            // what is said is Test Anything Protocol
    unsigned shard = 1;          // of `shards`, from 1
    unsigned shards = 1;
};

// The transcripts below `paths`: a file as it is named, of a folder every *.txt, sorted, each
// once. Throws grammar::Faults for a path that is not there or holds none.
std::vector<std::string> find_transcripts(const std::vector<std::string>& paths);

// The share of this shard, lived through; the results in the order of find_transcripts.
std::vector<Result> play_all(const std::vector<std::string>& paths, const SuiteOptions& options);

// The same, reported: exit status 0 when all held, 1 when one did not. Where data is bad it throws
// grammar::Faults with all of them after the report, which is exit status 2.
int run_suite(const std::vector<std::string>& paths, const SuiteOptions& options,
              std::ostream& out);

}  // namespace transcripts
