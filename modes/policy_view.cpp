#include "modes/policy_view.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "modes/views.hpp"

namespace modes {

using licensing::DeviceTime;
using licensing::PolicyTransport;
using licensing::Span;
using profiles::Facts;
using profiles::Records;
using profiles::State;

namespace {

constexpr std::size_t policy_name_width =
    23;                                // longer ones are cut to 20 and three dots (iosxe.md 8.3)
constexpr std::size_t tag_width = 25;  // inside its brackets; cut to 22

std::int64_t days_of(Span span) { return span / std::chrono::days{1}; }

std::string cut(const std::string& text, std::size_t width) {
    return text.size() <= width ? text : text.substr(0, width - 3) + "...";
}

std::string regid_of(const lab::Device& device, const std::string& tag) {
    const auto* row = device.row_of(tag);
    return row && !row->regid.empty() ? row->regid : tag;
}

void set_at(Facts& facts, const std::string& name, const lab::Device& device,
            const std::optional<DeviceTime>& at) {
    if (at) facts.set(name, device.stamp(*at));
}

void add_account(Facts& facts, const lab::Device& device, const licensing::PolicyState& state) {
    if (state.smart_account.empty()) return;
    facts.set("smart_account", state.smart_account).set("virtual_account", state.virtual_account);
    set_at(facts, "account_at", device, state.account_at);
}

void add_transport(Facts& facts, const lab::Device& device, PolicyTransport way) {
    const auto& settings = device.settings();
    const bool smart = way == PolicyTransport::smart;
    const bool cslu = way == PolicyTransport::collector;
    facts.set("transport", State{"usage_transport", lab::transport_word(way)});
    facts.set("transport_smart", smart).set("transport_cslu", cslu);
    facts.set("transport_detailed", smart || cslu);
    if (smart || settings.usage.collector_named) {
        facts.set("transport_url", settings.transport_url());
    }
    if (settings.smart_proxy && !settings.smart_proxy->host.empty()) {
        facts.set("proxied", true).set("proxy_host", settings.smart_proxy->host);
        facts.set("proxy_port", std::int64_t{settings.smart_proxy->port});
    }
    const bool hidden = settings.hostname_private;
    facts.set("sending_hostname", State{"sending_hostname", hidden ? "no" : "yes"});
    facts.set("sends_hostname", State{"true_false", hidden ? "no" : "yes"});
    facts.set("hostname_privacy", State{"privacy", hidden ? "on" : "off"});
    facts.set("version_privacy", State{"privacy", settings.version_private ? "on" : "off"});
    facts.set("identity_check", State{"true_false", settings.usage.identity_check ? "yes" : "no"});
    facts.set("custom_id", settings.usage.custom_id);
}

Facts rule(const lab::Device& device, const std::string& kind, const licensing::ReportingRule& rule,
           const State& source) {
    Facts row;
    row.set("title", device.profile().word("usage_rule", kind));
    row.set("first", days_of(rule.first)).set("frequency", days_of(rule.frequency));
    row.set("change", days_of(rule.change)).set("policy_source", source);
    return row;
}

void add_policy(Facts& facts, const lab::Device& device, const licensing::PolicyAgent& agent) {
    const auto& policy = agent.policy();
    const bool own = agent.state().policy.has_value();
    const State source{"usage_policy", own ? "customer" : "maker"};
    if (own) {
        facts.set("policy_name", policy.name);
        facts.set("policy_at", device.stamp(agent.state().policy_at));
    }
    facts.set("policy_source", source);
    facts.set("ack_required", State{"sending_hostname", policy.acknowledged ? "yes" : "no"});
    facts.set("rules", Records{rule(device, "perpetual", policy.perpetual, source),
                               rule(device, "subscription", policy.subscription, source),
                               rule(device, "enforced", policy.enforced, source),
                               rule(device, "export", policy.restricted, source)});
}

void add_reporting(Facts& facts, const lab::Device& device, const licensing::PolicyAgent& agent) {
    const auto& state = agent.state();
    set_at(facts, "last_ack_at", device, state.last_ack);
    set_at(facts, "deadline_at", device, state.ack_deadline);
    set_at(facts, "poll_at", device, state.next_poll);
    set_at(facts, "push_at", device, state.next_push);
    set_at(facts, "last_push_at", device, state.last_push);
    set_at(facts, "last_file_at", device, state.last_file);
    facts.set("push_days", days_of(agent.push_interval()));
    facts.set("frequency_days", days_of(agent.frequency()));
    const auto count = agent.count();
    facts.set("reports_total", std::int64_t{count.total});
    facts.set("reports_purged", std::int64_t{count.purged});
    facts.set("reports_acknowledged", std::int64_t{count.acknowledged});
    facts.set("reports_waiting", std::int64_t{count.waiting});
    facts.set("reports_available", std::int64_t{count.available});
    facts.set("reports_collecting", std::int64_t{count.collecting});
    facts.set("reports_owed", std::int64_t{count.total - count.acknowledged});
}

void add_members(Facts& facts, const lab::Device& device, const licensing::PolicyState& state) {
    static constexpr const char* roles[] = {"active", "standby", "member"};
    const auto units = device.udis();
    Records members;
    for (const auto& udi : units) {
        Facts row;
        row.set("role", State{"ha_role", roles[std::min<std::size_t>(members.size(), 2)]});
        row.set("pid", udi.pid).set("serial", udi.serial);
        for (const auto& code : state.trust) {
            if (code.udi != udi) continue;
            row.set("trusted_at", device.stamp(code.installed));
            row.set("trust_id", std::int64_t{693 + static_cast<std::int64_t>(members.size())});
        }
        if (state.authorization) {
            row.set("reserved_at", device.stamp(state.authorization->installed));
            row.set("confirmation_code", state.authorization->code);
        }
        members.push_back(row);
    }
    facts.set("stack", members.size() > 1).set("members", members);
    facts.set("trusted", !state.trust.empty());
    if (!state.trust.empty()) facts.set("trusted_at", device.stamp(state.trust.front().installed));
    Records reserved;
    if (state.authorization) {
        for (const auto& claim : state.authorization->claims) {
            const auto* row = device.row_of(claim.tag);
            reserved.push_back(Facts{}
                                   .set("name", row ? row->name : claim.tag)
                                   .set("tag", claim.tag)
                                   .set("description", row ? row->name : claim.tag)
                                   .set("count", std::int64_t{claim.count}));
        }
    }
    facts.set("reserved", reserved);
}

void add_usage(Facts& facts, const lab::Device& device, const licensing::PolicyState& state) {
    Records usage;
    for (std::size_t i = 0; i < state.licences.size(); ++i) {
        const auto& licence = state.licences[i];
        const auto& tag = licence.claim.tag;
        const char* status = licence.claim.count > 0 ? "used" : "unused";
        Facts row;
        row.set("handle", static_cast<std::int64_t>(i + 1)).set("feature", licence.feature);
        row.set("tag", tag).set("description", tag).set("regid", regid_of(device, tag));
        row.set("name_cut", cut(licence.feature, policy_name_width));
        row.set("tag_cut", "(" + cut(tag, tag_width) + ")");
        row.set("count", std::int64_t{licence.claim.count});
        row.set("status", State{"usage_status", status});
        row.set("status_number", State{"usage_status_number", status});
        row.set("kind", State{"usage_kind", licence.subscription ? "subscription" : "perpetual"});
        row.set("changed_at", device.stamp(state.since[i]));
        std::uint64_t report = 0;
        std::uint64_t previous = 0;
        for (const auto& each : state.reports) {
            if (each.tag != tag || each.state != licensing::ReportState::open) continue;
            report = each.id;
            previous = each.previous;
        }
        row.set("report", static_cast<std::int64_t>(report));
        row.set("previous", static_cast<std::int64_t>(previous));
        usage.push_back(row);
    }
    facts.set("usage", usage);
}

// What happens at every turn of a period that began with the boot.
DeviceTime next_turn(const lab::Device& device, const std::string& interval) {
    const Span period = device.profile().interval("policy." + interval);
    return device.now() + (period - device.uptime() % period);
}

void add_jobs(Facts& facts, const lab::Device& device, const licensing::PolicyState& state) {
    const auto now = device.now();
    Records jobs;
    const auto job = [&](const char* name, std::optional<DeviceTime> at) {
        Facts row;
        row.set("name", std::string(name));
        if (at) row.set("at", device.stamp(*at)).set("remaining", remaining_text(*at - now));
        jobs.push_back(row);
    };
    job("Daily", next_turn(device, "daily"));
    job("Authorization Renewal", next_turn(device, "daily"));
    job("Init Flag Check", std::nullopt);
    job("Reservation configuration mismatch between nodes in HA mode", std::nullopt);
    job("Retrieve data processing result", state.next_poll);
    job("Start Utility Measurements", next_turn(device, "measurement"));
    job("Send Utility RUM reports", state.next_push);
    job("Save unreported RUM Reports", next_turn(device, "saving"));
    job("Process Utility RUM reports", next_turn(device, "daily"));
    job("Data Synchronization", std::nullopt);
    job("External Event", state.ack_deadline);
    job("Operational Model", std::nullopt);
    job("Hello Message", std::nullopt);
    facts.set("jobs", jobs).set("now", device.stamp(now));
}

Facts statistic(const lab::Device& device, const std::string& title,
                const licensing::Tally& tally) {
    static constexpr const char* replies[] = {"nothing", "ok", "poll", "no_reply", "error"};
    Facts row;
    row.set("title", title);
    row.set("total", std::int64_t{tally.total}).set("success", std::int64_t{tally.success});
    row.set("failed", std::int64_t{tally.failed}).set("failing", std::int64_t{tally.failing});
    row.set("unreachable", std::int64_t{tally.unreachable});
    if (tally.replied != licensing::Replied::nothing) {
        row.set("reply", State{"usage_reply", replies[static_cast<std::size_t>(tally.replied)]});
        row.set("replied_at", device.stamp(tally.replied_at));
    }
    // Who got no reply does not know why: iosxe.md 10.6.
    if (tally.failure && tally.replied == licensing::Replied::error) {
        row.set("reason", device.usage_failure(*tally.failure));
    }
    set_at(row, "success_at", device, tally.last_success);
    set_at(row, "failure_at", device, tally.last_failure);
    return row;
}

void add_statistics(Facts& facts, const lab::Device& device, const licensing::PolicyState& state) {
    const licensing::Tally none;
    facts.set("level", State{"usage_level", state.trust.empty() ? "indirect" : "direct"});
    facts.set("statistics", Records{statistic(device, "Trust Establishment", state.trusting),
                                    statistic(device, "Trust Acknowledgement", none),
                                    statistic(device, "Usage Reporting", state.reporting),
                                    statistic(device, "Result Polling", state.polling),
                                    statistic(device, "Authorization Request", none),
                                    statistic(device, "Authorization Confirmation", none),
                                    statistic(device, "Authorization Return", none),
                                    statistic(device, "Trust Sync", state.syncing),
                                    statistic(device, "Hello Message", none)});
    facts.set("clock_synchronized", State{"true_false", device.running().clock_set ? "yes" : "no"});
    facts.set("eventlog_size",
              static_cast<std::int64_t>(device.chassis().licence_events.size() / 10 + 1));
}

}  // namespace

Facts policy_view(const lab::Device& device) {
    Facts facts;
    const auto& agent = *device.policy();
    const auto& state = agent.state();
    add_account(facts, device, state);
    add_transport(facts, device, state.transport);
    add_policy(facts, device, agent);
    add_reporting(facts, device, agent);
    add_members(facts, device, state);
    add_usage(facts, device, state);
    add_jobs(facts, device, state);
    add_statistics(facts, device, state);
    facts.set("pid", device.chassis().udi.pid).set("serial", device.chassis().udi.serial);
    facts.set("agent", device.profile().text("agent"));
    facts.set("software_id", device.profile().text("license.software-id"));
    return facts;
}

}  // namespace modes
