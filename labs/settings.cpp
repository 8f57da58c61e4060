#include "labs/settings.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace lab {
namespace {

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
        i.dhcp = false;
    }
};
struct SetDhcp {
    void operator()(Interface& i, const Meant& m) { i.dhcp = !m.denied(); }
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

void add_license(Settings& settings, const Meant& meant) {
    if (!meant.denied()) settings.licences.push_back(meant.statement);
}

void nothing(Settings&, const Meant&) {}

struct Row {
    std::string_view name;
    Meaning meaning;
};

// What lines can mean to the world. `kept` and the crypto lines mean something only to
// acceptance: device.cpp.
const std::array table{
    Row{"boot.system",
        [](Settings& s, const Meant& m) {
            if (!m.denied()) s.boot_images.push_back(m.word("file"));
        }},
    Row{"callhome.proxy", [](Settings& s, const Meant& m) { s.callhome_proxy = proxy_of(m); }},
    Row{"clock.timezone",
        [](Settings& s, const Meant& m) {
            s.zone = m.denied() ? "UTC" : m.word("zone");
            s.zone_offset = std::chrono::hours{m.denied() ? 0 : m.number("hours")};
        }},
    Row{"crypto.strong", nothing},
    Row{"crypto.weak", nothing},
    Row{"dns.domain",
        [](Settings& s, const Meant& m) { s.domain = m.denied() ? "" : m.word("name"); }},
    Row{"dns.group-use", nothing},
    Row{"dns.lookup",
        [](Settings& s, const Meant& m) {
            if (!m.denied()) s.lookup_interfaces.insert(m.word("interface"));
        }},
    Row{"dns.on", [](Settings& s, const Meant& m) { s.looks_up = !m.denied(); }},
    Row{"dns.retries", nothing},
    Row{"dns.server",
        [](Settings& s, const Meant& m) {
            if (!m.denied()) s.name_servers.push_back({m.word("address"), m.word("interface")});
        }},
    Row{"dns.timeout", nothing},
    Row{"domain-name",
        [](Settings& s, const Meant& m) { s.domain = m.denied() ? "" : m.word("name"); }},
    Row{"enable-password",
        [](Settings& s, const Meant& m) {
            s.enable_password = m.denied() ? "" : m.word("password");
        }},
    Row{"hostname",
        [](Settings& s, const Meant& m) {
            if (!m.denied()) s.hostname = m.word("name");
        }},
    Row{"if.address", on_interface<SetAddress>()},
    Row{"if.description", nothing},
    Row{"if.dhcp", on_interface<SetDhcp>()},
    Row{"if.management-only", on_interface<SetManagement>()},
    Row{"if.nameif", on_interface<SetNameif>()},
    Row{"if.security", on_interface<SetSecurity>()},
    Row{"if.shutdown", on_interface<SetShutdown>()},
    Row{"kept", nothing},
    Row{"license.carrier", add_license},
    Row{"license.context", add_license},
    Row{"license.level", add_license},
    Row{"license.strong-encryption", add_license},
    Row{"license.tier", add_license},
    Row{"logging.buffer-size",
        [](Settings& s, const Meant& m) {
            s.logging.buffer_size = m.denied() ? 4096 : m.number("bytes", 4096);
        }},
    Row{"logging.buffered", [](Settings& s, const Meant& m) { s.logging.buffered = level_of(m); }},
    Row{"logging.console", [](Settings& s, const Meant& m) { s.logging.console = level_of(m); }},
    Row{"logging.enable", [](Settings& s, const Meant& m) { s.logging.enabled = !m.denied(); }},
    Row{"logging.monitor", [](Settings& s, const Meant& m) { s.logging.monitor = level_of(m); }},
    Row{"logging.timestamp",
        [](Settings& s, const Meant& m) { s.logging.timestamp = !m.denied(); }},
    Row{"pager",
        [](Settings& s, const Meant& m) { s.pager = m.denied() ? 0 : m.number("lines", 24); }},
    Row{"privacy.hostname", [](Settings& s, const Meant& m) { s.hostname_private = !m.denied(); }},
    Row{"privacy.version", [](Settings& s, const Meant& m) { s.version_private = !m.denied(); }},
    Row{"prompt", nothing},
    Row{"route",
        [](Settings& s, const Meant& m) {
            if (m.denied()) return;
            s.routes.push_back({m.word("interface"), m.word("network"), m.word("mask"),
                                m.word("gateway"), m.number("metric", 1)});
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
            if (m.denied()) return;
            s.transport = m.statement.constant == "smart" ? Transport::smart : Transport::callhome;
        }},
    Row{"trustpool.auto-import", nothing},
    Row{"user",
        [](Settings& s, const Meant& m) {
            if (!m.denied()) {
                s.users.push_back({m.word("name"), m.word("password"), m.number("level", 2)});
            }
        }},
};

const Row* row_of(std::string_view meaning) {
    auto it = std::find_if(table.begin(), table.end(),
                           [&](const Row& row) { return row.name == meaning; });
    return it == table.end() ? nullptr : &*it;
}

void mean(Settings& settings, const Statement& statement, const Statement* parent,
          const Rules& rules) {
    if (const auto* row = row_of(statement.meaning))
        row->meaning(settings, {statement, parent});
    else
        mean_callhome(settings, statement, parent);
    if (statement.negated) return;
    if (!statement.opens.empty()) {
        for (const auto& fallback : defaults_in(statement, rules)) {
            mean(settings, fallback, &statement, rules);
        }
    }
    for (const auto& child : statement.children) mean(settings, child, &statement, rules);
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

const Interface* Settings::by_nameif(std::string_view nameif) const {
    for (const auto& interface : interfaces) {
        if (interface.nameif == nameif && !nameif.empty()) return &interface;
    }
    return nullptr;
}

Settings settings_of(const Configuration& configuration, const Rules& rules,
                     const SettingsBase& base) {
    Settings settings;
    settings.hostname = base.hostname;
    settings.smart_url = base.smart_url;
    settings.callhome_url = base.callhome_url;
    settings.callhome.default_profile = base.callhome_default;
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
    return settings;
}

bool known_meaning(std::string_view meaning) {
    return meaning.empty() || row_of(meaning) != nullptr || is_callhome_meaning(meaning);
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
