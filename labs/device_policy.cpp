// The device's side of reporting usage by policy: what it uses, which way its reports go, the
// files it writes and reads, and the traffic between its agent, the network and its log.
#include <algorithm>

#include <fmt/format.h>

#include "labs/device.hpp"
#include "labs/reading.hpp"
#include "licensing/names.hpp"
#include "licensing/policy_file.hpp"
#include "licensing/policy_migration.hpp"

namespace lab {

using licensing::PolicyEventKind;
using licensing::PolicyTransport;
using licensing::Span;

namespace {

PolicyTransport way_of(Transport transport) {
    switch (transport) {
        case Transport::smart: return PolicyTransport::smart;
        case Transport::callhome: return PolicyTransport::callhome;
        case Transport::off: return PolicyTransport::off;
        case Transport::cslu: break;
    }
    return PolicyTransport::collector;
}

Span days_of(const profiles::Profile& profile, const std::string& name) {
    return profile.interval("policy." + name);
}

licensing::ReportingRule rule_of(const profiles::Profile& profile, const std::string& kind) {
    return {days_of(profile, kind + ".first"), days_of(profile, kind + ".frequency"),
            days_of(profile, kind + ".change")};
}

licensing::PolicyTraits policy_traits_of(const profiles::Profile& profile,
                                         const std::string& party) {
    licensing::PolicyTraits traits;
    traits.party = party;
    traits.first_contact = days_of(profile, "first_contact");
    traits.retry = days_of(profile, "retry");
    traits.push = days_of(profile, "push");
    traits.gap = days_of(profile, "gap");
    traits.first_reminder = days_of(profile, "first_reminder");
    for (int step = 1; profile.has_interval(fmt::format("policy.reminder.{}", step)); ++step) {
        traits.reminders.push_back(days_of(profile, fmt::format("reminder.{}", step)));
    }
    for (Span day{std::chrono::days{6}}; day > Span::zero(); day -= std::chrono::days{1}) {
        traits.reminders.push_back(day);  // each day of the last week
    }
    traits.standard.perpetual = rule_of(profile, "perpetual");
    traits.standard.subscription = rule_of(profile, "subscription");
    return traits;
}

}  // namespace

std::string transport_word(licensing::PolicyTransport way) {
    switch (way) {
        case PolicyTransport::smart: return "smart";
        case PolicyTransport::callhome: return "callhome";
        case PolicyTransport::off: return "off";
        case PolicyTransport::collector: break;
    }
    return "cslu";
}

std::vector<licensing::Udi> Device::udis() const {
    std::vector<licensing::Udi> all;
    for (const auto& unit : units()) {
        // Two supervisors speak for one chassis: they share its trust.
        if (std::find(all.begin(), all.end(), unit.udi) == all.end()) all.push_back(unit.udi);
    }
    return all;
}

// The new release finds what the old one left. Gives the way reports go from now on when the two
// differ, so that the configuration can say so.
std::optional<PolicyTransport> Device::start_policy(bool smart) {
    std::optional<PolicyTransport> way;
    if (!chassis_.policy) {
        chassis_.policy = licensing::upgraded(chassis_.agent, udis(), now());
        if (chassis_.agent.enabled) way = licensing::way_after(chassis_.agent, smart);
        chassis_.agent = licensing::put_by(chassis_.agent);
    }
    policy_.emplace(policy_traits_of(*profile_, name_), udis(), *chassis_.policy, now());
    return way;
}

// What was sent one way goes on the same way: the startup text gets the line that says so.
void Device::carry_way(PolicyTransport way) {
    const auto line = profile_->message("line.usage-transport",
                                        profiles::Facts{}.set("transport", transport_word(way)));
    apply(edit_of(line, *profile_, profile_->text("mode.configuration")), true);
    if (chassis_.startup) *chassis_.startup += line + "\n";
    derive();
}

// And the old release, what the new one left.
void Device::leave_policy() {
    if (!chassis_.policy) return;
    const bool reads =
        profile_->has_number("trust_code.read") && profile_->number("trust_code.read") != 0;
    chassis_.agent = licensing::downgraded(*chassis_.policy, chassis_.agent,
                                           traits_of(*profile_, name_), reads, now());
    chassis_.policy.reset();
}

void Device::restore_policy() {
    if (!chassis_.policy || !running_.up || !profile_->has("usage-policy")) return;
    policy_.emplace(licensing::PolicyAgent::restored(policy_traits_of(*profile_, name_), udis(),
                                                     *chassis_.policy));
}

void Device::end_policy() {
    if (policy_) chassis_.policy = policy_->kept(now());
    policy_.reset();
}

std::vector<licensing::UsedLicence> Device::licences_in_use() const {
    std::vector<licensing::UsedLicence> used;
    for (const auto& claim : claims()) {
        const auto* row = row_of(claim.tag);
        used.push_back({claim, row ? row->feature : "", row && row->subscription});
    }
    return used;
}

void Device::report_usage() {
    if (!policy_) return;
    std::optional<Span> interval;
    if (settings_.usage.interval) interval = *settings_.usage.interval;
    policy_->stack(udis());
    policy_->report_by(way_of(settings_.transport), interval, now());
    policy_->use(licences_in_use(), now());
    collect_usage();
}

void Device::trust(const std::string& token, bool all, bool force) {
    policy_->trust(token, all, force, now());
    collect_usage();
}

void Device::synchronize_usage() {
    policy_->synchronize(now());
    collect_usage();
}

void Device::reset_licensing() {
    policy_->factory_reset(now());
    collect_usage();
}

std::string Device::save_trust_request(const std::string& path) {
    return put_file(path, licensing::written({chassis_.udi, settings_.hostname, {udis(), {}, 0}}));
}

bool Device::save_usage(const UsageChoice& choice, const std::string& path) {
    auto reports = policy_->reports_for_file(now());
    std::erase_if(reports, [&](const licensing::UsageReport& report) {
        if (choice.report && report.id != *choice.report) return true;
        if (choice.days && report.ends + *choice.days < now()) return true;
        return choice.unreported && report.state == licensing::ReportState::acknowledged;
    });
    collect_usage();
    if (reports.empty()) return false;
    put_file(path, licensing::written({chassis_.udi, settings_.hostname, {{}, reports, 0}}));
    policy_->saved(now());
    collect_usage();
    return true;
}

bool Device::import_file(const std::string& path) {
    const auto file = std::find_if(chassis_.files.begin(), chassis_.files.end(),
                                   [&](const File& f) { return f.path == file_path(path); });
    if (file == chassis_.files.end()) return false;
    const auto carried = licensing::read_carried(file->text);
    if (!carried) return false;
    if (const auto* trust = std::get_if<licensing::Trusted>(&*carried)) {
        policy_->import_trust(*trust, now());
    } else if (const auto* ack = std::get_if<licensing::Acknowledged>(&*carried)) {
        policy_->import_ack(*ack, now());
    } else {
        policy_->import_policy(std::get<licensing::UsagePolicy>(*carried), now());
    }
    collect_usage();
    return true;
}

// As collect() does for the classic agent.
void Device::collect_usage() {
    while (policy_) {
        auto requests = policy_->take_requests();
        const auto events = policy_->take_events();
        if (requests.empty() && events.empty()) break;
        for (const auto& event : events) hear_usage(event);
        for (auto& request : requests) {
            if (!settings_.hostname_private) request.hostname = settings_.hostname;
            around_.network.send(sender(), request, lab_now());
        }
    }
    if (policy_) chassis_.policy = policy_->state();
}

std::string Device::usage_failure(const licensing::Failure& failure) const {
    profiles::Facts facts;
    facts.set("detail", failure.detail);
    const std::string name(licensing::name(failure));
    for (const auto& message : {"usage.failure." + name, "failure." + name}) {
        if (profile_->has_message(message)) return profile_->message(message, facts);
    }
    return profile_->message("usage.failure.transport", facts);
}

void Device::hear_usage(const licensing::PolicyEvent& event) {
    profiles::Facts facts;
    facts.set("receiver",
              profiles::State{"usage_peer", transport_word(policy_->state().transport)});
    facts.set("days", event.days);
    if (event.failure) facts.set("reason", usage_failure(*event.failure));
    if (event.udi) facts.set("pid", event.udi->pid).set("serial", event.udi->serial);
    const std::string kind(licensing::name(event.kind));
    note_event("usage." + kind, facts);
    notify("usage." + kind, facts);
}

// The event log of the agent, oldest first.
void Device::note_event(const std::string& kind, const profiles::Facts& facts) {
    constexpr std::size_t kept = 500;
    if (!profile_->has_message("event." + kind)) return;
    auto& log = chassis_.licence_events;
    if (log.size() >= kept) log.erase(log.begin());
    log.push_back({now(), profile_->message("event." + kind, facts)});
}

}  // namespace lab
