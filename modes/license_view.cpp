#include <algorithm>

#include <fmt/format.h>

#include "licensing/names.hpp"
#include "modes/views.hpp"

namespace modes {

using licensing::Attempt;
using licensing::Authorization;
using licensing::Registration;
using profiles::Facts;
using profiles::Records;
using profiles::State;

namespace {

constexpr std::size_t name_width = 23;  // longer names are cut to 20 and three dots (asa.md 5.1)

State enforcement_state(licensing::Enforcement enforcement) {
    return {"enforcement", std::string(name(enforcement))};
}

State enforce_state(licensing::Enforcement enforcement) {
    auto state = enforcement_state(enforcement);
    state.group = "enforce";
    return state;
}

// In reservation mode the agent sends nothing, so no next attempt is announced there.
void add_registration(Facts& facts, const lab::Device& device, const licensing::Agent& agent) {
    const auto& state = agent.state();
    const auto& profile = device.profile();
    const bool registered = state.identity && agent.registered();
    facts.set("registration", State{"registration", std::string(name(state.registration))});
    facts.set("registered", registered);
    facts.set("registering", state.registration == Registration::in_progress);
    facts.set("rejected_token", state.rejected_token);
    const bool left = state.former && state.registration == Registration::unregistered;
    const bool allowed = left ? state.former->export_allowed : agent.export_allowed();
    facts.set("export_control", State{"export_control", allowed ? "yes" : "no"});
    if (left && !state.former->smart_account.empty()) {
        facts.set("smart_account", state.former->smart_account);
    }
    if (registered) {
        if (!state.identity->smart_account.empty()) {
            facts.set("smart_account", state.identity->smart_account);
        }
        facts.set("virtual_account", state.identity->virtual_account);
    }
    const auto attempt = [&](const std::string& what, const Attempt& a, const std::string& group) {
        facts.set(what, State{group, a.failure ? "failed" : "succeeded"});
        facts.set(what + "_at", device.stamp(a.at));
        if (a.failure) facts.set(what + "_failure", lab::failure_text(profile, *a.failure));
    };
    if (state.registered)
        attempt("first_attempt", *state.registered, "first_attempt");
    else if (state.registration == Registration::in_progress ||
             state.registration == Registration::pending) {
        facts.set("first_attempt", State{"first_attempt", "pending"});
    }
    if (registered) {
        if (state.renewed) {
            attempt("last_renewal", *state.renewed, "last_renewal");
            const auto why = state.renewed->failure
                                 ? "failure.renewal." + std::string(name(*state.renewed->failure))
                                 : std::string();
            if (profile.has_message(why)) {
                facts.set("last_renewal_failure", profile.message(why, {}));
            }
        } else
            facts.set("last_renewal", State{"last_renewal", "none"});
        if (state.next_renewal && !state.reservation.enabled) {
            facts.set("next_renewal_at", device.stamp(*state.next_renewal));
        }
        if (auto at = agent.registration_expires()) facts.set("expires_at", device.stamp(*at));
    } else if (state.next_registration) {
        facts.set("next_registration_at", device.stamp(*state.next_registration));
    }
}

void add_authorization(Facts& facts, const lab::Device& device, const licensing::Agent& agent) {
    const auto& state = agent.state();
    facts.set("authorization", State{"authorization", std::string(name(state.authorization))});
    const bool answered = state.authorization == Authorization::authorized ||
                          state.authorization == Authorization::out_of_compliance ||
                          state.authorization == Authorization::expired ||
                          state.authorization == Authorization::reserved;
    if (answered) facts.set("authorization_at", device.stamp(state.authorization_at));
    const auto left = agent.evaluation_remaining(device.now());
    if (left && state.authorization == Authorization::evaluation) {
        const bool whole = device.profile().has("whole-durations");
        if (*left > licensing::Span::zero()) {
            facts.set("evaluation_remaining",
                      whole ? whole_remaining_text(*left) : remaining_text(*left));
        } else if (state.evaluation_ended) {
            facts.set("authorization", State{"authorization", "evaluation_expired"});
            facts.set("authorization_at", device.stamp(*state.evaluation_ended));
        }
    }
    if (state.communicated) {
        const auto& last = *state.communicated;
        facts.set("communicated", true);
        facts.set("communication", State{"communication", last.waiting   ? "pending"
                                                          : last.failure ? "failed"
                                                                         : "succeeded"});
        facts.set("communication_at", device.stamp(last.at));
        if (last.waiting) {
            facts.set("communication_failure", device.profile().message("failure.waiting", {}));
        } else if (last.failure) {
            facts.set("communication_failure", lab::failure_text(device.profile(), *last.failure));
        }
        if (state.next_communication && !state.reservation.enabled) {
            facts.set("next_communication_at", device.stamp(*state.next_communication));
        }
        if (state.deadline) facts.set("deadline_at", device.stamp(*state.deadline));
        facts.set("deadline_exceeded", state.authorization == Authorization::expired);
    }
}

void add_usage(Facts& facts, const lab::Device& device, const licensing::Agent& agent) {
    Records usage;
    for (const auto& entitlement : agent.state().entitlements) {
        const auto& label = entitlement.name;
        const auto tag = "(" + entitlement.claim.tag + ")";
        auto number = enforcement_state(entitlement.enforcement);
        number.group = "enforcement_number";
        Facts row;
        row.set("title", label.empty() ? tag : label + " " + tag);
        row.set("name", label);
        row.set("name_cut",
                label.size() <= name_width ? label : label.substr(0, name_width - 3) + "...");
        row.set("tag", entitlement.claim.tag).set("bracketed_tag", tag);
        row.set("cut_tag", tag.size() <= name_width + 4
                               ? tag
                               : "(" + entitlement.claim.tag.substr(0, name_width - 1) + "...)");
        const auto* asked = device.row_of(entitlement.claim.tag);
        row.set("full_tag", asked && !asked->regid.empty() ? asked->regid : entitlement.claim.tag);
        row.set("reserved", entitlement.enforcement == licensing::Enforcement::reserved);
        row.set("handle", static_cast<std::int64_t>(usage.size() + 1)).set("number", number);
        row.set("changed_at", device.stamp(entitlement.changed));
        row.set("requested_at", device.stamp(entitlement.requested));
        row.set("description", entitlement.description);
        row.set("count", std::int64_t{entitlement.claim.count});
        row.set("version", entitlement.version.empty() ? "1.0" : entitlement.version);
        row.set("status", enforcement_state(entitlement.enforcement));
        row.set("enforce", enforce_state(entitlement.enforcement));
        row.set("answered", entitlement.enforcement != licensing::Enforcement::waiting);
        row.set("export_status", State{"export_status", "not_restricted"});
        usage.push_back(row);
    }
    facts.set("usage", usage);
}

// What the agent will do when: only the tech-support dump tells.
void add_jobs(Facts& facts, const lab::Device& device, const licensing::Agent& agent) {
    const auto& state = agent.state();
    const auto now = device.now();
    Records jobs;
    const auto job = [&](const char* name, std::optional<licensing::DeviceTime> at) {
        Facts row;
        row.set("name", std::string(name));
        if (at) row.set("at", device.stamp(*at)).set("remaining", remaining_text(*at - now));
        jobs.push_back(row);
    };
    const auto expires = agent.registration_expires();
    job("IdCert Expiration Warning",
        expires ? std::optional(*expires - agent.traits().expiry_warning) : std::nullopt);
    // By the time of day at which the agent came up: asa.md 5.5 has the job, when it runs is ours.
    const auto days = std::chrono::ceil<std::chrono::days>(device.uptime() + licensing::Span{1});
    job("Daily", now - device.uptime() + days);
    job("Certificate Renewal", state.next_renewal);
    job("Certificate Expiration Check", expires);
    job("Authorization Renewal", state.next_communication);
    job("Authorization Expiration Check", state.deadline);
    job("Init Flag Check", std::nullopt);
    facts.set("jobs", jobs).set("now", device.stamp(now));
    if (state.identity) {
        using licensing::as_read_by_device;
        facts.set("instance", state.identity->instance);
        facts.set("id_start_at", device.stamp(as_read_by_device(state.identity->issued)));
        facts.set("id_end_at", device.stamp(as_read_by_device(state.identity->expires)));
    }
    const char* summary = "registered";
    switch (state.authorization) {
        case Authorization::authorized: summary = "authorized"; break;
        case Authorization::out_of_compliance: summary = "out_of_compliance"; break;
        case Authorization::expired: summary = "expired"; break;
        case Authorization::evaluation: summary = "evaluation"; break;
        case Authorization::reserved: summary = "reserved"; break;
        case Authorization::not_authorized: summary = "not_authorized"; break;
        case Authorization::none:
            if (!state.identity) summary = state.enabled ? "unidentified" : "unconfigured";
            break;
    }
    facts.set("agent_state", State{"agent_state", summary});
}

void add_transport(Facts& facts, const lab::Settings& settings) {
    const bool smart = settings.transport == lab::Transport::smart;
    facts.set("transport", State{"transport", smart ? "smart" : "callhome"});
    facts.set("transport_smart", smart);
    facts.set("transport_url", settings.transport_url());
    facts.set("proxied", smart && settings.smart_proxy.has_value());
    if (smart && settings.smart_proxy) {
        facts.set("proxy_host", settings.smart_proxy->host);
        facts.set("proxy_port", std::int64_t{settings.smart_proxy->port});
    }
    facts.set("sending_hostname",
              State{"sending_hostname", settings.hostname_private ? "no" : "yes"});
    facts.set("hostname_privacy", State{"privacy", settings.hostname_private ? "on" : "off"});
    facts.set("version_privacy", State{"privacy", settings.version_private ? "on" : "off"});
}

}  // namespace

std::string remaining_text(licensing::Span span) {
    const auto total = std::chrono::duration_cast<std::chrono::seconds>(span).count();
    const long parts[] = {total / 86400, total / 3600 % 24, total / 60 % 60, total % 60};
    static constexpr const char* names[] = {"days", "hours", "minutes", "seconds"};
    std::string text;
    for (int i = 0; i < 4; ++i) {
        if (text.empty() && parts[i] == 0 && i < 3) continue;
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", parts[i], names[i]);
    }
    return text;
}

std::string whole_remaining_text(licensing::Span span) {
    const auto total = std::chrono::duration_cast<std::chrono::seconds>(span).count();
    return fmt::format("{} days, {} hours, {} minutes, {} seconds", total / 86400,
                       total / 3600 % 24, total / 60 % 60, total % 60);
}

Facts license_view(const lab::Device& device) {
    Facts facts;
    const auto* agent = device.agent();
    facts.set("licensing",
              State{"licensing", agent && agent->state().enabled ? "enabled" : "disabled"});
    if (agent) {
        add_registration(facts, device, *agent);
        add_authorization(facts, device, *agent);
        add_usage(facts, device, *agent);
        add_jobs(facts, device, *agent);
    }
    add_transport(facts, device.settings());
    add_hardware(facts, device);
    add_manager(facts, device);
    facts.set("pid", device.chassis().udi.pid).set("serial", device.chassis().udi.serial);
    facts.set("agent", device.profile().text("agent"));
    const bool over = agent && (agent->state().authorization == Authorization::out_of_compliance ||
                                agent->state().authorization == Authorization::expired);
    facts.set("compliant", !over);
    return facts;
}

profiles::Schema license_schema() {
    profiles::Schema schema{
        {"licensing",
         "registration",
         "registered",
         "registering",
         "rejected_token",
         "smart_account",
         "virtual_account",
         "export_control",
         "first_attempt",
         "first_attempt_at",
         "first_attempt_failure",
         "last_renewal",
         "last_renewal_at",
         "last_renewal_failure",
         "next_renewal_at",
         "expires_at",
         "next_registration_at",
         "authorization",
         "authorization_at",
         "evaluation_remaining",
         "communicated",
         "communication",
         "communication_at",
         "communication_failure",
         "next_communication_at",
         "deadline_at",
         "deadline_exceeded",
         "usage",
         "transport",
         "transport_smart",
         "transport_url",
         "proxied",
         "proxy_host",
         "proxy_port",
         "hostname_privacy",
         "version_privacy",
         "pid",
         "serial",
         "agent",
         "compliant",
         "sending_hostname",
         "now",
         "agent_state",
         "id_start_at",
         "id_end_at",
         "instance"},
        {{"usage",
          {{"title", "name", "name_cut", "tag", "bracketed_tag", "description", "count", "version",
            "status", "export_status", "handle", "number", "changed_at", "requested_at", "cut_tag",
            "full_tag", "reserved", "enforce", "answered"},
           {}}},
         {"jobs", {{"name", "at", "remaining"}, {}}}}};
    add_hardware(schema);
    add_manager(schema);
    return schema;
}

// -- the platform's side ------------------------------------------------------------------------

namespace {

// Who looks from a partition sees what is for partitions, some of it by a value of its own.
Records feature_rows(const lab::Device& device, const std::vector<lab::LicensedFeature>& features) {
    const auto& profile = device.profile();
    const bool within = device.place() == lab::Device::Place::context;
    Records rows;
    for (const auto& feature : features) {
        const auto own = "feature_table.context." + feature.id;
        if (within) {
            const auto& shown = profile.list("feature_table.context");
            if (std::find(shown.begin(), shown.end(), feature.id) == shown.end()) continue;
        }
        const bool replaced = within && profile.has_text(own);
        rows.push_back(Facts{}
                           .set("name", profile.word("feature", feature.id))
                           .set("value", replaced ? profile.text(own) : feature.value));
    }
    return rows;
}

constexpr const char* no_key = "0x00000000 0x00000000 0x00000000 0x00000000 0x00000000";

std::string missing_entitlement(const lab::Device& device) {
    bool tier = false;
    bool level = false;
    for (const auto& line : device.settings().licences) {
        tier = tier || line.meaning == "license.tier";
        level = level || line.meaning == "license.level";
    }
    const auto* key = tier ? "no_level" : level ? "no_tier" : "none";
    return device.profile().word("no_entitlement", key);
}

}  // namespace

Facts features_view(const lab::Device& device) {
    Facts facts;
    const auto& profile = device.profile();
    const auto& chassis = device.chassis();
    facts.set("serial", chassis.udi.serial);
    facts.set("export_compliant",
              State{"yes_no", device.agent() && device.agent()->export_allowed() ? "yes" : "no"});
    const bool virtual_unit = profile.has("asav");
    const bool licensed = device.licensed();
    facts.set("asav", virtual_unit).set("licensed", licensed);
    facts.set("platform_license", State{"platform_license", licensed ? "licensed" : "unlicensed"});
    if (const auto* tier = device.tier()) {
        facts.set("entitlement", tier->claim.tag);
        facts.set("enforce", enforce_state(tier->enforcement));
    } else {
        facts.set("no_entitlement", missing_entitlement(device));
    }
    facts.set("throughput", profile.word("throughput", lab::throughput_of(device)));
    facts.set("over_provisioned", device.over_provisioned());
    facts.set("reservation", device.settings().reservation);
    facts.set("limited", virtual_unit);
    if (profile.has("activation-key")) {
        const auto& key = chassis.activation_key;
        facts.set("activation_key", key.empty() ? std::string(no_key) : key);
    }
    facts.set("features", feature_rows(device, lab::features_of(device)));
    facts.set("pair_features", feature_rows(device, device.pair_features()));
    facts.set("within", device.place() == lab::Device::Place::context);
    return facts;
}

profiles::Schema features_schema() {
    return {{"serial", "export_compliant", "asav", "licensed", "platform_license", "no_entitlement",
             "entitlement", "enforce", "throughput", "limited", "over_provisioned", "reservation",
             "features", "pair_features", "within", "activation_key"},
            {{"features", {{"name", "value"}, {}}}, {"pair_features", {{"name", "value"}, {}}}}};
}

}  // namespace modes
