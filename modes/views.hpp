// Views: what a device is, as facts for templates. Each declares the names it offers, so that a
// template that asks for another is refused when it is loaded, not when it is shown.
#pragma once

#include <map>
#include <string>

#include "labs/clusters.hpp"
#include "labs/device.hpp"
#include "labs/pair.hpp"
#include "licensing/agent.hpp"
#include "profiles/facts.hpp"
#include "profiles/template.hpp"

namespace modes {

// The Smart Agent's story: show license all, status, summary, usage, udi.
profiles::Facts license_view(const lab::Device& device);
profiles::Schema license_schema();

// The hardware it speaks for, what is reserved for it, and its levels: hardware_view.cpp.
void add_hardware(profiles::Facts& facts, const lab::Device& device);
void add_hardware(profiles::Schema& schema);
void add_levels(profiles::Facts& facts, const lab::Device& device);
void add_levels(profiles::Schema& schema);
profiles::Facts inventory_view(const lab::Device& device);
profiles::Schema inventory_schema();
profiles::Facts events_view(const lab::Device& device, int days);
// A unit's base address, by its serial number.
std::string mac_of(const std::string& serial);
// Of a device's port; its own base address is the first.
std::string mac_of(const lab::Device& device, std::size_t port);

// The License Manager's, of a device whose host's agent asks: license_manager_view.cpp.
void add_manager(profiles::Facts& facts, const lab::Device& device);
void add_manager(profiles::Schema& schema);

// What the platform makes of it: show license features, show version.
profiles::Facts features_view(const lab::Device& device);
profiles::Schema features_schema();
profiles::Facts version_view(const lab::Device& device);
profiles::Schema version_schema();

// What a save prints: the sum, how much, and how long it took. It saves.
profiles::Facts saved(lab::Device& device);
// Behind the version of one in multiple mode: whose configuration is looked at; else empty.
std::string place_text(const lab::Device& device);
// The units that a device plays: partition_actions.cpp.
std::map<std::string, profiles::Schema> partition_schemas();

profiles::Schema callhome_schema();
profiles::Schema pki_schema();

// The unit and its software alone: for a boot's text.
profiles::Facts software_view(const lab::Device& device);
profiles::Schema software_schema();

// What it runs on: show vm, show memory, show cpu.
profiles::Facts machine_view(const lab::Device& device);
profiles::Schema machine_schema();

// A chassis: its slots and what runs in them, its software, its management port.
profiles::Facts chassis_view(const lab::Device& device);
profiles::Schema chassis_schema();

profiles::Facts logging_view(const lab::Device& device);
profiles::Facts interfaces_view(const lab::Device& device);
profiles::Facts route_view(const lab::Device& device, bool management_only);
// One routing table of a device that has several; the lines as IOS lays them out.
profiles::Facts table_view(const lab::Device& device, const std::string& vrf);
profiles::Facts ports_view(const lab::Device& device, const std::vector<lab::Cable>& cables);
// Gi1/0/1 of GigabitEthernet1/0/1.
std::string short_name(const std::string& hardware);
// Each port with what is known of it, or only one: port_view.cpp.
profiles::Facts port_details_view(const lab::Device& device, const std::vector<lab::Cable>& cables,
                                  const std::string& only);
profiles::Schema port_details_schema();
// Of one that names its interfaces: named_ports.cpp.
std::map<std::string, profiles::Schema> named_port_schemas();
profiles::Facts vlan_view(const lab::Device& device);
profiles::Facts memory_pools_view(const lab::Device& device);
profiles::Facts access_lists_view(const lab::Device& device, const std::string& only);
profiles::Facts vrfs_view(const lab::Device& device);
profiles::Facts hosts_view(const lab::Device& device);
profiles::Facts time_view(const lab::Device& device);
profiles::Facts time_servers_view(const lab::Device& device);
profiles::Facts boot_view(const lab::Device& device);
// All of flash, or what stands in one directory of it.
profiles::Facts flash_view(const lab::Device& device, const std::string& directory = {});
// `plain`: with its secrets.
profiles::Facts configuration_view(const lab::Device& device, const std::string& section, bool all,
                                   bool plain = false);
profiles::Facts startup_error(const lab::Device& device, const lab::StartupError& error);
// How long so many bytes take, as it is shown.
std::string seconds_to_save(std::int64_t bytes);

// A pair: show failover, its history, its state; the name in front of every prompt.
profiles::Facts failover_view(const lab::Device& device, const lab::Pairs& pairs);
profiles::Schema failover_schema();
// A cluster: show cluster info, show cluster history.
profiles::Facts cluster_view(const lab::Device& device, const lab::Clusters& clusters);
profiles::Schema cluster_schema();
std::string prompt_name(const lab::Device& device);

// A line without the stored form of a password, which is never shown (asa.md 4.3).
std::string masked(const std::string& line, const profiles::Profile& profile);

// "5 mins 33 secs", "2 hours 12 mins", "3 days 22 hours": the two largest units (asa.md 5.4).
std::string uptime_text(licensing::Span span);
// "89 days, 14 hours, 26 minutes, 20 seconds"; leading zero units are dropped (asa.md 5.5).
std::string remaining_text(licensing::Span span);
// The same with all four units.
std::string whole_remaining_text(licensing::Span span);

// Every template and message with a hole, and what its view offers: for Profile::check.
std::map<std::string, profiles::Schema> views();

}  // namespace modes
