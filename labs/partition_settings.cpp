// What a device in multiple mode says of the units that it plays, and what they have in common.
#include <algorithm>
#include <array>

#include "labs/meaning.hpp"
#include "labs/settings.hpp"

namespace lab {
namespace {

PartitionSettings* partition_of(Settings& settings, const Meant& meant) {
    if (!meant.parent || meant.denied()) return nullptr;
    const auto name = meant.parent->argument("partition");
    for (auto& partition : settings.partitions) {
        if (partition.name == name) return &partition;
    }
    return nullptr;
}

const std::array partition_rows{
    MeaningRow{"partition.admin",
               [](Settings& s, const Meant& m) { s.admin = m.denied() ? "" : m.word("admin"); }},
    MeaningRow{"partition.group",
               [](Settings& s, const Meant& m) {
                   if (auto* partition = partition_of(s, m)) partition->group = m.number("group");
               }},
    MeaningRow{"partition.interface",
               [](Settings& s, const Meant& m) {
                   auto* partition = partition_of(s, m);
                   const auto port = m.word("interface");
                   const auto name = m.word("mapped");
                   if (partition) {
                       partition->interfaces.push_back({port, name.empty() ? port : name});
                   }
               }},
    MeaningRow{"partition.url",
               [](Settings& s, const Meant& m) {
                   if (auto* partition = partition_of(s, m)) partition->url = m.word("url");
               }},
};

}  // namespace

std::span<const MeaningRow> partition_meanings() { return partition_rows; }

const PartitionSettings* Settings::partition(std::string_view name) const {
    const auto found = std::find_if(partitions.begin(), partitions.end(),
                                    [&](const PartitionSettings& p) { return p.name == name; });
    return found == partitions.end() ? nullptr : &*found;
}

void share(Settings& partition, const Settings& device) {
    partition.failover = device.failover;
    partition.cluster = device.cluster;
    partition.licences = device.licences;
    partition.reservation = device.reservation;
    partition.transport = device.transport;
    partition.smart_url = device.smart_url;
    partition.smart_proxy = device.smart_proxy;
    partition.hostname_private = device.hostname_private;
    partition.version_private = device.version_private;
    partition.zone = device.zone;
    partition.zone_title = device.zone_title;
    partition.zone_offset = device.zone_offset;
    partition.summer = device.summer;
    partition.time_servers = device.time_servers;
    partition.boot_images = device.boot_images;
    partition.prompt = device.prompt;
}

// Its interfaces stand behind the device's own, which have neither names nor addresses.
void lend(Settings& device, const Settings& admin) {
    for (auto interface : admin.interfaces) {
        interface.partition = device.admin;
        device.interfaces.push_back(std::move(interface));
    }
    device.vrfs = admin.vrfs;
    device.routes = admin.routes;
    device.access_lists = admin.access_lists;
    device.looks_up = admin.looks_up;
    device.lookup_interfaces = admin.lookup_interfaces;
    device.lookup_source = admin.lookup_source;
    device.name_servers = admin.name_servers;
    device.known_hosts = admin.known_hosts;
    device.domain = admin.domain;
    device.callhome = admin.callhome;
    device.callhome_url = admin.callhome_url;
    device.callhome_proxy = admin.callhome_proxy;
    device.http_source = admin.http_source;
    device.pki = admin.pki;
    device.logging = admin.logging;
}

}  // namespace lab
