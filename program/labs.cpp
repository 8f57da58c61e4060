// `understudy labs`: the labs that ask something of a learner; `show` tells of one, `check` proves
// them.
#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

#include "grammar/fault.hpp"
#include "lessons/check.hpp"
#include "program/command.hpp"

namespace program {
namespace {

struct LabsOptions {
    std::vector<std::string> which;
    bool json = false;
};

int check(const LabsOptions& options, const Places& places) {
    profiles::Library library(places.profiles.string());
    const lessons::Ground ground{library, places.labs.string()};
    std::vector<lessons::Proof> proofs;
    for (const auto& file : lessons::files_of(options.which, ground.labs)) {
        proofs.push_back(lessons::prove(file, ground));
        if (!options.json) lessons::tell(proofs.back(), std::cout);
        std::cout << std::flush;
    }
    if (options.json) std::cout << lessons::json(proofs);
    int status = held_well;
    for (const auto& proof : proofs) {
        if (!proof.held()) status = std::max(status, proof.readable ? failed : bad_usage);
    }
    return status;
}

}  // namespace

Job add_labs(CLI::App& app) {
    auto options = std::make_shared<LabsOptions>();
    auto& command = *app.add_subcommand("labs", "labs to learn from");
    auto& checks = *command.add_subcommand("check", "prove labs by their own transcripts");
    checks.add_option("labs", options->which, "names, files or folders; else the whole library");
    checks.add_flag("--json", options->json);
    command.require_subcommand(1);
    return [options](const Places& places) { return check(*options, places); };
}

}  // namespace program
