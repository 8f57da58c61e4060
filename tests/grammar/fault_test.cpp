#include "grammar/fault.hpp"

#include <doctest/doctest.h>

using namespace grammar;

TEST_CASE("a fault prints its place as far as it is known") {
    CHECK(to_string(Fault{"a.cli", 3, 7, "odd"}) == "a.cli:3:7: odd");
    CHECK(to_string(Fault{"a.cli", 3, 0, "odd"}) == "a.cli:3: odd");
    CHECK(to_string(Fault{"a.cli", 0, 0, "odd"}) == "a.cli: odd");
    CHECK(to_string(Fault{"", 0, 0, "odd"}) == "odd");
}

TEST_CASE("faults are thrown as a list and read as lines") {
    const Faults faults({{"a", 1, 0, "one"}, {"a", 2, 0, "two"}});
    CHECK(faults.list().size() == 2);
    CHECK(std::string(faults.what()) == "a:1: one\na:2: two");
    CHECK(Faults("b", 4, 5, "x").list().front().column == 5);
}
