// `understudy test`: golden transcripts.
#include <CLI/CLI.hpp>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <tuple>

#include "grammar/fault.hpp"
#include "program/command.hpp"
#include "transcripts/suite.hpp"

namespace program {
namespace {

struct TestOptions {
    std::vector<std::string> paths;
    bool update = false;
    std::string junit;
    unsigned jobs = 1;
    std::string shard;
};

// I/N from 1; existing runners count from 0 in the environment.
std::pair<unsigned, unsigned> shard_of(const std::string& text) {
    unsigned index = 1;
    unsigned total = 1;
    if (!text.empty()) {
        char rest = 0;
        if (std::sscanf(text.c_str(), "%u/%u%c", &index, &total, &rest) != 2 || index < 1 ||
            index > total) {
            throw grammar::Faults("--shard", 0, 0, "not I/N with I from 1 to N: " + text);
        }
    } else if (const char* which = std::getenv("TEST_SHARD_INDEX")) {
        const char* many = std::getenv("TEST_TOTAL_SHARDS");
        index = static_cast<unsigned>(std::strtoul(which, nullptr, 10)) + 1;
        total = many ? static_cast<unsigned>(std::strtoul(many, nullptr, 10)) : 1;
        if (total < 1 || index > total) {
            throw grammar::Faults("TEST_SHARD_INDEX", 0, 0, "not below TEST_TOTAL_SHARDS");
        }
    }
    return {index, total};
}

int test(const TestOptions& options, const Places& places) {
    transcripts::SuiteOptions suite;
    suite.profiles = places.profiles.string();
    suite.labs = places.labs.string();
    suite.update = options.update;
    suite.jobs = options.jobs;
    suite.junit = options.junit;
    std::tie(suite.shard, suite.shards) = shard_of(options.shard);
    return transcripts::run_suite(options.paths, suite, std::cout);
}

}  // namespace

Job add_test(CLI::App& app) {
    auto options = std::make_shared<TestOptions>();
    auto& command = *app.add_subcommand("test", "run golden transcripts");
    command.add_option("paths", options->paths)->required();
    command.add_flag("--update", options->update, "write down what was seen");
    command.add_option("--junit", options->junit, "write a JUnit report");
    command.add_option("-j", options->jobs, "how many at once")->check(CLI::Range(1U, 256U));
    command.add_option("--shard", options->shard, "I/N, from 1");
    return [options](const Places& places) { return test(*options, places); };
}

}  // namespace program
