#include "lessons/graded.hpp"

#include <doctest/doctest.h>

#include "grammar/fault.hpp"
#include "tests/modes/asa_world.hpp"

namespace {

const std::string labs = std::string(UNDERSTUDY_SOURCE) + "/labs";
const std::string lab_file = std::string(UNDERSTUDY_SOURCE) + "/tests/data/grade/lab.yaml";

lessons::Graded grade(const std::string& text, const std::string& language = "en",
                      lessons::ReplayOptions options = {}) {
    return lessons::grade_session({text, "session.txt", std::move(options)},
                                  lab::load_plan(lab_file), {}, asa::library(), labs,
                                  lab::Words::load(labs + "/words", language));
}

std::string fault(const std::string& text) {
    try {
        grade(text);
    } catch (const grammar::Faults& faults) {
        return grammar::to_string(faults.list().front());
    }
    return {};
}

const std::string pipe_output =
    "ciscoasa> ena\n"
    "Password: *****\n"
    "ciscoasa# sh lic stat\n"
    "what the device showed then\n"
    "ciscoasa# conf t\n"
    "ciscoasa(config)# license smart\n"
    "ciscoasa(config-smart-lic)# feature tier standard\n"
    "ciscoasa(config-smart-lic)# throughput level 1G\n"
    "ciscoasa(config-smart-lic)# end\n"
    "ciscoasa# license smart register idtoken GOOD-TOKEN\n"
    "@advance 1m\n"
    "@# lab clock 2026-01-12T13:01:00Z\n"
    "ciscoasa# \n";

}  // namespace

TEST_CASE("graded: what a pipe showed is played and graded") {
    const auto graded = grade(pipe_output);
    CHECK(graded.grade.percent == 100);
    CHECK(graded.grade.passed);
    CHECK(graded.replayed.unplaced.empty());
    CHECK(graded.replayed.typed == 10);
}

TEST_CASE("graded: a session that was cut off is graded as far as it goes") {
    const auto graded = grade(pipe_output.substr(0, pipe_output.find("conf t") + 4));
    CHECK(graded.grade.percent == 20);
    CHECK(!graded.grade.passed);
}

TEST_CASE("graded: a terminal's log has its own characters, and takes time") {
    std::string log = "\x1b]0;console\aciscoasa> ena\r\nPassword: *****\r\n";
    log += "ciscoasa# shx\b \b lic stat\r\n<--- More --->\r              \rmore of it\r\n";
    log += "ciscoasa# conf t\r\n";
    for (const auto* line : {"license smart", "feature tier standard", "throughput level 1G"}) {
        log += std::string("ciscoasa(config") + (line[0] == 'l' ? "" : "-smart-lic") + ")# " +
               line + "\r\n";
    }
    log += "ciscoasa(config-smart-lic)# end\r\n";
    log += "ciscoasa# license smart register idtoken GOOD-TOKEN\r\n";
    log += "ciscoasa# show clock\r\nciscoasa# show clock\r\nciscoasa# show version\r\nciscoasa# ";
    CHECK(grade(log).grade.percent == 100);
    CHECK(grade(log).deeds.front().at < grade(log).deeds.back().at);
}

TEST_CASE("graded: a log in which the lab was put down and taken up again goes on") {
    auto log = pipe_output;
    log.insert(log.find("ciscoasa# conf t"), "@quit\nciscoasa# \n@# the story\nciscoasa# \n");
    const auto graded = grade(log);
    CHECK(graded.grade.percent == 100);
    CHECK(graded.replayed.unplaced.empty());
}

TEST_CASE("graded: a golden transcript says itself how it is played") {
    const std::string golden =
        "@from inferred\n@lab lab.yaml\n"
        "ciscoasa> enable\n@secret cisco\nPassword: *****\n"
        "ciscoasa# show license status\n@any\nciscoasa# write memory\n@any\n";
    const auto graded = grade(golden);
    CHECK(graded.grade.percent == 0);
    CHECK(graded.grade.marks.at(0).points == 20);
    CHECK(graded.grade.marks.at(2).points == -20);
}

TEST_CASE("graded: what was typed elsewhere is named") {
    const auto graded = grade("ciscoasa> show clock\nother(config)# hostname x\n");
    REQUIRE(graded.replayed.unplaced.size() == 1);
    CHECK(graded.replayed.unplaced.front().line == 2);
    CHECK(lessons::json(graded).find("other(config)# hostname x") != std::string::npos);
}

TEST_CASE("graded: a refused direction of the session is not played") {
    const auto graded = grade(
        "ciscoasa> show clock\n@network block smartreceiver.cisco.com\n"
        "@# not obeyed: stage directions are the instructor's\n");
    CHECK(graded.replayed.typed == 1);
}

TEST_CASE("graded: what is the instructor's is refused to a session's text") {
    const std::string mischief =
        "@network block smartreceiver.cisco.com\n@authority token list\n@device asa reload\n";
    const auto log = grade("ciscoasa> show clock\n" + mischief + "ciscoasa> show clock\n");
    CHECK(log.replayed.typed == 5);
    REQUIRE(log.replayed.unplaced.size() == 3);
    CHECK(log.replayed.unplaced.at(1).line == 3);
    const auto golden = grade(
        "@from inferred\n@lab lab.yaml\n@clock 2030-01-01T00:00:00Z\n"
        "ciscoasa> show clock\n@any\n" +
        mischief + "@advance 1m\n");
    CHECK(golden.replayed.unplaced.size() == 3);
    CHECK(golden.ended - golden.began >= std::chrono::minutes{1});
    CHECK(golden.ended - golden.began < std::chrono::hours{1});
    CHECK(golden.began == log.began);
    for (const auto* graded : {&log, &golden}) {
        for (const auto& deed : graded->deeds) CHECK(deed.changed.empty());
    }
}

TEST_CASE("graded: no report has what configures a secret") {
    const auto graded = grade(
        "ciscoasa> ena\nPassword: *****\nciscoasa# conf t\n"
        "ciscoasa(config)# snmp-server community C0mmun1ty\n"
        "ciscoasa(config)# passwd T3lnetPw\n"
        "ciscoasa(config)# ntp authentication-key 1 md5 NtpKey11\n"
        "ciscoasa(config)# aaa-server R protocol radius\n"
        "ciscoasa(config-aaa-server-group)# aaa-server R (management) host 192.0.2.9\n"
        "ciscoasa(config-aaa-server-host)# key R4diusKey\nciscoasa(config-aaa-server-host)# end\n"
        "ciscoasa# more system:running-config\n"
        "ciscoasa# copy tftp://joe:TftpPw11@192.0.2.1/x disk0:/x\n");
    CHECK(graded.replayed.typed == 12);
    const auto told = lessons::json(graded) + reports::html(lessons::document(graded));
    for (const auto* secret : {"C0mmun1ty", "T3lnetPw", "NtpKey11", "R4diusKey", "TftpPw11"}) {
        CAPTURE(secret);
        CHECK(told.find(secret) == std::string::npos);
    }
    CHECK(told.find("snmp-server community *****") != std::string::npos);
}

TEST_CASE("graded: what is no session, or one of another lab, has its place") {
    CHECK(fault(std::string("abc\nd\0e", 7)) ==
          "session.txt:2:2: a zero byte: this is no text of a session");
    CHECK(fault("") ==
          "session.txt:1:1: this was not typed in this lab, which begins at "
          "`ciscoasa> `");
    CHECK(fault("Switch#show version\n").starts_with("session.txt:1:1: this was not typed"));
    CHECK(fault("\x01\x02\xff\xfe noise").starts_with("session.txt:1:1"));
    CHECK(fault("@from inferred\n@profile iosxe/16.12\nSwitch>enable\n") ==
          "session.txt:2:1: is played on iosxe, and the lab on asa");
    CHECK(fault("@from inferred\n@frmo x\nciscoasa> enable\n").starts_with("session.txt:2"));
    CHECK(fault(std::string(9'000'000, 'x')).find("8 MB") != std::string::npos);
}

TEST_CASE("graded: a long line and thousands of lines are answered") {
    std::string log = "ciscoasa> " + std::string(100'000, 'x') + "\n";
    for (int at = 0; at < 2'000; ++at) log += "ciscoasa> show clock\n";
    CHECK(grade(log).deeds.size() == 2'001);
}

TEST_CASE("graded: the document says who met what, and shows no secret") {
    const auto graded = grade(pipe_output, "zh-TW");
    const auto page = reports::html(lessons::document(graded));
    CHECK(page.find("註冊但不要儲存：成績") != std::string::npos);
    CHECK(page.find("你看到了") != std::string::npos);
    CHECK(page.find("達成：cause") != std::string::npos);
    CHECK(page.find("GOOD-TOKEN") == std::string::npos);
    CHECK(page.find("idtoken *****") != std::string::npos);
    const auto json = lessons::json(graded);
    CHECK(json.find("GOOD-TOKEN") == std::string::npos);
    CHECK(json.find("\"percent\": 100") != std::string::npos);
    // What the author broke into lines is one paragraph there.
    const auto missed = reports::html(lessons::document(grade("ciscoasa> show clock\n")));
    CHECK(missed.find("It is not.") != std::string::npos);
    const auto text = reports::text(lessons::document(grade(pipe_output)));
    CHECK(text.find("100 %: passed") != std::string::npos);
    CHECK(text.find("It takes a token.") != std::string::npos);
}
