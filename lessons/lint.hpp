// What can be said of a lab by reading it: texts and languages that it lacks, points that cannot
// be right, transcripts that are not there.
#pragma once

#include <string>
#include <vector>

#include "grammar/fault.hpp"
#include "labs/plan.hpp"

namespace lessons {

struct Remarks {
    std::vector<grammar::Fault> wrong;
    std::vector<std::string> notes;  // to know, and no fault: a language that is not complete
};

Remarks lint(const lab::Plan& plan);

}  // namespace lessons
