// The authority's desk for devices that report by policy: which product instances do, what they
// sent, whose reports are ready to be acknowledged, and the account's own policy.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "licensing/policy_message.hpp"
#include "licensing/time.hpp"

namespace licensing {

// What makes a product instance one that reports by policy.
struct PolicyRecord {
    std::vector<Udi> members;               // who holds a trust code
    std::optional<AuthorityTime> trusted;   // nothing: it comes by way of a collector
    std::optional<AuthorityTime> reported;  // when its last report came
};

// Reports that were taken up; the acknowledgement is there from `ready` on.
struct UsageReceipt {
    std::uint64_t id = 0;
    Udi udi;
    std::vector<std::uint64_t> reports;
    AuthorityTime ready{};
};

struct PolicyDesk {
    bool known = true;                     // an old one on the premises knows nothing of policies
    std::optional<UsagePolicy> policy;     // the account's own
    Span takes = std::chrono::minutes{5};  // to look at reports: iosxe.md 10.6
    std::vector<UsageReceipt> receipts;
    std::uint64_t last_receipt = 0;
};

}  // namespace licensing
