// `understudy rehearse` as a shell runs it: exit status, and reports that are whole or not there.
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

struct Ended {
    int status = -1;
    std::string text;  // both streams

    bool says(const std::string& words) const { return text.find(words) != std::string::npos; }
};

class Folder {
public:
    Folder()
        : path_(fs::temp_directory_path() / ("understudy-rehearse-" + std::to_string(getpid()))) {
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
    auto entries() const {
        return std::distance(fs::directory_iterator(path_), fs::directory_iterator());
    }

private:
    fs::path path_;
};

Ended rehearse(const std::string& arguments) {
    Ended ended;
    const auto command = std::string(UNDERSTUDY_PROGRAM) + " rehearse " + arguments + " 2>&1";
    FILE* pipe = popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    char bytes[4096];
    for (std::size_t got = 0; (got = fread(bytes, 1, sizeof bytes, pipe)) > 0;) {
        ended.text.append(bytes, got);
    }
    const int status = pclose(pipe);
    ended.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
    return ended;
}

const std::string good = "title: T\nlab: asa\nsteps: [{name: look, type: show clock}]\n";

}  // namespace

TEST_CASE("rehearse, the program: lists what comes along, and what there is not") {
    const auto list = rehearse("");
    CHECK(list.status == 0);
    CHECK(list.says("asa-9.20.4  "));
    CHECK(list.says("Call Home to Smart Transport and back"));
    const auto none = rehearse("no-such-night");
    CHECK(none.status == 2);
    CHECK(none.says("no such runbook"));
}

TEST_CASE("rehearse, the program: the status says how it went, the reports are whole") {
    const Folder folder;
    const auto book = folder.write("good.yaml", good);
    const auto reports = " --html " + folder.file("r.html") + " --markdown " + folder.file("r.md") +
                         " --json " + folder.file("r.json");
    const auto held = rehearse(book + reports);
    CHECK(held.status == 0);
    CHECK(held.says("Everything came as expected: 1 step and 0 checks."));
    CHECK(folder.read("r.html").ends_with("</html>\n"));
    CHECK(folder.read("r.md").starts_with("# T\n"));
    CHECK(folder.read("r.json").ends_with("}\n"));
    CHECK(folder.entries() == 4);
    const auto before = folder.read("r.html");
    CHECK(rehearse(book + " --quiet --html " + folder.file("r.html")).text.empty());
    CHECK(folder.read("r.html") == before);
    const auto fails = folder.write("fails.yaml", good + "after: [{registered: true}]\n");
    CHECK(rehearse(fails).status == 1);
    CHECK(rehearse(book + " --html " + folder.file("no/such/folder.html")).status == 2);
}

TEST_CASE("rehearse, the program: what is no runbook writes no report") {
    const Folder folder;
    const auto report = folder.file("r.html");
    const auto refused = [&](const std::string& text, const std::string& why) {
        const auto ended = rehearse(folder.write("bad.yaml", text) + " --html " + report);
        CHECK(ended.status == 2);
        CHECK_MESSAGE(ended.says("bad.yaml:"), ended.text);
        CHECK_MESSAGE(ended.says(why), ended.text);
        CHECK_FALSE(fs::exists(report));
    };
    refused("", "is empty");
    refused(good.substr(0, 40), "");
    refused(std::string("title: \0T\n", 10), "a zero byte");
    refused(std::string(1'000'001, ' '), "is larger than a runbook");
    refused(std::string(50'000, '['), "nested too deeply");
    refused(good + "colour: red\n", "4:1: 'colour' is not known here");
    refused("title: T\nsteps: [{name: look, type: show clock}]\n", "names no `lab`");
    refused(
        "title: T\nlab: iosxe\nprepare: |\n  enable\n  > cisco\n"
        "steps: [{name: look, type: show clock}]\n",
        "bad.yaml:5: `prepare` does not come to its end: > ...: there is an answer");
    const auto book = folder.write("good.yaml", good);
    CHECK(rehearse(book + " --lab no-such-lab --html " + report).says("no such profile or lab"));
    CHECK_FALSE(fs::exists(report));
}

#endif
