// Paragraphs flow; what was meant as a line stays one.
#include <doctest/doctest.h>

#include "reports/flow.hpp"

TEST_CASE("flow: lines of a paragraph are one") {
    CHECK(reports::flowed("a\nb\n\nc\nd\n") == "a b\n\nc d");
    CHECK(reports::flowed("a\n- b\n  c\n- d\ne\n1. f\n\n    show x\n    y\n") ==
          "a\n- b\n  c\n- d e\n1. f\n\n    show x\n    y");
    CHECK(reports::flowed("") == "");
}

TEST_CASE("flow: no blank where a script has none") {
    CHECK(reports::flowed("設備\n除了") == "設備除了");
    CHECK(reports::flowed("設備\nVPN\n正常，\nthen") == "設備 VPN 正常，then");
    CHECK(!reports::flowed("\xE8\n\xFF").empty());  // damaged bytes are anybody's
}
