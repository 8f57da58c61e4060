// Who gets how many licences: the counts behind every answer about compliance.
#include <algorithm>
#include <limits>
#include <map>

#include "licensing/authority.hpp"

namespace licensing {

namespace {

int clamped(long long count) {
    return static_cast<int>(std::min<long long>(count, std::numeric_limits<int>::max()));
}

int take(int& from, int wanted) {
    const int taken = std::clamp(wanted, 0, std::max(from, 0));
    from -= taken;
    return taken;
}

}  // namespace

int Authority::owned(const std::string& account, const std::string& tag, AuthorityTime now) const {
    const VirtualAccount* owner = account_named(account);
    if (!owner) return 0;
    long long count = 0;
    for (const Licence& licence : owner->licences) {
        if (licence.tag == tag && (!licence.ends || now < *licence.ends)) count += licence.count;
    }
    return clamped(count);
}

// What reservations took out and satellites have reported: nobody else gets it.
int Authority::apart(const std::string& account, const std::string& tag) const {
    long long count = 0;
    const auto add = [&](const std::vector<Claim>& claims) {
        for (const Claim& claim : claims) {
            if (claim.tag == tag) count += claim.count;
        }
    };
    for (const Reservation& one : state_.reservations) {
        if (one.virtual_account == account) add(one.claims);
    }
    for (const SatelliteUse& satellite : state_.satellites) {
        for (const AccountUse& use : satellite.uses) {
            if (use.account == account) add(use.claims);
        }
    }
    return clamped(count);
}

int Authority::used(const std::string& account, const std::string& tag) const {
    const VirtualAccount* owner = account_named(account);
    if (!owner) return 0;
    long long count = apart(owner->name, tag);
    for (const Instance& instance : state_.instances) {
        if (instance.virtual_account != owner->name) continue;
        for (const Holding& holding : instance.claims) {
            if (holding.tag == tag) count += holding.count;
        }
    }
    return clamped(count);
}

int Authority::lent(const std::string& account, const std::string& tag, AuthorityTime now) const {
    const VirtualAccount* owner = account_named(account);
    if (!owner) return 0;
    long long count = 0;
    for (const Share& share : shares(owner->name, now)) {
        if (generic_of(share.tag) == tag) count += share.borrowed;
    }
    return clamped(count);
}

std::string Authority::generic_of(const std::string& tag) const {
    for (const Hierarchy& one : state_.hierarchy) {
        if (one.specific == tag) return one.generic;
    }
    return {};
}

// Who asked first is served first; who asked for more than there is takes what is left.
std::vector<Authority::Share> Authority::shares(const std::string& account,
                                                AuthorityTime now) const {
    struct Asked {
        const Instance* instance;
        const Holding* holding;
    };
    std::vector<Asked> queue;
    for (const Instance& instance : state_.instances) {
        if (instance.virtual_account != account) continue;
        for (const Holding& holding : instance.claims) queue.push_back({&instance, &holding});
    }
    std::stable_sort(queue.begin(), queue.end(), [](const Asked& a, const Asked& b) {
        return a.holding->turn < b.holding->turn;
    });
    std::map<std::string, int> left;
    const auto rest = [&](const std::string& tag) -> int& {
        const auto [place, fresh] = left.try_emplace(tag, 0);
        if (fresh) place->second = owned(account, tag, now) - apart(account, tag);
        return place->second;
    };
    std::vector<Share> shares;
    for (const auto& [instance, holding] : queue) {
        Share share{instance->id, holding->tag, 0, 0, holding->count};
        share.own = take(rest(share.tag), share.lacking);
        share.lacking -= share.own;
        if (const auto generic = generic_of(share.tag); !generic.empty()) {
            share.borrowed = take(rest(generic), share.lacking);
            share.lacking -= share.borrowed;
        }
        shares.push_back(std::move(share));
    }
    return shares;
}

Authorized Authority::grant(const Instance& instance, AuthorityTime now) const {
    Authorized authorized;
    authorized.stamped = now;
    authorized.deadline = now + traits_.authorization;
    const auto all = shares(instance.virtual_account, now);
    for (const Holding& holding : instance.claims) {
        const bool enough = std::none_of(all.begin(), all.end(), [&](const Share& share) {
            return share.instance == instance.id && share.tag == holding.tag && share.lacking > 0;
        });
        authorized.grants.push_back(grant(instance, holding, enough));
    }
    return authorized;
}

Grant Authority::grant(const Instance& instance, const Holding& holding, bool enough) const {
    Grant grant;
    grant.claim = Claim{holding.tag, holding.count};
    const Licence* known = licence_known(instance.virtual_account, holding.tag);
    if (!known) {
        // A tag nobody lists may still be served by its generic licence.
        const auto generic = generic_of(holding.tag);
        const Licence* lender =
            generic.empty() ? nullptr : licence_known(instance.virtual_account, generic);
        if (!lender) {
            grant.compliance = Compliance::invalid_tag;
            return grant;
        }
        known = lender;
    }
    grant.name = known->name;
    grant.description = known->description;
    if (!enough) grant.compliance = Compliance::out_of_compliance;
    return grant;
}

// The account's own entry, or else any account's: the tag exists, the account has none of it.
const Licence* Authority::licence_known(const std::string& account, const std::string& tag) const {
    const Licence* elsewhere = nullptr;
    for (const VirtualAccount& owner : state_.accounts) {
        for (const Licence& licence : owner.licences) {
            if (licence.tag != tag) continue;
            if (owner.name == account) return &licence;
            if (!elsewhere) elsewhere = &licence;
        }
    }
    return elsewhere;
}

// For a report to a parent: by the tag that is really used up.
std::vector<Claim> Authority::uses(const std::string& account, AuthorityTime now) const {
    std::map<std::string, int> counts;
    for (const Share& share : shares(account, now)) {
        counts[share.tag] += share.own + share.lacking;
        if (share.borrowed > 0) counts[generic_of(share.tag)] += share.borrowed;
    }
    for (const Reservation& one : state_.reservations) {
        if (one.virtual_account != account) continue;
        for (const Claim& claim : one.claims) counts[claim.tag] += claim.count;
    }
    std::vector<Claim> claims;
    for (const auto& [tag, count] : counts) {
        if (count > 0) claims.push_back({tag, count});
    }
    return claims;
}

}  // namespace licensing
