#include "transcripts/import.hpp"

#include <doctest/doctest.h>

#include <string>

#include "grammar/fault.hpp"
#include "profiles/profile.hpp"
#include "transcripts/terminal_log.hpp"

namespace {

using Lines = std::vector<std::string>;

std::shared_ptr<const profiles::Profile> asa() {
    static profiles::Library library(UNDERSTUDY_SOURCE "/profiles");
    return library.load("asa/9.20.4");
}

Lines texts(std::string_view bytes, const Lines& pagers = {"<--- More --->"}) {
    Lines made;
    for (const auto& line : transcripts::read_log(bytes, pagers).lines) made.push_back(line.text);
    return made;
}

transcripts::Imported import_of(std::string_view bytes) {
    return transcripts::import_log(bytes, "session.log", *asa(), "");
}

}  // namespace

TEST_CASE("log: what was drawn over, wiped or coloured is not on the screen") {
    CHECK(texts("sh\b\bshow\x1b[K clock\r\nabc\rX\r\n") == Lines{"show clock", "Xbc"});
    CHECK(texts("\x1b]0;title\aa\x1b[1mb\x1b[0mc\r\n") == Lines{"abc"});
    CHECK(texts("\x1b[?2004ha\x1b[1;31mb\x1b[0 qc\x1b[?2004l\r\n") == Lines{"abc"});
    CHECK(texts("one\r\n<--- More --->\r              \r  two\r\n") == Lines{"one", "  two"});
    CHECK(texts("one\r\n--More--\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\btwo \r\n", {"--More--"}) ==
          Lines{"one", "two "});
    CHECK(texts("one\r\n<--- More --->\r              \r\r\ntwo\r\n") == Lines{"one", "", "two"});
    CHECK(texts("one\r\n--More--\b\b        \b\b\r\ntwo\r\n", {"--More--"}) ==
          Lines{"one", "", "two"});
    CHECK(texts("one\r\n<--- More --->\r\ntwo\r\n") == Lines{"one", "two"});
    // A blank at the end of a plain line is the device's own.
    CHECK(texts("Failover : Active  \r\n") == Lines{"Failover : Active  "});
}

TEST_CASE("import: what was typed to a computer is none of the device's") {
    const auto made = import_of(
        "me@desk:~$ ssh asa\nasa> enable\nasa# show clock\n13:00:00\nasa# \n@quit\n"
        "me@desk:~$ ls\nsecrets\nme@desk:~$ ssh asa\nasa# show version\nme@desk:~$ exit\nexit\n");
    CHECK(made.text.find("desk") == std::string::npos);
    CHECK(made.text.find("secrets") == std::string::npos);
    CHECK(made.text.find("quit") == std::string::npos);
    CHECK(made.text.ends_with("asa# show version\n"));
}

TEST_CASE("log: stamps go where every line has one, a log line keeps its own") {
    CHECK(texts("[10:00:01] a\n[10:00:02] b\n[10:00:03] c\n") == Lines{"a", "b", "c"});
    CHECK(texts("2026-01-12 10:00:01.5: a\n2026-01-12 10:00:02.5: b\n2026-01-12 10:00:03.5: c\n") ==
          Lines{"a", "b", "c"});
    CHECK(texts("a\nb\n10:00:03 c\n").back() == "10:00:03 c");
    CHECK(texts("=~=~=~= PuTTY log 2026.01.12 10:00:01 =~=~=~=\na\n") == Lines{"a"});
}

TEST_CASE("log: any bytes will do") {
    CHECK_FALSE(
        transcripts::looks_like_text(std::string("\x7f"
                                                 "ELF\x02\x01\x00\x00",
                                                 8)));
    CHECK(transcripts::looks_like_text("\xFF\xFEs\0h\0"));
    CHECK(texts("\x1b[") == Lines{""});
    CHECK(texts(std::string(100'000, '\b') + "x\n").size() == 1);
}

TEST_CASE("import: prompts of the platform's modes, in their words") {
    const auto made = import_of(
        "\r\nlast login\r\nfw1> en\r\nPassword: *****\r\nfw1# sh clock\r\n13:00:00.000 UTC\r\n"
        "fw1# conf t\r\nfw1(config)# license smart\r\nfw1(config-smart-lic)# end\r\nfw1# ");
    CHECK(made.text ==
          "@profile asa/9.20.4\n@from terminal log session.log\nfw1> en\n"
          "@secret PUT-THE-SECRET-HERE\nPassword: *****\nfw1# sh clock\n13:00:00.000 UTC\n"
          "fw1# conf t\nfw1(config)# license smart\nfw1(config-smart-lic)# end\nfw1# \n");
    CHECK(made.commands == 5);
    REQUIRE(made.unplaced.size() == 2);
    CHECK(made.unplaced[0].what.find("before the first prompt") != std::string::npos);
    CHECK(made.unplaced[1].line == 4);
}

TEST_CASE("import: what the stand-in does not know is named with its line") {
    const auto made = import_of("fw1# show clock\nfw1# show nonsense\nfw1(config-abc)# x\n@odd\n");
    REQUIRE(made.unplaced.size() == 2);
    CHECK(made.unplaced[0].line == 2);
    CHECK(made.unplaced[0].what == "asa/9.20.4 has no such command: show nonsense");
    CHECK(made.unplaced[1].line == 3);
    CHECK(made.text.ends_with("\n@@odd\n"));
    // A line that only looks like a prompt is nobody's.
    const auto output = import_of("fw1# show clock\nindex> 7\nfw1# show clock\n");
    CHECK(output.hosts == Lines{"fw1"});
}

TEST_CASE("import: another platform's log and a picture are refused with their place") {
    CHECK_THROWS_AS(import_of("me@desk:~$ show version\nC:\\> show version\n"), grammar::Faults);
    CHECK_THROWS_AS(import_of(std::string("\x89PNG\0\0\0", 7)), grammar::Faults);
    CHECK_THROWS_AS(import_of(""), grammar::Faults);
}
