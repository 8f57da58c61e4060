// A whole configuration, pasted line by line: it is taken, shown in the device's order, and stays
// what it is when it is saved, read at a boot, pasted again or pasted elsewhere.
#include <doctest/doctest.h>

#include <fstream>
#include <string>

#include "tests/modes/asa_world.hpp"

namespace {

using asa::Lines;
using asa::World;

const Lines configure{"configure terminal"};

Lines branch_lines() {
    Lines lines;
    std::ifstream in(UNDERSTUDY_SOURCE "/tests/data/branch.cfg");
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

// Types each; what is said to any of them comes back with it.
std::string pasted(World& world, const Lines& lines) {
    std::string said;
    for (const auto& line : lines) {
        const auto text = world.type(line);
        const bool informs = text.starts_with("INFO: ") || text.starts_with("WARNING: ");
        if (!informs && text.find('\n') != text.npos) said += line + "\n" + text + "\n";
    }
    return said;
}

// Without its head, and without its sum, which knows the secrets that are shown as stars.
std::string shown(World& world, const std::string& section = "") {
    const auto text = world.type("show running-config" + section);
    const auto begin = std::min(text.find("ASA Version"), text.size());
    const auto end = std::min(text.find("Cryptochecksum:"), text.rfind('\n'));
    return section.empty() ? text.substr(begin, end - begin) : text.substr(0, text.rfind('\n') + 1);
}

Lines lines_of(const std::string& text) {
    Lines lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

}  // namespace

TEST_CASE("a pasted configuration is taken whole, shown in order, and stays what it is") {
    World world(asa::chosen(3));
    world.type(asa::joined({asa::log_in, {"terminal pager 0"}, configure}));
    auto branch = branch_lines();
    REQUIRE(branch.size() > 250);
    CHECK(pasted(world, branch) == "");
    world.type("end");
    const auto text = shown(world);
    for (const auto& line : branch) {
        const bool secret = line.find("key ") != line.npos || line.find("password") != line.npos ||
                            line.find("community") != line.npos;
        CAPTURE(line);
        if (!secret) CHECK(text.find("\n" + line) != text.npos);
    }

    SUBCASE("pasted again but for its banner, which goes on, nothing changes") {
        std::erase_if(branch, [](const auto& line) { return line.starts_with("banner"); });
        world.type(configure);
        pasted(world, branch);
        world.type("end");
        CHECK(asa::difference(shown(world), text) == "");
    }
    SUBCASE("saved and read by a boot it is the same") {
        world.type("write memory");
        world.device().reload();
        world.type("@advance 10m");
        CHECK(world.device().running().startup_errors.empty());
        world.type(asa::joined({asa::log_in, {"terminal pager 0"}}));
        CHECK(asa::difference(shown(world), text) == "");
        CHECK(world.type("show startup-config errors").find("Output from") == std::string::npos);
    }
    SUBCASE("as it is shown it can be pasted into another unit") {
        World other(asa::chosen(3));
        other.type(asa::joined({asa::log_in, {"terminal pager 0"}, configure}));
        pasted(other, lines_of(text));
        other.type("end");
        CHECK(asa::difference(shown(other), text) == "");
    }
    SUBCASE("its sections are its lines, and can be cleared one by one") {
        CHECK(shown(world, " access-list GUESTS-IN").find("OUTSIDE-IN") == std::string::npos);
        CHECK(shown(world, " nat").find("object network GUEST-NET\n nat (") != std::string::npos);
        world.type(configure);
        const Lines sections{"access-group", "crypto map", "tunnel-group", "nat", "webvpn"};
        for (const auto& section : sections) {
            CAPTURE(section);
            CHECK(shown(world, " " + section) != "");
            world.type("clear configure " + section);
            CHECK(shown(world, " " + section) == "");
        }
    }
}

TEST_CASE("a certificate is pasted as the director showed it") {
    World world(asa::chosen(1, "fxos"));
    world.type(Lines{"admin", "Admin123"});
    const auto shown = lines_of(world.type("@network certificate CHdefault"));
    REQUIRE(shown.size() > 10);
    world.type(Lines{"scope security", "create trustpoint NEW", "set certchain"});
    for (const auto& line : shown) {
        if (line.starts_with("@# ")) world.session().enter(line);
    }
    CHECK(world.type("ENDOFBUF").find("Error") == std::string::npos);
    world.type("commit-buffer");
    const auto text = world.type("show configuration");
    CHECK(text.find("set certchain MIIFtzCC") != std::string::npos);
}
