#include "labs/usage_settings.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "labs/settings.hpp"

namespace lab {

namespace {

constexpr std::array<std::string_view, 8> meanings{
    "privacy.all",    "usage.collector",  "usage.custom-id",  "usage.identity-check",
    "usage.interval", "usage.proxy-host", "usage.proxy-port", "usage.vrf"};

int number(const Statement& statement, std::string_view name) {
    const auto text = statement.argument(name);
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

// Host and port are two lines; either may come first, and the port alone leads nowhere.
void mean_proxy(Settings& settings, const Statement& statement, bool host) {
    auto proxy = settings.smart_proxy.value_or(ProxyChoice{"", 80});
    if (host) {
        proxy.host = statement.negated ? "" : statement.argument("host");
    } else {
        proxy.port = statement.negated ? 80 : number(statement, "port");
    }
    const bool nowhere = proxy.host.empty() && proxy.port == 80;
    settings.smart_proxy = nowhere ? std::nullopt : std::optional(proxy);
}

}  // namespace

void mean_usage(Settings& settings, const Statement& statement) {
    auto& usage = settings.usage;
    const auto& meaning = statement.meaning;
    if (meaning == "usage.collector" && !statement.negated) {
        usage.collector_url = statement.argument("url");
        usage.collector_named = true;
    } else if (meaning == "privacy.all") {
        settings.hostname_private = settings.version_private = !statement.negated;
    } else if (meaning == "usage.interval") {
        usage.interval.reset();
        if (!statement.negated) usage.interval = std::chrono::days{number(statement, "days")};
    } else if (meaning == "usage.vrf") {
        usage.vrf = statement.negated ? "" : statement.argument("vrf");
    } else if (meaning == "usage.custom-id") {
        usage.custom_id = statement.negated ? "" : statement.argument("id");
    } else if (meaning == "usage.identity-check") {
        usage.identity_check = !statement.negated;
    } else if (meaning == "usage.proxy-host" || meaning == "usage.proxy-port") {
        mean_proxy(settings, statement, meaning == "usage.proxy-host");
    }
}

bool is_usage_meaning(std::string_view meaning) {
    return std::find(meanings.begin(), meanings.end(), meaning) != meanings.end();
}

}  // namespace lab
