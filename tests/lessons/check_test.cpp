// A lab is proved by living through it: the proof says what does not hold, and where.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "lessons/check.hpp"
#include "tests/modes/asa_world.hpp"

namespace {

namespace fs = std::filesystem;
const std::string source = UNDERSTUDY_SOURCE;

std::string read(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

// The lab of tests/data/exercise with other files beside it.
struct Folder {
    explicit Folder(const std::string& name) : path(fs::temp_directory_path() / ("us-" + name)) {
        fs::remove_all(path);
        fs::create_directories(path);
        for (const auto* file : {"startup.cfg", "solution.txt"}) {
            fs::copy_file(source + "/tests/data/exercise/" + file, path / file);
        }
    }
    ~Folder() { fs::remove_all(path); }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream(path / name) << text;
    }

    fs::path path;
};

std::string proof_of(const Folder& folder) {
    const lessons::Ground ground{asa::library(), source + "/labs"};
    std::string all;
    const auto proof = lessons::prove((folder.path / "lab.yaml").string(), ground);
    for (auto fault : proof.wrong) {
        fault.file = fs::path(fault.file).filename().string();
        all += grammar::to_string(fault) + "\n";
    }
    for (const auto& note : proof.notes) all += "note: " + note + "\n";
    return all;
}

const std::string lab = read(source + "/tests/data/exercise/lab.yaml");
const std::string whole =
    lab +
    "story: s\ngoals: [g]\ndifficulty: easy\nminutes: 5\nfrom: [x]\ndebriefing: d\n"
    "solution: solution.txt\n"
    "wrong_turns: [{transcript: wrong.txt, percent: 0, missed: [named]}]\n";
const std::string wrong =
    "@lab lab.yaml\n@from nowhere\n${name}> show clock\n@glob 13:00:00.000 *\n";

}  // namespace

TEST_CASE("check: a whole lab is proved") {
    const Folder folder("whole");
    folder.write("lab.yaml", whole);
    folder.write("wrong.txt", wrong);
    CHECK(proof_of(folder).empty());
}

TEST_CASE("check: what does not hold is told") {
    const Folder folder("failing");
    auto text = whole;
    text.replace(text.find("percent: 0"), 10, "percent: 9");
    text.replace(text.find("  hostname ${name}"), 0, "  show curriculum vitae\n");
    text.replace(text.find("story: s"), 8, "story: {en: s, zh-TW: t}");
    text.replace(text.find("  - {after: 10m"), 0, "  - {after: 1m, direct: '@network vanish'}\n");
    folder.write("lab.yaml", text);
    folder.write("wrong.txt", wrong + "@re .*\n");
    const auto told = proof_of(folder);
    CAPTURE(told);
    const auto says = [&](const std::string& what) { return told.find(what) != told.npos; };
    CHECK(says("lab.yaml:10: history: show curriculum vitae was refused:"));
    CHECK(says("lab.yaml:16: not obeyed: usage: @network"));
    CHECK(says("wrong.txt scores 0 %, not 9: named (asa "));
    CHECK(says("wrong.txt: does not hold as a transcript:"));
    CHECK(says("note: zh-TW lacks: title, debriefing, goal 1, named text"));
}

TEST_CASE("check: a solution that fails, and a lab that solves itself") {
    const Folder folder("fails");
    folder.write("lab.yaml", whole);
    folder.write("wrong.txt", wrong);
    folder.write("solution.txt", wrong);
    CHECK(proof_of(folder).find("solution.txt: the solution scores 0 %: named (asa ") !=
          std::string::npos);
    auto text = whole;
    text.replace(text.find("hostname other}"), 14, "'hostname ${name}'");
    folder.write("lab.yaml", text);
    const auto told = proof_of(folder);
    CAPTURE(told);
    CHECK(told.find("named is met, at least in part, before anybody has done anything") !=
          std::string::npos);
    CHECK(told.find("lab.yaml: untouched it scores 100 %") != std::string::npos);
}

TEST_CASE("check: a history that ends in a question") {
    const Folder folder("asking");
    auto text = whole;
    text.replace(text.find("  @advance 1d\n"), 14, "  end\n  reload\n");
    folder.write("lab.yaml", text);
    folder.write("wrong.txt", wrong);
    CHECK(proof_of(folder).find("lab.yaml:14: history: ends in the middle of a question") !=
          std::string::npos);
}

TEST_CASE("check: a line of the history that was taken for an answer, and was none") {
    const Folder folder("mistaken");
    auto text = whole;
    text.replace(text.find("  @advance 1d\n"), 14, "  end\n  reload\n  show clock\n  no\n");
    folder.write("lab.yaml", text);
    folder.write("wrong.txt", wrong);
    const auto told = proof_of(folder);
    CAPTURE(told);
    CHECK(told.find("history: show clock is no answer to `") != std::string::npos);
}

TEST_CASE("check: a transcript of another lab proves nothing") {
    const Folder folder("other");
    folder.write("lab.yaml", whole);
    folder.write("wrong.txt", "@lab asa\n@from nowhere\nciscoasa> show clock\n@any\n");
    CHECK(proof_of(folder).find("wrong.txt:1: plays in another lab: asa") != std::string::npos);
}

TEST_CASE("check: a lab that cannot be read says so") {
    const Folder folder("unread");
    folder.write("lab.yaml", "devices: [\n");
    CHECK(proof_of(folder).starts_with("lab.yaml:"));
    CHECK_THROWS_AS(lessons::files_of({"no such lab"}, source + "/labs"), grammar::Faults);
}
