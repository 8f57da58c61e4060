// The reports of a policy agent: one is open for each licence in use. What is measured every
// quarter of an hour need not be lived through: a count holds until the configuration changes it.
#include <algorithm>
#include <iterator>

#include "licensing/policy_agent.hpp"

namespace licensing {

namespace {

constexpr std::size_t acknowledged_kept = 80;  // iosxe.md 10.6 shows 76 of 86

bool owed(const UsageReport& report) {
    return report.state == ReportState::closed || report.state == ReportState::waiting;
}

}  // namespace

void PolicyAgent::open(const UsedLicence& licence, DeviceTime now) {
    if (licence.claim.count == 0) return;
    // Ids count on from the second of the first one: iosxe.md 10.5.
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    UsageReport report;
    report.id =
        state_.last_report == 0 ? static_cast<std::uint64_t>(seconds) : state_.last_report + 1;
    state_.last_report = report.id;
    report.tag = licence.claim.tag;
    report.feature = licence.feature;
    report.count = licence.claim.count;
    report.begins = now;
    const auto before = std::find_if(state_.reports.rbegin(), state_.reports.rend(),
                                     [&](const UsageReport& r) { return r.tag == report.tag; });
    if (before != state_.reports.rend()) {
        report.previous = before->id;
        before->next = report.id;
    }
    state_.reports.push_back(std::move(report));
}

void PolicyAgent::open_all(DeviceTime now) {
    for (const auto& licence : state_.licences) {
        const bool there =
            std::any_of(state_.reports.begin(), state_.reports.end(), [&](const UsageReport& r) {
                return r.state == ReportState::open && r.tag == licence.claim.tag;
            });
        if (!there) open(licence, now);
    }
}

void PolicyAgent::close(PolicyState& state, std::string_view tag, ReportEnd end, DeviceTime now) {
    for (auto& report : state.reports) {
        if (report.state != ReportState::open || report.tag != tag) continue;
        report.state = ReportState::closed;
        report.end = end;
        report.ends = now;
    }
}

std::vector<UsageReport> PolicyAgent::reports_for_file(DeviceTime now) {
    for (const auto& licence : state_.licences) {
        close(state_, licence.claim.tag, ReportEnd::asked, now);
    }
    auto reports = state_.reports;
    open_all(now);
    return reports;
}

void PolicyAgent::acknowledge(const std::vector<std::uint64_t>& ids) {
    for (auto& report : state_.reports) {
        if (!owed(report) || std::find(ids.begin(), ids.end(), report.id) == ids.end()) continue;
        report.state = ReportState::acknowledged;
        report.end = ReportEnd::acknowledged;
    }
    purge();
}

void PolicyAgent::purge() {
    auto over = static_cast<std::size_t>(
        std::count_if(state_.reports.begin(), state_.reports.end(),
                      [](const UsageReport& r) { return r.state == ReportState::acknowledged; }));
    std::erase_if(state_.reports, [&](const UsageReport& r) {
        if (over <= acknowledged_kept || r.state != ReportState::acknowledged) return false;
        --over;
        ++state_.purged;
        return true;
    });
}

ReportCount PolicyAgent::count() const {
    ReportCount count;
    count.purged = state_.purged;
    for (const auto& report : state_.reports) {
        ++count.total;
        switch (report.state) {
            case ReportState::open:
                ++count.collecting;
                ++count.available;
                break;
            case ReportState::closed: ++count.available; break;
            case ReportState::waiting: ++count.waiting; break;
            case ReportState::acknowledged: ++count.acknowledged; break;
        }
    }
    return count;
}

}  // namespace licensing
