// The authority's portal by stage directions: what is bought, held and short, and satellites.
#include <doctest/doctest.h>

#include "tests/modes/asa_world.hpp"

namespace {

bool shows(asa::World& world, const std::string& direction, const std::string& line) {
    const auto text = world.type(direction);
    const bool found = text.find(line) != std::string::npos;
    if (!found) MESSAGE(text);
    return found;
}

}  // namespace

TEST_CASE("portal: stock, use, balance, terms and instances") {
    asa::World world(asa::chosen(1, "asa/9.18", "asav10"));
    world.type(asa::log_in);
    world.type(asa::register_unit);
    world.lab().timeline().advance_to(world.lab().timeline().now() + std::chrono::minutes{5});
    CHECK(shows(world, "@authority show", "  ASAv-STD-1G: purchased 5, in use 1, balance 4\n"));
    CHECK(shows(world, "@authority show", "holds 1 ASAv-STD-1G"));
    CHECK(shows(world, "@authority licence remove ASAv-STD-1G 5", "removed 5 ASAv-STD-1G"));
    CHECK(shows(world, "@authority show",
                "purchased 0, in use 1, balance -1, insufficient licenses\n"));
    CHECK(shows(world, "@authority licence add L-ASAV10S-K9= 2 days 1",
                "added 2 ASAv-STD-1G until 2026-01-13T13:00:00Z"));
    CHECK(shows(world, "@state", "    2 of a term that ends 2026-01-13T13:00:00Z\n"));
    CHECK(shows(world, "@authority licence renew ASAv-STD-1G until 2027-01-01",
                "ASAv-STD-1G is good until 2027-01-01T00:00:00Z"));
    CHECK(shows(world, "@authority licence add L-ASAV10S-K9= 2 Nowhere", "not obeyed"));
    CHECK(shows(world, "@authority licence add L-ASAV10S-K9= two", "not obeyed: usage"));
    CHECK(shows(world, "@authority licence add NOTHING 1", "not obeyed"));
    CHECK(shows(world, "@satellite", "not obeyed: this lab has no satellite"));
    CHECK(shows(world, "@satellite cssm", "not obeyed: no satellite is named cssm"));
    CHECK(shows(world, "@authority qualified export no", "not qualified for export"));
    CHECK(shows(world, "@authority token create X export yes", "not obeyed: this account"));
    CHECK(shows(world, "@authority qualified what no", "not obeyed: usage"));
}
