// How long an outline takes to load, a line to match and `?` to answer.
#include <benchmark/benchmark.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <string>

#include "grammar/match.hpp"
#include "grammar/outline.hpp"
#include "grammar/tree.hpp"

namespace {

std::atomic<long> allocations = 0;

// Syllables make names that share prefixes, as a device's do.
std::string name(int number) {
    static const char* const syllables[] = {"cry", "log", "ser", "net", "lic",
                                            "mon", "pol", "vir", "dyn", "tra"};
    std::string text;
    for (int part = 0; part < 3; ++part, number /= 10) text += syllables[number % 10];
    return text;
}

// Six lines a command: keywords, a number, an address and a word.
std::string outline(long commands) {
    std::string text = "@mode bench\n@prompt bench#{space}\n";
    for (int i = 0; i < commands; ++i) {
        text += name(i) + "  Configure the feature of this name  -> a.first\n";
        text += "  level  Set its level\n";
        text += "    <level:1-248>  The level  -> a.level\n";
        text += "  server  Set its server  [any-order]\n";
        text += "    <server:address>  The server's address  -> a.server\n";
        text += "    <name:word>  The server's name  -> a.name\n";
    }
    return text;
}

grammar::Tree tree(long commands) {
    return grammar::grow(grammar::read_outline(outline(commands), "bench"), {}, nullptr);
}

void load(benchmark::State& state) {
    const std::string text = outline(state.range(0));
    for (auto _ : state) {
        const auto read = grammar::read_outline(text, "bench");
        benchmark::DoNotOptimize(grammar::grow(read, {}, nullptr));
    }
}

void match(benchmark::State& state, const std::string& line) {
    const grammar::Tree grown = tree(state.range(0));
    const grammar::Layer layer{&grown, 0};
    if (!std::holds_alternative<grammar::Matched>(grammar::match({&layer, 1}, line))) {
        state.SkipWithError("the line does not match");
    }
    const long before = allocations;
    for (auto _ : state) benchmark::DoNotOptimize(grammar::match({&layer, 1}, line));
    state.counters["allocations"] = static_cast<double>(allocations - before);
}

void help(benchmark::State& state) {
    const grammar::Tree grown = tree(state.range(0));
    const grammar::Layer layer{&grown, 0};
    for (auto _ : state) benchmark::DoNotOptimize(grammar::help({&layer, 1}, ""));
    state.SetComplexityN(state.range(0));
}

}  // namespace

// Counted; not inlined, or the compiler takes the pair for a mismatch.
[[gnu::noinline]] void* operator new(std::size_t size) {
    ++allocations;
    if (void* memory = std::malloc(size)) return memory;
    throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

BENCHMARK(load)->Arg(100)->Arg(300)->Arg(900)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(match, keywords_in_full, "netserlog level 17")->Arg(300);
BENCHMARK_CAPTURE(match, abbreviated, "netserl s 10.20.30.40")->Arg(300);
BENCHMARK_CAPTURE(match, short_line, "trapollog")->Arg(300);
BENCHMARK(help)->Arg(100)->Arg(300)->Arg(900)->Unit(benchmark::kMicrosecond)->Complexity();
