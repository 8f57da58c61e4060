// From nothing to a prompt: what `understudy run asa` does before the first key. Compared side by
// side with one match and one screen, so that the ratios stay when the machine is busy.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "labs/lab.hpp"
#include "modes/session.hpp"
#include "modes/views.hpp"
#include "modes/world.hpp"
#include "profiles/profile.hpp"

namespace {

const std::string source = UNDERSTUDY_SOURCE;

#ifdef UNDERSTUDY_PROGRAM
// The whole process: start, prompt, end of input, end.
void process_to_a_prompt(benchmark::State& state) {
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    std::string program = UNDERSTUDY_PROGRAM;
    char* arguments[] = {program.data(), nullptr};
    for (auto _ : state) {
        pid_t child = 0;
        int status = 1;
        if (posix_spawn(&child, program.c_str(), &files, nullptr, arguments, environ) == 0) {
            waitpid(child, &status, 0);
        }
        if (status != 0) state.SkipWithError("the program did not end well");
    }
    posix_spawn_file_actions_destroy(&files);
}
BENCHMARK(process_to_a_prompt)->Unit(benchmark::kMillisecond)->UseRealTime();
#endif

void to_a_prompt(benchmark::State& state) {
    for (auto _ : state) {
        profiles::Library library(source + "/profiles");
        lab::Lab lab(lab::load_plan(source + "/labs/asa.yaml"), {}, library);
        lab.switch_on();
        modes::World world(lab, modes::product_actions());
        modes::Session session(world, "asa", modes::Role::instructor);
        benchmark::DoNotOptimize(session.take());
    }
}
BENCHMARK(to_a_prompt)->Unit(benchmark::kMillisecond);

struct Standing {
    profiles::Library library{source + "/profiles"};
    lab::Lab lab{lab::load_plan(source + "/labs/asa.yaml"), {}, library};
    Standing() { lab.switch_on(); }
};

void a_whole_command(benchmark::State& state) {
    Standing standing;
    modes::World world(standing.lab, modes::product_actions());
    modes::Session session(world, "asa", modes::Role::instructor);
    session.enter("enable");
    session.enter("cisco");
    for (auto _ : state) {
        session.enter("show license all");
        benchmark::DoNotOptimize(session.take());
    }
}
BENCHMARK(a_whole_command)->Unit(benchmark::kMicrosecond);

void a_year_of_lab_time(benchmark::State& state) {
    for (auto _ : state) {
        Standing standing;
        modes::World world(standing.lab, modes::product_actions());
        modes::Session session(world, "asa", modes::Role::instructor);
        for (const auto* line :
             {"enable", "cisco", "configure terminal", "license smart", "feature tier standard",
              "throughput level 1G", "end", "license smart register idtoken GOOD"}) {
            session.enter(line);
        }
        world.advance(std::chrono::days{365});
        benchmark::DoNotOptimize(session.take());
    }
}
BENCHMARK(a_year_of_lab_time)->Unit(benchmark::kMillisecond);

}  // namespace
