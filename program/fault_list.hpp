// Everything that is wrong, told at once: what one part of the work lacks keeps no other part from
// being looked at.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "grammar/fault.hpp"

namespace program {

class FaultList {
public:
    // Does what may throw; false when it did. What is no grammar::Faults is told of `whose`.
    bool good(const std::string& whose, const std::function<void()>& work);
    // Once, however often it is found.
    void add(const grammar::Fault& fault);
    const std::vector<grammar::Fault>& list() const { return list_; }
    // Throws them, when there are any.
    void settle() const;

private:
    std::vector<grammar::Fault> list_;
};

}  // namespace program
