// The folders that profiles stand in. What a user adds is laid over what comes with the program:
// a file of an earlier folder stands for that of the same name in a later one.
#pragma once

#include <string>
#include <vector>

namespace profiles {

class Roots {
public:
    // `folders` as in PATH, with ':' between them; the last one is the ground. Throws
    // grammar::Faults for one that is not there.
    explicit Roots(const std::string& folders);

    const std::string& ground() const { return folders_.back(); }
    const std::vector<std::string>& folders() const { return folders_; }
    // Where the file `name` is; where it would be on the ground when no folder has it.
    std::string file(const std::string& name) const;
    // The folders of this name, the one that counts first in front.
    std::vector<std::string> having(const std::string& name) const;

private:
    std::vector<std::string> folders_;
};

}  // namespace profiles
