// `understudy test`: golden transcripts.

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>

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
    bool tap = false;
    bool unknown_fails = false;
};

// How runners that split a suite say which part is ours.
struct Runner {
    const char* index;
    const char* total;
    unsigned first;  // that it counts from
};
constexpr Runner bazel{"TEST_SHARD_INDEX", "TEST_TOTAL_SHARDS", 0};
constexpr Runner others[] = {{"CI_NODE_INDEX", "CI_NODE_TOTAL", 1},          // GitLab
                             {"CIRCLE_NODE_INDEX", "CIRCLE_NODE_TOTAL", 0},  // CircleCI
                             {"BUILDKITE_PARALLEL_JOB", "BUILDKITE_PARALLEL_JOB_COUNT", 0}};

struct Shard {
    unsigned index = 1;  // from 1
    unsigned total = 1;
};

std::optional<unsigned> number_in(const char* variable) {
    const char* text = std::getenv(variable);
    if (!text || !*text) return std::nullopt;
    unsigned number = 0;
    const char* const end = text + std::strlen(text);
    const auto read = std::from_chars(text, end, number);
    if (read.ec != std::errc{} || read.ptr != end || number > 1'000'000) {
        throw grammar::Faults(variable, 0, 0, std::string("not a number: ") + text);
    }
    return number;
}

// Nothing where the runner does not split.
std::optional<Shard> shard_of(const Runner& runner) {
    const auto index = number_in(runner.index);
    const auto total = number_in(runner.total);
    if (!index && !total) return std::nullopt;
    if (!index || !total || *index < runner.first || *index - runner.first >= *total) {
        throw grammar::Faults(runner.index, 0, 0, std::string("does not fit ") + runner.total);
    }
    return Shard{*index - runner.first + 1, *total};
}

// I/N, or `auto`. Without it only a variable that is meant for tests and nothing else counts, so
// that a pipeline that runs the whole suite in each of its jobs goes on doing so.
Shard shard_of(const std::string& text) {
    Shard shard;
    if (text.empty() || text == "auto") {
        if (const auto found = shard_of(bazel)) return *found;
        for (const auto& runner : others) {
            if (text.empty()) break;
            if (const auto found = shard_of(runner)) return *found;
        }
        return shard;
    }
    char rest = 0;
    if (std::sscanf(text.c_str(), "%u/%u%c", &shard.index, &shard.total, &rest) != 2 ||
        shard.index < 1 || shard.index > shard.total) {
        throw grammar::Faults("--shard", 0, 0, "not I/N with I from 1 to N: " + text);
    }
    return shard;
}

// A runner that splits asks whoever heeds it to make this file.
void say_that_we_split() {
    if (const char* file = std::getenv("TEST_SHARD_STATUS_FILE")) std::ofstream(file).flush();
}

int test(const TestOptions& options, const Places& places) {
    transcripts::SuiteOptions suite;
    suite.profiles = places.profiles.string();
    suite.labs = places.labs.string();
    suite.update = options.update;
    suite.jobs = options.jobs;
    suite.junit = options.junit;
    suite.tap = options.tap;
    suite.unknown_fails = options.unknown_fails;
    const auto shard = shard_of(options.shard);
    suite.shard = shard.index;
    suite.shards = shard.total;
    say_that_we_split();
    return transcripts::run_suite(options.paths, suite, std::cout);
}

}  // namespace

Job add_test(Arguments& app) {
    auto options = std::make_shared<TestOptions>();
    auto command = app.subcommand("test", "run golden transcripts");
    command.option("paths", options->paths).required();
    command.flag("--update", options->update, "write down what was seen");
    command.option("--junit", options->junit, "write a JUnit report");
    command.flag("--tap", options->tap, "say it in the Test Anything Protocol");
    command.flag("--fail-unknown", options->unknown_fails,
                 "a command that nobody knows is a failure even where it was expected");
    command.option("-j", options->jobs, "how many at once").between(1, 256);
    command.option("--shard", options->shard,
                   "I/N, from 1, or auto: as GitLab, CircleCI or Buildkite say");
    return [options](const Places& places) { return test(*options, places); };
}

}  // namespace program
