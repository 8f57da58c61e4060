// Proves labs: what reading shows, and that the untouched lab scores 0 %, its solution 100 % for
// any learner, and each wrong turn exactly what it says.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "lessons/lint.hpp"
#include "lessons/trial.hpp"

namespace lessons {

struct Proof {
    std::string name;
    std::string file;
    std::vector<grammar::Fault> wrong;
    std::vector<std::string> notes;
    bool readable = true;      // else `wrong` says why nothing could be tried
    int turns = 0, seeds = 0;  // tried

    bool held() const { return wrong.empty(); }
};

Proof prove(const std::string& file, const Ground& ground);

// The files of these labs: names of the library, files, folders of one lab or of many; of nothing
// the whole library. Throws grammar::Faults for what is not there.
std::vector<std::string> files_of(const std::vector<std::string>& asked, const std::string& labs);
// What a lab of this file is called.
std::string name_of(const std::string& file);

// A line for each, what is wrong below it. Or as JSON.
void tell(const Proof& proof, std::ostream& out);
std::string json(const std::vector<Proof>& proofs);

}  // namespace lessons
