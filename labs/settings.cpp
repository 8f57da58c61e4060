#include "labs/settings.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdlib>
#include <sstream>

#include "labs/addresses.hpp"
#include "labs/meaning.hpp"

namespace lab {
namespace {

std::optional<int> level_of(const Meant& meant) {
    if (meant.denied()) return std::nullopt;
    if (!meant.statement.constant.empty()) return severity_of(meant.statement.constant);
    return severity_of(meant.statement.argument("level"));
}

std::optional<ProxyChoice> proxy_of(const Meant& meant) {
    if (meant.denied()) return std::nullopt;
    return ProxyChoice{meant.word("host"), meant.number("port", 80)};
}

void add_license(Settings& settings, const Meant& meant) {
    if (!meant.denied()) settings.licences.push_back(meant.statement);
}

Transport transport_named(std::string_view name) {
    if (name == "smart") return Transport::smart;
    if (name == "cslu") return Transport::cslu;
    return name == "off" ? Transport::off : Transport::callhome;
}

// A subinterface stands behind its port and those of its port with a smaller number.
void add_subinterface(Settings& settings, const std::string& name) {
    if (settings.by_hardware(name)) return;
    const auto port = parent_port(name);
    const auto number = [](const std::string& hardware) {
        const auto dot = hardware.find('.');
        return dot == std::string::npos ? 0L : std::strtol(hardware.c_str() + dot + 1, nullptr, 10);
    };
    auto place = settings.interfaces.end();
    for (auto it = settings.interfaces.begin(); it != settings.interfaces.end(); ++it) {
        if (parent_port(it->hardware) == port && number(it->hardware) < number(name))
            place = it + 1;
    }
    settings.interfaces.insert(place, Interface{.hardware = name});
}

// A network that may use one of a chassis's servers: the last word of "ip-block 0.0.0.0 0 ssh".
void admit_block(Settings& settings, const Meant& meant) {
    const int bits = meant.number("prefix");
    const auto mask = bits == 0 ? 0 : ~std::uint32_t{0} << (32 - bits);
    auto& access = settings.access;
    auto& servers = meant.statement.text.ends_with(" ssh") ? access.ssh : access.http;
    servers.push_back({meant.word("network"), address_text(mask), {}});
}

// Blocks that make something by being there: subinterfaces, routing tables, access lists.
void enter(Settings& settings, const Meant& meant) {
    if (meant.denied()) return;
    // The address family below a routing table.
    if (meant.parent && !meant.parent->argument("vrf").empty() && !settings.vrfs.empty()) {
        settings.vrfs.back().ipv4 |= meant.statement.text.ends_with("ipv4");
    }
    if (const auto vrf = meant.word("vrf"); !vrf.empty()) settings.vrfs.push_back({vrf, {}, false});
    if (const auto vrf = meant.word("ipv4-vrf"); !vrf.empty()) {
        settings.vrfs.push_back({vrf, {}, true});
    }
    if (const auto name = meant.word("local-user"); !name.empty()) {
        settings.users.push_back({name, {}, 15, false});
    }
    if (const auto name = meant.word("partition"); !name.empty()) {
        settings.partitions.push_back({name, {}, {}});
    }
    if (const auto port = meant.word("interface"); port.find('.') != std::string::npos) {
        add_subinterface(settings, port);
    }
    if (!meant.word("prefix").empty()) admit_block(settings, meant);
    if (const auto host = meant.word("time-server"); !host.empty()) {
        settings.time_servers.push_back({host, {}, false});
    }
    for (const bool extended : {true, false}) {
        const auto list = meant.word(extended ? "extended-list" : "standard-list");
        if (!list.empty()) settings.access_lists.push_back({list, extended, {}});
    }
}

// What lines can mean to the world. `kept` and the crypto lines mean something only to
// acceptance: device.cpp.
const std::array table{
    MeaningRow{"boot.system",
               [](Settings& s, const Meant& m) {
                   if (!m.denied()) s.boot_images.push_back(m.word("file"));
               }},
    MeaningRow{"callhome.proxy",
               [](Settings& s, const Meant& m) { s.callhome_proxy = proxy_of(m); }},
    MeaningRow{"crypto.strong", nothing},
    MeaningRow{"crypto.weak", nothing},
    MeaningRow{"hostname",
               [](Settings& s, const Meant& m) {
                   if (!m.denied()) s.hostname = m.word("name");
               }},
    MeaningRow{"inspect.licensed", nothing},
    MeaningRow{"kept", nothing},
    MeaningRow{"license.carrier", add_license},
    MeaningRow{"license.context", add_license},
    MeaningRow{"license.flex", add_license},
    MeaningRow{"license.level", add_license},
    MeaningRow{"license.reservation",
               [](Settings& s, const Meant& m) {
                   s.reservation = !m.denied();
                   add_license(s, m);
               }},
    MeaningRow{"license.reserve",
               [](Settings& s, const Meant& m) {
                   s.reservation = !m.denied() && m.statement.constant == "on";
               }},
    MeaningRow{"license.strong-encryption", add_license},
    MeaningRow{"license.throughput", add_license},
    MeaningRow{"license.tier", add_license},
    MeaningRow{"logging.buffer-size",
               [](Settings& s, const Meant& m) {
                   s.logging.buffer_size = m.denied() ? 4096 : m.number("bytes", 4096);
               }},
    MeaningRow{"logging.buffered",
               [](Settings& s, const Meant& m) { s.logging.buffered = level_of(m); }},
    MeaningRow{"logging.console",
               [](Settings& s, const Meant& m) { s.logging.console = level_of(m); }},
    MeaningRow{"logging.enable",
               [](Settings& s, const Meant& m) { s.logging.enabled = !m.denied(); }},
    MeaningRow{"logging.monitor",
               [](Settings& s, const Meant& m) { s.logging.monitor = level_of(m); }},
    MeaningRow{"logging.timestamp",
               [](Settings& s, const Meant& m) { s.logging.timestamp = !m.denied(); }},
    MeaningRow{"mode.enter", enter},
    MeaningRow{"privacy.hostname",
               [](Settings& s, const Meant& m) { s.hostname_private = !m.denied(); }},
    MeaningRow{"privacy.version",
               [](Settings& s, const Meant& m) { s.version_private = !m.denied(); }},
    MeaningRow{"transport.proxy", [](Settings& s, const Meant& m) { s.smart_proxy = proxy_of(m); }},
    MeaningRow{"transport.url",
               [](Settings& s, const Meant& m) {
                   if (!m.denied() && !m.word("url").empty()) s.smart_url = m.word("url");
               }},
    MeaningRow{"transport.use",
               [](Settings& s, const Meant& m) {
                   if (!m.denied()) s.transport = transport_named(m.statement.constant);
               }},
    MeaningRow{"trustpool.auto-import", nothing},
};

const MeaningRow* row_of(std::string_view meaning) {
    for (const std::span<const MeaningRow> rows :
         {std::span<const MeaningRow>(table), network_meanings(), time_meanings(), line_meanings(),
          partition_meanings(), access_meanings()}) {
        const auto it = std::find_if(rows.begin(), rows.end(),
                                     [&](const MeaningRow& row) { return row.name == meaning; });
        if (it != rows.end()) return &*it;
    }
    return nullptr;
}

void mean(Settings& settings, const Statement& statement, const Statement* parent,
          const Rules& rules) {
    if (const auto* row = row_of(statement.meaning)) row->meaning(settings, {statement, parent});
    mean_callhome(settings, statement, parent);
    mean_pki(settings, statement, parent);
    mean_usage(settings, statement);
    mean_failover(settings, statement, parent);
    mean_cluster(settings, statement);
    if (statement.negated) return;
    if (!statement.opens.empty()) {
        for (const auto& fallback : defaults_in(statement, rules)) {
            mean(settings, fallback, &statement, rules);
        }
    }
    for (const auto& child : statement.children) mean(settings, child, &statement, rules);
}

// A proxy by URL or name, apart from its port and from whether it is used at all.
void choose_proxy(Settings& settings) {
    auto& notes = settings.callhome.notes;
    if (!notes.contains("proxy")) return;
    settings.callhome_proxy.reset();
    auto place = notes["proxy-url"];
    if (notes["proxy"] != "on" || place.empty()) return;
    if (const auto scheme = place.find("://"); scheme != std::string::npos) {
        place.erase(0, scheme + 3);
    }
    int port = 80;
    const auto& digits = notes["proxy-port"];
    std::from_chars(digits.data(), digits.data() + digits.size(), port);
    settings.callhome_proxy = {place.substr(0, place.find_first_of(":/")), port};
}

// Where call-home takes licence requests, as the platform chooses among its profiles.
void choose_callhome(Settings& settings, const SettingsBase& base) {
    auto& callhome = settings.callhome;
    if (!base.callhome_profile.empty()) {
        for (const auto& profile : callhome.profiles) {
            if (profile.name != base.callhome_profile || profile.urls.empty()) continue;
            settings.callhome_url = profile.urls.back();
        }
    } else if (!base.callhome_default.empty()) {
        const auto* profile = licensing_profile(callhome);
        settings.callhome_url = profile ? profile->urls.front() : std::string();
    }
}

}  // namespace

LineSettings Settings::line(const std::string& kind, int number) const {
    LineSettings one;
    for (const auto& range : lines) {
        if (range.kind != kind || number < range.first || number > range.last) continue;
        if (range.length) one.length = range.length;
        if (range.width) one.width = range.width;
        if (!range.password.empty()) one.password = range.password;
        if (range.login != LineSettings::Login::none) one.login = range.login;
        if (range.input) one.input = range.input;
        if (!range.access_in.empty()) one.access_in = range.access_in;
        if (!range.login_list.empty()) one.login_list = range.login_list;
        if (range.privilege) one.privilege = range.privilege;
        if (range.idle) one.idle = range.idle;
        if (range.stay) one.stay = range.stay;
        one.synchronous = one.synchronous || range.synchronous;
    }
    return one;
}

bool LineSettings::takes(std::string_view protocol) const {
    return !input || std::find(input->begin(), input->end(), protocol) != input->end();
}

const std::string& Settings::banner(const std::string& kind) const {
    static const std::string none;
    const auto it = banners.find(kind);
    return it == banners.end() ? none : it->second;
}

const Interface* Settings::by_nameif(std::string_view nameif) const {
    for (const auto& interface : interfaces) {
        if (interface.nameif == nameif && !nameif.empty()) return &interface;
    }
    return nullptr;
}

const Interface* Settings::by_hardware(std::string_view hardware) const {
    for (const auto& interface : interfaces) {
        if (interface.hardware == hardware) return &interface;
    }
    return nullptr;
}

const AccessList* Settings::access_list(std::string_view name) const {
    for (const auto& list : access_lists) {
        if (list.name == name && !name.empty()) return &list;
    }
    return nullptr;
}

Client Settings::http_client() const {
    const Client own{callhome.vrf, callhome.source_interface};
    const bool says = !own.vrf.empty() || !own.source.empty();
    return transport == Transport::callhome && says ? own : Client{usage.vrf, http_source};
}

std::string Settings::table_of(const Client& client) const {
    if (!client.vrf.empty()) return client.vrf;
    const auto* source = by_hardware(client.source);
    return source ? source->vrf : std::string();
}

const std::string& Settings::transport_url() const {
    static const std::string nowhere;
    switch (transport) {
        case Transport::smart: return smart_url;
        case Transport::cslu: return usage.collector_url;
        case Transport::callhome: return callhome_url;
        case Transport::off: break;
    }
    return nowhere;
}

Settings settings_of(const Configuration& configuration, const Rules& rules,
                     const SettingsBase& base) {
    Settings settings;
    settings.hostname = base.hostname;
    settings.smart_url = base.smart_url;
    settings.callhome_url = base.callhome_url;
    settings.callhome.default_profile = base.callhome_default;
    settings.identity_check = base.identity_check;
    settings.usage.collector_url = base.collector_url;
    for (const auto& name : base.interfaces) {
        settings.interfaces.push_back(
            {.hardware = name, .nameif = base.by_hardware ? name : std::string()});
    }
    // What holds although nobody wrote the block it stands in, such as the default transport.
    for (const auto& [mode, statements] : rules.defaults) {
        for (const auto& fallback : statements) mean(settings, fallback, nullptr, rules);
    }
    for (const auto& statement : configuration.statements()) {
        mean(settings, statement, nullptr, rules);
    }
    choose_callhome(settings, base);
    choose_proxy(settings);
    return settings;
}

std::string parent_port(const std::string& interface) {
    return interface.substr(0, interface.find('.'));
}

std::optional<std::string> hardware_name(const Settings& settings, const std::string& typed) {
    const auto digits = std::find_if(typed.begin(), typed.end(),
                                     [](unsigned char c) { return std::isdigit(c) != 0; });
    std::string letters(typed.begin(), digits);
    while (letters.ends_with(' ')) letters.pop_back();
    const std::string number(digits, typed.end());
    for (const auto& interface : settings.interfaces) {
        if (!interface.partition.empty()) continue;  // lent
        const auto& name = interface.hardware;
        const auto place = std::find_if(name.begin(), name.end(),
                                        [](unsigned char c) { return std::isdigit(c) != 0; });
        const std::string own(name.begin(), place);
        const bool begins = !letters.empty() && letters.size() <= own.size() &&
                            std::equal(letters.begin(), letters.end(), own.begin(),
                                       [](unsigned char a, unsigned char b) {
                                           return std::tolower(a) == std::tolower(b);
                                       });
        if (begins && number == std::string(place, name.end())) return name;
    }
    return std::nullopt;
}

bool known_meaning(std::string_view meaning) {
    return meaning.empty() || row_of(meaning) != nullptr || is_callhome_meaning(meaning) ||
           is_pki_meaning(meaning) || is_usage_meaning(meaning) || is_failover_meaning(meaning) ||
           is_cluster_meaning(meaning);
}

std::optional<int> severity_of(std::string_view word) {
    static constexpr std::array<std::string_view, 8> names{
        "emergencies", "alerts",        "critical",      "errors",
        "warnings",    "notifications", "informational", "debugging"};
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (word == names[i] || (word.size() == 1 && word[0] == static_cast<char>('0' + i))) {
            return static_cast<int>(i);
        }
    }
    return std::nullopt;
}

}  // namespace lab
