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
    if (!requests_licences()) return claims;
    const auto asking = in_force(settings_, *profile_, running_.levels);
    for (const auto* model : models()) {
        for (const bool add_ons : {false, true}) {  // the tier before what is added to it
            for (const auto& row : model->entitlements) {
                const auto* asked = find_asking(asking, row.line);
                if (row.add_on != add_ons || !asked || !applies(row) || !requests(row)) continue;
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
    for (const auto& row : profile_->model().entitlements) {
        if (row.add_on) continue;
        for (const auto& entitlement : agent_->state().entitlements) {
            if (entitlement.claim.tag == row.tag) return &entitlement;
        }
    }
    return nullptr;
}

bool Device::licensed() const {
    if (host_) return holds_tier();
    // Over-use does not touch what a unit already runs; silence beyond the deadline does.
    const auto* entitlement = tier();
    return entitlement && (entitlement->enforcement == Enforcement::authorized ||
                           entitlement->enforcement == Enforcement::out_of_compliance);
}

const profiles::Model& Device::limits() const {
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
        const auto* held = chassis_.manager.find(row.tag);
        if (host_) return held ? held->granted : 0;
        // One that is down is remembered as it was.
        const auto& state = agent_ ? agent_->state() : chassis_.agent;
        for (const auto& entitlement : state.entitlements) {
            if (entitlement.claim.tag == row.tag &&
                entitlement.enforcement == Enforcement::authorized) {
                return entitlement.claim.count;
            }
        }
    }
    return 0;
}

}  // namespace lab
