// What licences permit to configure and to use: strong encryption of management connections,
// inspections that need a licence, as many VLANs and TLS proxy sessions as the model has.
#include <algorithm>
#include <charconv>

#include "labs/device.hpp"

namespace lab {

namespace {

// Without strong encryption the part is one that may be exported anywhere (seed 003: K8).
constexpr int exportable_tls_proxies = 1000;

const std::string* value_of(const std::vector<LicensedFeature>& table, const std::string& id) {
    const auto it = std::find_if(table.begin(), table.end(),
                                 [&](const LicensedFeature& row) { return row.id == id; });
    return it == table.end() ? nullptr : &it->value;
}

DeviceRefusal not_permitted(std::string message, profiles::Facts facts = {}) {
    return {std::move(message), std::move(facts), {}};
}

}  // namespace

bool Device::known_to_authority() const {
    const auto* agent = agent_ ? &*agent_ : host_ ? host_->agent() : nullptr;
    return agent && (agent->state().identity || agent->reserved());
}

// Before it is registered a unit may be managed with 3DES where nothing else passes, as long as
// nobody has chosen other ciphers; later by its licence only (seeds 002, 003).
bool Device::manages_strongly(const Interface& interface) const {
    if (settings_.access.weak_ciphers) return false;
    if (encrypts_strongly()) return true;
    return !known_to_authority() && interface.management_only && !settings_.access.own_ciphers;
}

bool Device::permits(const std::string& feature) const {
    const auto enabled = profile_->word("feature_state", "enabled");
    for (const auto& table : {features_of(*this), pair_features()}) {
        const auto* value = value_of(table, feature);
        if (value && *value == enabled) return true;
    }
    return false;
}

int Device::licensed_count(const std::string& feature) const {
    int count = 0;
    const auto table = features_of(*this);
    if (const auto* value = value_of(table, feature)) {
        std::from_chars(value->data(), value->data() + value->size(), count);
    }
    return count;
}

// -- TLS proxy sessions ---------------------------------------------------------------------------

// A licence that is higher than the default raises the limit by itself; what is configured wins.
int Device::tls_proxy_limit() const {
    const int fallback = static_cast<int>(profile_->number("tls_proxy.default"));
    if (settings_.access.tls_proxies) return *settings_.access.tls_proxies;
    if (running_.tls_proxies_cleared) return fallback;
    const int licensed = licensed_count("tls_proxy");
    const int most = encrypts_strongly() ? licensed : std::min(licensed, exportable_tls_proxies);
    return std::max(fallback, most);
}

std::optional<DeviceRefusal> Device::tls_proxy_remark() const {
    if (!profile_->has_number("tls_proxy.default")) return std::nullopt;
    const auto fallback = profile_->number("tls_proxy.default");
    const int licensed = licensed_count("tls_proxy");
    if (fallback >= licensed) return std::nullopt;
    profiles::Facts facts;
    facts.set("limit", std::int64_t{fallback}).set("licensed", std::int64_t{licensed});
    return not_permitted("tls-proxy.lower", facts);
}

std::optional<DeviceRefusal> Device::tls_proxy_objection(const Statement& s) const {
    int wanted = 0;
    const auto typed = s.argument("sessions");
    std::from_chars(typed.data(), typed.data() + typed.size(), wanted);
    if (encrypts_strongly() || wanted <= exportable_tls_proxies) return std::nullopt;
    return not_permitted("refused.tls-proxies",
                         profiles::Facts{}.set("most", std::int64_t{exportable_tls_proxies}));
}

// -- VLANs ----------------------------------------------------------------------------------------

// Each VLAN that an interface has counts (seed 003).
std::optional<DeviceRefusal> Device::vlan_objection(const Edit& edit) const {
    const auto* block = running_.configuration.find(edit.path);
    const std::string own(block ? block->argument("interface") : "");
    if (own.find('.') == std::string::npos) return not_permitted("refused.vlan-port");
    const auto& all = settings_.interfaces;
    const auto others = std::count_if(all.begin(), all.end(), [&](const Interface& one) {
        return one.vlan > 0 && one.hardware != own;
    });
    const int most = licensed_count("max_vlans");
    if (most == 0 || others < most) return std::nullopt;
    return not_permitted("refused.vlans", profiles::Facts{}.set("most", std::int64_t{most}));
}

std::optional<DeviceRefusal> Device::permit_objection(const Edit& edit) const {
    const auto& s = edit.statement;
    if (s.negated) return std::nullopt;
    if (s.meaning == "if.vlan") return vlan_objection(edit);
    if (s.meaning == "tls-proxy.limit") return tls_proxy_objection(s);
    if (s.meaning != "inspect.licensed") return std::nullopt;
    if (auto no = licence_bar()) return no;
    if (permits(s.constant)) return std::nullopt;
    // "inspect gtp": what is inspected is the second word.
    const auto name = s.text.substr(s.text.find(' ') + 1);
    return not_permitted("refused.inspect",
                         profiles::Facts{}.set("name", name.substr(0, name.find(' '))));
}

}  // namespace lab
