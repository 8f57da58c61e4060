// What a start pays for its profile, and what a screen of forty lines costs.
#include <benchmark/benchmark.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "profiles/profile.hpp"

namespace {

namespace fs = std::filesystem;

std::string numbered(const std::string& text, int number) {
    std::string out = text;
    const std::string digits = std::to_string(number);
    for (auto at = out.find('#'); at != std::string::npos; at = out.find('#', at)) {
        out.replace(at, 1, digits);
    }
    return out;
}

std::string repeated(const std::string& text, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += numbered(text, i);
    return out;
}

// A profile of about the size of a real one: a version of 200 entries that extends another, ten
// modes of thirty commands, a hundred templates of which one is printed.
class Generated {
public:
    Generated() {
        path_ = fs::temp_directory_path() / ("profiles_bench_" + std::to_string(::getpid()));
        const std::string sections =
            "messages:\n" + repeated("  m#: \"% Refused: {why} (#)\"\n", 100) + "words:\n" +
            repeated("  g#: {up: UP, down: DOWN}\n", 50) + "numbers:\n" + repeated("  n#: 4\n", 50);
        write("box/1.0.yaml",
              "profile: box/1.0\nversion: 1.0\nmodels: [small]\n"
              "templates: [box/screens]\noutlines: [box/modes]\n"
              "formats: {time: \"%b %d %H:%M:%S %Y %Z\"}\n" +
                  sections);
        write("box/1.1.yaml", "profile: box/1.1\nversion: 1.1\nextends: box/1.0\n" + sections);
        write("box/models/small.yaml", "model: small\npid: BOX\n");
        for (int i = 0; i < 10; ++i) {
            write(numbered("box/modes/m#.cli", i),
                  numbered("@mode m#\n@prompt {hostname}>\n\n", i) +
                      repeated("command#  Says something  -> say\n"
                               "  <n:1-{n1}>  Number  -> say\n",
                               30));
        }
        const std::string line = "  Status {state} of {name:<12} at {when}\n";
        for (int i = 0; i < 100; ++i) {
            write(numbered("box/screens/s#.txt", i), repeated(line, 10) + "@each rows\n" + line +
                                                         "  {count:>5} in use\n@end\n" +
                                                         repeated("  a line as it is\n", 10));
        }
    }
    ~Generated() { fs::remove_all(path_); }
    Generated(const Generated&) = delete;
    Generated& operator=(const Generated&) = delete;

    std::string path() const { return path_.string(); }

private:
    void write(const std::string& name, const std::string& text) const {
        fs::create_directories((path_ / name).parent_path());
        std::ofstream(path_ / name) << text;
    }

    fs::path path_;
};

void load_profile(benchmark::State& state) {
    const Generated generated;
    for (auto _ : state) {
        profiles::Library library(generated.path());
        benchmark::DoNotOptimize(library.load("box"));
    }
}
BENCHMARK(load_profile)->Unit(benchmark::kMillisecond);

void render_forty_lines(benchmark::State& state) {
    const Generated generated;
    profiles::Library library(generated.path());
    const auto profile = library.load("box");
    profiles::Facts row;
    row.set("name", std::string("throughput")).set("count", std::int64_t{12});
    profiles::Facts facts;
    facts.set("state", profiles::State{"g1", "up"}).set("name", std::string("tier"));
    facts.set("when", profiles::Stamp{}).set("rows", profiles::Records(10, row));
    for (auto _ : state) benchmark::DoNotOptimize(profile->render("s1", facts));
}
BENCHMARK(render_forty_lines)->Unit(benchmark::kMicrosecond);

}  // namespace
