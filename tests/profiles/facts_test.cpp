#include "profiles/facts.hpp"

#include <doctest/doctest.h>

using namespace profiles;

TEST_CASE("facts are set, replaced and found, in order") {
    Facts facts;
    facts.set("a", std::int64_t{1}).set("b", std::string("x")).set("a", true);
    REQUIRE(facts.all().size() == 2);
    CHECK(facts.all()[0].first == "a");
    CHECK(std::get<bool>(*facts.find("a")));
    CHECK(facts.find("c") == nullptr);
}

TEST_CASE("absent, empty, false and zero are not truthy") {
    const auto holds = [](Value value) { return truthy(&value); };
    CHECK_FALSE(truthy(nullptr));
    CHECK_FALSE(holds({}));
    CHECK_FALSE(holds(false));
    CHECK_FALSE(holds(std::int64_t{0}));
    CHECK_FALSE(holds(std::string()));
    CHECK_FALSE(holds(State{"group", ""}));
    CHECK_FALSE(holds(Records{}));
    CHECK(holds(true));
    CHECK(holds(std::int64_t{-1}));
    CHECK(holds(std::string("no")));
    CHECK(holds(State{"group", "no"}));
    CHECK(holds(Stamp{}));
    CHECK(holds(Records{Facts{}}));
}
