#include <doctest/doctest.h>

#include <string>

#include "grammar/match.hpp"

using namespace grammar;

namespace {

bool fits(ArgKind kind, std::string_view word) {
    Argument argument;
    argument.kind = kind;
    argument.low.value = -3;
    argument.high.value = 248;
    return grammar::fits(argument, word);
}

}  // namespace

TEST_CASE("numbers keep to their range") {
    CHECK(fits(ArgKind::number, "0"));
    CHECK(fits(ArgKind::number, "-3"));
    CHECK(fits(ArgKind::number, "0248"));
    for (const char* word : {"249", "-4", "1x", "", "+1", "99999999999999999999999"}) {
        CHECK_FALSE(fits(ArgKind::number, word));
    }
}

TEST_CASE("addresses and masks") {
    CHECK(fits(ArgKind::address, "10.0.0.255"));
    for (const char* word : {"10.0.0", "10.0.0.256", "10.0.0.1.2", "10..0.1", "a.b.c.d",
                             "10.0.0.1 ", "10.0.0.0001", "1.2.3."}) {
        CHECK_FALSE(fits(ArgKind::address, word));
    }
    for (const char* word : {"255.255.255.0", "0.0.0.0", "255.255.255.255", "128.0.0.0"}) {
        CHECK(fits(ArgKind::mask, word));
    }
    for (const char* word : {"255.0.255.0", "0.0.0.255", "255.255.255", "1.0.0.0"}) {
        CHECK_FALSE(fits(ArgKind::mask, word));
    }
}

TEST_CASE("names, hosts and URLs") {
    CHECK(fits(ArgKind::hostname, "tools.example.com"));
    CHECK(fits(ArgKind::hostname, "3com"));
    for (const char* word : {"10.0.0.1", "10.0.0.999", "-a", ".a", "a..b", "a_b", ""}) {
        CHECK_FALSE(fits(ArgKind::hostname, word));
    }
    CHECK(fits(ArgKind::host, "10.0.0.1"));
    CHECK(fits(ArgKind::host, "tools"));
    CHECK_FALSE(fits(ArgKind::host, "10.0.0.999"));
    CHECK(fits(ArgKind::url, "https://a.example/b?c=d"));
    for (const char* word : {"a.example", "://x", "https://", "ht tp://x", "9p://x"}) {
        CHECK_FALSE(fits(ArgKind::url, word));
    }
}

TEST_CASE("interfaces, times and months") {
    for (const char* word : {"gi0/1", "Management0/0", "Port-channel1.100", "te1/0/1"}) {
        CHECK(fits(ArgKind::interface, word));
    }
    for (const char* word : {"outside", "0/1", "gi", "gi0/", "gi0/a", "-1"}) {
        CHECK_FALSE(fits(ArgKind::interface, word));
    }
    CHECK(fits(ArgKind::time, "23:59:59"));
    CHECK(fits(ArgKind::time, "1:2:3"));
    for (const char* word : {"24:00:00", "12:60:00", "12:00", "12:00:00:00", "a:b:c"}) {
        CHECK_FALSE(fits(ArgKind::time, word));
    }
    for (const char* word : {"jan", "JANUARY", "Sept", "may"}) CHECK(fits(ArgKind::month, word));
    for (const char* word : {"ja", "janx", "mayo", ""}) CHECK_FALSE(fits(ArgKind::month, word));
}

TEST_CASE("no argument takes control bytes") {
    for (const ArgKind kind : {ArgKind::word, ArgKind::line, ArgKind::token, ArgKind::file,
                               ArgKind::nameif, ArgKind::url}) {
        CHECK_FALSE(fits(kind, "http://a\x1b[2J"));
        CHECK_FALSE(fits(kind, std::string_view("http://\0a", 9)));
    }
    CHECK(fits(ArgKind::line, "two words"));
    CHECK_FALSE(fits(ArgKind::word, "two words"));
    CHECK(fits(ArgKind::token, std::string(512, 'x')));
    CHECK_FALSE(fits(ArgKind::token, std::string(513, 'x')));
}
