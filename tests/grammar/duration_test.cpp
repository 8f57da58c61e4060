#include "grammar/duration.hpp"

#include <doctest/doctest.h>

using namespace grammar;
using namespace std::chrono_literals;

TEST_CASE("durations are read") {
    CHECK(read_duration("30d") == 720h);
    CHECK(read_duration("1h30m") == 90min);
    CHECK(read_duration("90s") == 90s);
    CHECK(read_duration("5.2s") == 5200ms);
    CHECK(read_duration("0.025s") == 25ms);
    CHECK(read_duration("250ms") == 250ms);
    CHECK(read_duration("2w") == 336h);
    CHECK(read_duration("0s") == 0s);
    CHECK(read_duration("3652425d"));
}

TEST_CASE("what is no duration is refused") {
    for (const char* text :
         {"", "s", "5", "-5s", "5 s", "1.5h", "1.s", "5.1234s", "30m1h", "1h1h", "3652426d",
          "999999999999999w", "9999999999999999999999s", "5S", "1.5ms"}) {
        CAPTURE(text);
        CHECK_FALSE(read_duration(text));
    }
}

TEST_CASE("durations are written so that they read the same") {
    CHECK(to_string(Span{5400s}) == "1h30m");
    CHECK(to_string(Span{0s}) == "0s");
    CHECK(to_string(Span{5200ms}) == "5.2s");
    CHECK(to_string(Span{250ms}) == "250ms");
    CHECK(to_string(Span{720h}) == "30d");
    for (const Span span : {Span{1ms}, Span{60'250ms}, Span{86'461'007ms}, Span{99h}}) {
        CHECK(read_duration(to_string(span)) == span);
    }
}

TEST_CASE("moments are read as UTC and written") {
    const auto moment = read_moment("2026-01-12T13:09:43Z");
    REQUIRE(moment);
    CHECK(moment->time_since_epoch() == 1768223383s);
    CHECK(read_moment("2026-01-12 13:09:43") == moment);
    CHECK(to_string(*moment) == "2026-01-12T13:09:43Z");
    CHECK(to_string(*read_moment("2026-01-12 13:09:43.25")) == "2026-01-12T13:09:43.250Z");
    CHECK(to_string(*read_moment("2026-01-12")) == "2026-01-12T00:00:00Z");
    CHECK(to_string(*read_moment("1969-12-31T23:59:59.9Z")) == "1969-12-31T23:59:59.900Z");
    CHECK(read_moment("2024-02-29"));
}

TEST_CASE("what is no moment is refused") {
    for (const char* text : {"", "2026", "2026-1-12", "2026-02-29", "2026-13-01", "2026-01-12T",
                             "2026-01-12T24:00:00Z", "2026-01-12 13:60:00", "2026-01-12 13:09",
                             "2026-01-12T13:09:43+01:00", "2026-01-12Z"}) {
        CAPTURE(text);
        CHECK_FALSE(read_moment(text));
    }
}
