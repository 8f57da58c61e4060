// The goldens of IOS-XE in labs that are put down and taken up again: see taken_up.hpp.
#include "tests/transcripts/taken_up.hpp"

#include <doctest/doctest.h>

TEST_CASE("save, load, go on is go on, in every golden of IOS-XE") {
    CHECK(taken_up::of_platform("iosxe") == "");
}
