// A device on another's chassis: its power and its time come from there, and its licences by way
// of the chassis's agent, which asks for the sum over its modules (fxos.md 1 and 9).
#include <algorithm>
#include <array>

#include "labs/device.hpp"
#include "licensing/names.hpp"

namespace lab {

using licensing::Enforcement;

const HeldEntitlement* LicenseManager::find(const std::string& tag) const {
    const auto found =
        std::find_if(held.begin(), held.end(), [&](const auto& one) { return one.tag == tag; });
    return found == held.end() ? nullptr : &*found;
}

std::optional<Enforcement> LicenseManager::overall() const {
    static constexpr std::array gravest_first{
        Enforcement::expired,        Enforcement::out_of_compliance,
        Enforcement::not_authorized, Enforcement::evaluation_expired,
        Enforcement::invalid_tag,    Enforcement::evaluation,
        Enforcement::waiting,        Enforcement::authorized,
        Enforcement::reserved};
    for (const auto grave : gravest_first) {
        for (const auto& one : held) {
            if (one.enforcement == grave) return grave;
        }
    }
    return std::nullopt;
}

namespace {

// For who debugs.
profiles::Facts facts_of(const HeldEntitlement& one) {
    profiles::Facts facts;
    facts.set("tag", one.tag).set("count", std::int64_t{one.count});
    facts.set("handle", std::int64_t{one.handle});
    return facts.set("enforcement", std::string(licensing::name(one.enforcement)));
}

}  // namespace

// -- power --------------------------------------------------------------------------------------

void Device::seat(Device& host, int slot) {
    host_ = &host;
    slot_ = slot;
    auto& all = host.modules_;
    all.push_back(this);
    std::sort(all.begin(), all.end(), [](auto* a, auto* b) { return a->slot_ < b->slot_; });
}

// What the chassis does to all of its modules.
void Device::power_modules(bool on) {
    for (auto* module : modules_) {
        if (on && !module->running_.up) {
            module->running_.boots_at = lab_now() + module->profile_->interval("boot");
        } else if (!on) {
            module->running_.boots_at.reset();
            if (!std::exchange(module->running_.up, false)) continue;
            module->chassis_.reloaded = false;
            module->tell(GoingDown{chassis_.reloaded});
        }
    }
}

// -- the module's side --------------------------------------------------------------------------

// Each change of what is wanted is a request with a handle of its own; after a boot everything is
// requested again, on what flash says was granted.
void Device::request_entitlements() {
    auto& manager = chassis_.manager;
    std::vector<HeldEntitlement> held;
    bool asks = false;
    for (const auto& claim : claims()) {
        const auto* known = manager.find(claim.tag);
        HeldEntitlement one = known ? *known : HeldEntitlement{};
        const bool same = known && known->count == claim.count;
        if (!same) one.enforcement = Enforcement::waiting;
        if (!same || !running_.requested) {
            one.tag = claim.tag;
            one.count = claim.count;
            one.granted = std::min(one.granted, one.count);
            one.handle = ++manager.last_handle;
            one.requested = now();
            one.complete = false;
            asks = true;
            debug("license", "manager.request", facts_of(one));
        }
        held.push_back(std::move(one));
    }
    manager.held = std::move(held);
    running_.requested = true;
    if (host_) host_->hear_module(asks);
}

// What the chassis's agent knows, as far as it concerns this module.
void Device::follow_host() {
    const auto* agent = host_->agent();
    if (!running_.up || !agent) return;
    const auto& answered = agent->state().entitlements;
    for (auto& one : chassis_.manager.held) {
        const auto found = std::find_if(answered.begin(), answered.end(), [&](const auto& known) {
            return known.claim.tag == one.tag;
        });
        if (found == answered.end()) {  // kept back until the chassis is registered
            one.enforcement = Enforcement::waiting;
            one.complete = false;
            one.granted = 0;
            continue;
        }
        // Another module's request is under way: what this one has goes on.
        if (found->enforcement == Enforcement::waiting) continue;
        const bool news = !one.complete || one.enforcement != found->enforcement;
        // Licences that are too few when it first registers: an evaluation counts for nothing.
        const bool too_few = found->enforcement == Enforcement::out_of_compliance;
        if (too_few && one.enforcement == Enforcement::evaluation) one.granted = 0;
        one.enforcement = found->enforcement;
        one.complete = true;
        if (news) debug("license", "manager.answer", facts_of(one));
        const bool granted = one.enforcement == Enforcement::authorized ||
                             one.enforcement == Enforcement::reserved ||
                             one.enforcement == Enforcement::evaluation;
        if (granted) one.granted = one.count;
        const bool denied = one.enforcement == Enforcement::not_authorized ||
                            one.enforcement == Enforcement::evaluation_expired;
        if (denied) one.granted = 0;
    }
    if (!licences_answered()) return;
    running_.failover.retained.reset();
    running_.cluster.retained.reset();
}

void Device::take_export(bool allowed) {
    // Before 9.5(2.1) an application asks for it by name whatever the token says (seed 003).
    if (host_ && !profile_->has("encryption-by-token")) allowed = false;
    // Added to a unit that was registered without it, 3DES waits for a reload (seed 003).
    if (!allowed)
        running_.strong_encryption = false;
    else if (!running_.had_identity)
        running_.strong_encryption = true;
    running_.had_identity = true;
}

bool Device::holds_tier() const {
    if (running_.cluster.follows()) return true;  // each unit has the tier by default (seed 003)
    // What the unit before it had goes on until its own requests are answered (seed 003).
    const auto& control = running_.cluster.retained;
    const auto& active = running_.failover.retained;
    const bool had = control ? control->licences.tier : active && active->tier;
    if (had && !licences_answered()) return true;
    return std::any_of(chassis_.manager.held.begin(), chassis_.manager.held.end(),
                       [&](const HeldEntitlement& one) {
                           const auto* row = row_of(one.tag);
                           return row && !row->add_on && one.granted > 0 &&
                                  one.enforcement != Enforcement::waiting;
                       });
}

// -- the chassis's side -------------------------------------------------------------------------

void Device::hear_module(bool asks) {
    if (!agent_) return;
    const auto before = agent_->state().wanted;
    put_in_force();
    if (asks && agent_->state().wanted == before) agent_->ask_again(now());
    collect();
}

// Before it is registered, a chassis has default entitlements alone (seed 003).
void Device::add_module_claims(std::vector<licensing::Claim>& claims) const {
    const bool known = agent_ && (agent_->state().identity || agent_->reserved());
    for (const bool add_ons : {false, true}) {
        if (add_ons && !known) return;
        for (const auto* module : modules_) {
            for (const auto& one : module->chassis_.manager.held) {
                const auto* row = module->row_of(one.tag);
                if (row && row->add_on == add_ons) add_claim(claims, one.tag, one.count);
            }
        }
    }
}

// Tells them what the agent has learnt; true when that changes what it is to ask for.
bool Device::tell_modules() {
    if (modules_.empty() || !agent_->state().wanted_since_boot) return false;
    auto wanted = claims();
    const bool changes = wanted != agent_->state().wanted;
    if (changes) agent_->want(std::move(wanted), now());
    for (auto* module : modules_) module->follow_host();
    return changes;
}

}  // namespace lab
