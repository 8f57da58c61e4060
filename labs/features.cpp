#include "labs/features.hpp"

#include <algorithm>
#include <charconv>

#include "labs/device.hpp"

namespace lab {
namespace {

using licensing::Authorization;

int number_in(const std::string& value) {
    int number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    return number;
}

int up_to_limit(int contexts, const profiles::Profile& profile) {
    if (!profile.has_number("contexts.max")) return contexts;
    return std::min(contexts, static_cast<int>(profile.number("contexts.max")));
}

std::string value_of(const Device& device, const std::string& id) {
    const auto& profile = device.profile();
    const auto& features = profile.model().features;
    const bool virtual_unit = profile.has("asav");
    if (id == "encryption_3des") {
        return profile.word("feature_state", device.strong_encryption() ? "enabled" : "disabled");
    }
    const auto it = features.find(id);
    const bool universal = device.universal_row() && device.licensed();
    if (universal && it != features.end() && !it->second.reserved.empty()) {
        return it->second.reserved;
    }
    // On ASAv a version's text stands above the model's value.
    if (virtual_unit && profile.has_text("feature." + id)) return profile.text("feature." + id);
    if (it == features.end()) return "";
    const auto granted = [&](const char* line) { return device.granted(line) > 0; };
    if (id == "carrier" && (granted("feature carrier") || granted("feature mobile-sp"))) {
        return profile.word("feature_state", "enabled");
    }
    // An appliance that never registered shows full values (seed 002, the unregistered standby);
    // only an authorization that ran out takes them away (seed 000).
    const bool expired =
        device.agent() && device.agent()->state().authorization == Authorization::expired;
    const bool full = virtual_unit ? device.licensed() : !expired;
    const bool limit = id.ends_with("_vpn") || id == "anyconnect_premium" || id == "tls_proxy";
    const auto& feature = limit ? device.limits().features.at(id) : it->second;
    const auto& value = full ? feature.licensed : feature.unlicensed;
    if (const int more = device.granted("feature context"); id == "contexts" && more > 0) {
        return std::to_string(up_to_limit(number_in(value) + more, profile));
    }
    return value;
}

// Which of two values allows more? Words know their order by the profile's own two.
bool allows_more(const std::string& a, const std::string& b, const profiles::Profile& profile) {
    const auto disabled = profile.word("feature_state", "disabled");
    if (b == disabled || a == disabled) return b == disabled && a != disabled;
    const int first = number_in(a);
    const int second = number_in(b);
    return first > 0 && second > 0 && first > second;
}

const std::string* value_in(const LicensedUnit& unit, const std::string& id) {
    for (const auto& feature : unit.features) {
        if (feature.id == id) return &feature.value;
    }
    return nullptr;
}

std::string contexts_of(const std::vector<LicensedUnit>& units, Bought bought,
                        const profiles::Profile& profile) {
    int own = 0;
    int more = 0;
    for (const auto& unit : units) {
        const auto* value = value_in(unit, "contexts");
        if (!value) continue;
        own += number_in(*value) - unit.contexts_bought;
        more = bought == Bought::each ? more + unit.contexts_bought
                                      : std::max(more, unit.contexts_bought);
    }
    return std::to_string(up_to_limit(own + more, profile));
}

}  // namespace

std::string throughput_of(const Device& device) {
    if (device.throttled()) return "unlicensed";
    // One that is reserved names its level itself.
    if (const auto* row = device.universal_row()) {
        return row->with.substr(row->with.find_last_of(' ') + 1);
    }
    for (const auto& line : device.settings().licences) {
        if (line.meaning == "license.level") return line.constant;
    }
    return "unlicensed";
}

std::vector<LicensedFeature> features_of(const Device& device) {
    std::vector<LicensedFeature> all;
    for (const auto& id : device.profile().list("feature_table")) {
        auto value = value_of(device, id);
        if (!value.empty()) all.push_back({id, std::move(value)});
    }
    return all;
}

LicensedUnit licensed_unit(const Device& device) {
    LicensedUnit unit{features_of(device), device.granted("feature context"), device.licensed()};
    const auto it = device.profile().model().features.find("contexts");
    const auto* shown = value_in(unit, "contexts");
    // A unit's own limit cuts what it bought, too.
    if (it != device.profile().model().features.end() && shown && unit.contexts_bought > 0) {
        unit.contexts_bought = number_in(*shown) - number_in(it->second.licensed);
    }
    return unit;
}

std::vector<LicensedFeature> aggregate(const std::vector<LicensedUnit>& units, Bought bought,
                                       const profiles::Profile& profile) {
    if (units.empty()) return {};
    auto all = units.front().features;
    for (auto& feature : all) {
        if (feature.id == "contexts" && number_in(feature.value) > 0) {
            feature.value = contexts_of(units, bought, profile);
            continue;
        }
        for (const auto& unit : units) {
            const auto* other = value_in(unit, feature.id);
            if (other && allows_more(*other, feature.value, profile)) feature.value = *other;
        }
    }
    return all;
}

}  // namespace lab
