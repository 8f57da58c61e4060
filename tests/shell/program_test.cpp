// The program itself, as a user's shell runs it: exit status, what goes to which stream, and the
// same bytes wherever it is.
#include <doctest/doctest.h>
#include <sys/wait.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#ifdef UNDERSTUDY_PROGRAM

namespace {

namespace fs = std::filesystem;

struct Ended {
    int status = -1;
    std::string text;  // both streams
};

// `input` goes to its standard input; `before` is what the shell sets in front of it.
Ended run(const std::string& arguments, const std::string& input, const std::string& before = "") {
    const auto file = fs::temp_directory_path() / ("understudy-input-" + std::to_string(getpid()));
    std::ofstream(file, std::ios::binary) << input;
    const auto command =
        before + " " + UNDERSTUDY_PROGRAM + " " + arguments + " 2>&1 <" + file.string();
    Ended ended;
    FILE* pipe = popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    char bytes[4096];
    for (std::size_t got = 0; (got = fread(bytes, 1, sizeof bytes, pipe)) > 0;) {
        ended.text.append(bytes, got);
    }
    const int status = pclose(pipe);
    fs::remove(file);
    ended.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
    return ended;
}

bool says(const Ended& ended, const std::string& words) {
    return ended.text.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("program: what it cannot run it names, with exit status 2") {
    const auto profile = run("asa/9.99", "");
    CHECK(profile.status == 2);
    CHECK(says(profile, "there is no profile 'asa/9.99'"));
    const auto lab = run("no-such-thing", "");
    CHECK(lab.status == 2);
    CHECK(says(lab, "no such profile or lab"));
    const auto model = run("asa --model toaster", "");
    CHECK(model.status == 2);
    CHECK(says(model, "has no model 'toaster'"));
    CHECK(run("--bogus", "").status == 2);
    CHECK(run("--clock yesterday", "").status == 2);
    CHECK(run("--help", "").status == 0);
}

TEST_CASE("program: a misspelt key of a lab file is named with its place") {
    const auto file = fs::temp_directory_path() / ("lab-" + std::to_string(getpid()) + ".yaml");
    std::ofstream(file) << "devices:\n  - {name: a, profil: asa, serial: S}\n";
    const auto ended = run(file.string(), "");
    CHECK(ended.status == 2);
    CHECK(says(ended, file.string() + ":2:15: 'profil' is not known here"));
    CHECK(says(ended, "needs a profile"));  // all faults at once
    fs::remove(file);
}

TEST_CASE("program: any bytes get an answer, and the end of input ends it") {
    CHECK(run("", std::string(100'000, 'x') + "\n").status == 0);
    std::string bytes;
    for (int i = 0; i < 4000; ++i) bytes += static_cast<char>(i * 7 % 256);
    CHECK(run("", bytes).status == 0);
    for (const auto* dialogue :
         {"enable\n", "enable\ncisco\nreload\n", "enable\ncisco\nwrite erase",
          "enable\ncisco\ncopy run start\n", "login\nbob\n"}) {
        CHECK(run("", dialogue).status == 0);
    }
}

TEST_CASE("program: the same bytes in any place of the world") {
    const std::string input =
        "enable\ncisco\nshow clock\n@advance 40d\nshow version\nshow logging\n";
    const auto here = run("", input);
    CHECK(says(here, "13:00:00.000 UTC Mon Jan 12 2026"));
    CHECK(run("", input, "TZ=Asia/Tokyo LANG=tr_TR.UTF-8 LC_ALL=C").text == here.text);
    CHECK(run("--seed 2", input).status == 0);
}

TEST_CASE("program: a learner gives no directions") {
    const auto ended = run("--role learner", "@advance 1d\nshow clock\n");
    CHECK(says(ended, "@# not obeyed: @advance is the instructor's"));
    CHECK(says(ended, "13:00:00.000 UTC"));
}

TEST_CASE("program: a lab of the library, for a learner and for their instructor") {
    const std::string lab = "iosxe-date-offset";
    const auto learner = run(lab + " --role learner", "enable\n@help\n@state\n");
    CHECK(learner.text.starts_with("@# Scenario 3: "));
    CHECK(says(learner, "@# @objectives"));
    CHECK(says(learner, "not obeyed: @state is the instructor's"));
    CHECK(run(lab + " --role learner --seed 2", "").text != run(lab + " --role learner", "").text);
    CHECK(!says(run(lab, "enable\n"), "@#"));  // an instructor's pipe gets a transcript
    CHECK(says(run("labs", ""), lab));
    CHECK(run("labs --json", "").text.starts_with("[\n"));
    CHECK(!says(run("labs show " + lab, ""), "For instructors"));
    CHECK(says(run("labs show --role instructor --lang zh-TW " + lab, ""), "write memory"));
    CHECK(run("labs show nothing-of-that-name", "").status == 2);
    CHECK(run("labs check " + lab, "").status == 0);
}

TEST_CASE("program: a lab that cannot be read is no lab, with its place") {
    const auto folder = fs::temp_directory_path() / "understudy-labs";
    fs::create_directories(folder);
    const auto file = (folder / "lab.yaml").string();
    for (const auto& text : {std::string("devices: [\n"), std::string(3'000'000, 'x'),
                             std::string("\x7F"
                                         "ELF\0\1",
                                         6),
                             std::string(5'000, '{')}) {
        std::ofstream(file, std::ios::binary) << text;
        const auto state = (folder / "state").string();
        for (const auto& what : {"run --state " + state + " " + file, "labs check " + file,
                                 "labs show " + file, "grade " + file + " -"}) {
            const auto ended = run(what, "enable\n");
            CAPTURE(what);
            CAPTURE(ended.text.substr(0, 300));
            CHECK(ended.status == 2);
            CHECK(says(ended, file + ":"));
            CHECK(!fs::exists(state));
        }
    }
    fs::remove_all(folder);
}

#endif
