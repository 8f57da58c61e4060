// The traffic between the device's agent, the network and its log: what is ordered, carried and
// told, and when.
#include <algorithm>

#include <fmt/format.h>

#include "labs/device.hpp"
#include "licensing/names.hpp"

namespace lab {

using licensing::EventKind;
using licensing::Instant;

bool Device::shows(const std::string& effect) const {
    if (chassis_.triggered_defects.empty()) return false;
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

namespace {

bool checks_of_certificates(const profiles::Profile& profile, const std::string& what) {
    if (!profile.has_list("certificate-checks")) return false;
    const auto& all = profile.list("certificate-checks");
    return std::find(all.begin(), all.end(), what) != all.end();
}

}  // namespace

Sender Device::sender() const {
    return {name_,
            settings_,
            shows("proxy-ignored"),
            shows("smart-transport-fails"),
            !clock_authoritative(),
            time_to("key.added"),
            trusts_public_roots(),
            checks_of_certificates(*profile_, "country")};
}

std::optional<licensing::AgentRefusal> Device::register_device(const std::string& token,
                                                               bool force) {
    if (!agent_) return licensing::AgentRefusal::not_enabled;
    auto refusal = agent_->register_device(token, force, now());
    if (!refusal) begin_registration();
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
void Device::tell_handshake(const profiles::Facts& facts) {
    for (const auto* step :
         {"validating", "identified", "trustpoint", "chain_validated", "validated", "handshake"}) {
        notify(std::string("tls.") + step, facts);
    }
    debug("pki", "debug.pki.validated", facts);
    debug("http", "debug.http.secured", facts);
}

// And one whose certificate is no good: why differs, the rest is the same.
void Device::tell_distrust(licensing::TransportFailure failure, const profiles::Facts& facts) {
    notify("tls.validating", facts);
    notify("tls.identified", facts);
    const bool unknown = failure == licensing::TransportFailure::untrusted;
    if (unknown) notify("tls.no_trustpoint", facts);
    notify(unknown ? "tls.refused" : "tls.unsuitable", facts);
    notify(unknown ? "tls.chain_refused" : "tls.chain_unsuitable", facts);
    notify("tls.failed", facts);
    debug("pki", "debug.pki.refused", facts);
}

namespace {

// How far a request gets before it fails; `answer`: there is one, good or not.
enum class Stage { none, lookup, route, connection, tunnel, certificate, answer };

Stage stage_of(std::optional<licensing::TransportFailure> failure) {
    using enum licensing::TransportFailure;
    if (!failure) return Stage::answer;
    switch (*failure) {
        case no_transport:
        case defect: return Stage::none;
        case name_unresolved: return Stage::lookup;
        case no_route: return Stage::route;
        case filtered:
        case refused:
        case proxy_silent: return Stage::connection;
        case proxy_refused:
        case proxy_forbids: return Stage::tunnel;
        case untrusted:
        case wrong_name:
        case no_server_certificate:
        case malformed_certificate:
        case revocation_unknown:
        case no_authoritative_clock: return Stage::certificate;
        case http_error:
        case unreadable:
        case empty_answer: break;
    }
    return Stage::answer;
}

}  // namespace

// What went well, one step after the other.
void Device::tell_steps(std::optional<licensing::TransportFailure> failure, const Url& url,
                        const profiles::Facts& facts) {
    const auto stage = stage_of(failure);
    if (stage > Stage::lookup) debug("http", "debug.http.resolved", facts);
    if (stage > Stage::connection) debug("http", "debug.http.connected", facts);
    const auto* proxy = facts.find("proxy");
    if (stage > Stage::tunnel && profiles::truthy(proxy)) {
        debug("http", "debug.http.tunnelled", facts);
    }
    if (stage < Stage::answer) return;
    if (url.scheme == "https") tell_handshake(facts);
    debug("http", "debug.http.sent", facts);
}

// By which way a request went, and what it met there.
profiles::Facts Device::way_facts(const Url& url) const {
    const auto way = around_.network.last_way(name_);
    profiles::Facts facts;
    facts.set("host", url.host).set("port", std::int64_t{url.port});
    facts.set("proxy", way.proxy).set("target", way.proxy.empty() ? url.host : way.proxy);
    facts.set("serial", way.serial).set("issuer", attributes_of(way.issuer));
    facts.set("address", way.address).set("interface", way.interface);
    for (const auto& interface : settings_.interfaces) {
        if (interface.nameif == way.interface) facts.set("source", interface.address);
    }
    facts.set("source_port", std::int64_t{own_end_of(way)});
    return facts;
}

// What went wrong on the way, as call-home and the certificates' keeper say it: by its cause.
void Device::tell_failure(licensing::TransportFailure failure) {
    using licensing::TransportFailure;
    if (settings_.transport != Transport::callhome) return;
    if (failure == TransportFailure::no_transport) {
        if (lack_of(settings_.callhome) == CallhomeLack::user_profile_reports) {
            notify("callhome.failed-to-enable");
        }
        return;
    }
    if (failure == TransportFailure::no_authoritative_clock) notify("clock.untrusted");
    if (failure == TransportFailure::revocation_unknown) {
        // The list is asked for twice: seed 004, scenario 7, has the line twice.
        for (int tries = 0; tries < 2; ++tries) notify("pki.revocation-failed");
        return;
    }
    const bool silent =
        failure == TransportFailure::filtered || failure == TransportFailure::proxy_silent;
    profiles::Facts facts;
    facts.set("url", settings_.callhome_url);
    facts.set("error", profiles::State{"callhome_error", silent ? "timeout" : "aborted"});
    notify("callhome.failed", facts);
}

// A certificate that is newer than the clock is not valid yet: seed 004, scenario 3. Authorities
// of this world take a new one every quarter of a year.
void Device::tell_dates(const licensing::Delivery& delivery) {
    constexpr auto quarter = std::chrono::days{90};
    const auto* response = std::get_if<licensing::Response>(&delivery);
    if (!response || !profile_->notice("pki.not-yet-valid")) return;
    const auto age = std::chrono::floor<std::chrono::days>(lab_now().time_since_epoch()) % quarter;
    const auto start = std::chrono::floor<std::chrono::days>(lab_now().time_since_epoch()) - age;
    if (now().time_since_epoch() >= start) return;
    const auto number = around_.chance.draw("authority", "certificate", 0) & 0xffffffffU;
    profiles::Facts facts;
    facts.set("certificate", fmt::format("{:08X}", number));
    facts.set("start", profiles::Stamp{std::chrono::sys_time<licensing::Span>{start},
                                       std::chrono::seconds{0}, "UTC"});
    notify("pki.not-yet-valid", facts);
}

void Device::deliver(std::uint64_t id, const licensing::Delivery& delivery) {
    if (policy_) {
        policy_->receive(id, delivery, now());
        collect_usage();
        return;
    }
    if (!agent_) return;  // it was reloaded meanwhile
    auto& traffic = running_.traffic;
    ++traffic.sent;
    if (std::holds_alternative<licensing::TransportFailure>(delivery))
        ++traffic.failed;
    else
        traffic.last = now();
    const auto url = read_url(settings_.transport_url()).value_or(Url{});
    auto facts = way_facts(url);
    if (const auto* failure = std::get_if<licensing::TransportFailure>(&delivery)) {
        using licensing::TransportFailure;
        const std::string why(licensing::name(*failure));
        const bool worded = profile_->has_word("transport_reason", why);
        facts.set("reason", worded ? profile_->word("transport_reason", why) : why);
        tell_steps(*failure, url, facts);
        if (*failure == TransportFailure::name_unresolved) {
            notify("transport.dns_failed", facts);
        } else if (*failure == TransportFailure::untrusted ||
                   *failure == TransportFailure::no_server_certificate ||
                   *failure == TransportFailure::wrong_name) {
            tell_distrust(*failure, facts);
        } else if (*failure == TransportFailure::malformed_certificate) {
            notify("tls.malformed", facts);
        }
        tell_failure(*failure);
        debug("http", "debug.http.failed", facts);
        // Call-home goes on waiting for the list; the agent hears nothing of it.
        if (*failure == licensing::TransportFailure::revocation_unknown) {
            collect();
            return;
        }
    } else {
        tell_dates(delivery);
        tell_steps(std::nullopt, url, facts);
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
        if (requests.empty() && events.empty()) {
            if (tell_modules()) continue;
            return;
        }
        chassis_.agent = agent_->kept(now());
        if (profile_->has_list("told-first")) {
            const auto& first = profile_->list("told-first");
            std::stable_partition(events.begin(), events.end(), [&](const auto& event) {
                return std::find(first.begin(), first.end(), licensing::name(event.kind)) !=
                       first.end();
            });
        }
        for (const auto& event : events) hear(event);
        for (auto& request : requests) {
            request.hostname = settings_.hostname;
            const auto url = read_url(settings_.transport_url());
            if (url) {
                debug("http", "debug.http.connecting",
                      profiles::Facts{}
                          .set("host", url->host)
                          .set("port", std::int64_t{url->port})
                          .set("url", settings_.transport_url()));
            }
            around_.network.send(sender(), request, lab_now());
        }
    }
}

namespace {

// What failed an authorization has other words than the exchange it failed in (seed 004,
// scenarios 5 and 9).
std::string renewal_failure(const profiles::Profile& profile, const licensing::Failure& failure) {
    const bool lost = std::holds_alternative<licensing::TransportFailure>(failure.why);
    const auto reason = failure_text(profile, failure);
    if (lost && profile.has_message("failure.renewal.transport")) {
        return profile.message("failure.renewal.transport", {});
    }
    if (lost || !profile.has_message("failure.renewal.objection")) return reason;
    return profile.message("failure.renewal.objection", profiles::Facts{}.set("reason", reason));
}

// "89 days, 14 hours, 26 minutes, 20 seconds"
std::string remaining_words(licensing::Span span) {
    const auto total = std::chrono::duration_cast<std::chrono::seconds>(span).count();
    return fmt::format("{} days, {} hours, {} minutes, {} seconds", total / 86400,
                       total / 3600 % 24, total / 60 % 60, total % 60);
}

}  // namespace

void Device::hear(const licensing::Event& event) {
    profiles::Facts facts;
    facts.set("detail", event.detail);
    facts.set("pid", chassis_.udi.pid).set("serial", chassis_.udi.serial);
    if (event.failure) {
        facts.set("reason", failure_text(*profile_, *event.failure));
        facts.set("renewal_reason", renewal_failure(*profile_, *event.failure));
    }
    if (event.kind == EventKind::authorization_succeeded && agent_) {
        const auto authorization = licensing::name(agent_->state().authorization);
        facts.set("state", profiles::State{"agent_state", std::string(authorization)});
    }
    auto remaining = event.remaining;
    if (const auto end = agent_ ? agent_->registration_expires() : std::nullopt;
        end && !remaining) {
        remaining = *end - now();
    }
    if (remaining) facts.set("remaining", remaining_words(*remaining));
    if (event.when) facts.set("when", stamp(*event.when));
    trace(event, facts);
    if (event.failure) debug("license", "agent.failed", facts);
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
            take_export(allowed);
            for (auto* module : modules_) module->take_export(allowed);
            chassis_.ever_registered = true;
            break;
        }
        case EventKind::reservation_installed:
            for (auto* module : modules_) module->take_export(agent_ && agent_->export_allowed());
            break;
        case EventKind::reservation_returned: lose_encryption(); break;
        default: break;
    }
    // Behind a reload the messages come in their own time: device_upcoming.cpp.
    const bool unconfirmed = event.kind == EventKind::deregistered && event.failure;
    if (!unconfirmed && (!booting_ || !announces_at_boot(kind))) notify(kind, facts);
    if (event.kind == EventKind::registration_succeeded &&
        (running_.unsaved || running_.key_pair != chassis_.key_pair_saved)) {
        notify("config.not-saved");
    }
    if (!unconfirmed) note_event(kind, facts);
    if (event.kind == EventKind::deregistered) {
        lose_encryption();
        if (profile_->has("deregister-reloads")) reload();
    }
}

// With the identity, or the reservation, that allowed it.
void Device::lose_encryption() {
    running_.had_identity = false;
    running_.strong_encryption =
        profile_->has("strong-before-registration") && !chassis_.ever_registered;
    for (auto* module : modules_) {
        module->running_.had_identity = module->running_.strong_encryption = false;
    }
}

// -- time ---------------------------------------------------------------------------------------

std::optional<Instant> Device::next_due() const {
    std::optional<Instant> due;
    const auto sooner = [&](std::optional<Instant> at) {
        if (at && (!due || *at < *due)) due = at;
    };
    sooner(running_.up ? running_.nag_at : running_.boots_at);
    if (running_.up && !running_.upcoming.empty()) sooner(running_.upcoming.front().at);
    const auto by_clock = [&](std::optional<licensing::DeviceTime> at) {
        if (at) sooner(Instant{at->time_since_epoch() - clock_offset()});
    };
    if (agent_) by_clock(agent_->next_due());
    if (policy_) by_clock(policy_->next_due());
    if (running_.up) sooner(next_poll());
    if (running_.up) by_clock(next_pool_import());
    return due;
}

void Device::wake(Instant now_due) {
    if (!running_.up) {
        if (!running_.boots_at || *running_.boots_at > now_due) return;
        booting_ = true;
        boot();
        booting_ = false;
        announce_boot();
        return;
    }
    say_upcoming();
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
    poll_time_servers();
    import_by_itself();
    if (agent_) agent_->wake(now());
    collect();
    if (policy_) policy_->wake(now());
    collect_usage();
}

}  // namespace lab
