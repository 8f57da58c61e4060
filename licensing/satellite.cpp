// The satellite's side of a synchronisation, and its parent's.
#include "licensing/satellite.hpp"

#include <algorithm>

#include "licensing/authority.hpp"

namespace licensing {

SyncReport Authority::sync_report(AuthorityTime now) const {
    SyncReport report;
    report.satellite = traits_.party;
    for (const VirtualAccount& account : state_.accounts) {
        report.uses.push_back({account.name, uses(account.name, now)});
    }
    return report;
}

SyncAnswer Authority::synchronise(const SyncReport& report, AuthorityTime now) {
    std::erase_if(state_.satellites,
                  [&](const SatelliteUse& one) { return one.satellite == report.satellite; });
    SyncAnswer answer;
    answer.certificate_ends = now + traits_.certificate;
    answer.exports = state_.exports;
    for (const AccountUse& use : report.uses) {
        const auto account =
            std::find_if(state_.accounts.begin(), state_.accounts.end(),
                         [&](const VirtualAccount& mine) { return mine.name == use.account; });
        if (account == state_.accounts.end()) continue;
        VirtualAccount lent{account->name, {}};
        for (const Licence& licence : account->licences) {
            Licence part = licence;
            // What others have in use stays here, taken from the lots as they are listed.
            int taken = used(account->name, licence.tag);
            for (const Licence& earlier : account->licences) {
                if (&earlier == &licence) break;
                if (earlier.tag == licence.tag) taken -= std::min(taken, earlier.count);
            }
            part.count -= std::min(part.count, taken);
            lent.licences.push_back(std::move(part));
        }
        answer.accounts.push_back(std::move(lent));
    }
    state_.satellites.push_back({report.satellite, now, report.uses});
    return answer;
}

void Authority::synchronised(const std::optional<SyncAnswer>& answer, AuthorityTime now) {
    if (!state_.satellite) return;
    Satellite& satellite = *state_.satellite;
    constexpr Span again = std::chrono::days{1};  // after a failure; inferred
    if (satellite.interval) {
        satellite.next_sync =
            now + (answer ? *satellite.interval : std::min(*satellite.interval, again));
    }
    if (!answer) return;
    satellite.last_sync = now;
    satellite.certificate_ends = answer->certificate_ends;
    state_.exports = answer->exports;
    for (const VirtualAccount& given : answer->accounts) {
        if (VirtualAccount* mine = account_named(given.name)) mine->licences = given.licences;
    }
}

void Authority::schedule(std::optional<Span> interval, AuthorityTime now) {
    if (!state_.satellite) return;
    state_.satellite->interval = interval;
    state_.satellite->next_sync.reset();
    if (interval) state_.satellite->next_sync = now + *interval;
}

void Authority::upgrade(const std::string& version, bool exports_tokens) {
    if (!state_.satellite) return;
    state_.satellite->version = version;
    state_.satellite->exports_tokens = exports_tokens;
}

}  // namespace licensing
