// The subcommands of the program. Each declares its options to the parser of the command line and
// hands back what to do when it is the one that was asked for; main.cpp only wires them. They alone
// know the real clock, descriptors and the environment, and they think of nothing else.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace CLI {
class App;
}

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

Job add_run(CLI::App& app);
Job add_profiles(CLI::App& app);
Job add_commands(CLI::App& app);
Job add_rehearse(CLI::App& app);
Job add_test(CLI::App& app);
Job add_labs(CLI::App& app);
Job add_record(CLI::App& app);
Job add_import(CLI::App& app);
Job add_diff(CLI::App& app);
Job add_serve(CLI::App& app);
Job add_twin(CLI::App& app);
Job add_grade(CLI::App& app);

}  // namespace program
