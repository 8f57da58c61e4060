#include "modes/grading.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "modes/journal.hpp"
#include "tests/modes/asa_world.hpp"

using What = modes::Mark::What;

namespace {

const std::string words_folder = std::string(UNDERSTUDY_SOURCE) + "/labs/words";

lab::Translated say(const std::string& text) { return {{{"en", text}, {"zh-TW", "中文" + text}}}; }

lab::Objective objective(const std::string& id, int points) {
    lab::Objective made;
    made.id = id;
    made.points = points;
    made.text = say("Do " + id);
    made.met = say("Did " + id);
    made.missed = say("Did not " + id);
    return made;
}

// A unit to be registered and not to be saved.
lab::Exercise exercise() {
    lab::Exercise made;
    auto cause = objective("cause", 20);
    lab::Look look;
    look.command = "^show license status";
    look.has = "UNREGISTERED";
    look.before_change = true;
    cause.saw = {look};
    auto repaired = objective("repaired", 80);
    repaired.required = true;
    lab::Check registered;
    registered.registered = true;
    lab::Check line;
    line.config = {"license smart > feature tier standard"};
    repaired.holds = {registered, line};
    auto kept = objective("kept", 20);
    lab::Mishap save;
    save.command = "^write memory";
    lab::Mishap boot;
    boot.reboot = true;
    lab::Mishap renamed;
    renamed.ever = lab::Check{};
    renamed.ever->config = {"hostname wrong"};
    lab::Mishap lapsed;
    lapsed.ever = lab::Check{};
    lapsed.ever->authorization = "expired";
    kept.never = {save, boot, renamed, lapsed};
    auto extra = objective("extra", 10);
    extra.bonus = true;
    lab::Look clock;
    clock.command = "^show clock$";
    extra.saw = {clock};
    made.objectives = {cause, repaired, kept, extra};
    made.hints = {{"cause", 5, say("Look at the status.")},
                  {"cause", 10, say("It is not registered.")},
                  {"repaired", 15, say("Register it.")}};
    made.debriefing = say("That was it.");
    return made;
}

struct Exam : asa::World {
    explicit Exam(const std::string& language = "en") {
        session();
        world().be_graded(std::make_unique<modes::Grading>(
            world(), exercise(), lab::Words::load(words_folder, language)));
        taken();
    }
    modes::Grade grade() { return world().grading()->grade(); }
    What mark(std::size_t objective) { return grade().marks.at(objective).what; }
};

const asa::Lines solution =
    asa::joined({asa::log_in, {"show license status"}, asa::register_unit, {"@advance 1m"}});

}  // namespace

TEST_CASE("grading: the untouched lab scores nothing, the solution everything") {
    Exam exam;
    CHECK(exam.grade().percent == 0);
    CHECK(!exam.grade().passed);
    exam.type(solution);
    CHECK(exam.grade().percent == 100);
    CHECK(exam.grade().passed);
    CHECK(exam.grade().marks.at(0).entry == 2U);
    CHECK(exam.grade().marks.at(1).wrong.empty());
}

TEST_CASE("grading: the end state has partial points, and is asked for when it is asked for") {
    Exam exam;
    exam.type(asa::log_in);
    exam.type({"configure terminal", "license smart", "feature tier standard", "end"});
    CHECK(exam.mark(1) == What::partly);
    CHECK(exam.grade().marks.at(1).points == 40);
    CHECK(exam.grade().marks.at(1).wrong == asa::Lines{"asa is not registered"});
    exam.type({"configure terminal", "license smart", "no feature tier standard", "end"});
    CHECK(exam.mark(1) == What::missed);
}

TEST_CASE("grading: a look counts abbreviated and filtered, when it shows what it should") {
    Exam exam;
    exam.type(asa::log_in);
    exam.type("sh lic sta | i Reserv");
    CHECK(exam.mark(0) == What::missed);
    exam.type("sh lic sta");
    CHECK(exam.mark(0) == What::met);
}

TEST_CASE("grading: a look after a change does not count") {
    Exam exam;
    exam.type(asa::log_in);
    exam.type(asa::Lines{"configure terminal", "hostname other"});
    exam.type("show license status");
    CHECK(exam.mark(0) == What::missed);
}

TEST_CASE("grading: what neither changed nor was accepted does not stand in the way of a look") {
    Exam exam;
    exam.type(asa::log_in);
    exam.type({"configure terminal", "hostname -x-", "show license statsu", "@advance 1d"});
    exam.type("show license status");
    CHECK(exam.mark(0) == What::met);
}

TEST_CASE("grading: what a refusal says has been seen") {
    Exam exam;
    auto asked = exercise();
    asked.objectives[0].saw[0].command = "^ping ";
    asked.objectives[0].saw[0].has = "Invalid Hostname";
    exam.world().be_graded(std::make_unique<modes::Grading>(exam.world(), asked,
                                                            lab::Words::load(words_folder, "en")));
    exam.type(asa::joined({asa::log_in, {"ping tools.cisco.com"}}));
    CHECK(exam.mark(0) == What::missed);
    exam.type("ping nobody.example.org");
    CHECK(exam.mark(0) == What::met);
}

TEST_CASE("grading: mishaps take points away; what was refused is none") {
    Exam exam;
    exam.type("write memory");  // not here
    CHECK(exam.mark(2) == What::met);
    exam.type(solution);
    exam.type("wr m");
    CHECK(exam.mark(2) == What::missed);
    CHECK(exam.grade().marks.at(2).points == -20);
    CHECK(exam.grade().percent == 80);
    CHECK(exam.grade().passed);
}

TEST_CASE("grading: a reboot is a mishap by whatever hand") {
    Exam exam;
    exam.type("show version");
    exam.type("@device asa reload");
    CHECK(exam.mark(2) == What::missed);
}

TEST_CASE("grading: what held after some line has happened, whatever came later") {
    Exam exam;
    exam.type(asa::log_in);
    exam.type({"configure terminal", "hostname wrong", "hostname ciscoasa"});
    CHECK(exam.mark(2) == What::missed);
    CHECK(exam.grade().marks.at(2).entry == 3U);
}

TEST_CASE("grading: what time brings is nobody's change, and may be a mishap") {
    Exam exam;
    exam.type(asa::joined({solution, {"@network block smartreceiver.cisco.com"}}));
    CHECK(exam.mark(2) == What::met);
    exam.type("@advance 100d");
    exam.type("@network unblock smartreceiver.cisco.com");
    exam.type("@advance 1d");
    CHECK(exam.mark(2) == What::missed);
    CHECK(exam.world().journal()->entries().back().changed.empty());
}

TEST_CASE("grading: a bonus goes beyond the whole and not above it") {
    Exam exam;
    exam.type(asa::log_in);
    exam.type("show clock");
    CHECK(exam.grade().percent == 10);
    exam.type(solution);
    CHECK(exam.grade().percent == 100);
}

TEST_CASE("grading: hints come one after the other and cost") {
    Exam exam;
    exam.type(solution);
    CHECK(exam.type("@hint").find("@# Hint for cause, 5 points:\n@# Look at the status.") == 0);
    CHECK(exam.type("@hint repaired").find("Register it.") != std::string::npos);
    CHECK(exam.type("@hint repaired") == "@# There is no hint left for that objective.\n");
    CHECK(exam.type("@hint").find("It is not registered.") != std::string::npos);
    CHECK(exam.type("@hint") == "@# There is no hint left.\n");
    CHECK(exam.type("@hint nothing").find("no objective nothing") != std::string::npos);
    CHECK(exam.grade().hints == 3);
    CHECK(exam.grade().percent == 70);
    CHECK(exam.type("@grade").find("Hints taken: 3 (-30)") != std::string::npos);
}

TEST_CASE("grading: the directions speak the lab's language and do not give the cause away") {
    Exam exam;
    const auto asked = exam.type("@objectives");
    CHECK(asked ==
          "@# Objectives: 100 points\n"
          "@#   cause (20): Do cause\n"
          "@# * repaired (80): Do repaired\n"
          "@# - kept (-20 when it happens): Do kept\n"
          "@# + extra (10 extra): Do extra\n"
          "@# Passed only with those marked *.\n"
          "@# Hints left: 3; @hint [ID] gives the next one and what it costs.\n");
    CHECK(exam.type("@grade") ==
          "@# missed: cause 0/20: Do cause\n"
          "@# missed: repaired 0/80: Do repaired\n"
          "@# kept: kept 0: Did kept\n"
          "@# missed: extra 0/10: Do extra\n"
          "@# 0 %: not passed\n"
          "@# How it is done, and the debriefing, are told when it is passed; @grade final tells "
          "them now.\n");
    const auto told = exam.type("@grade final");
    CHECK(told.find("@# missed: cause 0/20: Did not cause\n") != std::string::npos);
    CHECK(told.find("Debriefing:\n@# That was it.") != std::string::npos);
    CHECK(exam.type("@grade now").find("not obeyed: usage") != std::string::npos);
    Exam chinese("zh-TW");
    CHECK(chinese.type("@objectives").find("cause（20 分）：中文Do cause") != std::string::npos);
    asa::World plain;
    plain.session().take();
    CHECK(plain.type("@grade") == "@# not obeyed: this lab asks for nothing\n");
}

TEST_CASE("grading: every language has the words of the frame") {
    namespace fs = std::filesystem;
    for (const auto& file : fs::directory_iterator(words_folder)) {
        const auto language = file.path().stem().string();
        CHECK_NOTHROW(lab::Words::load(words_folder, language));
    }
    CHECK(lab::Words::load(words_folder, "../xx").language() == "../xx");
    CHECK(lab::Words::load(words_folder, "fr")["mark.met"] == "met");
    CHECK_THROWS_AS(lab::Words::load("/no/such/folder", "en"), grammar::Faults);
}

TEST_CASE("grading: a lab that is put down and taken up again keeps its grade") {
    namespace fs = std::filesystem;
    const auto folder = fs::temp_directory_path() / "understudy-grading-test";
    fs::remove_all(folder);
    modes::Grade before;
    {
        Exam exam;
        lab::StateFolder state(folder.string(), "asa");
        for (const auto& line :
             asa::joined({asa::log_in,
                          {"sh lic sta", "@hint", "conf t", "hostname wrong", "hostname ciscoasa",
                           "license smart", "feature tier standard", "end"},
                          asa::Lines(10, "show version")})) {
            exam.type(line);
            modes::keep_world(exam.world(), state);
        }
        before = exam.grade();
    }
    for (int again = 0; again < 2; ++again) {
        Exam exam;
        lab::StateFolder state(folder.string(), "asa");
        REQUIRE(state.load(exam.lab()));
        exam.world().journal()->restore(state.deeds());
        const auto after = exam.grade();
        CHECK(after.percent == before.percent);
        CHECK(after.cost == 5);
        CHECK(after.marks.at(0).entry == before.marks.at(0).entry);
        CHECK(after.marks.at(2).entry == before.marks.at(2).entry);
        CHECK(exam.world().journal()->entries().size() == 20U + static_cast<unsigned>(again));
        exam.type("show version");
        modes::keep_world(exam.world(), state);
    }
    // What a process left behind the bytes that count is nobody's.
    const auto journal = folder / "current" / "journal.yaml";
    std::ofstream(journal, std::ios::app) << "- half an ent";
    {
        Exam exam;
        lab::StateFolder state(folder.string(), "asa");
        REQUIRE(state.load(exam.lab()));
        CHECK(state.deeds().size() == 22U);
    }
    // What is in them is.
    fs::resize_file(journal, 100);
    Exam exam;
    lab::StateFolder state(folder.string(), "asa");
    CHECK_THROWS_AS(state.load(exam.lab()), grammar::Faults);
    fs::remove_all(folder);
}
