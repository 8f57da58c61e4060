// What a golden transcript costs in a suite of thousands: one of about the average size, with
// profiles and lab files read already. Beside it the same with everything read anew, as a process
// that plays a single one does.
#include <benchmark/benchmark.h>

#include "profiles/profile.hpp"
#include "transcripts/stage.hpp"

namespace {

const std::string profiles_folder = UNDERSTUDY_SOURCE "/profiles";
const std::string labs = UNDERSTUDY_SOURCE "/labs";
const std::string average = UNDERSTUDY_SOURCE "/transcripts/asa/journeys/plr-flex-model.txt";

void play(benchmark::State& state, profiles::Library& library, transcripts::Plans& plans) {
    const auto transcript = transcripts::load_transcript(average);
    if (!transcripts::play(transcript, library, labs, {}, &plans).held()) {
        state.SkipWithError("the transcript does not hold");
    }
}

void a_golden_among_many(benchmark::State& state) {
    profiles::Library library(profiles_folder);
    transcripts::Plans plans;
    play(state, library, plans);
    for (auto _ : state) play(state, library, plans);
}
BENCHMARK(a_golden_among_many)->Unit(benchmark::kMillisecond);

void a_golden_alone(benchmark::State& state) {
    for (auto _ : state) {
        profiles::Library library(profiles_folder);
        transcripts::Plans plans;
        play(state, library, plans);
    }
}
BENCHMARK(a_golden_alone)->Unit(benchmark::kMillisecond);

}  // namespace
