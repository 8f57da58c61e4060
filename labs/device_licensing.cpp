// The device's side of licensing: what its configuration asks for, what it may use, and the
// traffic between its agent, the network and its log.
#include <algorithm>

#include <fmt/format.h>

#include "labs/device.hpp"
#include "licensing/names.hpp"

namespace lab {

using licensing::Enforcement;
using licensing::EventKind;
using licensing::Instant;

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
    const bool at_boot = profile.has("level-at-boot");
    for (const auto& s : settings.licences) {
        if (at_boot && s.meaning == "license.level") continue;
        const auto count = s.argument("count");
        all.push_back({s.text, s.identity, count.empty() ? 1 : std::stoi(std::string(count))});
    }
    if (!at_boot) return all;
    for (const auto& line : levels) all.push_back({line, line, 1});
    return all;
}

void add_claim(std::vector<licensing::Claim>& claims, const std::string& tag, int count) {
    for (auto& claim : claims) {
        if (claim.tag != tag) continue;
        claim.count += count;
        return;
    }
    claims.push_back({tag, count});
}

}  // namespace

std::vector<licensing::Claim> Device::claims() const {
    std::vector<licensing::Claim> claims;
    const auto asking = in_force(settings_, *profile_, running_.levels);
    for (const auto* model : models()) {
        for (const bool add_ons : {false, true}) {  // the tier before what is added to it
            for (const auto& row : model->entitlements) {
                const auto* asked = find_asking(asking, row.line);
                if (row.add_on != add_ons || !asked || !applies(row)) continue;
                if (!row.with.empty() && !find_asking(asking, row.with)) continue;
                const int count = asked->count * pieces(row.per, model->name);
                if (count > 0) add_claim(claims, row.tag, count);
            }
        }
    }
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
        if (row.line != line || !agent_) continue;
        for (const auto& entitlement : agent_->state().entitlements) {
            if (entitlement.claim.tag == row.tag &&
                entitlement.enforcement == Enforcement::authorized) {
                return entitlement.claim.count;
            }
        }
    }
    return 0;
}

bool Device::shows(const std::string& effect) const {
    const auto version = grammar::read_version(running_.version);
    for (const auto& defect : profile_->defects()) {
        const auto& triggered = chassis_.triggered_defects;
        if (defect.effect != effect ||
            std::find(triggered.begin(), triggered.end(), defect.id) == triggered.end()) {
            continue;
        }
        if (!defect.models.empty() && std::find(defect.models.begin(), defect.models.end(),
                                                chassis_.model) == defect.models.end()) {
            continue;
        }
        // Mended from the first fixed release of its own train (9.20, 9.22 ...) on.
        const bool mended =
            version && std::any_of(defect.fixed.begin(), defect.fixed.end(), [&](auto& fixed) {
                const bool train = fixed.numbers.size() > 1 && version->numbers.size() > 1 &&
                                   fixed.numbers[0] == version->numbers[0] &&
                                   fixed.numbers[1] == version->numbers[1];
                return train && *version >= fixed;
            });
        if (!mended) return true;
    }
    return false;
}

Sender Device::sender() const {
    return {name_, settings_, shows("proxy-ignored"), shows("smart-transport-fails")};
}

std::optional<licensing::AgentRefusal> Device::register_device(const std::string& token,
                                                               bool force) {
    if (!agent_) return licensing::AgentRefusal::not_enabled;
    auto refusal = agent_->register_device(token, force, now());
    collect();
    return refusal;
}

std::optional<licensing::AgentRefusal> Device::deregister() {
    if (!agent_) return licensing::AgentRefusal::not_enabled;
    auto refusal = agent_->deregister(now());
    collect();
    return refusal;
}

std::optional<licensing::AgentRefusal> Device::renew_identity() {
    if (!agent_) return licensing::AgentRefusal::not_enabled;
    auto refusal = agent_->renew_identity(now());
    collect();
    return refusal;
}

std::optional<licensing::AgentRefusal> Device::renew_authorization() {
    if (!agent_) return licensing::AgentRefusal::not_enabled;
    auto refusal = agent_->renew_authorization(now());
    collect();
    return refusal;
}

// What a good exchange writes to the log, in the order of the capture in seed 002.
void Device::tell_tls(const profiles::Facts& facts) {
    for (const auto* step :
         {"validating", "identified", "trustpoint", "chain_validated", "validated", "handshake"}) {
        notify(std::string("tls.") + step, facts);
    }
}

void Device::deliver(std::uint64_t id, const licensing::Delivery& delivery) {
    if (!agent_) return;  // it was reloaded meanwhile
    const auto url = read_url(settings_.transport_url()).value_or(Url{});
    profiles::Facts facts;
    facts.set("host", url.host).set("port", std::int64_t{url.port});
    facts.set("serial", std::string("3000683B0F7504F7B244B3EA7FC00927E960D735"));
    if (const auto* failure = std::get_if<licensing::TransportFailure>(&delivery)) {
        facts.set("reason", std::string(licensing::name(*failure)));
        facts.set("issuer", std::string("CN=") + url.host);
        if (*failure == licensing::TransportFailure::name_unresolved) {
            notify("transport.dns_failed", facts);
        } else if (*failure == licensing::TransportFailure::untrusted) {
            notify("tls.no_trustpoint", facts);
            notify("tls.refused", facts);
        }
        debug("http", "debug.http.failed", facts);
    } else {
        const auto way = around_.network.last_way(name_);
        facts.set("address", way.address).set("interface", way.interface);
        for (const auto& interface : settings_.interfaces) {
            if (interface.nameif == way.interface) facts.set("source", interface.address);
        }
        facts.set("source_port", static_cast<std::int64_t>(
                                     around_.chance.between(name_, "port", id, 1024, 65535)));
        if (url.scheme == "https") tell_tls(facts);
        debug("http", "debug.http.connected", facts);
        facts.set("status", std::int64_t{200});
        debug("http", "debug.http.answered", facts);
    }
    agent_->receive(id, delivery, now());
    collect();
}

// What the agent left: requests go to the network, events to whoever listens. An event may make
// the device do something that leaves more.
void Device::collect() {
    while (agent_) {
        auto requests = agent_->take_requests();
        auto events = agent_->take_events();
        if (requests.empty() && events.empty()) return;
        chassis_.agent = agent_->kept(now());
        for (const auto& event : events) hear(event);
        for (auto& request : requests) {
            request.hostname = settings_.hostname;
            const auto url = read_url(settings_.transport_url());
            if (url) {
                debug(
                    "http", "debug.http.connecting",
                    profiles::Facts{}.set("host", url->host).set("port", std::int64_t{url->port}));
            }
            around_.network.send(sender(), request, lab_now());
        }
    }
}

void Device::hear(const licensing::Event& event) {
    profiles::Facts facts;
    facts.set("detail", event.detail);
    const std::string kind(licensing::name(event.kind));
    // Three kinds are only for who debugs the agent.
    if (event.kind == EventKind::request_sent || event.kind == EventKind::answer_received ||
        event.kind == EventKind::state_changed) {
        debug("license", kind, facts);
        return;
    }
    switch (event.kind) {
        case EventKind::registration_succeeded: {
            const bool allowed = agent_ && agent_->export_allowed();
            // Added to a unit that was registered without it, 3DES waits for a reload (seed 003).
            if (!allowed)
                running_.strong_encryption = false;
            else if (!running_.had_identity)
                running_.strong_encryption = true;
            running_.had_identity = true;
            chassis_.ever_registered = true;
            break;
        }
        default: break;
    }
    notify(kind, facts);
    if (event.kind == EventKind::deregistered) {
        running_.had_identity = false;
        running_.strong_encryption =
            profile_->has("strong-before-registration") && !chassis_.ever_registered;
        if (profile_->has("deregister-reloads")) reload();
    }
}

// -- time ---------------------------------------------------------------------------------------

std::optional<Instant> Device::next_due() const {
    std::optional<Instant> due;
    const auto sooner = [&](std::optional<Instant> at) {
        if (at && (!due || *at < *due)) due = at;
    };
    sooner(running_.up ? running_.nag_at : running_.boots_at);
    if (agent_) {
        if (auto at = agent_->next_due()) {
            sooner(Instant{at->time_since_epoch() - chassis_.clock_offset});
        }
    }
    return due;
}

void Device::wake(Instant now_due) {
    if (!running_.up) {
        if (running_.boots_at && *running_.boots_at <= now_due) boot();
        return;
    }
    if (running_.nag_at && *running_.nag_at <= now_due) {
        running_.nag_at.reset();
        if (!licensed() && profile_->notice("unlicensed.nag")) {
            tell(Notice{Notice::Kind::console,
                        0,
                        {},
                        profile_->notice_text("unlicensed.nag", {}) + "\n" +
                            profile_->notice_text("unlicensed.nag.next", {}) + "\n"});
        }
    }
    if (agent_) agent_->wake(now());
    collect();
}

}  // namespace lab
