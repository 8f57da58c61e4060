// What a configuration means: every line through the one door, every meaning undone by its `no`.
#include <doctest/doctest.h>

#include "labs/reading.hpp"
#include "labs/settings.hpp"
#include "tests/modes/asa_world.hpp"

namespace {

using lab::Settings;

// What the text means on the newest ASA, read line by line.
Settings meant(const std::string& text) {
    const auto profile = asa::library().load("asa");
    const auto rules = lab::rules_of(*profile);
    lab::Configuration configuration;
    for (const auto& line : lab::read_configuration(text, *profile)) {
        CAPTURE(line.raw);
        CHECK(line.edit.statement.known);
        configuration.apply(line.edit, rules);
    }
    lab::SettingsBase base;
    base.interfaces = {"GigabitEthernet0/0", "Management0/0"};
    base.hostname = "ciscoasa";
    base.smart_url = "https://smart/";
    base.callhome_url = "https://home/";
    base.callhome_profile = "License";
    return lab::settings_of(configuration, rules, base);
}

const std::string inside =
    "interface GigabitEthernet0/0\n nameif inside\n security-level 100\n"
    " ip address 192.0.2.10 255.255.255.0\n no shutdown\n";

}  // namespace

TEST_CASE("nothing said is the platform's own") {
    const auto settings = meant("");
    CHECK(settings.hostname == "ciscoasa");
    CHECK(settings.transport == lab::Transport::smart);
    CHECK(settings.smart_url == "https://smart/");
    CHECK(settings.callhome_url == "https://home/");
    CHECK(settings.interfaces.size() == 2);
    CHECK(settings.licences.empty());
    CHECK_FALSE(settings.logging.enabled);
    CHECK(settings.width == 80);
    CHECK(settings.by_nameif("") == nullptr);
}

TEST_CASE("interfaces, addresses and routes") {
    auto settings = meant(inside +
                          "interface Management0/0\n management-only\n shutdown\n"
                          "route inside 0.0.0.0 0.0.0.0 192.0.2.1 7\n");
    const auto* port = settings.by_nameif("inside");
    REQUIRE(port);
    CHECK(port->hardware == "GigabitEthernet0/0");
    CHECK(port->address == "192.0.2.10");
    CHECK(port->mask == "255.255.255.0");
    CHECK(port->security == 100);
    CHECK_FALSE(port->shutdown);
    CHECK(settings.interfaces[1].shutdown);
    CHECK(settings.interfaces[1].management_only);
    REQUIRE(settings.routes.size() == 1);
    CHECK(settings.routes[0].gateway == "192.0.2.1");
    CHECK(settings.routes[0].metric == 7);
    settings = meant(inside + "interface GigabitEthernet0/0\n no ip address\n no nameif\n");
    CHECK(settings.by_nameif("inside") == nullptr);
    CHECK(settings.interfaces[0].address.empty());
}

TEST_CASE("names and who resolves them") {
    auto settings = meant(inside +
                          "dns domain-lookup inside\ndns server-group DefaultDNS\n"
                          " name-server 192.0.2.53\n name-server 192.0.2.54 inside\n"
                          " domain-name example.com\n");
    CHECK(settings.lookup_interfaces.contains("inside"));
    REQUIRE(settings.name_servers.size() == 2);
    CHECK(settings.name_servers[1].interface == "inside");
    CHECK(settings.domain == "example.com");
    settings = meant(inside +
                     "dns domain-lookup inside\nno dns domain-lookup inside\n"
                     "dns server-group DefaultDNS\n name-server 192.0.2.53\n"
                     " no name-server 192.0.2.53\n");
    CHECK(settings.lookup_interfaces.empty());
    CHECK(settings.name_servers.empty());
}

TEST_CASE("licensing: entitlements, transports, proxies, privacy") {
    auto settings = meant(
        "license smart\n feature tier standard\n throughput level 1G\n"
        " transport type callhome\n transport url https://x/y\n"
        " transport proxy p port 8080\n privacy hostname\n privacy version\n"
        "call-home\n http-proxy q port 81\n profile License\n"
        "  destination address http https://z/w\n profile CiscoTAC-1\n"
        "  destination address http https://other/\n");
    REQUIRE(settings.licences.size() == 2);
    CHECK(settings.licences[0].meaning == "license.tier");
    CHECK(settings.licences[1].constant == "1G");
    CHECK(settings.transport == lab::Transport::callhome);
    CHECK(settings.smart_url == "https://x/y");
    REQUIRE(settings.smart_proxy);
    CHECK(settings.smart_proxy->port == 8080);
    REQUIRE(settings.callhome_proxy);
    CHECK(settings.callhome_proxy->host == "q");
    CHECK(settings.callhome_url == "https://z/w");
    CHECK(settings.hostname_private);
    CHECK(settings.version_private);
    settings = meant(
        "license smart\n transport type callhome\n transport url https://x/y\n"
        " transport proxy p port 1\n privacy hostname\n no transport type\n"
        " no transport url\n no transport proxy\n no privacy hostname\n");
    CHECK(settings.transport == lab::Transport::smart);
    CHECK(settings.smart_url == "https://smart/");
    CHECK_FALSE(settings.smart_proxy);
    CHECK_FALSE(settings.hostname_private);
}

TEST_CASE("logging, clock, terminal, images") {
    auto settings = meant(
        "logging enable\nlogging timestamp\nlogging buffered 7\n"
        "logging console errors\nlogging monitor warnings\n"
        "logging buffer-size 8192\nclock timezone CET 1\npager lines 50\n"
        "terminal width 132\nboot system disk0:/a.bin\n"
        "boot system disk0:/b.bin\nhostname h\n");
    CHECK(settings.logging.enabled);
    CHECK(settings.logging.timestamp);
    CHECK(settings.logging.buffered == 7);
    CHECK(settings.logging.console == 3);
    CHECK(settings.logging.monitor == 4);
    CHECK(settings.logging.buffer_size == 8192);
    CHECK(settings.zone == "CET");
    CHECK(settings.zone_offset == std::chrono::hours{1});
    CHECK(settings.pager == 50);
    CHECK(settings.width == 132);
    CHECK(settings.boot_images == asa::Lines{"disk0:/a.bin", "disk0:/b.bin"});
    CHECK(settings.hostname == "h");
    settings = meant(
        "logging enable\nlogging buffered 7\nno logging enable\n"
        "no logging buffered\nhostname h\nno hostname\n");
    CHECK_FALSE(settings.logging.enabled);
    CHECK_FALSE(settings.logging.buffered);
    CHECK(settings.hostname == "ciscoasa");
}

TEST_CASE("severities by number and by name") {
    CHECK(lab::severity_of("0") == 0);
    CHECK(lab::severity_of("debugging") == 7);
    for (const auto* word : {"", "8", "-1", "77", "debug"}) CHECK_FALSE(lab::severity_of(word));
    CHECK(lab::known_meaning("dns.server"));
    CHECK(lab::known_meaning(""));
    CHECK_FALSE(lab::known_meaning("dns.servers"));
}

TEST_CASE("a saved line that nobody knows is refused at boot") {
    asa::World world;
    world.type(asa::log_in);
    auto& device = world.device();
    device.chassis().startup = "hostname h\nfrobnicate all 7\nno frobnicate some\n";
    device.boot();
    const auto lines = device.configuration_lines(false);
    CHECK(std::count(lines.begin(), lines.end(), "hostname h") == 1);
    for (const auto* line : {"frobnicate all 7", "no frobnicate some"}) {
        CHECK(std::count(lines.begin(), lines.end(), line) == 0);
    }
    CHECK(device.running().startup_errors.size() == 2);
}
