// Causes and repairs: every way in which a request fails is reached by the configuration or by
// the world, shows as that failure, and is mended by undoing its cause.
#include <doctest/doctest.h>

#include "labs/network.hpp"
#include "tests/modes/asa_world.hpp"

namespace {

using asa::Lines;
using asa::World;
using licensing::TransportFailure;

struct Cause {
    std::string name;
    Lines before;
    TransportFailure failure;
    Lines repair;
};

Lines smart(const std::string& line) {
    return {"configure terminal", "license smart", line, "end"};
}
Lines configured(const Lines& lines) {
    return asa::joined({{"configure terminal"}, lines, {"end"}});
}

const Lines proxied{"transport proxy cisco-lab-proxy.cisco.com port 80"};

std::vector<Cause> causes() {
    using F = TransportFailure;
    const std::string gateway = "route management 0.0.0.0 0.0.0.0 192.0.2.1";
    return {
        {"no lookup", configured({"no dns domain-lookup management"}), F::name_unresolved,
         configured({"dns domain-lookup management"})},
        {"no server", configured({"dns server-group DefaultDNS", "no name-server 192.0.2.53"}),
         F::name_unresolved, configured({"dns server-group DefaultDNS", "name-server 192.0.2.53"})},
        {"another server",
         configured({"dns server-group DefaultDNS", "no name-server 192.0.2.53",
                     "name-server 192.0.2.54"}),
         F::name_unresolved, configured({"dns server-group DefaultDNS", "name-server 192.0.2.53"})},
        {"a dead server", {"@network dns down"}, F::name_unresolved, {"@network dns up"}},
        {"no such name", smart("transport url https://smart.example.com/x"), F::name_unresolved,
         smart("no transport url")},
        {"no route", configured({"no " + gateway}), F::no_route, configured({gateway})},
        {"no way at all", configured({"interface mana0/0", "shutdown"}), F::name_unresolved,
         configured({"interface mana0/0", "no shutdown"})},
        {"a name filtered",
         {"@network block smartreceiver.cisco.com"},
         F::filtered,
         {"@network unblock smartreceiver.cisco.com"}},
        {"a port filtered",
         {"@network block 146.112.59.81:443"},
         F::filtered,
         {"@network unblock 146.112.59.81:443"}},
        {"a gateway that is none",
         configured({"no " + gateway, "route management 0.0.0.0 0.0.0.0 192.0.2.99"}), F::filtered,
         configured({"no route management 0.0.0.0 0.0.0.0 192.0.2.99", gateway})},
        {"only by proxy", {"@network proxy only"}, F::filtered, smart(proxied.front())},
        {"a port nobody serves", smart("transport url https://smartreceiver.cisco.com:8443/x"),
         F::refused, smart("no transport url")},
        {"a proxy's wrong port",
         asa::joined(
             {{"@network proxy only"}, smart("transport proxy cisco-lab-proxy.cisco.com port 81")}),
         F::refused, smart(proxied.front())},
        {"a proxy that will not",
         asa::joined({smart(proxied.front()), {"@network proxy down"}}),
         F::proxy_refused,
         {"@network proxy up"}},
        {"a proxy nobody finds", smart("transport proxy 192.0.2.99 port 80"), F::proxy_silent,
         smart("no transport proxy")},
        {"a proxy that forbids",
         asa::joined({smart(proxied.front()), {"@network proxy forbids"}}),
         F::proxy_forbids,
         {"@network proxy allows"}},
        {"a front that answers with pages",
         {"@authority garbled on"},
         F::unreadable,
         {"@authority garbled off"}},
        {"a box in the middle",
         {"@network intercept on"},
         F::untrusted,
         {"@network intercept off"}},
        {"another root",
         {"@network hierarchy smartreceiver.cisco.com"},
         F::untrusted,
         {"@network hierarchy smartreceiver.cisco.com old"}},
        {"a root that is imported",
         {"@network hierarchy smartreceiver.cisco.com"},
         F::untrusted,
         configured({"crypto ca trustpool import default noconfirm"})},
        {"a certificate that is not for servers",
         {"@network server-auth smartreceiver.cisco.com off"},
         F::no_server_certificate,
         {"@network server-auth smartreceiver.cisco.com on"}},
        {"a wrong path", smart("transport url https://smartreceiver.cisco.com/nothing"),
         F::http_error, smart("transport url default")},
        {"a defect",
         {"@device asa defect CSCwp10957 on"},
         F::defect,
         smart("transport type callhome")},
        {"a proxy passed by",
         asa::joined(
             {smart(proxied.front()), {"@network proxy only", "@device asa defect CSCwr56980 on"}}),
         F::filtered,
         {"@network proxy optional"}},
    };
}

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

void register_unit(World& world) {
    world.type(asa::joined({asa::log_in, asa::register_unit, {"@advance 5m"}}));
}

}  // namespace

TEST_CASE("every failure has its cause, and goes with it") {
    for (const auto& cause : causes()) {
        CAPTURE(cause.name);
        World world;
        register_unit(world);
        CHECK(renewed(world) == std::nullopt);
        world.type(cause.before);
        CHECK(renewed(world) == cause.failure);
        world.type(cause.repair);
        CHECK(renewed(world) == std::nullopt);
    }
}

TEST_CASE("Call Home has its own URL and its own proxy, and profile License is its only place") {
    World world;
    register_unit(world);
    world.type(smart("transport type callhome"));
    CHECK(renewed(world) == std::nullopt);
    world.type("@network block tools.cisco.com");
    CHECK(renewed(world) == TransportFailure::filtered);
    world.type("@network unblock tools.cisco.com");
    world.type("@network proxy only");
    world.type(smart("transport proxy cisco-lab-proxy.cisco.com port 80"));
    CHECK(renewed(world) == TransportFailure::filtered);
    world.type(configured({"call-home", "http-proxy cisco-lab-proxy.cisco.com port 80"}));
    CHECK(renewed(world) == std::nullopt);
    world.type(configured({"call-home", "profile License",
                           "destination address http https://tools.cisco.com/elsewhere"}));
    CHECK(renewed(world) == TransportFailure::http_error);
    CHECK(world.type(configured({"call-home", "no profile License"})).find("cannot be removed") !=
          std::string::npos);
    world.type(configured({"no service call-home"}));
    world.type(
        configured({"call-home", "profile License",
                    "destination address http https://tools.cisco.com/its/service/oddce/services/"
                    "DDCEService"}));
    CHECK(renewed(world) == std::nullopt);
}

TEST_CASE("each address of a name can be filtered by itself") {
    World world;
    register_unit(world);
    world.type(smart("transport type callhome"));
    world.type("@network block 72.163.4.38");
    CHECK(renewed(world) == std::nullopt);
    world.type("@network block 173.37.145.8");
    CHECK(renewed(world) == TransportFailure::filtered);
    world.type("@network unblock 72.163.4.38");
    CHECK(renewed(world) == std::nullopt);
}

TEST_CASE("what is carried is recorded") {
    World world;
    register_unit(world);
    const auto log = world.type("@network log");
    CHECK(log.find("asa resolve smartreceiver.cisco.com via 192.0.2.53: answered") !=
          std::string::npos);
    CHECK(log.find("asa connect 146.112.59.81:443") != std::string::npos);
    CHECK(log.find("asa answered by cssm") != std::string::npos);
}

TEST_CASE("what is too long for a name is asked of nobody, and recorded nowhere") {
    World world;
    auto& network = world.world().lab().network();
    const auto resolved = [&](std::size_t length) {
        const auto before = network.sights().size();
        const std::string name(length, 'x');
        const auto found = network.resolve(world.device().sender(), name, {});
        CHECK(std::get<TransportFailure>(found) == TransportFailure::name_unresolved);
        return network.sights().size() - before;
    };
    CHECK(resolved(253) == 1);
    CHECK(resolved(254) == 0);
    CHECK(resolved(200'000) == 0);
}

TEST_CASE("addresses, filters and URLs are read strictly") {
    CHECK(lab::address_number("192.0.2.1") == 0xc0000201U);
    for (const auto* text :
         {"", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.4 ", "a.b.c.d", "1..2.3"}) {
        CHECK_FALSE(lab::address_number(text));
    }
    CHECK(lab::same_network("192.0.2.1", "192.0.2.200", "255.255.255.0"));
    CHECK_FALSE(lab::same_network("192.0.2.1", "192.0.3.1", "255.255.255.0"));
    CHECK(lab::read_filter("h:443") == lab::Filter{"h", 443});
    for (const auto* text : {"", ":1", "h:", "h:0", "h:x", "h:70000", "a b"}) {
        CHECK_FALSE(lab::read_filter(text));
    }
    const auto url = lab::read_url("https://h.example:8443/a/b");
    REQUIRE(url);
    CHECK(url->host == "h.example");
    CHECK(url->port == 8443);
    CHECK(url->path == "/a/b");
    CHECK(lab::read_url("http://h")->port == 80);
    CHECK(lab::read_url("http://h")->path == "/");
    for (const auto* text : {"", "h", "ftp://h", "https://", "https:///x", "https://h:x/"}) {
        CHECK_FALSE(lab::read_url(text));
    }
}
