// What a device says of its ports one by one: hardware, state, addresses, VLANs. Kinds of ports and
// what is special to each are words of the profile; nothing here counts packets.
#include <algorithm>

#include <fmt/format.h>

#include "modes/views.hpp"

namespace modes {

using profiles::Facts;
using profiles::Records;
using profiles::State;

std::string short_name(const std::string& hardware) {
    const auto digit = hardware.find_first_of("0123456789");
    return hardware.substr(0, 2) + hardware.substr(std::min(digit, hardware.size()));
}

namespace {

constexpr std::size_t vlan_ports_width = 31;

// GigabitEthernet of GigabitEthernet1/0/1.
std::string kind_of(const std::string& hardware) {
    return hardware.substr(0, hardware.find_first_of("0123456789"));
}

std::string described(const lab::Device& device, const std::string& hardware) {
    const auto* block = device.running().configuration.find({"interface " + hardware});
    if (!block) return {};
    for (const auto& line : block->children) {
        if (line.meaning == "if.description") return std::string(line.argument("text"));
    }
    return {};
}

// A word of the profile about a kind of port; nothing where the profile has none for it.
void set_word(Facts& row, const lab::Device& device, const char* name, const std::string& kind) {
    const auto group = std::string("port_") + name;
    if (device.profile().has_word(group, kind)) row.set(name, State{group, kind});
}

bool manages(const lab::Device& device, const std::string& hardware) {
    const auto& profile = device.profile();
    return profile.has_text("management") && profile.text("management") == hardware;
}

Facts port_row(const lab::Device& device, const lab::Interface& i, std::size_t number, bool wired) {
    const auto& profile = device.profile();
    const auto kind = kind_of(i.hardware);
    const bool up = wired && !i.shutdown;
    Facts row;
    row.set("name", i.hardware).set("short", short_name(i.hardware));
    row.set("up", up).set("shutdown", i.shutdown);
    row.set("status", std::string(i.shutdown ? "administratively down" : up ? "up" : "down"));
    row.set("brief", std::string(i.shutdown ? "admin down" : up ? "up" : "down"));
    row.set("protocol", std::string(up ? "up" : "down"));
    row.set("link", std::string(i.shutdown ? "disabled" : up ? "connected" : "notconnect"));
    row.set("description", described(device, i.hardware)).set("mac", mac_of(device, number));
    const bool physical = profile.has_word("port_media", kind);
    row.set("switched", physical && !profile.has("router") && !manages(device, i.hardware));
    if (!i.address.empty()) {
        row.set("address", i.address).set("bits", std::int64_t{lab::mask_bits(i.mask)});
    }
    row.set("dhcp", i.dhcp).set("vrf", i.vrf);
    row.set("access_in", i.access_in).set("access_out", i.access_out);
    for (const auto* name : {"hardware", "bandwidth", "delay", "media", "speed"}) {
        set_word(row, device, name, kind);
    }
    return row;
}

}  // namespace

Facts port_details_view(const lab::Device& device, const std::vector<lab::Cable>& cables,
                        const std::string& only) {
    Records rows;
    std::size_t number = 0;
    for (const auto& i : device.settings().interfaces) {
        const auto own = number++;
        if (!only.empty() && i.hardware != only) continue;
        const bool wired = std::any_of(cables.begin(), cables.end(), [&](const lab::Cable& cable) {
            return cable.device == device.name() && cable.interface == lab::port_of(i);
        });
        rows.push_back(port_row(device, i, own, wired));
    }
    return Facts{}.set("ports", rows);
}

profiles::Schema port_details_schema() {
    return {{},
            {{"ports",
              {{"name",      "short", "up",          "shutdown",  "status",     "brief",
                "protocol",  "link",  "description", "mac",       "switched",   "address",
                "bits",      "dhcp",  "vrf",         "access_in", "access_out", "hardware",
                "bandwidth", "delay", "media",       "speed"},
               {}}}}};
}

// All switched ports are in the first VLAN; its row goes on below itself.
Facts vlan_view(const lab::Device& device) {
    std::vector<std::string> lines{""};
    for (const auto& i : device.settings().interfaces) {
        const bool physical = device.profile().has_word("port_media", kind_of(i.hardware));
        if (!physical || manages(device, i.hardware)) continue;
        const auto name = short_name(i.hardware);
        auto& line = lines.back();
        if (line.empty()) {
            line = name;
        } else if (line.size() + 2 + name.size() <= vlan_ports_width) {
            line += ", " + name;
        } else {
            lines.push_back(name);
        }
    }
    Records more;
    for (std::size_t i = 1; i < lines.size(); ++i) more.push_back(Facts{}.set("line", lines[i]));
    return Facts{}.set("ports", lines.front()).set("more", more);
}

}  // namespace modes
