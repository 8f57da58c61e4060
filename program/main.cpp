// The wiring: the command line, where the data stands, and what went wrong.
#include <sys/stat.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

#include "grammar/fault.hpp"
#include "program/command.hpp"

namespace {

namespace fs = std::filesystem;
using program::Places;

// The data stands in the tree the program was built from: beside it or above it.
Places find_places(const std::vector<std::string>& chosen) {
    std::error_code error;
    auto folder = fs::read_symlink("/proc/self/exe", error).parent_path();
    Places places;
    for (; !folder.empty(); folder = folder.parent_path()) {
        if (fs::is_directory(folder / "profiles") && fs::is_directory(folder / "labs")) {
            places = {folder / "profiles", folder / "labs"};
            break;
        }
        if (folder == folder.root_path()) break;
    }
    // What was chosen lies over what came with the program, the last one on top.
    for (const auto& more : chosen) {
        if (places.labs.empty()) places.labs = fs::path(more) / ".." / "labs";
        const auto below = places.profiles.string();
        places.profiles = below.empty() ? more : more + ":" + below;
    }
    if (places.profiles.empty()) {
        throw grammar::Faults("profiles", 0, 0, "not found near the program; say --profiles DIR");
    }
    return places;
}

// `understudy asa/9.18 --model fpr2140` means `understudy run asa/9.18 ...`: what is no subcommand
// and no option of the program itself is for `run`.
std::vector<std::string> words_of(const CLI::App& app, int argc, char** argv) {
    std::vector<std::string> words(argv + 1, argv + argc);
    const auto ours = [&](const std::string& word) {
        const auto named = [&](const CLI::App* command) { return command->get_name() == word; };
        return word == "--help" || word == "-h" || word == "--version" ||
               word.starts_with("--profiles") || !app.get_subcommands(named).empty();
    };
    if (!words.empty() && !ours(words.front())) words.insert(words.begin(), "run");
    std::reverse(words.begin(), words.end());  // as CLI11 wants them
    return words;
}

// Who reads a pipe may have seen enough; a disk that is full keeps less than was asked for.
int written(int status) {
    if (std::cout.flush() && std::fflush(stdout) == 0) return status;
    struct stat there {};
    if (::fstat(1, &there) == 0 && (S_ISFIFO(there.st_mode) || S_ISSOCK(there.st_mode))) {
        return status;
    }
    throw grammar::Faults("standard output", 0, 0, "cannot be written");
}

}  // namespace

int main(int argc, char** argv) {
    // What cannot be written is told of where it was to be written.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    CLI::App app{
        "A stand-in for network devices: their command lines, their licensing, their days."};
    std::vector<std::string> folders;
    app.add_option("--profiles", folders, "a folder of profiles over those that came with it")
        ->expected(1);
    app.set_version_flag("--version", "understudy " UNDERSTUDY_VERSION);
    app.require_subcommand(0, 1);
    program::Arguments asked(app);
    // The first one is meant when none is named.
    std::vector<std::pair<std::string, program::Job>> jobs{
        {"run", program::add_run(asked)},           {"profiles", program::add_profiles(asked)},
        {"commands", program::add_commands(asked)}, {"test", program::add_test(asked)},
        {"labs", program::add_labs(asked)},         {"serve", program::add_serve(asked)},
        {"grade", program::add_grade(asked)},       {"rehearse", program::add_rehearse(asked)},
        {"record", program::add_record(asked)},     {"import", program::add_import(asked)},
        {"diff", program::add_diff(asked)},         {"twin", program::add_twin(asked)}};
    try {
        app.parse(words_of(app, argc, argv));
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? program::held_well : program::bad_usage;
    }
    try {
        const auto places = find_places(folders);
        for (const auto& folder : folders) program::check_added(folder, places);
        for (const auto& [name, job] : jobs) {
            if (app.got_subcommand(name)) return written(job(places));
        }
        return written(jobs.front().second(places));
    } catch (const grammar::Faults& faults) {
        for (const auto& fault : faults.list()) {
            std::cerr << "understudy: " << grammar::to_string(fault) << '\n';
        }
    } catch (const std::exception& error) {
        std::cerr << "understudy: " << error.what() << '\n';
    }
    return program::bad_usage;
}
