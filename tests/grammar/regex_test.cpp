#include "grammar/regex.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using grammar::Found;
using grammar::Regex;

TEST_CASE("groups by number and by name, and those that took no part") {
    const std::string line = "asa/admin# show";
    Found found;
    REQUIRE(Regex("^(?<host>\\w+)(/(\\w+))?(%)?#").finds(line, found));
    CHECK(found.str() == "asa/admin#");
    CHECK(found.str("host") == "asa");
    CHECK(found.str(3) == "admin");
    CHECK(found.has(2));
    CHECK_FALSE(found.has(4));
}

TEST_CASE("the next place sees what stands before it") {
    const std::string line = "SN: AB1 SN: CD2";
    const Regex serial("(?<=SN: )\\w+");
    Found found;
    REQUIRE(serial.finds(line, found));
    CHECK(found.position() == 4);
    REQUIRE(serial.finds(line, found, found.position() + found.length()));
    CHECK(found.str() == "CD2");
    CHECK(found.position() == 12);
    CHECK_FALSE(serial.finds(line, found, line.size()));
}

TEST_CASE("the whole, anywhere, in a line") {
    CHECK(Regex("b.").finds("abc"));
    CHECK_FALSE(Regex("b.").matches("abc"));
    CHECK(Regex("a.c").finds("a\nc"));
    CHECK_FALSE(Regex("a.c").finds_in_lines("a\nc"));
    CHECK(Regex("PASS", Regex::Manner::perl_any_case).finds("Password"));
    CHECK_FALSE(Regex().finds("anything"));
}

TEST_CASE("other words in its place, everywhere or once") {
    const Regex digit("(\\d)");
    CHECK(digit.replaced("a1b2", "<$1>") == "a<1>b<2>");
    CHECK(digit.replaced_once("a1b2", "x") == "axb2");
}

TEST_CASE("what is no expression says why, what explodes gives up") {
    CHECK_THROWS_AS(Regex("(open"), std::invalid_argument);
    CHECK_NOTHROW(Regex("\\d", Regex::Manner::posix));
    CHECK_THROWS_AS(Regex("^(a+)+$").finds(std::string(64, 'a') + "!"), std::runtime_error);
}
