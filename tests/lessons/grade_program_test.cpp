// `understudy grade` as a shell runs it: exit status, and nothing half-written.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#ifdef UNDERSTUDY_PROGRAM

namespace {

namespace fs = std::filesystem;

const std::string exercise = std::string(UNDERSTUDY_SOURCE) + "/tests/data/grade/lab.yaml";

struct Ended {
    int status = -1;
    std::string text;  // both streams
};

class Folder {
public:
    Folder() : path_(fs::temp_directory_path() / ("understudy-grade-" + std::to_string(getpid()))) {
        fs::remove_all(path_);
        fs::create_directories(path_);
    }
    ~Folder() { fs::remove_all(path_); }

    std::string file(const std::string& name) const { return (path_ / name).string(); }
    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(file(name), std::ios::binary) << text;
        return file(name);
    }
    std::string read(const std::string& name) const {
        std::ostringstream text;
        text << std::ifstream(file(name), std::ios::binary).rdbuf();
        return text.str();
    }
    std::size_t entries() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(path_), fs::directory_iterator()));
    }

private:
    fs::path path_;
};

Ended run(const std::string& arguments) {
    Ended ended;
    FILE* pipe = popen((std::string(UNDERSTUDY_PROGRAM) + " " + arguments + " 2>&1").c_str(), "r");
    REQUIRE(pipe != nullptr);
    char bytes[4096];
    for (std::size_t got = 0; (got = fread(bytes, 1, sizeof bytes, pipe)) > 0;) {
        ended.text.append(bytes, got);
    }
    const int status = pclose(pipe);
    ended.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
    return ended;
}

bool says(const Ended& ended, const std::string& words) {
    return ended.text.find(words) != std::string::npos;
}

const std::string solution =
    "enable\ncisco\nshow license status\nconfigure terminal\nlicense smart\n"
    "feature tier standard\nthroughput level 1G\nend\n"
    "license smart register idtoken GOOD-TOKEN\n@advance 1m\n";

}  // namespace

TEST_CASE("grade: a pipe's output, from file to report") {
    const Folder folder;
    const auto typed = folder.write("typed", solution);
    const auto shown = folder.file("shown");
    REQUIRE(run("run " + exercise + " <" + typed + " >" + shown).status == 0);
    const auto text = run("grade " + exercise + " " + shown);
    CHECK(text.status == 0);
    CHECK(says(text, "100 %: passed"));
    CHECK(run("grade " + exercise + " - <" + shown).text == text.text);
    const auto files =
        run("grade " + exercise + " " + shown + " --lang zh-TW --learner Ann --html " +
            folder.file("page.html") + " --json " + folder.file("data.json"));
    CHECK(files.status == 0);
    CHECK(files.text.empty());
    CHECK(folder.read("page.html").find("達成") != std::string::npos);
    CHECK(folder.read("data.json").find("\"learner\": \"Ann\"") != std::string::npos);
    CHECK(folder.read("data.json").find("GOOD-TOKEN") == std::string::npos);
    CHECK(folder.entries() == 4);
}

TEST_CASE("grade: the lab that is kept") {
    const Folder folder;
    const auto state = " --state " + folder.file("state");
    const auto part = solution.substr(0, solution.find("configure"));
    REQUIRE(run("run " + exercise + state + " <" + folder.write("first", part)).status == 0);
    const auto half = run("grade " + exercise + state);
    CHECK(half.status == 1);
    CHECK(says(half, "20 %: not passed"));
    CHECK(run("grade " + exercise + state).text == half.text);
    const auto rest = "enable\ncisco\n" + solution.substr(part.size());
    REQUIRE(run("run " + exercise + state + " <" + folder.write("second", rest)).status == 0);
    const auto whole = run("grade " + exercise + state);
    CHECK(whole.status == 0);
    CHECK(says(whole, "100 %: passed"));
}

TEST_CASE("grade: what cannot be graded has its place, and leaves nothing behind") {
    const Folder folder;
    const auto page = " --html " + folder.file("page.html");
    const auto refused = [&](const std::string& arguments, const std::string& why) {
        const auto ended = run("grade " + arguments + page);
        CAPTURE(ended.text);
        CHECK(ended.status == 2);
        CHECK(says(ended, why));
        CHECK(!fs::exists(folder.file("page.html")));
    };
    const auto binary = folder.write("binary", std::string("MZ\0\0\1", 5));
    refused(exercise + " " + binary, "binary:1:3: a zero byte");
    refused(exercise + " " + folder.write("empty", ""), "this was not typed in this lab");
    refused(exercise + " " + folder.write("other", "Switch>enable\nSwitch#conf t\n"),
            "other:1:1: this was not typed in this lab");
    refused(exercise + " " + folder.file("missing"), "cannot be read");
    refused(exercise + " " + folder.file(""), "cannot be read");
    refused(exercise, "wants a session");
    refused(exercise + " --state " + folder.file("no-state"), "keeps no lab");
    CHECK(!fs::exists(folder.file("no-state")));
    refused("asa " + binary, "asks for nothing");
    refused("no-such-lab " + binary, "no such profile or lab");
    const auto session = folder.write("session", "ciscoasa> show version\n");
    const auto nowhere = run("grade " + exercise + " " + session + " --json /no/such/folder/x");
    CHECK(nowhere.status == 2);
    CHECK(says(nowhere, "/no/such/folder/x: cannot be written"));
    const auto full = run("grade " + exercise + " " + session + " --html - 2>&1 >/dev/full");
    CHECK(full.status == 2);
    refused(exercise + " " + session + " --device ghost", "no device is named ghost");
}

#endif
