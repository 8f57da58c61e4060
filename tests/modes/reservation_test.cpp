// What the authority's portal says to a request for a permanent licence.
#include <doctest/doctest.h>

#include "tests/modes/asa_world.hpp"

namespace {

using asa::Lines;
using asa::World;

std::string request_code(const std::string& text) {
    const auto at = text.find("BB-Z");
    return at == std::string::npos ? "none" : text.substr(at, text.find_first_of(" \n", at) - at);
}

}  // namespace

TEST_CASE("reservation: the portal names the licence that is missing") {
    World chassis(asa::chosen(1, "fxos", "fpr4110"));
    const auto shown =
        chassis.type({"admin", "Admin123", "scope license", "enable reservation",
                      "scope reservation", "request universal", "show license resvcode"});
    const auto code = request_code(shown);
    chassis.type("@authority licence remove FIREPOWER_4100_ASA_UNIVERSAL 5");
    CHECK(
        chassis.type("@authority reserve " + code) ==
        "@# refused: The licenses cannot be reserved because the Virtual Account does not contain "
        "a sufficient surplus of the following perpetual licenses: 1 - Firepower 4100 ASA PERM "
        "UNIV(perpetual).\n");
}

TEST_CASE("reservation: any level of a virtual machine is known by name") {
    World world(asa::chosen(1, "asa/9.23", "asav10"));
    const auto ask = [&](const std::string& flex) {
        const Lines lines{"configure terminal", "license smart flex-model " + flex,
                          "license smart reservation", "end",
                          "license smart reservation request universal"};
        return request_code(world.type(lines));
    };
    world.type(asa::log_in);
    const auto code = ask("asav50_plr");
    world.type("@authority licence remove ASAv-UNIVERSAL-V50 5");
    CHECK(world.type("@authority reserve " + code).find("1 - ASAv50 PERM UNIV") !=
          std::string::npos);
    CHECK(ask("asav50_plr") == code);
    CHECK(ask("asav5_plr") != code);
}
