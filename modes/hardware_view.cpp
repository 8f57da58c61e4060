// Views of the hardware that licensing counts, of what is reserved for it, and of the levels it
// runs at: show license all, show version, show inventory, show switch.
#include <algorithm>

#include <fmt/format.h>

#include "licensing/names.hpp"
#include "modes/views.hpp"

namespace modes {

using profiles::Facts;
using profiles::Records;
using profiles::State;

namespace {

const char* role_name(lab::Role role) {
    switch (role) {
        case lab::Role::active: return "active";
        case lab::Role::standby: return "standby";
        case lab::Role::member: break;
    }
    return "member";
}

Records unit_rows(const lab::Device& device) {
    Records rows;
    for (const auto& unit : device.units()) {
        Facts row;
        row.set("number", std::int64_t{unit.number});
        row.set("role", State{"unit_role", role_name(unit.role)});
        row.set("own", unit.role == lab::Role::active);
        row.set("pid", unit.udi.pid).set("serial", unit.udi.serial);
        row.set("mac", mac_of(unit.udi.serial));
        row.set("priority", std::int64_t{unit.role == lab::Role::active ? 15 : 1});
        rows.push_back(row);
    }
    return rows;
}

// "2026-JAN-12": the day as codes state it (iosxe.md 8.8).
std::string day(licensing::AuthorityTime at) {
    static constexpr const char* months[] = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                             "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
    const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(
        std::chrono::sys_time<licensing::Span>{at.time_since_epoch()})};
    return fmt::format("{}-{}-{:02}", static_cast<int>(date.year()),
                       months[static_cast<unsigned>(date.month()) - 1],
                       static_cast<unsigned>(date.day()));
}

Records reserved_rows(const lab::Device& device, const licensing::Agent& agent) {
    Records rows;
    const auto units = device.units();
    for (const auto& one : agent.state().reservation.reserved) {
        Facts row;
        row.set("title", one.name + " (" + one.claim.tag + ")");
        row.set("description", one.description).set("count", std::int64_t{one.claim.count});
        row.set("pid", one.udi.pid).set("serial", one.udi.serial);
        const auto unit = std::find_if(units.begin(), units.end(),
                                       [&](const lab::Unit& u) { return u.udi == one.udi; });
        const auto role = unit == units.end() ? lab::Role::member : unit->role;
        row.set("role", State{"unit_role", role_name(role)});
        row.set("term", one.ends.has_value());
        if (one.starts) row.set("starts", day(*one.starts));
        if (one.ends) row.set("ends", day(*one.ends));
        rows.push_back(row);
    }
    return rows;
}

Records reservation_rows(const lab::Device& device, const licensing::Agent& agent) {
    Records rows;
    const auto& reservation = agent.state().reservation;
    for (const auto& unit : device.units()) {
        Facts row;
        row.set("role", State{"unit_role", role_name(unit.role)});
        row.set("pid", unit.udi.pid).set("serial", unit.udi.serial);
        const auto found = std::find_if(reservation.members.begin(), reservation.members.end(),
                                        [&](const auto& member) { return member.udi == unit.udi; });
        std::string status = "not_installed";
        if (found != reservation.members.end()) {
            if (found->installed) {
                status = std::string(licensing::name(reservation.kind)) + "_installed";
                row.set("installed_at", device.stamp(*found->installed));
            } else if (!found->request_code.empty()) {
                status = std::string(licensing::name(reservation.kind)) + "_in_progress";
            }
            row.set("request_code", found->request_code);
            row.set("confirmation_code", found->confirmation_code);
            row.set("return_code", found->return_code);
            row.set("authorization_code", found->authorization_code);
        }
        row.set("status", State{"reservation_status", status});
        rows.push_back(row);
    }
    return rows;
}

// "network-advantage" of a line of levels; the word behind `addon`, where there is one.
std::vector<std::string> words_of_level(const std::vector<std::string>& lines) {
    constexpr std::string_view head = "license boot level ";
    constexpr std::string_view addon = " addon ";
    std::vector<std::string> words;
    for (const auto& line : lines) {
        const auto rest = line.substr(std::min(head.size(), line.size()));
        const auto at = rest.find(addon);
        words.push_back(rest.substr(0, at));
        if (at != std::string::npos) words.push_back(rest.substr(at + addon.size()));
    }
    return words;
}

}  // namespace

std::string mac_of(const std::string& serial) {
    const auto mix = licensing::Chance(0).draw(serial, "mac", 0);
    return fmt::format("5254.{:04x}.{:04x}", mix & 0xffff, mix >> 16 & 0xff00);
}

void add_hardware(Facts& facts, const lab::Device& device) {
    const auto units = unit_rows(device);
    facts.set("ha", units.size() > 1).set("units", units);
    const auto& profile = device.profile();
    if (profile.has_text("agent.components")) {
        facts.set("components", profile.text("agent.components"));
    }
    const auto* agent = device.agent();
    if (!agent) return;
    const auto& reservation = agent->state().reservation;
    facts.set("reserving", reservation.enabled || agent->reserved());
    facts.set("reservation_enabled", reservation.enabled);
    facts.set("reservation_pending",
              std::any_of(reservation.members.begin(), reservation.members.end(),
                          [](const auto& one) { return !one.request_code.empty(); }) &&
                  !agent->reserved());
    facts.set("reserved", agent->reserved());
    facts.set("reservations", reservation_rows(device, *agent));
    facts.set("reserved_licences", reserved_rows(device, *agent));
    facts.set("conversion",
              State{"conversion", std::string(licensing::name(agent->state().conversion))});
    if (const auto& converted = agent->state().converted) {
        facts.set("converted_at", device.stamp(converted->at));
        if (converted->failure) {
            facts.set("conversion_failure", lab::failure_text(profile, *converted->failure));
        }
    }
}

void add_hardware(profiles::Schema& schema) {
    for (const auto* name :
         {"ha", "components", "reserving", "reserved", "conversion", "converted_at",
          "conversion_failure", "reservation_enabled", "reservation_pending"}) {
        schema.names.emplace_back(name);
    }
    schema.lists["units"] = {{"number", "role", "own", "pid", "serial", "mac", "priority"}, {}};
    schema.lists["reservations"] = {
        {"role", "pid", "serial", "status", "installed_at", "request_code", "confirmation_code",
         "return_code", "authorization_code"},
        {}};
    schema.lists["reserved_licences"] = {
        {"title", "description", "count", "role", "pid", "serial", "term", "starts", "ends"}, {}};
}

// The table of levels in show version: what is in force, and what the next boot brings.
void add_levels(Facts& facts, const lab::Device& device) {
    const auto now = words_of_level(device.running().levels);
    const auto next = words_of_level(device.levels_at_next_boot());
    Records rows;
    for (std::size_t i = 0; i < std::max(now.size(), next.size()); ++i) {
        const auto word = i < now.size() ? now[i] : std::string("None");
        Facts row;
        row.set("level", word).set("addon", i > 0);
        row.set("next", i < next.size() ? next[i] : std::string("None"));
        rows.push_back(row);
    }
    facts.set("levels", rows);
    facts.set("technologies", device.profile().has("technologies"));
    facts.set("throughput_level", device.profile().has("throughput-level"));
    if (device.profile().has("usage-policy")) facts.set("by_policy", true);
    const auto* agent = device.agent();
    if (!agent) return;
    const auto& state = agent->state();
    const bool over =
        state.authorization == licensing::Authorization::evaluation && state.evaluation_ended;
    facts.set("registered_word",
              State{"registration", std::string(licensing::name(state.registration))});
    facts.set("authorized_word",
              State{"authorization", over ? "evaluation_expired"
                                          : std::string(licensing::name(state.authorization))});
}

void add_levels(profiles::Schema& schema) {
    schema.names.emplace_back("registered_word");
    schema.names.emplace_back("authorized_word");
    for (const auto* name : {"technologies", "throughput_level", "by_policy"}) {
        schema.names.emplace_back(name);
    }
    schema.lists["levels"] = {{"level", "addon", "next"}, {}};
}

Facts inventory_view(const lab::Device& device) {
    const auto& profile = device.profile();
    Facts facts;
    facts.set("pid", device.chassis().udi.pid).set("serial", device.chassis().udi.serial);
    if (profile.has_text("inventory.description")) {
        facts.set("description", profile.text("inventory.description"));
    }
    if (profile.has_text("stack")) facts.set("stack", profile.text("stack"));
    facts.set("units", unit_rows(device));
    Records supervisors;
    std::int64_t slot = 2;  // the first of a supervisor's two slots, counted from the top
    for (const auto& serial : device.chassis().supervisors) {
        supervisors.push_back(Facts{}.set("slot", ++slot).set("serial", serial));
    }
    facts.set("supervisors", supervisors);
    return facts;
}

profiles::Schema inventory_schema() {
    profiles::Schema schema{{"pid", "serial", "description", "stack"}, {}};
    schema.lists["units"] = {{"number", "role", "own", "pid", "serial", "mac", "priority"}, {}};
    schema.lists["supervisors"] = {{"slot", "serial"}, {}};
    return schema;
}

// The agent's event log; of the last `days` where they are asked for.
Facts events_view(const lab::Device& device, int days) {
    Records events;
    for (const auto& event : device.chassis().licence_events) {
        if (days > 0 && event.at + std::chrono::days{days} < device.now()) continue;
        events.push_back(Facts{}.set("at", device.stamp(event.at)).set("text", event.text));
    }
    return Facts{}.set("events", events);
}

// The pools of "... with 1343703K/6147K bytes of memory": the processor's own and its ports'.
Facts memory_pools_view(const lab::Device& device) {
    const auto& profile = device.profile();
    const auto& text = profile.text("processor");
    Records pools;
    const auto add = [&](const char* name, const char* head, const std::string& kilobytes,
                         std::int64_t used) {
        const auto total = std::int64_t{1024} * std::atoll(kilobytes.c_str());
        const auto free = total - used;
        pools.push_back(Facts{}
                            .set("name", std::string(name))
                            .set("head", std::string(head))
                            .set("total", total)
                            .set("used", used)
                            .set("free", free)
                            .set("lowest", free)
                            .set("largest", free));
    };
    const auto with = text.find(" with ");
    const auto slash = text.find("K/");
    if (with == std::string::npos || slash == std::string::npos) return {};
    add("Processor", "7F2B5E5010", text.substr(with + 6), profile.number("memory.used"));
    add("lsmpi_io", "7F2B4D61A8", text.substr(slash + 2), profile.number("memory.ports-used"));
    return Facts{}.set("pools", pools);
}

}  // namespace modes
