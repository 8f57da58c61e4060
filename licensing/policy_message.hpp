// What agent and authority say to each other where usage is reported by policy: trust codes for
// tokens, usage reports and their acknowledgements, and the policy that says how often.
// Behaviour and figures: reference iosxe.md 5.2, 10 and 12.2.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "licensing/time.hpp"

namespace licensing {

// What a maker stamps on hardware; the authority knows a product instance by it.
struct Udi {
    std::string pid;
    std::string serial;
    auto operator<=>(const Udi&) const = default;
};

// A report collects while it is open, waits for its acknowledgement once it was sent.
enum class ReportState { open, closed, waiting, acknowledged };
enum class ReportEnd { none, asked, changed, reloaded, acknowledged };

// How much of one licence was in use from when to when: a RUM report.
struct UsageReport {
    std::uint64_t id = 0;
    std::string tag;
    std::string feature;
    int count = 0;
    DeviceTime begins{};
    DeviceTime ends{};  // nothing while it is open
    ReportState state = ReportState::open;
    ReportEnd end = ReportEnd::none;
    std::uint64_t previous = 0, next = 0;  // of the same licence; 0: none
};

// When a kind of licence must be reported; zero: not at all.
struct ReportingRule {
    Span first{};      // after its first use
    Span frequency{};  // from acknowledgement to acknowledgement
    Span change{};     // after its use changed
    bool operator==(const ReportingRule&) const = default;
};

struct UsagePolicy {
    std::string name;  // empty: nobody's, the maker's own
    bool acknowledged = true;
    ReportingRule perpetual, subscription, enforced, restricted;
    bool operator==(const UsagePolicy&) const = default;
};

// What only requests of this kind carry.
struct PolicyAsk {
    std::vector<Udi> members;  // whose trust is asked for; the first one speaks
    std::vector<UsageReport> reports;
    std::uint64_t receipt = 0;  // of the reports whose acknowledgement is asked for
};

// A trust code for each member, or word that the ones there still hold.
struct Trusted {
    std::string instance;  // product instance id; empty: from a party that gives no trust
    std::vector<Udi> members;
    AuthorityTime issued{};
    std::string smart_account;
    std::string virtual_account;
};
// The reports are taken and looked at; ask again with the receipt.
struct TakenUp {
    std::uint64_t receipt = 0;
    Span ready_in{};
};
struct Acknowledged {
    std::vector<std::uint64_t> reports;
    std::optional<UsagePolicy> policy;  // the account's own, if it has one
    std::string smart_account;
    std::string virtual_account;
};

}  // namespace licensing
