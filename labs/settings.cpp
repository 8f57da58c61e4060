#include "labs/settings.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <sstream>

#include "labs/zones.hpp"

namespace lab {
namespace {

// The first three letters, in any case.
bool same_beginning(std::string_view word, std::string_view three) {
    return word.size() >= 3 &&
           std::equal(three.begin(), three.end(), word.begin(), [](char a, char b) {
               return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b + 32) : b);
           });
}

// One statement on its way into the settings: denied by `no`, below its parent.
struct Meant {
    const Statement& statement;
    const Statement* parent;  // null at the top

    bool denied() const { return statement.negated; }
    std::string word(std::string_view name) const { return std::string(statement.argument(name)); }
    int number(std::string_view name, int otherwise = 0) const {
        auto text = statement.argument(name);
        int value = otherwise;
        std::from_chars(text.data(), text.data() + text.size(), value);
        return value;
    }
};

using Meaning = void (*)(Settings&, const Meant&);

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
struct SetManagement {
    void operator()(Interface& i, const Meant& m) { i.management_only = !m.denied(); }
};

std::optional<int> level_of(const Meant& meant) {
    if (meant.denied()) return std::nullopt;
    if (!meant.statement.constant.empty()) return severity_of(meant.statement.constant);
    return severity_of(meant.statement.argument("level"));
}

std::optional<ProxyChoice> proxy_of(const Meant& meant) {
    if (meant.denied()) return std::nullopt;
    return ProxyChoice{meant.word("host"), meant.number("port", 80)};
}

// The lines that the block around a statement speaks of.
LineSettings* lines_of(Settings& settings, const Meant& meant) {
    if (!meant.parent) return nullptr;
    const auto& name = meant.parent->identity;  // line vty 0 4
    const auto kind = name.substr(std::min(name.find(' ') + 1, name.size()));
    const Meant block{*meant.parent, nullptr};
    LineSettings made;
    made.kind = kind.substr(0, kind.find(' '));
    made.first = block.number("first");
    made.last = block.number("last", made.first);
    for (auto& lines : settings.lines) {
        if (lines.kind == made.kind && lines.first == made.first && lines.last == made.last) {
            return &lines;
        }
    }
    settings.lines.push_back(made);
    return &settings.lines.back();
}

template <class Change> Meaning on_lines() {
    return [](Settings& settings, const Meant& meant) {
        if (auto* lines = lines_of(settings, meant)) Change{}(*lines, meant);
    };
}

std::optional<int> number_unless_denied(const Meant& m, std::string_view name) {
    return m.denied() ? std::nullopt : std::optional<int>(m.number(name));
}

struct SetLength {
    void operator()(LineSettings& l, const Meant& m) {
        l.length = number_unless_denied(m, "lines");
    }
};
struct SetWidth {
    void operator()(LineSettings& l, const Meant& m) { l.width = number_unless_denied(m, "width"); }
};
struct SetSynchronous {
    void operator()(LineSettings& l, const Meant& m) { l.synchronous = !m.denied(); }
};
struct SetLogin {
    void operator()(LineSettings& l, const Meant& m) {
        using Login = LineSettings::Login;
        l.login = m.denied()                        ? Login::none
                  : m.statement.constant == "local" ? Login::local
                                                    : Login::password;
    }
};
struct SetPassword {
    void operator()(LineSettings& l, const Meant& m) {
        l.password = m.denied() ? "" : m.word("password");
    }
};

// What stands between a banner's delimiters.
std::string banner_of(const Meant& m) {
    auto text = m.word("text");
    const std::size_t mark = text.starts_with('^') ? 2 : 1;
    if (m.denied() || text.size() < 2 * mark) return {};
    const auto end = text.find(text.substr(0, mark), mark);
    return text.substr(mark, end == std::string::npos ? end : end - mark);
}

void add_license(Settings& settings, const Meant& meant) {
    if (!meant.denied()) settings.licences.push_back(meant.statement);
}

Transport transport_named(std::string_view name) {
    if (name == "smart") return Transport::smart;
    if (name == "cslu") return Transport::cslu;
    return name == "off" ? Transport::off : Transport::callhome;
}

void nothing(Settings&, const Meant&) {}

// Blocks that make something by being there: routing tables, access lists.
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
    if (const auto host = meant.word("time-server"); !host.empty()) {
        settings.time_servers.push_back({host, {}, false});
    }
    for (const bool extended : {true, false}) {
        const auto list = meant.word(extended ? "extended-list" : "standard-list");
        if (!list.empty()) settings.access_lists.push_back({list, extended, {}});
    }
}

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

bool says(const Meant& meant, std::string_view word) {
    const auto text = " " + meant.statement.text + " ";
    return text.find(" " + std::string(word) + " ") != std::string::npos;
}

void set_log_stamp(Settings& settings, const Meant& meant) {
    settings.logging.timestamp = !meant.denied();
    settings.log_stamp = {.uptime = says(meant, "uptime"),
                          .milliseconds = says(meant, "msec"),
                          .local = says(meant, "localtime"),
                          .zone = says(meant, "show-timezone"),
                          .year = says(meant, "year")};
}

int weekday_of(std::string_view word) {
    static constexpr std::array<std::string_view, 7> days{"sun", "mon", "tue", "wed",
                                                          "thu", "fri", "sat"};
    for (std::size_t i = 0; i < days.size(); ++i) {
        if (same_beginning(word, days[i])) return static_cast<int>(i);
    }
    return 0;
}
int month_of(std::string_view word) {
    static constexpr std::array<std::string_view, 12> months{
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
    for (std::size_t i = 0; i < months.size(); ++i) {
        if (same_beginning(word, months[i])) return static_cast<int>(i) + 1;
    }
    return 1;
}

// "1 Sun Mar 2:00", each word named with `which` behind it.
Turn turn_of(const Meant& meant, const std::string& which, const Turn& otherwise) {
    const auto week = meant.word("week" + which);
    if (week.empty()) return otherwise;
    const auto time = meant.word("time" + which);
    int hours = 0;
    int minutes = 0;
    const auto colon = std::min(time.find(':'), time.size() - 1);
    std::from_chars(time.data(), time.data() + colon, hours);
    std::from_chars(time.data() + colon + 1, time.data() + time.size(), minutes);
    return {week == "first"  ? 1
            : week == "last" ? 5
                             : meant.number("week" + which, 1),
            weekday_of(meant.word("day" + which)), month_of(meant.word("month" + which)),
            std::chrono::hours{hours} + std::chrono::minutes{minutes}};
}

// Without dates the rule of the United States holds, as on every IOS.
void set_summer(Settings& settings, const Meant& meant) {
    settings.summer.reset();
    if (meant.denied()) return;
    const Turn march{2, 0, 3, std::chrono::hours{2}};
    const Turn november{1, 0, 11, std::chrono::hours{2}};
    settings.summer = {meant.word("zone"), turn_of(meant, "-begin", march),
                       turn_of(meant, "-end", november),
                       std::chrono::minutes{meant.number("offset", 60)}};
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

struct Row {
    std::string_view name;
    Meaning meaning;
};

// What lines can mean to the world. `kept` and the crypto lines mean something only to
// acceptance: device.cpp.
const std::array table{
    Row{"acl.entry", add_entry},
    Row{"acl.numbered", nothing},
    Row{"banner.begin",
        [](Settings& s, const Meant& m) {
            if (m.statement.constant.empty()) s.banner = banner_of(m);  // not the other banners
        }},
    Row{"boot.system",
        [](Settings& s, const Meant& m) {
            if (!m.denied()) s.boot_images.push_back(m.word("file"));
        }},
    Row{"callhome.proxy", [](Settings& s, const Meant& m) { s.callhome_proxy = proxy_of(m); }},
    Row{"clock.calendar-valid",
        [](Settings& s, const Meant& m) { s.calendar_valid = !m.denied(); }},
    Row{"clock.summer", set_summer},
    Row{"clock.timezone",
        [](Settings& s, const Meant& m) {
            s.zone = m.denied() ? "UTC" : m.word("zone");
            const int hours = m.denied() ? 0 : m.number("hours");
            const int minutes = m.denied() ? 0 : m.number("minutes");
            s.zone_offset =
                std::chrono::hours{hours} + std::chrono::minutes{hours < 0 ? -minutes : minutes};
        }},
    Row{"clock.zone",
        [](Settings& s, const Meant& m) {
            const auto* place = zone_place(m.word("zone"));
            if (place && !m.denied()) live_by(s, *place);
        }},
    Row{"crypto.strong", nothing},
    Row{"crypto.weak", nothing},
    Row{"dns.domain",
        [](Settings& s, const Meant& m) { s.domain = m.denied() ? "" : m.word("name"); }},
    Row{"dns.group-use", nothing},
    Row{"dns.host",
        [](Settings& s, const Meant& m) {
            if (!m.denied())
                s.known_hosts.push_back({m.word("name"), m.word("vrf"), addresses_of(m)});
        }},
    Row{"dns.lookup",
        [](Settings& s, const Meant& m) {
            if (!m.denied()) s.lookup_interfaces.insert(m.word("interface"));
        }},
    Row{"dns.on", [](Settings& s, const Meant& m) { s.looks_up = !m.denied(); }},
    Row{"dns.retries", nothing},
    Row{"dns.server",
        [](Settings& s, const Meant& m) {
            if (m.denied()) return;
            for (const auto& address : addresses_of(m)) {
                s.name_servers.push_back({address, m.word("interface"), m.word("vrf")});
            }
        }},
    Row{"dns.source",
        [](Settings& s, const Meant& m) {
            s.lookup_source = m.denied() ? "" : m.word("interface");
        }},
    Row{"dns.timeout", nothing},
    Row{"domain-name",
        [](Settings& s, const Meant& m) {
            if (m.word("vrf").empty()) s.domain = m.denied() ? "" : m.word("name");
        }},
    Row{"enable-password",
        [](Settings& s, const Meant& m) {
            s.enable_password = m.denied() ? "" : m.word("password");
        }},
    Row{"enable-password.plain",
        [](Settings& s, const Meant& m) { s.enable_plain = m.denied() ? "" : m.word("password"); }},
    Row{"hostname",
        [](Settings& s, const Meant& m) {
            if (!m.denied()) s.hostname = m.word("name");
        }},
    Row{"http.source",
        [](Settings& s, const Meant& m) { s.http_source = m.denied() ? "" : m.word("interface"); }},
    Row{"if.access-group", on_interface<SetAccessGroup>()},
    Row{"if.address", on_interface<SetAddress>()},
    Row{"if.description", nothing},
    Row{"if.dhcp", on_interface<SetDhcp>()},
    Row{"if.management-only", on_interface<SetManagement>()},
    Row{"if.nameif", on_interface<SetNameif>()},
    Row{"if.security", on_interface<SetSecurity>()},
    Row{"if.shutdown", on_interface<SetShutdown>()},
    Row{"if.vrf", on_interface<SetVrf>()},
    Row{"kept", nothing},
    Row{"license.carrier", add_license},
    Row{"license.context", add_license},
    Row{"license.level", add_license},
    Row{"license.reservation", [](Settings& s, const Meant& m) { s.reservation = !m.denied(); }},
    Row{"license.reserve",
        [](Settings& s, const Meant& m) {
            s.reservation = !m.denied() && m.statement.constant == "on";
        }},
    Row{"license.strong-encryption", add_license},
    Row{"license.throughput", add_license},
    Row{"license.tier", add_license},
    Row{"line.length", on_lines<SetLength>()},
    Row{"line.login", on_lines<SetLogin>()},
    Row{"line.password", on_lines<SetPassword>()},
    Row{"line.synchronous", on_lines<SetSynchronous>()},
    Row{"line.width", on_lines<SetWidth>()},
    Row{"logging.buffer-size",
        [](Settings& s, const Meant& m) {
            s.logging.buffer_size = m.denied() ? 4096 : m.number("bytes", 4096);
        }},
    Row{"logging.buffered", [](Settings& s, const Meant& m) { s.logging.buffered = level_of(m); }},
    Row{"logging.console", [](Settings& s, const Meant& m) { s.logging.console = level_of(m); }},
    Row{"logging.enable", [](Settings& s, const Meant& m) { s.logging.enabled = !m.denied(); }},
    Row{"logging.monitor", [](Settings& s, const Meant& m) { s.logging.monitor = level_of(m); }},
    Row{"logging.stamp", set_log_stamp},
    Row{"logging.timestamp",
        [](Settings& s, const Meant& m) { s.logging.timestamp = !m.denied(); }},
    Row{"management", set_management},
    Row{"mode.enter", enter},
    Row{"ntp.calendar", [](Settings& s, const Meant& m) { s.updates_calendar = !m.denied(); }},
    Row{"ntp.server",
        [](Settings& s, const Meant& m) {
            if (m.denied()) return;
            s.time_servers.push_back(
                {m.word("host"), {m.word("vrf"), m.word("interface")}, says(m, "prefer")});
        }},
    Row{"pager",
        [](Settings& s, const Meant& m) { s.pager = m.denied() ? 0 : m.number("lines", 24); }},
    Row{"privacy.hostname", [](Settings& s, const Meant& m) { s.hostname_private = !m.denied(); }},
    Row{"privacy.version", [](Settings& s, const Meant& m) { s.version_private = !m.denied(); }},
    Row{"prompt",
        [](Settings& s, const Meant& m) {
            s.prompt.clear();
            std::istringstream words(m.denied() ? "" : m.word("text"));
            for (std::string word; words >> word;) s.prompt.push_back(word);
        }},
    Row{"route",
        [](Settings& s, const Meant& m) {
            if (m.denied()) return;
            s.routes.push_back({m.word("interface"), m.word("network"), m.word("mask"),
                                m.word("gateway"), m.number("metric", 1), m.word("vrf")});
        }},
    Row{"terminal.width",
        [](Settings& s, const Meant& m) {
            s.width = m.denied() ? std::nullopt : std::optional<int>(m.number("width", 80));
        }},
    Row{"transport.proxy", [](Settings& s, const Meant& m) { s.smart_proxy = proxy_of(m); }},
    Row{"transport.url",
        [](Settings& s, const Meant& m) {
            if (!m.denied() && !m.word("url").empty()) s.smart_url = m.word("url");
        }},
    Row{"transport.use",
        [](Settings& s, const Meant& m) {
            if (!m.denied()) s.transport = transport_named(m.statement.constant);
        }},
    Row{"trustpool.auto-import", nothing},
    Row{"user",
        [](Settings& s, const Meant& m) {
            if (!m.denied()) {
                s.users.push_back({m.word("name"), m.word("password"), m.number("level", 2),
                                   m.statement.constant == "plain"});
            }
        }},
    Row{"user.password",
        [](Settings& s, const Meant& m) {
            if (!m.denied() && !s.users.empty()) s.users.back().password = m.word("password");
        }},
    Row{"vrf.rd",
        [](Settings& s, const Meant& m) {
            if (auto* vrf = vrf_of(s, m)) vrf->distinguisher = m.denied() ? "" : m.word("rd");
        }},
};

const Row* row_of(std::string_view meaning) {
    auto it = std::find_if(table.begin(), table.end(),
                           [&](const Row& row) { return row.name == meaning; });
    return it == table.end() ? nullptr : &*it;
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
        one.synchronous = one.synchronous || range.synchronous;
    }
    return one;
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

std::optional<std::string> hardware_name(const Settings& settings, const std::string& typed) {
    const auto digits = std::find_if(typed.begin(), typed.end(),
                                     [](unsigned char c) { return std::isdigit(c) != 0; });
    std::string letters(typed.begin(), digits);
    while (letters.ends_with(' ')) letters.pop_back();
    const std::string number(digits, typed.end());
    for (const auto& interface : settings.interfaces) {
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
