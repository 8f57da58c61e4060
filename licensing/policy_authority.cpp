// The authority and devices that report by policy: trust codes, reports, acknowledgements.
#include <algorithm>
#include <utility>

#include "licensing/authority.hpp"
#include "licensing/policy_file.hpp"

namespace licensing {

namespace {

constexpr Span receipts_kept = std::chrono::days{30};
constexpr Span trust_renewed = std::chrono::days{180};  // inferred, as the elder's certificates

// What the newest report of each licence says is in use.
std::vector<Claim> usage_in(const std::vector<UsageReport>& reports) {
    std::vector<Claim> usage;
    for (const auto& report : reports) {
        auto known = std::find_if(usage.begin(), usage.end(),
                                  [&](const Claim& c) { return c.tag == report.tag; });
        if (known == usage.end()) known = usage.insert(known, Claim{report.tag, 0});
        known->count = report.count;
    }
    return usage;
}

}  // namespace

Answer Authority::answer_policy(const Request& request, AuthorityTime now) {
    if (!state_.policy.known) return Objected{Objection::policy_unknown, {}};
    if (request.purpose == Purpose::trust) return give_trust(request, now);
    Instance* instance = by_serial(request.udi.serial);
    // A device that was registered before it learned of policies is known by its certificate.
    if (!instance || request.instance.empty() || instance->id != request.instance) {
        return Objected{Objection::signature_mismatch, {}};
    }
    if (!instance->policy) become_policy(*instance, now);
    instance->last_contact = now;
    instance->hostname = request.hostname;
    switch (request.purpose) {
        case Purpose::trust_sync: return trusted(*instance, now);
        case Purpose::usage_report: return take_usage(request, "", now);
        default: break;
    }
    return acknowledgement(request.policy.receipt, now);
}

Answer Authority::give_trust(const Request& request, AuthorityTime now) {
    Token* token = usable_token(request.token, now);
    if (!token) return Objected{Objection::token_not_valid, request.token};
    Instance* instance = by_serial(request.udi.serial);
    const bool holds = instance && (!instance->policy || instance->policy->trusted);
    if (holds && !request.force) {
        return Objected{Objection::already_registered, request.udi.pid + "," + request.udi.serial};
    }
    if (token->uses_left) --*token->uses_left;
    if (!instance) instance = &newcomer(request, now);
    instance->virtual_account = token->virtual_account;
    instance->export_allowed = token->export_allowed;
    instance->hostname = request.hostname;
    instance->last_contact = now;
    if (!instance->policy) instance->policy.emplace();
    instance->policy->members = request.policy.members;
    instance->policy->trusted = now;
    return trusted(*instance, now);
}

Instance& Authority::newcomer(const Request& request, AuthorityTime now) {
    Instance made;
    made.id = uuid("instance", ++state_.serial);
    made.udi = request.udi;
    made.hostname = request.hostname;
    made.registered = now;
    made.certificate_ends = now + traits_.certificate;
    made.last_contact = now;
    made.policy.emplace();
    state_.instances.push_back(std::move(made));
    return state_.instances.back();
}

void Authority::become_policy(Instance& instance, AuthorityTime now) {
    instance.policy.emplace();
    instance.policy->members = {instance.udi};
    instance.policy->trusted = now;
}

Trusted Authority::trusted(Instance& instance, AuthorityTime now) {
    if (now - *instance.policy->trusted > trust_renewed) instance.policy->trusted = now;
    return {instance.id, instance.policy->members, *instance.policy->trusted, state_.smart_account,
            instance.virtual_account};
}

TakenUp Authority::take_usage(const Request& request, const std::string& account,
                              AuthorityTime now) {
    Instance* instance = by_serial(request.udi.serial);
    if (!instance) {
        instance = &newcomer(request, now);
        const auto* owner = account_named(account);
        instance->virtual_account = owner ? owner->name : state_.accounts.front().name;
    }
    if (!instance->policy) become_policy(*instance, now);
    instance->hostname = request.hostname;
    instance->last_contact = now;
    instance->policy->reported = now;
    hold(*instance, usage_in(request.policy.reports));
    auto& desk = state_.policy;
    std::erase_if(desk.receipts,
                  [now](const UsageReceipt& r) { return r.ready + receipts_kept < now; });
    UsageReceipt receipt{++desk.last_receipt, request.udi, {}, now + desk.takes};
    for (const auto& report : request.policy.reports) receipt.reports.push_back(report.id);
    desk.receipts.push_back(std::move(receipt));
    return {desk.last_receipt, desk.takes};
}

Answer Authority::acknowledgement(std::uint64_t receipt, AuthorityTime now) const {
    const auto& receipts = state_.policy.receipts;
    const auto found = std::find_if(receipts.begin(), receipts.end(),
                                    [&](const UsageReceipt& r) { return r.id == receipt; });
    if (found == receipts.end()) return Objected{Objection::failure_status, {}};
    if (now < found->ready) return TakenUp{receipt, found->ready - now};
    Acknowledged ack;
    ack.reports = found->reports;
    ack.policy = state_.policy.policy;
    ack.smart_account = state_.smart_account;
    for (const Instance& instance : state_.instances) {
        if (instance.udi == found->udi) ack.virtual_account = instance.virtual_account;
    }
    return ack;
}

std::optional<std::string> Authority::upload(const std::string& text, const std::string& account,
                                             AuthorityTime now) {
    const auto saved = read_saved(text);
    if (!saved) return std::nullopt;
    Request request;
    request.udi = saved->udi;
    request.hostname = saved->hostname;
    request.policy = saved->ask;
    if (saved->ask.reports.empty()) {
        Instance* instance = by_serial(saved->udi.serial);
        if (!instance) instance = &newcomer(request, now);
        if (instance->virtual_account.empty()) {
            const auto* owner = account_named(account);
            instance->virtual_account = owner ? owner->name : state_.accounts.front().name;
        }
        if (!instance->policy) become_policy(*instance, now);
        instance->policy->members = saved->ask.members;
        instance->policy->trusted = now;
        return written(trusted(*instance, now));
    }
    const auto taken = take_usage(request, account, now);
    const auto ack = acknowledgement(taken.receipt, now + taken.ready_in);
    return written(std::get<Acknowledged>(ack));
}

}  // namespace licensing
