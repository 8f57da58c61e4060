// What a usage policy's agent has written down: its messages, its events, its reports.
#include <algorithm>
#include <utility>

#include "modes/policy_view.hpp"

namespace modes {

using licensing::Exchange;
using licensing::ReportEnd;
using licensing::ReportState;
using profiles::Facts;
using profiles::Records;
using profiles::Schema;
using profiles::State;

namespace {

State state_word(ReportState state) {
    static constexpr const char* names[] = {"open", "closed", "waiting", "acknowledged"};
    return {"report_state", names[static_cast<std::size_t>(state)]};
}

State end_word(ReportEnd end) {
    static constexpr const char* names[] = {"none", "asked", "changed", "reloaded", "acknowledged"};
    return {"report_end", names[static_cast<std::size_t>(end)]};
}

Records past_of(const lab::Device& device, std::optional<Exchange> what) {
    Records past;
    for (const auto& each : device.policy()->state().history) {
        if (!what || each.what != *what) continue;
        past.push_back(Facts{}
                           .set("at", device.stamp(each.at))
                           .set("result", State{"usage_past", each.good ? "good" : "bad"}));
    }
    return past;
}

using Group = std::pair<const char*, std::optional<Exchange>>;

Records groups(const lab::Device& device, std::initializer_list<Group> all) {
    Records records;
    for (const auto& [title, what] : all) {
        records.push_back(
            Facts{}.set("title", std::string(title)).set("past", past_of(device, what)));
    }
    return records;
}

}  // namespace

Facts history_view(const lab::Device& device) {
    Facts facts;
    facts.set("messages", groups(device, {{"Trust Establishment", Exchange::trust},
                                          {"Usage Reporting", Exchange::usage},
                                          {"Result Polling", Exchange::polling},
                                          {"Authorization Request", std::nullopt},
                                          {"Authorization Return", std::nullopt},
                                          {"Trust Sync", Exchange::sync}}));
    facts.set("imports", groups(device, {{"Import POLICY", Exchange::import_policy},
                                         {"Import AUTH", std::nullopt},
                                         {"Import TRUST CODE", Exchange::import_trust},
                                         {"Import RUM ACK", Exchange::import_ack},
                                         {"Import CONVERSION ACK", std::nullopt},
                                         {"Import ACCOUNT INFO", std::nullopt}}));
    return facts;
}

Facts eventlog_view(const lab::Device& device, int days) {
    Records events;
    for (const auto& event : device.chassis().licence_events) {
        if (days > 0 && event.at + std::chrono::days{days} < device.now()) continue;
        events.push_back(Facts{}.set("at", device.stamp(event.at)).set("text", event.text));
    }
    return Facts{}.set("events", events);
}

Facts reports_view(const lab::Device& device) {
    Records reports;
    for (const auto& report : device.policy()->state().reports) {
        reports.push_back(
            Facts{}
                .set("id", std::to_string(report.id))
                .set("state", device.profile().word("report_state", state_word(report.state).key))
                .set("feature", report.feature));
    }
    return Facts{}.set("reports", reports);
}

Facts report_view(const lab::Device& device, std::uint64_t id) {
    Facts facts;
    for (const auto& report : device.policy()->state().reports) {
        if (report.id != id) continue;
        const auto* row = device.row_of(report.tag);
        const bool known = row && !row->regid.empty();
        facts.set("id", std::to_string(report.id)).set("feature", report.feature);
        facts.set("state", device.profile().word("report_state", state_word(report.state).key));
        facts.set("reason", end_word(report.end)).set("regid", known ? row->regid : report.tag);
        facts.set("pid", device.chassis().udi.pid).set("serial", device.chassis().udi.serial);
        facts.set("previous", static_cast<std::int64_t>(report.previous));
        facts.set("next", static_cast<std::int64_t>(report.next));
        facts.set("begins_at", device.stamp(report.begins));
        if (report.state != ReportState::open) facts.set("ends_at", device.stamp(report.ends));
        // The last quarter of an hour that was measured: nobody wakes for it.
        const auto quarter = device.profile().interval("policy.measurement");
        facts.set("measured_at",
                  device.stamp(device.now() - (device.now() - report.begins) % quarter));
        facts.set("storage",
                  State{"report_storage",
                        report.state == ReportState::acknowledged ? "deleted" : "exists"});
    }
    return facts;
}

std::map<std::string, Schema> policy_schemas() {
    const Schema rule{{"title", "first", "frequency", "change", "policy_source"}, {}};
    const Schema member{
        {"role", "pid", "serial", "trusted_at", "trust_id", "reserved_at", "confirmation_code"},
        {}};
    const Schema usage{
        {"handle", "feature", "tag", "description", "regid", "name_cut", "tag_cut", "count",
         "status", "status_number", "kind", "changed_at", "report", "previous"},
        {}};
    const Schema statistic{{"title", "total", "success", "failed", "failing", "unreachable",
                            "reply", "replied_at", "reason", "success_at", "failure_at"},
                           {}};
    const Schema whole{{"smart_account",
                        "virtual_account",
                        "account_at",
                        "transport",
                        "transport_smart",
                        "transport_cslu",
                        "transport_detailed",
                        "transport_url",
                        "proxied",
                        "proxy_host",
                        "proxy_port",
                        "sending_hostname",
                        "sends_hostname",
                        "hostname_privacy",
                        "version_privacy",
                        "identity_check",
                        "custom_id",
                        "policy_name",
                        "policy_at",
                        "policy_source",
                        "ack_required",
                        "last_ack_at",
                        "deadline_at",
                        "poll_at",
                        "push_at",
                        "last_push_at",
                        "last_file_at",
                        "push_days",
                        "frequency_days",
                        "reports_total",
                        "reports_purged",
                        "reports_acknowledged",
                        "reports_waiting",
                        "reports_available",
                        "reports_collecting",
                        "reports_owed",
                        "stack",
                        "trusted",
                        "trusted_at",
                        "now",
                        "level",
                        "clock_synchronized",
                        "eventlog_size",
                        "pid",
                        "serial",
                        "agent",
                        "software_id"},
                       {{"rules", rule},
                        {"members", member},
                        {"reserved", {{"name", "tag", "description", "count"}, {}}},
                        {"usage", usage},
                        {"jobs", {{"name", "at", "remaining"}, {}}},
                        {"statistics", statistic}}};
    std::map<std::string, Schema> all;
    for (const auto* part : {"all", "status", "summary", "usage", "udi", "authorization",
                             "conversion", "reservation", "tech"}) {
        all[std::string("show-policy-") + part] = whole;
    }
    const Schema group{{"title"}, {{"past", {{"at", "result"}, {}}}}};
    all["show-policy-history"] = {{}, {{"messages", group}, {"imports", group}}};
    all["show-policy-eventlog"] = {{}, {{"events", {{"at", "text"}, {}}}}};
    all["show-policy-rum"] = {{}, {{"reports", {{"id", "state", "feature"}, {}}}}};
    all["show-policy-rum-id"] = all["show-policy-rum-detail"] =
        Schema{{"id", "feature", "state", "reason", "regid", "pid", "serial", "previous", "next",
                "begins_at", "ends_at", "measured_at", "storage"},
               {}};
    all["line.usage-transport"] = {{"transport"}, {}};
    for (const auto* kind :
         {"ready", "enabled", "export_not_allowed", "communication_lost", "communication_restored",
          "trust_installed", "trust_failed", "policy_installed", "acknowledged",
          "reporting_required", "reporting_unknown", "reset"}) {
        const Schema told{{"receiver", "days", "reason", "pid", "serial"}, {}};
        all[std::string("usage.") + kind] = told;
        all[std::string("event.usage.") + kind] = told;
    }
    return all;
}

}  // namespace modes
