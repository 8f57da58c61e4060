// What a device asks licences for, and what it may use of them.
#include <algorithm>

#include "labs/device.hpp"

namespace lab {

using licensing::Enforcement;

namespace {

// The lines that ask for entitlements, as far as they are in force.
struct Asking {
    std::string text;
    std::string identity;
    int count = 1;
};

const Asking* find_asking(const std::vector<Asking>& all, const std::string& line) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const Asking& asking) {
        return asking.identity == line || begins_with_words(asking.text, line);
    });
    return found == all.end() ? nullptr : &*found;
}

std::vector<Asking> in_force(const Settings& settings, const profiles::Profile& profile,
                             const std::vector<std::string>& levels) {
    std::vector<Asking> all;
    const bool at_boot = has_trait(profile, "level-at-boot");
    for (const auto& s : settings.licences) {
        if (at_boot && s.meaning == "license.level") continue;
        const auto count = s.argument("count");
        all.push_back({s.text, s.identity, count.empty() ? 1 : std::stoi(std::string(count))});
    }
    if (!at_boot) return all;
    for (const auto& line : levels) all.push_back({line, line, 1});
    return all;
}

}  // namespace

void add_claim(std::vector<licensing::Claim>& claims, const std::string& tag, int count) {
    for (auto& claim : claims) {
        if (claim.tag != tag) continue;
        claim.count += count;
        return;
    }
    claims.push_back({tag, count});
}

std::vector<licensing::Claim> Device::claims() const {
    std::vector<licensing::Claim> claims;
    // Of a pair each unit has a reservation of its own.
    if (const auto* row = universal_row()) add_claim(claims, row->tag, 1);
    if (!requests_licences()) return claims;
    const auto asking = in_force(settings_, *profile_, running_.levels);
    for (const auto* model : models()) {
        for (const bool add_ons : {false, true}) {  // the tier before what is added to it
            for (const auto& row : model->entitlements) {
                const auto* asked = find_asking(asking, row.line);
                if (row.add_on != add_ons || !asked || !applies(row) || !requests(row)) continue;
                if (row.feature == universal_feature) continue;
                if (!row.with.empty() && !find_asking(asking, row.with)) continue;
                const int count = asked->count * pieces(row.per, model->name);
                if (count > 0) add_claim(claims, row.tag, count);
            }
        }
    }
    add_module_claims(claims);
    return claims;
}

const licensing::Entitlement* Device::tier() const {
    if (!agent_) return nullptr;
    const auto held = [&](const std::string& tag) -> const licensing::Entitlement* {
        for (const auto& entitlement : agent_->state().entitlements) {
            if (entitlement.claim.tag == tag) return &entitlement;
        }
        return nullptr;
    };
    if (const auto* row = universal_row()) return held(row->tag);
    for (const auto& row : profile_->model().entitlements) {
        if (row.add_on) continue;
        if (const auto* entitlement = held(row.tag)) return entitlement;
    }
    return nullptr;
}

bool Device::licensed() const {
    if (host_) return holds_tier();
    if (profile_->has("activation-key")) return holds_activation_key();
    // Over-use does not touch what a unit already runs; silence beyond the deadline does.
    const auto* entitlement = tier();
    return entitlement && (entitlement->enforcement == Enforcement::authorized ||
                           entitlement->enforcement == Enforcement::reserved ||
                           entitlement->enforcement == Enforcement::out_of_compliance);
}

const profiles::Model& Device::limits() const {
    if (universal_row()) return reserved_model();
    for (const auto& line : settings_.licences) {
        if (line.meaning != "license.level" || !profile_->has("limits-follow-entitlement"))
            continue;
        const auto name = profile_->word("model_of_level", line.constant);
        const auto names = around_.library.models(profile_->name());
        if (std::find(names.begin(), names.end(), name) != names.end()) {
            return around_.library.load(profile_->name(), name)->model();
        }
    }
    return profile_->model();
}

int Device::granted(const std::string& line) const {
    for (const auto& row : profile_->model().entitlements) {
        if (row.line != line) continue;
        if (row.add_on && tier_denied()) return 0;
        const auto* held = chassis_.manager.find(row.tag);
        if (host_) return held ? held->granted : 0;
        // One that is down is remembered as it was.
        const auto& state = agent_ ? agent_->state() : chassis_.agent;
        for (const auto& entitlement : state.entitlements) {
            if (entitlement.claim.tag == row.tag) return entitlement.granted;
        }
    }
    return 0;
}

// -- out of compliance --------------------------------------------------------------------------

namespace {

bool lacks_licences(Enforcement enforcement) {
    return enforcement == Enforcement::out_of_compliance || enforcement == Enforcement::expired ||
           enforcement == Enforcement::evaluation_expired;
}

}  // namespace

// Whoever asked for it, an agent of its own or its chassis's.
std::vector<HeldEntitlement> Device::held() const {
    if (host_) return chassis_.manager.held;
    std::vector<HeldEntitlement> all;
    if (!agent_) return all;
    for (const auto& one : agent_->state().entitlements) {
        HeldEntitlement held;
        held.tag = one.claim.tag;
        held.count = one.claim.count;
        held.enforcement = one.enforcement;
        held.granted = one.granted;
        held.complete = one.enforcement != Enforcement::waiting;
        all.push_back(std::move(held));
    }
    return all;
}

bool Device::tier_denied() const {
    if (takeover_graced()) return false;
    const auto all = held();
    return std::any_of(all.begin(), all.end(), [&](const HeldEntitlement& one) {
        const auto* row = row_of(one.tag);
        return row && !row->add_on && one.complete && one.granted == 0 &&
               one.enforcement != Enforcement::evaluation &&
               one.enforcement != Enforcement::waiting;
    });
}

bool Device::takeover_graced() const {
    if (licences_answered()) return false;
    const auto& failover = running_.failover;
    const auto& cluster = running_.cluster;
    const auto within = [&](licensing::Instant since) {
        return lab_now() - since <= profile_->interval("takeover_grace");
    };
    return (failover.retained && within(failover.since)) ||
           (cluster.retained && cluster.took_over && within(*cluster.took_over));
}

std::optional<DeviceRefusal> Device::licence_bar() const {
    const bool replayed = reading_ || receiving_;
    if (replayed || profile_->has("unaffected-by-overuse") || takeover_graced()) {
        return std::nullopt;
    }
    if (tier_denied()) return DeviceRefusal{"refused.tier-invalid", {}, {}};
    const auto all = held();
    const bool over = std::any_of(all.begin(), all.end(), [](const HeldEntitlement& one) {
        return lacks_licences(one.enforcement);
    });
    if (over) return DeviceRefusal{"refused.out-of-compliance", {}, {}};
    return std::nullopt;
}

// -- strong encryption --------------------------------------------------------------------------

// Asked for by name, from an authority whose tokens do not export it (seed 003).
bool Device::encryption_granted() const {
    const auto all = held();
    return std::any_of(all.begin(), all.end(), [&](const HeldEntitlement& one) {
        const auto* row = row_of(one.tag);
        return row && row->feature == "encryption" &&
               (one.enforcement == Enforcement::authorized ||
                one.enforcement == Enforcement::reserved);
    });
}

bool Device::strong_encryption() const {
    if (!profile_->has("unaffected-by-overuse") && tier_denied()) return false;
    // Before tokens told, a virtual unit always had it (seed 003: one without an entitlement).
    const bool by_token = profile_->has("encryption-by-token");
    if (!by_token && profile_->has("strong-before-registration")) return true;
    return running_.strong_encryption || encryption_granted();
}

// Without a token that exports it, 3DES is a licence like any other, and over-use takes it.
bool Device::throttled() const {
    if (!licensed() || over_provisioned()) return true;
    const auto* agent = this->agent();
    if (!agent || agent->export_allowed()) return false;
    const bool by_name =
        std::any_of(settings_.licences.begin(), settings_.licences.end(),
                    [](const Statement& s) { return s.meaning == "license.strong-encryption"; });
    return by_name && agent->state().authorization == licensing::Authorization::out_of_compliance;
}

}  // namespace lab
