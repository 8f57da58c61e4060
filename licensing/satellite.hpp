// An authority on somebody's own premises. It answers devices by itself; now and then it reports
// to its parent, which hands out the licences it may grant and renews the certificate it signs
// with. While that certificate has ended, its answers are of no use (seed 004, scenario 6).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "licensing/message.hpp"
#include "licensing/time.hpp"

namespace licensing {

struct Licence {
    std::string tag;
    std::string name;  // display name, or a regid on old accounts
    std::string description;
    int count = 0;
    std::optional<AuthorityTime> ends;  // a term licence's end; nothing: perpetual
    // The product all of whose functions it allows, when they are reserved universally.
    std::string universal_for = {};
};

struct VirtualAccount {
    std::string name;
    std::vector<Licence> licences;
};

struct Satellite {
    std::string version;         // of its software; empty: nobody said, so a new one
    bool exports_tokens = true;  // tokens of an old one cannot allow export control
    AuthorityTime certificate_ends{};
    std::optional<Span> interval;            // nothing: by hand only
    std::optional<AuthorityTime> next_sync;  // when it reports by itself
    std::optional<AuthorityTime> last_sync;  // the last that worked
};

// What a satellite has in use of one of its parent's accounts.
struct AccountUse {
    std::string account;
    std::vector<Claim> claims;
};
struct SyncReport {
    std::string satellite;
    std::vector<AccountUse> uses;  // one for each of its accounts
};
struct SyncAnswer {
    std::vector<VirtualAccount> accounts;  // those both know, with all it may grant
    AuthorityTime certificate_ends{};
    bool exports = true;  // the account qualifies for export control
};

// What a parent keeps of a satellite.
struct SatelliteUse {
    std::string satellite;
    AuthorityTime reported{};
    std::vector<AccountUse> uses;
};

}  // namespace licensing
