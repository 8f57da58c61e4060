#include "transcripts/suite.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "grammar/fault.hpp"
#include "tests/profiles/box.hpp"
#include "transcripts/stage.hpp"

namespace {

namespace fs = std::filesystem;
using transcripts::Result;
using Names = std::vector<std::string>;

// The lab that comes with the program opens at this prompt, whatever else it is.
const std::string nonsense_screen = "ciscoasa> \nciscoasa> nonsense\n@any\nciscoasa> ";

transcripts::SuiteOptions options() {
    transcripts::SuiteOptions made;
    made.profiles = UNDERSTUDY_SOURCE "/profiles";
    made.labs = UNDERSTUDY_SOURCE "/labs";
    return made;
}

std::string front(const std::string& more = {}) {
    return "@profile asa/9.20.4\n" + more + "@from inferred\n";
}

std::string read(const std::string& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

Names files_of(const box::Folder& folder, const std::vector<Result>& results) {
    Names names;
    for (const auto& result : results) {
        names.push_back(fs::path(result.file).lexically_relative(folder.path()).string());
    }
    return names;
}

Names faults_of(const box::Folder& folder) {
    return box::faults_of(folder, [&] {
        std::ostringstream out;
        transcripts::run_suite({folder.path()}, options(), out);
    });
}

}  // namespace

TEST_CASE("suite: a folder is its .txt files, sorted, each once; a missing path is a fault") {
    const box::Folder folder;
    for (const auto* name : {"b/2.txt", "b/1.txt", "a.txt", "notes.md"}) folder.write(name, "");
    const auto path = folder.path();
    const auto found = transcripts::find_transcripts({path + "/b/2.txt", path, path + "/./b"});
    CHECK(found == Names{path + "/b/2.txt", path + "/a.txt", path + "/b/1.txt"});
    fs::create_directory(path + "/empty");
    CHECK(box::faults_of(folder, [&] {
              transcripts::find_transcripts({path + "/none", path + "/empty"});
          }) == Names{"none: no such file or folder", "empty: there is no transcript below"});
}

TEST_CASE("suite: what held, what did not, in the same order however many play at once") {
    const box::Folder folder;
    folder.write("1.txt", front() + nonsense_screen);
    folder.write("2.txt", front() + "ciscoasa> \nciscoasa# \n");
    folder.write("3.txt", front("@clock 2026-02-01\n@seed 9\n") + nonsense_screen);
    auto chosen = options();
    chosen.junit = folder.path() + "/report.xml";
    std::ostringstream alone;
    CHECK(transcripts::run_suite({folder.path()}, chosen, alone) == 1);
    CHECK(alone.str().find("-ciscoasa# \n+ciscoasa> \n") != std::string::npos);
    CHECK(alone.str().ends_with("2 passed, 1 failed\n"));
    CHECK(read(chosen.junit).find("tests=\"3\" failures=\"1\" errors=\"0\"") != std::string::npos);
    chosen.jobs = 3;
    std::ostringstream together;
    CHECK(transcripts::run_suite({folder.path()}, chosen, together) == 1);
    CHECK(together.str() == alone.str());
    std::ostringstream good;
    CHECK(transcripts::run_suite({folder.path() + "/1.txt"}, options(), good) == 0);
}

TEST_CASE("suite: shards share all transcripts between them") {
    const box::Folder folder;
    for (const auto* name : {"1.txt", "2.txt", "3.txt"})
        folder.write(name, front() + nonsense_screen);
    auto chosen = options();
    chosen.shards = 2;
    CHECK(files_of(folder, transcripts::play_all({folder.path()}, chosen)) ==
          Names{"1.txt", "3.txt"});
    chosen.shard = 2;
    CHECK(files_of(folder, transcripts::play_all({folder.path()}, chosen)) == Names{"2.txt"});
    chosen.shard = chosen.shards = 9;
    CHECK(transcripts::play_all({folder.path()}, chosen).empty());
}

TEST_CASE("suite: bad data is told with its place, of all files") {
    const box::Folder folder;
    folder.write("1.txt", "@profile asa\nx\n");
    folder.write("2.txt", "@profile asa/0.nothing\n@from x\nx\n");
    folder.write("3.txt", front("@device other\n") + "x\n");
    folder.write("4.txt", front("@lab beside.yaml\n") + "x\n");
    folder.write("5.txt", front("@model toaster\n") + "x\n");
    folder.write("beside.yaml", "titel: x\n");
    const auto faults = faults_of(folder);
    const auto told = [&](const std::string& begin) {
        return std::any_of(faults.begin(), faults.end(),
                           [&](const std::string& fault) { return fault.starts_with(begin); });
    };
    CHECK(told("1.txt: @from is missing"));
    CHECK(told("2.txt:1:1: @profile names what cannot be loaded"));
    CHECK(told("3.txt:2:1: the lab has no device of this name: other"));
    CHECK(told("4.txt:2:1: @lab names what cannot be loaded"));
    CHECK(told("beside.yaml:1"));
    CHECK(told("5.txt:2:1: @model names what cannot be loaded"));
}

TEST_CASE("suite: --update writes what was seen, unless a typed line would be lost") {
    const box::Folder folder;
    const auto file = folder.path() + "/1.txt";
    folder.write("1.txt", front() + "@# ours\nciscoasa> \nold words\n@glob never\n");
    folder.write("2.txt", front() + "ciscoasa> \nciscoasa# show x\n");
    auto chosen = options();
    chosen.update = true;
    auto results = transcripts::play_all({file}, chosen);
    CHECK(results.front().state == Result::State::updated);
    CHECK(read(file) == front() + "@# ours\nciscoasa> \nciscoasa> \n");
    CHECK_FALSE(fs::exists(file + ".new"));
    results = transcripts::play_all({folder.path()}, chosen);
    CHECK(results.front().state == Result::State::passed);
    CHECK(results.back().state == Result::State::failed);
    CHECK(results.back().text.find("2.txt:4: was not reached as it stands") != std::string::npos);
    CHECK(read(folder.path() + "/2.txt") == front() + "ciscoasa> \nciscoasa# show x\n");
}

TEST_CASE("suite: a misspelt direction fails, and is not recorded over") {
    const box::Folder folder;
    const auto text = front() + "ciscoasa> \n@advnce 1d\n@advance soon\nciscoasa> ";
    folder.write("1.txt", text);
    auto chosen = options();
    chosen.update = true;
    const auto results = transcripts::play_all({folder.path()}, chosen);
    CHECK(results.front().state == Result::State::failed);
    CHECK(results.front().text.find("1.txt:4: not obeyed: @advnce is no") != std::string::npos);
    CHECK(results.front().text.find("1.txt:5: not obeyed: usage: @advance") != std::string::npos);
    CHECK(read(folder.path() + "/1.txt") == text);
}
