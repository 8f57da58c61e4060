#include "transcripts/compare.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

using Lines = std::vector<std::string>;

bool one_wording(const std::string& a, const std::string& b) {
    return transcripts::wording_of(a).text == transcripts::wording_of(b).text;
}

transcripts::Comparison compared(const Lines& left, const Lines& right) {
    return transcripts::compare(left, right, "a", "b");
}

}  // namespace

TEST_CASE("compare: when it was and which unit is not wording") {
    CHECK(one_wording("  Status: AUTHORIZED on Jan 12 2026 13:00:09 UTC",
                      "  Status: AUTHORIZED on Feb  2 2027 01:59:59 UTC"));
    CHECK(one_wording("13:00:00.000 UTC Mon Jan 12 2026", "09:10:11.123 UTC Tue Feb 3 2027"));
    CHECK(one_wording("*Jan 12 13:00:09.123: %SMART_LIC-5-COMM",
                      "*Feb  1 02:00:00.001: %SMART_LIC-5-COMM"));
    CHECK(one_wording("Evaluation Period Remaining: 89 days, 14 hours, 26 minutes, 20 seconds",
                      "Evaluation Period Remaining: 1 day, 2 hours, 3 minutes, 4 seconds"));
    CHECK(one_wording("UDI: PID:ASAv,SN:9AUNDERSTDY", "UDI: PID:ASAv,SN:9AABCDEFGHJ"));
    CHECK(one_wording("Cryptochecksum: 432b6300 88ddee2e d689f6fd 48afbc07 ",
                      "Cryptochecksum: 11111111 22222222 33333333 44444444 "));
    CHECK_FALSE(one_wording("Status: AUTHORIZED", "Status: OUT OF COMPLIANCE"));
    CHECK_FALSE(one_wording("VLANs : 200  ", "VLANs : 200 "));
    CHECK_FALSE(one_wording("count 5", "count 6"));
    CHECK_FALSE(one_wording("PID:ASAv,SN:1", "PID:C9300,SN:1"));
}

TEST_CASE("compare: the diff is of the wording, values are counted") {
    const auto made = compared({"a", "on Jan 12 2026 13:00:09 UTC", "b", "c"},
                               {"a", "on Jan 13 2026 13:00:09 UTC", "x", "c"});
    CHECK(made.diff ==
          "--- a\n+++ b\n@@ -1,4 +1,4 @@\n a\n on Jan 12 2026 13:00:09 UTC\n-b\n+x\n c\n");
    CHECK(made.lines[0] == 1);
    CHECK_FALSE(made.same_wording());
    CHECK(compared({"a"}, {"a"}).same());
    const auto dates = compared({"at 13:00:09"}, {"at 13:00:10"});
    CHECK(dates.same_wording());
    CHECK_FALSE(dates.same());
    CHECK(dates.values == Lines{"line 1: 13:00:09 -> 13:00:10"});
}

TEST_CASE("compare: a serial stands for one other, everywhere") {
    CHECK(compared({"SN:FOX1", "SN:FOX1"}, {"SN:FOX2", "SN:FOX2"}).contradictions.empty());
    CHECK(compared({"SN:FOX1", "SN:FOX1"}, {"SN:FOX2", "SN:FOX3"}).contradictions.size() == 1);
}

TEST_CASE("compare: lines that came and went are found where they stand") {
    const auto made = compared({"a", "b", "c"}, {"a", "new", "b", "c", "end"});
    CHECK(made.diff == "--- a\n+++ b\n@@ -1,3 +1,5 @@\n a\n+new\n b\n c\n+end\n");
    CHECK(compared({}, {"a"}).diff == "--- a\n+++ b\n@@ -0,0 +1,1 @@\n+a\n");
    CHECK(compared(Lines(20'000, "x"), Lines(20'000, "y")).diff.size() > 80'000);
}
