// Where those sit who come over the network: as the lab says, or near the device, and always there.
#include <doctest/doctest.h>

#include "grammar/fault.hpp"
#include "labs/lab.hpp"
#include "labs/reading.hpp"

namespace {

const std::string source = UNDERSTUDY_SOURCE;

struct Opened {
    explicit Opened(const std::string& file, const std::string& desk = "")
        : library(source + "/profiles"), lab(plan(file, desk), {}, library) {
        lab.switch_on();
    }
    static lab::Plan plan(const std::string& file, const std::string& desk) {
        auto plan = lab::load_plan(source + file);
        plan.desk = desk;
        return plan;
    }
    std::string desk() { return lab.network().desk_of(std::string(lab.first_device().name())); }

    profiles::Library library;
    lab::Lab lab;
};

const std::string two_sides = "/transcripts/asa/labs/asav-two-sides.yaml";

}  // namespace

TEST_CASE("desk: a lab says it, and only an address is one") {
    const std::string device = "devices:\n  - {name: a, profile: asa, serial: S}\n";
    CHECK(lab::read_plan("desk: 192.0.2.99\n" + device, "x.yaml").desk == "192.0.2.99");
    try {
        lab::read_plan("desk: here\n" + device, "x.yaml");
        CHECK(false);
    } catch (const grammar::Faults& faults) {
        CHECK(grammar::to_string(faults.list().front()) == "x.yaml:1:7: not an address: here");
    }
    CHECK(Opened("/labs/asa.yaml", "198.51.100.7").desk() == "198.51.100.7");
}

TEST_CASE("desk: else it is near the device, from where it admits people if it does") {
    CHECK(Opened("/labs/asa.yaml").desk() == "192.0.2.50");
    CHECK(Opened("/labs/iosxe.yaml").desk() == "192.0.2.50");
    CHECK(Opened("/labs/fxos.yaml").desk() == "10.62.148.50");
    CHECK(Opened(two_sides).desk() == "10.1.1.50");
}

TEST_CASE("desk: it stays where it is, whatever is configured later") {
    Opened opened(two_sides);
    auto& device = opened.lab.first_device();
    for (const auto* line :
         {"no ssh 10.1.1.0 255.255.255.0 inside", "ssh 192.0.2.0 255.255.255.0 management"}) {
        device.apply(lab::edit_of(line, device.profile(), "config"), false);
    }
    opened.lab.place_desks();
    CHECK(opened.desk() == "10.1.1.50");
}
