// What the configuration says about reporting usage: to which collector, how often, about whom.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "labs/configuration.hpp"

namespace lab {

struct Settings;

struct UsageSettings {
    std::string collector_url;     // where the transport `cslu` goes
    bool collector_named = false;  // by the configuration; else it is the name every device tries
    std::optional<std::chrono::days> interval;
    std::string custom_id;
    std::string vrf;  // the routing table that reports go by, but not those of Call Home
    bool identity_check = false;  // of the collector's certificate; what is shown, nothing more
};

// Takes one statement in; nothing happens when its meaning is none of these.
void mean_usage(Settings& settings, const Statement& statement);
bool is_usage_meaning(std::string_view meaning);

}  // namespace lab
