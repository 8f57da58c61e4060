// Causes and repairs on a platform of routing tables, access lists and a clock to be trusted:
// what a line of the configuration breaks, another mends.
#include <doctest/doctest.h>

#include "labs/network.hpp"
#include "tests/modes/asa_world.hpp"

namespace {

using asa::Lines;
using licensing::TransportFailure;

struct Cause {
    std::string name;
    Lines before;
    TransportFailure failure;
    Lines repair;
};

Lines configured(const Lines& lines) {
    return asa::joined({{"configure terminal"}, lines, {"end"}});
}

const Lines in_a_table{"vrf definition Mgmt-vrf",
                       "address-family ipv4",
                       "exit",
                       "exit",
                       "interface gi 0/0",
                       "vrf forwarding Mgmt-vrf",
                       "ip address 192.0.2.10 255.255.255.0",
                       "exit",
                       "ip route vrf Mgmt-vrf 0.0.0.0 0.0.0.0 192.0.2.1",
                       "ip name-server vrf Mgmt-vrf 192.0.2.53"};

std::string gateway(const std::string& folder) {
    return "http://gateway.example.com/" + folder + "/services/DeviceRequestHandler";
}
Lines to_gateway(const std::string& folder) {
    return configured(
        {"call-home", "profile CiscoTAC-1", "destination address http " + gateway(folder)});
}

std::vector<Cause> causes() {
    using F = TransportFailure;
    const std::string route = "ip route 0.0.0.0 0.0.0.0 192.0.2.1";
    return {
        {"a table without its names", configured(in_a_table), F::name_unresolved,
         configured(
             {"ip domain lookup source-interface gi0/0", "ip http client source-interface gi0/0"})},
        {"a table the client does not know",
         configured(asa::joined({in_a_table, {"ip host tools.cisco.com 72.163.4.38"}})),
         F::no_route, configured({"call-home", "vrf Mgmt-vrf"})},
        {"a name nobody resolves", configured({"no ip name-server 192.0.2.53"}), F::name_unresolved,
         configured({"ip host tools.cisco.com 72.163.4.38"})},
        {"a wrong address in the device", configured({"ip host tools.cisco.com 203.0.113.9"}),
         F::filtered, configured({"no ip host tools.cisco.com"})},
        {"no lookup", configured({"no ip domain lookup"}), F::name_unresolved,
         configured({"ip domain-lookup"})},
        {"a wrong next hop", configured({"no " + route, "ip route 0.0.0.0 0.0.0.0 192.0.2.77"}),
         F::filtered, configured({route, "no ip route 0.0.0.0 0.0.0.0 192.0.2.77"})},
        {"a better route to nowhere", configured({"ip route 72.163.0.0 255.255.0.0 192.0.2.77"}),
         F::filtered, configured({"no ip route 72.163.0.0 255.255.0.0 192.0.2.77"})},
        {"no route", configured({"no " + route}), F::no_route,
         configured({"ip route 0.0.0.0 0.0.0.0 GigabitEthernet0/0"})},
        {"a list without the answers",
         configured({"access-list 101 permit udp any eq domain any", "interface gi0/0",
                     "ip access-group 101 in"}),
         F::filtered,
         configured({"access-list 101 permit tcp any eq 443 any established",
                     "access-list 101 permit tcp any eq www any"})},
        {"a list that nothing passes",
         configured({"ip access-list standard NONE", "deny any", "interface gi0/0",
                     "ip access-group NONE in"}),
         F::name_unresolved, configured({"interface gi0/0", "no ip access-group NONE in"})},
        {"a box in the middle",
         {"@network intercept on"},
         F::untrusted,
         {"@network intercept off"}},
        {"an address that no certificate names",
         configured({"call-home", "profile CiscoTAC-1",
                     "destination address http "
                     "https://72.163.4.38/its/service/oddce/services/DDCEService"}),
         F::wrong_name, configured({"call-home", "no http secure server-identity-check"})},
        {"a gateway's path in another case", to_gateway("transportgateway"), F::http_error,
         asa::joined({to_gateway("Transportgateway"),
                      configured({"call-home", "profile CiscoTAC-1",
                                  "no destination address http " + gateway("transportgateway")})})},
        {"a source without an address", configured({"ip http client source-interface gi1/0/1"}),
         F::no_route, configured({"no ip http client source-interface gi1/0/1"})},
    };
}

struct World : asa::World {
    World() : asa::World(asa::chosen(1, "iosxe/16.12")) { type(Lines{"", "enable"}); }
};

std::optional<TransportFailure> renewed(World& world) {
    world.type("license smart renew auth");
    world.type("@advance 20s");
    const auto& last = world.device().agent()->state().communicated;
    REQUIRE(last);
    if (!last->failure) return std::nullopt;
    const auto* why = std::get_if<TransportFailure>(&last->failure->why);
    REQUIRE(why);
    return *why;
}

}  // namespace

TEST_CASE("every failure of a way has its cause, and goes with it") {
    for (const auto& cause : causes()) {
        CAPTURE(cause.name);
        World world;
        world.type(Lines{"license smart register idtoken GOOD", "@advance 5m"});
        CHECK(renewed(world) == std::nullopt);
        world.type(cause.before);
        CHECK(renewed(world) == cause.failure);
        world.type(cause.repair);
        CHECK(renewed(world) == std::nullopt);
    }
}

TEST_CASE("certificates wait for a clock somebody vouches for") {
    World world;
    const auto clock = [&] { return world.type("show clock").substr(0, 1); };
    CHECK(clock() == "1");
    world.type(Lines{"@network ntp down", "@advance 15m"});
    CHECK(clock() == ".");
    CHECK(world.device().clock_authoritative());
    world.type(Lines{"@network ntp up", "@advance 5m"});
    CHECK(clock() == "1");
    world.type(Lines{"@network ntp down", "configure terminal", "no ntp server 192.0.2.123", "end",
                     "write memory"});
    world.device().reload();
    world.type("@advance 6m");
    world.type(Lines{"", "enable"});
    CHECK(clock() == "*");
    CHECK_FALSE(world.device().clock_authoritative());
    world.type(configured({"clock calendar-valid"}));
    CHECK(world.device().clock_authoritative());
    world.type(Lines{"configure terminal", "no clock calendar-valid", "end",
                     "clock set 12:00:00 15 jul 2026"});
    CHECK(world.device().clock_authoritative());
    CHECK(clock() == "1");
}

TEST_CASE("summer time is where its rule says") {
    lab::Settings settings;
    settings.zone = "CET";
    settings.zone_offset = std::chrono::hours{1};
    settings.summer = {"CEST",
                       {5, 0, 3, std::chrono::hours{2}},
                       {5, 0, 10, std::chrono::hours{3}},
                       std::chrono::minutes{60}};
    using namespace std::chrono;
    const auto zone = [&](sys_seconds at) {
        return lab::zone_at(
                   settings,
                   licensing::DeviceTime{duration_cast<licensing::Span>(at.time_since_epoch())})
            .name;
    };
    const sys_days march{year{2026} / 3 / 29};
    const sys_days october{year{2026} / 10 / 25};
    CHECK(zone(march + hours{1} - seconds{1}) == "CET");
    CHECK(zone(march + hours{1}) == "CEST");
    CHECK(zone(october + hours{1} - seconds{1}) == "CEST");
    CHECK(zone(october + hours{1}) == "CET");
}
