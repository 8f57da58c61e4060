// What the configuration says of the network around the device.
#include <algorithm>
#include <array>
#include <charconv>

#include "labs/meaning.hpp"
#include "labs/settings.hpp"

namespace lab {
namespace {

Interface* interface_of(Settings& settings, const Meant& meant) {
    if (!meant.parent) return nullptr;
    auto name = meant.parent->argument("interface");
    for (auto& interface : settings.interfaces) {
        if (interface.hardware == name) return &interface;
    }
    return nullptr;
}

template <class Change> Meaning on_interface() {
    return [](Settings& settings, const Meant& meant) {
        if (auto* interface = interface_of(settings, meant)) Change{}(*interface, meant);
    };
}

struct SetShutdown {
    void operator()(Interface& i, const Meant& m) { i.shutdown = !m.denied(); }
};

struct SetNameif {
    void operator()(Interface& i, const Meant& m) { i.nameif = m.denied() ? "" : m.word("name"); }
};

struct SetSecurity {
    void operator()(Interface& i, const Meant& m) {
        i.security = m.denied() ? std::nullopt : std::optional<int>(m.number("level"));
    }
};

struct SetAddress {
    void operator()(Interface& i, const Meant& m) {
        i.address = m.denied() ? "" : m.word("address");
        i.mask = m.denied() ? "" : m.word("mask");
        i.configured = i.address;
        i.standby = m.denied() ? "" : m.word("standby");
        i.dhcp = false;
    }
};

struct SetDhcp {
    void operator()(Interface& i, const Meant& m) { i.dhcp = !m.denied(); }
};

struct SetVrf {
    void operator()(Interface& i, const Meant& m) { i.vrf = m.denied() ? "" : m.word("vrf"); }
};

struct SetAccessGroup {
    void operator()(Interface& i, const Meant& m) {
        auto& list = m.statement.constant == "in" ? i.access_in : i.access_out;
        list = m.denied() ? "" : m.word("list");
    }
};

struct SetVlan {
    void operator()(Interface& i, const Meant& m) { i.vlan = m.denied() ? 0 : m.number("vlan"); }
};

struct SetManagement {
    void operator()(Interface& i, const Meant& m) { i.management_only = !m.denied(); }
};

Vrf* vrf_of(Settings& settings, const Meant& meant) {
    return meant.parent && !settings.vrfs.empty() ? &settings.vrfs.back() : nullptr;
}

// "10 permit tcp any any", below the list that was made last.
void add_entry(Settings& settings, const Meant& meant) {
    if (meant.denied() || settings.access_lists.empty()) return;
    auto& list = settings.access_lists.back();
    const auto& text = meant.statement.text;
    const auto blank = std::min(text.find(' '), text.size());
    auto entry = read_access_entry(text.substr(blank), list.extended);
    if (!entry) return;
    std::from_chars(text.data(), text.data() + blank, entry->sequence);
    list.entries.push_back(std::move(*entry));
}

std::vector<std::string> addresses_of(const Meant& meant) {
    std::vector<std::string> addresses;
    for (const auto& [name, word] : meant.statement.arguments) {
        if (name.starts_with("address")) addresses.push_back(word);
    }
    return addresses;
}

// The one port of a chassis's supervisor, with the router behind it; names are looked up by it.
void set_management(Settings& settings, const Meant& meant) {
    if (settings.interfaces.empty() || meant.denied()) return;
    auto& port = settings.interfaces.front();
    port.address = meant.word("address");
    port.mask = meant.word("mask");
    settings.looks_up = true;
    settings.routes.push_back({port.nameif, "0.0.0.0", "0.0.0.0", meant.word("gateway"), 1, {}});
}

const std::array network_rows{
    MeaningRow{"acl.entry", add_entry},
    MeaningRow{"acl.numbered", nothing},
    MeaningRow{"dns.domain",
               [](Settings& s, const Meant& m) { s.domain = m.denied() ? "" : m.word("name"); }},
    MeaningRow{"dns.group-use", nothing},
    MeaningRow{"dns.host",
               [](Settings& s, const Meant& m) {
                   if (!m.denied())
                       s.known_hosts.push_back({m.word("name"), m.word("vrf"), addresses_of(m)});
               }},
    MeaningRow{"dns.lookup",
               [](Settings& s, const Meant& m) {
                   if (!m.denied()) s.lookup_interfaces.insert(m.word("interface"));
               }},
    MeaningRow{"dns.on", [](Settings& s, const Meant& m) { s.looks_up = !m.denied(); }},
    MeaningRow{"dns.retries", nothing},
    MeaningRow{"dns.server",
               [](Settings& s, const Meant& m) {
                   if (m.denied()) return;
                   for (const auto& address : addresses_of(m)) {
                       s.name_servers.push_back({address, m.word("interface"), m.word("vrf")});
                   }
               }},
    MeaningRow{"dns.source",
               [](Settings& s, const Meant& m) {
                   s.lookup_source = m.denied() ? "" : m.word("interface");
               }},
    MeaningRow{"dns.timeout", nothing},
    MeaningRow{"domain-name",
               [](Settings& s, const Meant& m) {
                   if (m.word("vrf").empty()) s.domain = m.denied() ? "" : m.word("name");
               }},
    MeaningRow{
        "http.source",
        [](Settings& s, const Meant& m) { s.http_source = m.denied() ? "" : m.word("interface"); }},
    MeaningRow{"if.access-group", on_interface<SetAccessGroup>()},
    MeaningRow{"if.address", on_interface<SetAddress>()},
    MeaningRow{"if.description", nothing},
    MeaningRow{"if.dhcp", on_interface<SetDhcp>()},
    MeaningRow{"if.management-only", on_interface<SetManagement>()},
    MeaningRow{"if.nameif", on_interface<SetNameif>()},
    MeaningRow{"if.security", on_interface<SetSecurity>()},
    MeaningRow{"if.shutdown", on_interface<SetShutdown>()},
    MeaningRow{"if.vlan", on_interface<SetVlan>()},
    MeaningRow{"if.vrf", on_interface<SetVrf>()},
    MeaningRow{"management", set_management},
    MeaningRow{"route",
               [](Settings& s, const Meant& m) {
                   if (m.denied()) return;
                   s.routes.push_back({m.word("interface"), m.word("network"), m.word("mask"),
                                       m.word("gateway"), m.number("metric", 1), m.word("vrf")});
               }},
    MeaningRow{"vrf.rd",
               [](Settings& s, const Meant& m) {
                   if (auto* vrf = vrf_of(s, m))
                       vrf->distinguisher = m.denied() ? "" : m.word("rd");
               }},
};

}  // namespace

std::span<const MeaningRow> network_meanings() { return network_rows; }

}  // namespace lab
