// What a device says of interfaces that it names, and of the access lists between them: names and
// levels, addresses, state. It counts no packets.
#include <algorithm>

#include <fmt/format.h>

#include "modes/actions.hpp"
#include "modes/views.hpp"

namespace modes {
namespace {

using profiles::Facts;
using profiles::Records;
using profiles::State;

// As `show interface ip brief` has it: a subinterface is up only as its port is, and the wire of a
// virtual port is up whatever the interface is (asa.md 8, GENIE).
struct Carried {
    bool up, wired;
};
Carried carried(const lab::Device& device, const lab::Interface& one) {
    const auto* port = device.settings().by_hardware(lab::parent_port(one.hardware));
    const bool below = port && port != &one;
    if (below) return {!one.shutdown && !port->shutdown, !port->shutdown};
    return {!one.shutdown, !one.shutdown || device.profile().has("asav")};
}

std::string interface_text(const lab::Device& device, const std::string& hardware) {
    const auto* block = device.running().configuration.find({"interface " + hardware});
    if (!block) return {};
    for (const auto& line : block->children) {
        if (line.meaning == "if.description") return std::string(line.argument("text"));
    }
    return {};
}

// As a line of its own says it for the name.
std::string mtu_of(const lab::Device& device, const std::string& nameif) {
    const auto words = device.profile().text("mtu.statement") + " " + nameif + " ";
    for (const auto& statement : device.running().configuration.statements()) {
        if (!statement.negated && statement.text.starts_with(words))
            return statement.text.substr(words.size());
    }
    return device.profile().text("mtu.usual");
}

// GigabitEthernet of GigabitEthernet0/0.
std::string port_kind(const std::string& hardware) {
    return hardware.substr(0, hardware.find_first_of("0123456789"));
}

Facts named_row(const lab::Device& device, const lab::Interface& one, std::size_t number) {
    const auto& profile = device.profile();
    const auto state = carried(device, one);
    const auto kind = port_kind(one.hardware);
    Facts row;
    row.set("hardware", one.hardware).set("name", one.nameif).set("named", !one.nameif.empty());
    row.set("level", std::int64_t{one.security.value_or(0)});
    row.set("addressed", !one.nameif.empty() && !one.address.empty());
    row.set("address", one.address).set("mask", one.mask);
    row.set("system", one.configured.empty() ? one.address : one.configured);
    row.set("method", std::string(one.dhcp ? "DHCP" : "CONFIG"));
    row.set("status", std::string(one.shutdown ? "admin down" : state.up ? "up" : "down"));
    row.set("protocol", std::string(state.wired ? "up" : "down"));
    row.set("vlan", std::int64_t{one.vlan});
    row.set("description", interface_text(device, one.hardware));
    row.set("mac", mac_of(device, number)).set("management_only", one.management_only);
    row.set("mtu", mtu_of(device, one.nameif));
    const auto set_word = [&](const char* name, const char* group) {
        if (profile.has_word(group, kind)) row.set(name, State{group, kind});
    };
    set_word("chip", "port_hardware");
    set_word("bandwidth", "port_bandwidth");
    set_word("delay", "port_delay");
    return row;
}

// The constant is the screen.
Reply show_named(Context& c) {
    const auto only = c.argument("interface");
    const auto named = c.argument("nameif");
    Records rows;
    std::size_t number = 0;
    for (const auto& one : c.device.settings().interfaces) {
        if (!one.partition.empty()) continue;  // lent by the partition that it is of
        const auto own = number++;
        if (!only.empty() && one.hardware != only) continue;
        if (!named.empty() && one.nameif != named) continue;
        rows.push_back(named_row(c.device, one, own));
    }
    return say(c.constant, Facts{}.set("interfaces", std::move(rows)));
}

// -- access lists ---------------------------------------------------------------------------------

// Each entry and each list has a number of its own, made of its words.
std::string words_digest(const std::string& text) {
    std::uint32_t sum = 0x811c9dc5U;  // FNV-1a
    for (const char byte : text) sum = (sum ^ static_cast<unsigned char>(byte)) * 0x01000193U;
    return fmt::format("0x{:08x}", sum);
}

struct ShownList {
    std::string name;
    std::int64_t elements = 0;
    Records entries;
};

void add_shown(ShownList& list, const std::string& text) {
    const auto rest = text.substr(text.find(' ', text.find(' ') + 1) + 1);
    const bool remark = rest.starts_with("remark");
    auto shown = rest;
    if (!remark && shown.ends_with(" log")) shown += " informational interval 300";
    Facts entry;
    entry.set("name", list.name).set("text", shown).set("remark", remark);
    entry.set("number", static_cast<std::int64_t>(list.entries.size() + 1));
    entry.set("digest", words_digest(text));
    list.entries.push_back(std::move(entry));
    list.elements += remark ? 0 : 1;
}

Reply show_access_list(Context& c) {
    const auto only = c.argument("list");
    std::vector<ShownList> lists;
    for (const auto& statement : c.device.running().configuration.statements()) {
        const auto name = std::string(statement.argument("list"));
        const auto& text = statement.text;
        if (!text.starts_with("access-list ") || name.empty()) continue;
        if (!only.empty() && name != only) continue;
        const auto at = std::find_if(lists.begin(), lists.end(),
                                     [&](const ShownList& list) { return list.name == name; });
        auto& list = at == lists.end() ? lists.emplace_back(ShownList{name, 0, {}}) : *at;
        add_shown(list, text);
    }
    if (!only.empty() && lists.empty())
        return refuse("refused.no-access-list", Facts{}.set("name", only));
    Records rows;
    for (auto& list : lists) {
        Facts row;
        row.set("name", list.name).set("elements", list.elements);
        rows.push_back(
            row.set("digest", words_digest(list.name)).set("entries", std::move(list.entries)));
    }
    return say("show-access-list", Facts{}.set("all", only.empty()).set("lists", std::move(rows)));
}

}  // namespace

std::map<std::string, profiles::Schema> named_port_schemas() {
    std::map<std::string, profiles::Schema> all;
    for (const auto* screen : {"show-nameif", "show-ip-address", "show-named-ports"}) {
        all[screen].lists["interfaces"].names = {
            "hardware", "name",        "named",           "level",  "addressed",
            "address",  "mask",        "system",          "method", "status",
            "vlan",     "mac",         "protocol",        "chip",   "bandwidth",
            "delay",    "description", "management_only", "mtu"};
    }
    auto& list = all["show-access-list"];
    list.names = {"all"};
    list.lists["lists"].names = {"name", "elements", "digest"};
    list.lists["lists"].lists["entries"].names = {"name", "text", "remark", "number", "digest"};
    all["refused.no-access-list"].names = {"name"};
    return all;
}

std::vector<Action> named_port_actions() {
    return {{"named.show", {}, show_named}, {"named.access-list", {}, show_access_list}};
}

}  // namespace modes
