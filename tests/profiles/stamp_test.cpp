#include "profiles/stamp.hpp"

#include <doctest/doctest.h>

using namespace profiles;
using namespace std::chrono;

TEST_CASE("an instant is printed as the device's clock shows it") {
    Stamp stamp{sys_days{2018y / December / 3} + 16h + 43min + 5s + 7ms, 0s, "UTC"};
    CHECK(format_stamp(stamp, "%b %d %H:%M:%S %Y %Z") == "Dec 03 16:43:05 2018 UTC");
    CHECK(format_stamp(stamp, "%H:%M:%S.%3f %Z %a %b %e") == "16:43:05.007 UTC Mon Dec  3");
    CHECK(format_stamp(stamp, "100%% {%Y}") == "100% {2018}");
    stamp.offset = -18h + 30min;
    stamp.zone = "{%Y}";
    CHECK(format_stamp(stamp, "%Y-%m-%d %T %Z %z") == "2018-12-02 23:13:05 {%Y} -1730");
    stamp.utc = sys_days{1969y / December / 31} + 23h + 59min + 59s + 250ms;
    stamp.offset = 0s;
    CHECK(format_stamp(stamp, "%F %T.%3f") == "1969-12-31 23:59:59.250");
}

TEST_CASE("conversions that would ask the host are refused") {
    CHECK_FALSE(fault_of_format("%b %d %H:%M:%S.%3f %Y %Z %z %%"));
    CHECK(fault_of_format("%c") == "'%c' is no conversion of an instant");
    CHECK(fault_of_format("%Ey"));
    CHECK(fault_of_format("%6f"));
    CHECK(fault_of_format("50%"));
    const Stamp stamp{};
    for (const char letter : std::string("aAbBdDeFHIjmMpRSTuUVwWyY")) {
        const std::string format = std::string("%") + letter;
        CHECK_FALSE(fault_of_format(format));
        CHECK_FALSE(format_stamp(stamp, format).empty());
    }
}
