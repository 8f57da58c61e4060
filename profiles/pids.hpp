// Product IDs: what an account buys, and of which licence each is how many. They stand in a file
// of their platform, which is read only when somebody buys something.
#pragma once

#include <string>
#include <vector>

namespace profiles {

struct Pack {
    std::string pid;
    std::string tag;
    int count = 1;     // packs add up
    std::string from;  // empty: nobody said
};

// Of <folder>/<platform>/products/pids.yaml; none where there is no such file. Throws
// grammar::Faults.
std::vector<Pack> read_packs(const std::string& folder, const std::string& platform);

}  // namespace profiles
