// A lab file is strict: every fault of it is told, each with its place.
#include <doctest/doctest.h>

#include <algorithm>

#include "grammar/fault.hpp"
#include "labs/lab.hpp"
#include "labs/plan.hpp"

namespace {

// Every fault of the text, a line each.
std::string faults_of(const std::string& text) {
    std::string all;
    try {
        lab::read_plan(text, "x.yaml");
    } catch (const grammar::Faults& faults) {
        for (const auto& fault : faults.list()) all += grammar::to_string(fault) + "\n";
    }
    return all;
}

const std::string device = "devices:\n  - {name: a, profile: asa, serial: S}\n";

// One fault, behind a device that has none.
void refused(const std::string& text, const std::string& fault) {
    CHECK(faults_of(device + text) == "x.yaml:" + fault + "\n");
}

}  // namespace

TEST_CASE("a module has a chassis, and its time") {
    refused("  - {name: b, slot: 1, profile: asa, serial: T}\n",
            "3:5: a device with a slot needs a chassis");
    refused("  - {name: b, chassis: a, clock: 5m, profile: asa, serial: T}\n",
            "3:5: a module has its chassis's clock");
}

TEST_CASE("a whole lab is read") {
    const auto plan = lab::read_plan(
        "title: T\nclock: 2026-01-12T13:00:00Z\nseed: 7\ndevice: b\n"
        "authorities:\n  - name: far\n    clock: -5m\n    tolerance: 1h\n    smart_account: S\n"
        "    stock: 2\n    accounts:\n      - name: A\n        licences:\n"
        "          - {tag: t, name: n, description: d, count: 3, ends: 2027-01-01T00:00:00Z}\n"
        "    tokens:\n      - {id: GOOD, account: A, days: 5, uses: 2, export: false}\n"
        "network:\n  fastest: 1s\n  slowest: 2s\n  hosts:\n"
        "    - {name: h, addresses: [192.0.2.1], ports: [443], authority: far, paths: [/p],\n"
        "       trusted: false}\n"
        "  name_servers:\n    - {address: 192.0.2.53, answers: false}\n"
        "  proxies:\n    - {name: p, addresses: [192.0.2.80], port: 8080, answers: false}\n"
        "  segments:\n    - {name: lan, network: 192.0.2.0, mask: 255.255.255.0,\n"
        "       gateway: 192.0.2.1, outside: false}\n"
        "  blocked: [h:443, 192.0.2.9]\n  only_proxies_reach_outside: true\n"
        "  intercepting: true\n"
        "devices:\n  - {name: a, profile: asa/9.18, model: asav10, serial: S1, clock: -2s,\n"
        "     version: 9.18(2)1, hostname: x, factory: true, defects: [D],\n"
        "     images: [{file: 'disk0:/i', version: 9.20(4)10, size: 5}], startup: text,\n"
        "     cables: {management: lan}}\n  - {name: b, profile: asa, serial: S2}\n",
        "x.yaml");
    CHECK(plan.seed == 7);
    CHECK(plan.device == "b");
    REQUIRE(plan.authorities.size() == 1);
    const auto& authority = plan.authorities.front();
    CHECK(authority.clock == std::chrono::minutes{-5});
    CHECK(authority.state.accounts.front().licences.front().count == 3);
    CHECK(authority.tokens.front().uses == 2);
    CHECK(authority.tokens.front().export_allowed == false);
    CHECK_FALSE(plan.network.hosts.front().trusted);
    CHECK_FALSE(plan.network.name_servers.front().answers);
    CHECK(plan.network.proxies.front().port == 8080);
    CHECK_FALSE(plan.network.segments.front().outside);
    CHECK(plan.network.filters.size() == 2);
    CHECK(plan.network.filters.back().port == 0);
    REQUIRE(plan.devices.size() == 2);
    CHECK(plan.devices.front().clock == std::chrono::seconds{-2});
    CHECK(plan.devices.front().images.front().size == 5);
    CHECK(plan.network.cables.front().segment == "lan");
}

TEST_CASE("a misspelt key is refused where it stands, at every level") {
    refused("titel: x\n", "3:1: 'titel' is not known here");
    refused("network:\n  hosts:\n    - {name: h, adresses: [192.0.2.1], addresses: [192.0.2.1]}\n",
            "5:17: 'adresses' is not known here");
    refused("network: {intercept: true}\n", "3:11: 'intercept' is not known here");
    CHECK(faults_of("devices:\n  - {name: a, profil: asa, profile: asa, serial: S}\n") ==
          "x.yaml:2:15: 'profil' is not known here\n");
}

TEST_CASE("names are given once, and only given names are meant") {
    refused("  - name: a\n    profile: asa\n    serial: T\n", "3:11: two devices are named a");
    refused("device: b\n", "3:9: no device is named b");
    refused(
        "authorities:\n  - {name: x, accounts: [{name: A}]}\n"
        "  - {name: x, accounts: [{name: A}]}\n",
        "5:12: two authorities are named x");
    refused("network:\n  hosts:\n    - {name: h, addresses: [192.0.2.1], authority: y}\n",
            "5:52: no authority is named y");
    CHECK(faults_of("devices:\n  - {name: a, profile: asa, serial: S, cables: {mgmt: x}}\n") ==
          "x.yaml:2:55: no segment is named x\n");
    refused(
        "authorities:\n  - name: x\n    accounts: [{name: A}]\n"
        "    tokens: [{id: T}, {id: T}, {id: U, account: B}]\n",
        "6:28: two tokens are named T\nx.yaml:6:49: no account is named B");
}

TEST_CASE("values are what they must be") {
    refused("clock: yesterday\n", "3:8: not a moment such as 2026-01-12T13:09:43Z: yesterday");
    refused("seed: many\n", "3:7: a whole number is expected here, not 'many'");
    refused("network: {fastest: soon}\n", "3:20: not a span such as 90s or -5m: soon");
    refused("network: {blocked: ['a b']}\n", "3:21: not HOST or HOST:PORT: a b");
    refused("network: {blocked: ['a:99999']}\n", "3:21: not HOST or HOST:PORT: a:99999");
    refused("network: {name_servers: [{address: 1.2.3}]}\n", "3:36: not an address: 1.2.3");
    refused("network: {intercepting: perhaps}\n",
            "3:25: true or false is expected here, not 'perhaps'");
    refused("network: {hosts: [{name: h, addresses: [192.0.2.1], ports: [0]}]}\n",
            "3:61: not a port");
    refused("authorities: [{name: x, accounts: [{name: A}], tokens: [{id: T, days: 400}]}]\n",
            "3:57: a token lives 1 to 365 days");
    refused("  - {name: b, profile: asa, serial: S, version: new}\n", "3:49: not a version: new");
}

TEST_CASE("what must be there is asked for, and all faults of a file are told at once") {
    CHECK(faults_of("title: x\n") == "x.yaml:1:1: a lab needs at least one device\n");
    CHECK(faults_of("devices:\n  - {model: m}\n") ==
          "x.yaml:2:5: a device needs a name\nx.yaml:2:5: a device needs a profile\n"
          "x.yaml:2:5: a device needs a serial number\n");
    const auto several = faults_of("titel: x\nclock: no\ndevices: [{name: a}]\n");
    CHECK(std::count(several.begin(), several.end(), '\n') == 4);
    CHECK(faults_of("devices: [\n").starts_with("x.yaml:"));
    CHECK_THROWS_AS(lab::load_plan("/nowhere/lab.yaml"), grammar::Faults);
}

TEST_CASE("what only the profiles know is refused when the lab is built") {
    profiles::Library library(std::string(UNDERSTUDY_SOURCE) + "/profiles");
    const auto fault = [&](const std::string& more) {
        try {
            lab::Lab(lab::read_plan("network: {segments: [{name: lan}]}\ndevices:\n  - {name: a, "
                                    "serial: S, " +
                                        more + "}\n",
                                    "x.yaml"),
                     {}, library);
        } catch (const grammar::Faults& faults) {
            return grammar::to_string(faults.list().front());
        }
        return std::string();
    };
    CHECK(fault("profile: asa") == "");
    CHECK(fault("profile: asa, defects: [CSCxx00000]") ==
          "x.yaml:3: asa does not know the defect CSCxx00000");
    CHECK(fault("profile: asa, cables: {GigabitEthernet7/7: lan}") ==
          "x.yaml:3: asav30 has no port GigabitEthernet7/7");
    CHECK(fault("profile: cat").find("there is no profile 'cat'") != std::string::npos);
    CHECK(fault("profile: asa, model: c9300").find("no model 'c9300'") != std::string::npos);
}
