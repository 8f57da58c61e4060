// A console on a lab, at a terminal or as a pipe: what `run` and `record` share.
#pragma once

#include <string>

#include "program/command.hpp"
#include "program/opening.hpp"

namespace program {

struct RunOptions : Lived {
    std::string device;
    std::string patience = "3s";
    std::string record;  // the transcript that is written of the session; empty: none
};

void add_options(Arguments command, RunOptions& options);

// Until the person leaves. Throws grammar::Faults for what is asked for and not there.
int run(const RunOptions& options, const Places& places);

}  // namespace program
