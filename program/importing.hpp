// Making a transcript of what a terminal showed: `import` of a file, `record` of another program.
#pragma once

#include <string>

#include "program/command.hpp"

namespace program {

struct ImportAs {
    std::string log;  // its name, for remarks
    std::string platform;
    std::string model;
    std::string out;  // empty: standard output
    bool strict = false;
};

// Writes the transcript, and to standard error what was taken away and what cannot be placed.
int import_to(const std::string& bytes, const ImportAs& as, const Places& places);

}  // namespace program
