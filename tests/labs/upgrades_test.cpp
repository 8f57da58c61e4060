// Every release of a model boots what every other one saved: up and down the line.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/modes/asa_world.hpp"

namespace {

using asa::Lines;
using asa::World;
using Loaded = std::shared_ptr<const profiles::Profile>;

std::vector<Loaded> releases_of(const std::string& model) {
    std::vector<Loaded> all;
    for (const auto& name : asa::library().names()) {
        if (!name.starts_with("asa/")) continue;
        const auto models = asa::library().models(name);
        if (std::find(models.begin(), models.end(), model) == models.end()) continue;
        all.push_back(asa::library().load(name, model));
    }
    return all;
}

// What gets a unit into EXEC when `saved` wrote its configuration and `runs` reads it.
Lines log_in(const profiles::Profile& saved, const profiles::Profile& runs) {
    const auto& password = saved.text("enable.password.default");
    if (password.empty() && runs.has("forced-enable-password")) {
        return {"enable", "12345678", "12345678"};
    }
    return {"enable", password};
}

void upgrade(World& world, const profiles::Profile& to) {
    auto& device = world.device();
    lab::File image;
    image.path = "disk0:/next.bin";
    image.version = to.version().text;
    device.chassis().files.push_back(image);
    device.chassis().startup = "boot system disk0:/next.bin\n" + *device.chassis().startup;
    device.reload();
    world.type("@advance 5m");
}

// Each line is answered, and none of them as one that is not known.
void check_shows(World& world, const profiles::Profile& runs) {
    Lines lines{"show version",        "show activation-key",        "show running-config",
                "show startup-config", "show startup-config errors", "show boot"};
    if (!runs.has("activation-key")) {
        lines.insert(lines.end(), {"show license all", "show license features"});
    }
    for (const auto& line : lines) {
        CAPTURE(line);
        const auto text = world.type(line);
        // What reading the startup text refused may be quoted; the line itself is known.
        const bool quotes = line == "show startup-config errors";
        CHECK((quotes || text.find("ERROR: % Invalid input") == std::string::npos));
    }
    const auto version = world.type("show version | include Software Version");
    CHECK(version.find("Version " + runs.version().text) != std::string::npos);
}

void check_pair(const std::string& model, const profiles::Profile& from,
                const profiles::Profile& to) {
    CAPTURE(model);
    CAPTURE(from.name());
    CAPTURE(to.name());
    World world(asa::chosen(1, from.name(), model));
    auto& device = world.device();
    if (device.agent()) {
        REQUIRE_FALSE(device.register_device("GOOD", false));
        world.type("@advance 5m");
        REQUIRE(device.agent()->registered());
    }
    upgrade(world, to);
    REQUIRE(device.up());
    CHECK(device.profile().name() == to.name());
    CHECK(device.running().version == to.version().text);
    if (from.has("smart-agent") && to.has("smart-agent")) {
        const bool kept = to.number("trust-store") >= from.number("trust-store");
        CHECK(device.agent()->registered() == kept);
        if (!kept) {
            CHECK_FALSE(device.register_device("GOOD", true));
            world.type("@advance 5m");
            CHECK(device.agent()->registered());
        }
    }
    world.type(log_in(from, to));
    check_shows(world, to);
}

}  // namespace

TEST_CASE("every release boots what every other one saved") {
    for (const auto* model : {"asav10", "fpr2140", "fpr1120", "fpr4140", "fpr9300-sm-36"}) {
        const auto releases = releases_of(model);
        CHECK(releases.size() > 6);
        for (const auto& from : releases) {
            for (const auto& to : releases) {
                if (from != to) check_pair(model, *from, *to);
            }
        }
    }
}

TEST_CASE("software older than the hardware does not boot on it") {
    World world(asa::chosen(1, "asa/9.18", "fpr1120"));
    upgrade(world, *asa::library().load("asa/9.8"));
    CHECK(world.device().running().version == asa::library().load("asa/9.18")->version().text);
}

TEST_CASE("a key of the unit licenses it before the Smart Agent, and waits while there is one") {
    World world(asa::chosen(1, "asa/9.2", "asav10"));
    auto& device = world.device();
    CHECK_FALSE(device.licensed());
    CHECK_FALSE(device.take_activation_key("0x1 0x2 0x3 0x4 0x5"));
    CHECK_FALSE(device.licensed());
    CHECK(device.take_activation_key(device.issued_key()));
    CHECK(device.licensed());
    upgrade(world, *asa::library().load("asa/9.24", "asav10"));
    CHECK_FALSE(device.licensed());
    CHECK_FALSE(device.chassis().activation_key.empty());
    std::erase_if(device.chassis().files,
                  [](auto& file) { return file.path == "disk0:/next.bin"; });
    upgrade(world, *asa::library().load("asa/9.2", "asav10"));
    CHECK(device.licensed());
}
