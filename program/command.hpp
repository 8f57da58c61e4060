// The subcommands of the program. Each declares its options to the parser of the command line and
// hands back what to do when it is the one that was asked for; main.cpp only wires them. They alone
// know the real clock, descriptors and the environment, and they think of nothing else.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "program/arguments.hpp"

namespace program {

// Where the data that comes with the program stands.
struct Places {
    std::filesystem::path profiles;
    std::filesystem::path labs;
};

// Exit status: what was asked for held, an expectation failed, usage or data is wrong.
constexpr int held_well = 0;
constexpr int failed = 1;
constexpr int bad_usage = 2;

// Throws grammar::Faults, which main() shows, for data and usage that are wrong.
using Job = std::function<int(const Places&)>;

// Throws grammar::Faults with all that is wrong in a folder of profiles that somebody added.
void check_added(const std::string& folder, const Places& places);

Job add_run(Arguments& app);
Job add_profiles(Arguments& app);
Job add_commands(Arguments& app);
Job add_rehearse(Arguments& app);
Job add_test(Arguments& app);
Job add_labs(Arguments& app);
Job add_record(Arguments& app);
Job add_import(Arguments& app);
Job add_diff(Arguments& app);
Job add_serve(Arguments& app);
Job add_twin(Arguments& app);
Job add_grade(Arguments& app);

}  // namespace program
