#include <doctest/doctest.h>

#include "licensing/names.hpp"

using namespace licensing;

TEST_CASE("names: the last of each set has its own") {
    CHECK(name(Purpose::deregistration) == "deregistration");
    CHECK(name(TransportFailure::defect) == "defect");
    CHECK(name(Objection::failure_status) == "failure_status");
    CHECK(name(Registration::registered) == "registered");
    CHECK(name(Authorization::expired) == "expired");
    CHECK(name(EventKind::ready) == "ready");
    CHECK(name(EventKind::export_allowed) == "export_allowed");
    CHECK(name(EventKind::state_changed) == "state_changed");
    CHECK(name(Failure{Objection::try_again, {}}) == "try_again");
    CHECK(name(Failure{TransportFailure::filtered, {}}) == "filtered");
}
