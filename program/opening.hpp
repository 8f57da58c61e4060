// Opening a lab that somebody named on the command line: its file, or the platform it stands for.
#pragma once

#include <optional>
#include <string>

#include "labs/lab.hpp"
#include "program/command.hpp"

namespace program {

// What the command line says of a lab.
struct Asked {
    std::string what = "asa";  // a profile, a lab of the library, or a lab's file or folder
    std::string model;
    std::string clock;  // ISO 8601
    std::optional<std::uint64_t> seed;
    std::string state;  // the folder that keeps it, whose seed is the lab's; empty: none
};

// What it says besides of how the lab is lived through.
struct Lived : Asked {
    std::string role = "instructor";
    std::string language = "en";
    std::string time;  // held or live; empty: as the place it is shown at has it
};
// The options that say so.
void add_options(Arguments& command, Lived& lived);

// The plan, and what was chosen besides it. Throws grammar::Faults when there is none of that name.
lab::Plan plan_for(const Asked& asked, const Places& places, lab::Choices& choices);

// What a folder that keeps this lab is told that it was made of: a lab of a library by its name,
// however the way to it was spelled.
std::string made_of(const Asked& asked, const lab::Plan& plan);

// A monotonic reading of the host's clock, for a pacer.
licensing::Span host_clock();

}  // namespace program
