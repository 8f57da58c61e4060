// The goldens of ASA in labs that are put down and taken up again: see taken_up.hpp.
#include "tests/transcripts/taken_up.hpp"

#include <doctest/doctest.h>

TEST_CASE("save, load, go on is go on, in every golden of ASA") {
    CHECK(taken_up::of_platform("asa") == "");
}
