// A satellite in a lab: what its file says of it, its schedule, and its way to its parent.
#include <doctest/doctest.h>

#include "labs/lab.hpp"
#include "tests/modes/asa_world.hpp"

using namespace std::chrono_literals;

namespace {

lab::Plan with_satellite(const std::string& more = "") {
    auto plan = lab::read_plan(
        "clock: 2026-01-12T13:00:00Z\n"
        "authorities:\n"
        "  - {name: cloud, accounts: [{name: Default, licences: [{tag: T, count: 5}]}]}\n"
        "  - name: house\n"
        "    satellite_of: cloud\n"
        "    certificate: 10d\n"
        "    duplicates: by_use\n"
        "    hierarchy: {S: T}\n" +
            more +
            "    accounts: [{name: Default}]\n"
            "network:\n"
            "  hosts:\n"
            "    - {name: far, addresses: [198.51.100.1], ports: [443], authority: cloud}\n"
            "devices:\n"
            "  - {name: box, profile: asa, serial: X1}\n",
        "satellite.yaml");
    return plan;
}

}  // namespace

TEST_CASE("satellite: reports by its schedule, and daily after it has failed") {
    lab::Lab lab(with_satellite("    sync: 20d\n"), {}, asa::library());
    const auto& house = *lab.authority("house");
    const auto pass = [&](licensing::Span span) {
        lab.timeline().advance_to(lab.timeline().now() + span);
    };
    CHECK(house.state().duplicates == licensing::Duplicates::by_use);
    lab.network().state().filters.push_back({"far", 0});
    pass(std::chrono::days{20});
    CHECK_FALSE(house.state().satellite->last_sync);
    lab.network().state().filters.clear();
    pass(std::chrono::days{1});
    CHECK(house.state().satellite->last_sync);
    CHECK(house.owned("", "T", house.clock(lab.timeline().now())) == 5);
    CHECK(lab.authority("cloud")->state().satellites.size() == 1);
}

TEST_CASE("satellite: by hand only, and no one else has a parent") {
    lab::Lab lab(with_satellite("    sync: manual\n"), {}, asa::library());
    lab.timeline().advance_to(lab.timeline().now() + std::chrono::days{100});
    CHECK_FALSE(lab.authority("house")->state().satellite->last_sync);
    CHECK(lab.synchronise("house"));
    CHECK_FALSE(lab.synchronise("cloud"));
    CHECK_THROWS_AS(with_satellite("    sync: often\n"), grammar::Faults);
}

TEST_CASE("satellite: an old one has no tokens that export, and a lab cannot say that it has") {
    const auto plan = with_satellite("    version: 2.2.9\n    tokens: [{id: T}]\n");
    lab::Lab lab(plan, {}, asa::library());
    CHECK_FALSE(lab.authority("house")->exports());
    CHECK_FALSE(lab.authority("house")->state().tokens.at(0).export_allowed);
    CHECK_THROWS_AS(with_satellite("    version: 2.2.9\n    tokens: [{id: T, export: true}]\n"),
                    grammar::Faults);
    CHECK_THROWS_AS(with_satellite("    exports: false\n    tokens: [{id: T, export: true}]\n"),
                    grammar::Faults);
    CHECK(lab::exports_tokens("2.3.0"));
    CHECK(lab::exports_tokens(""));
}

TEST_CASE("licences: by product ID packs add up, and nobody sells what is unknown") {
    const auto bought = [](const std::string& licence) {
        return lab::Lab(lab::read_plan("authorities:\n"
                                       "  - {name: cloud, accounts: [{name: A, licences: [" +
                                           licence +
                                           "]}]}\n"
                                           "devices: [{name: box, profile: asa, model: fpr4125, "
                                           "serial: X1}]\n",
                                       "bought.yaml"),
                        {}, asa::library())
            .authority("cloud")
            ->owned("", "FIREPOWER_4100_ASA_CONTEXTS", {});
    };
    CHECK(bought("{pid: L-FPR4K-ASASC-10=, count: 2}, {pid: L-FPR4K-ASASC-230=}") == 250);
    CHECK_THROWS_AS(bought("{pid: L-NOTHING=}"), grammar::Faults);
    CHECK_THROWS_AS(bought("{pid: L-FPR4K-ASASC-10=, tag: T}"), grammar::Faults);
    CHECK_THROWS_AS(bought("{count: 1}"), grammar::Faults);
}
