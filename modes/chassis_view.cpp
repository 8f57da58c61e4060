// What a chassis tells of itself: its slots, what runs in them, its own software and port.
#include <algorithm>

#include "modes/views.hpp"

namespace modes {
namespace {

using profiles::Facts;
using profiles::Records;
using profiles::Schema;

// 9.12(2)24 is 9.12.2.24 to who installs it.
std::string dotted(std::string version) {
    std::replace(version.begin(), version.end(), '(', '.');
    std::replace(version.begin(), version.end(), ')', '.');
    while (version.ends_with('.')) version.pop_back();
    return version;
}

std::string state_of(const lab::Device& module) {
    if (module.up()) return "online";
    return module.running().boots_at ? "starting" : "off";
}

// The application in a slot, as the supervisor knows it.
void add_application(Facts& facts, const lab::Device& module) {
    facts.set("app", module.chassis().platform);
    facts.set("identifier", module.name());
    facts.set("version", dotted(module.running().version));
    facts.set("oper", profiles::State{"app_state", state_of(module)});
    const auto& cluster = module.cluster();
    const bool clustered = module.settings().cluster.on;
    facts.set("mode", profiles::State{"device_mode", clustered ? "clustered" : "standalone"});
    facts.set("cluster_state", profiles::State{"app_cluster", cluster.member() ? "in"
                                                              : clustered      ? "out"
                                                                               : "none"});
    const bool controls = cluster.state == lab::Membership::control;
    facts.set("cluster_role", profiles::State{"app_role", controls           ? "control"
                                                          : cluster.member() ? "data"
                                                                             : "none"});
    facts.set("pid", module.chassis().udi.pid).set("serial", module.chassis().udi.serial);
}

Facts slot_of(const lab::Device& device, int number) {
    Facts facts;
    facts.set("slot", std::int64_t{number});
    const lab::Device* there = device.above();
    for (const auto* module : device.modules()) {
        if (module->slot() == number) there = module;
    }
    facts.set("present", there != nullptr);
    facts.set("slot_state", profiles::State{"slot_state", !there ? "empty" : state_of(*there)});
    facts.set("package", device.running().version);  // the module's firmware comes with it
    if (there) add_application(facts, *there);
    return facts;
}

}  // namespace

profiles::Facts chassis_view(const lab::Device& device) {
    auto facts = software_view(device);
    const auto& profile = device.profile();
    Records slots;
    Records applications;
    if (device.above()) applications.push_back(slot_of(device, 1));
    for (const auto* module : device.modules()) {
        applications.push_back(slot_of(device, module->slot()));
    }
    for (int number = 1; number <= (profile.has_number("slots") ? profile.number("slots") : 1);
         ++number) {
        slots.push_back(slot_of(device, number));
    }
    facts.set("slots", std::move(slots)).set("applications", std::move(applications));
    facts
        .set("hardware_pid",
             profile.has_text("chassis_pid") ? profile.text("chassis_pid") : profile.model().pid)
        .set("chassis_serial", device.chassis().udi.serial);
    const auto& ports = device.settings().interfaces;
    if (!ports.empty()) {
        facts.set("address", ports.front().address.empty() ? "0.0.0.0" : ports.front().address);
        facts.set("mask", ports.front().mask.empty() ? "0.0.0.0" : ports.front().mask);
    }
    const auto& routes = device.settings().routes;
    facts.set("gateway", routes.empty() ? std::string("0.0.0.0") : routes.front().gateway);
    return facts;
}

profiles::Schema chassis_schema() {
    auto schema = software_schema();
    for (const auto* name : {"hardware_pid", "chassis_serial", "address", "mask", "gateway"}) {
        schema.names.emplace_back(name);
    }
    const Schema slot{{"slot", "present", "slot_state", "app", "identifier", "version", "oper",
                       "package", "mode", "cluster_state", "cluster_role", "pid", "serial"},
                      {}};
    schema.lists["slots"] = schema.lists["applications"] = slot;
    return schema;
}

}  // namespace modes
