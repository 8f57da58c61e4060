// A fault in our own data: where it stands and what is wrong with it. Readers collect every
// fault of a file and throw them once, as a list; main prints them as `file:line:column: what`.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace grammar {

struct Fault {
    std::string file;
    int line = 0;    // from 1; 0 when the fault is the whole file's
    int column = 0;  // from 1; 0 when the fault is the whole line's
    std::string what;
};

// "file:line:column: what", leaving out the parts that are 0.
std::string to_string(const Fault& fault);

class Faults : public std::runtime_error {
public:
    explicit Faults(std::vector<Fault> list);
    Faults(std::string file, int line, int column, std::string what);

    const std::vector<Fault>& list() const { return list_; }

private:
    std::vector<Fault> list_;
};

}  // namespace grammar
