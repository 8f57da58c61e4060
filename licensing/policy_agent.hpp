// The agent of a device that reports its usage by policy: everything is in use from the first
// day, nothing is registered; what is used is written down, sent in, acknowledged in time. Like
// its elder (agent.hpp) it has no words and no clock of its own.
// Behaviour and figures: reference iosxe.md 5.2, 10, 11.2 and 12.2.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "licensing/agent.hpp"
#include "licensing/chance.hpp"
#include "licensing/message.hpp"
#include "licensing/time.hpp"

namespace licensing {

// To whom reports go: a collector on the premises, the authority itself by either way, nobody.
enum class PolicyTransport { collector, smart, callhome, off };

struct PolicyTraits {
    std::string party;            // who draws chance: the device's name in the lab
    Span first_contact{};         // from boot to the first report: 10 minutes
    Span retry{};                 // of a contact that failed: 1 hour
    Span push{};                  // from report to report: 30 days
    Span gap{};                   // from the word about trust to the report: 12 seconds
    Span first_reminder{};        // from boot to the first word about what is owed
    std::vector<Span> reminders;  // before the deadline, the longest first
    UsagePolicy standard;         // where no other one is installed
};

// What the configuration makes the device use.
struct UsedLicence {
    Claim claim;
    std::string feature;
    bool subscription = false;
    auto operator<=>(const UsedLicence&) const = default;
};

struct TrustCode {
    Udi udi;
    DeviceTime installed{};
};

// An authorization code that an earlier reservation left; it stays valid.
struct KeptAuthorization {
    std::string code;
    DeviceTime installed{};
    std::vector<Claim> claims;
};

enum class Replied { nothing, ok, poll, no_reply, error };

// What became of one kind of message: communication statistics.
struct Tally {
    int total = 0, success = 0, failed = 0;
    int failing = 0, unreachable = 0;  // in a row
    Replied replied = Replied::nothing;
    DeviceTime replied_at{};
    std::optional<Failure> failure;
    std::optional<DeviceTime> last_success, last_failure;
};

enum class Exchange { trust, usage, polling, sync, import_policy, import_trust, import_ack };

// One past message or file.
struct Past {
    Exchange what = Exchange::trust;
    DeviceTime at{};
    bool good = true;
    std::string detail;  // a failure by its C++ name
};

struct PolicyState {
    std::vector<UsedLicence> licences;  // also those whose use has ended: count 0
    std::vector<DeviceTime> since;      // of each, when its count last changed
    std::vector<UsageReport> reports;   // oldest first
    std::uint64_t last_report = 0;
    int purged = 0;
    bool counting = false;  // since boot: the startup configuration has been read

    PolicyTransport transport = PolicyTransport::collector;
    std::optional<Span> interval;  // as configured; the policy may ask for less

    std::string instance;  // by which the authority knows the trust codes
    std::vector<TrustCode> trust;
    std::optional<Identity> former;  // the certificate that became a trust code, for the way back
    std::string smart_account, virtual_account;
    std::optional<DeviceTime> account_at;
    std::optional<UsagePolicy> policy;
    DeviceTime policy_at{};
    std::optional<KeptAuthorization> authorization;

    std::string token;  // of a trust code that is asked for
    bool all = false, force = false;
    std::optional<DeviceTime> next_trust;

    std::optional<DeviceTime> first_use, last_ack, ack_deadline;
    std::optional<DeviceTime> next_push, next_report, next_poll, next_reminder;
    std::optional<DeviceTime> last_push, last_file;
    std::uint64_t receipt = 0;

    Tally trusting, reporting, polling, syncing;
    std::vector<Past> history;
    bool communication_lost = false;
    bool resetting = false;  // all of this is gone with the next boot
    std::uint64_t last_request = 0;

    // In flight; a reload loses these.
    std::optional<std::uint64_t> awaited;
    Purpose awaited_purpose = Purpose::trust;
};

enum class PolicyEventKind {
    ready,
    enabled,
    export_not_allowed,
    communication_lost,
    communication_restored,
    trust_installed,
    trust_failed,
    policy_installed,
    acknowledged,
    reporting_required,
    reporting_unknown,  // who answers does not know about policies
    reset,
};
struct PolicyEvent {
    PolicyEventKind kind = PolicyEventKind::ready;
    DeviceTime at{};
    std::optional<Failure> failure;
    std::optional<Udi> udi;
    std::int64_t days = 0;  // until an acknowledgement is required
};
std::string_view name(PolicyEventKind kind);

// How many reports there are of which kind.
struct ReportCount {
    int total = 0, purged = 0, acknowledged = 0, waiting = 0, available = 0, collecting = 0;
};

class PolicyAgent {
public:
    // A device boots; `members` are its UDIs, the active one first.
    PolicyAgent(PolicyTraits traits, std::vector<Udi> members, PolicyState kept, DeviceTime now);
    // One that goes on where it was, for a lab that is being loaded.
    static PolicyAgent restored(PolicyTraits traits, std::vector<Udi> members, PolicyState state);

    const PolicyState& state() const { return state_; }
    const PolicyTraits& traits() const { return traits_; }
    const std::vector<Udi>& members() const { return members_; }

    // What the configuration says: licences, the way reports go and how often.
    void use(std::vector<UsedLicence> licences, DeviceTime now);
    void report_by(PolicyTransport transport, std::optional<Span> interval, DeviceTime now);
    // A member came or went; trust codes of who left are dropped.
    void stack(std::vector<Udi> members);

    // Asks for trust codes with a token: for this member or for all. What cannot be sent now is
    // said by an event.
    void trust(std::string token, bool all, bool force, DeviceTime now);
    // Everything that is due sometime is due now.
    void synchronize(DeviceTime now);
    // Every report there is, for a file: the open ones are closed and go on as new ones. `saved`
    // notes that the file was written.
    std::vector<UsageReport> reports_for_file(DeviceTime now);
    void saved(DeviceTime now) { state_.last_file = now; }
    void import_ack(const Acknowledged& ack, DeviceTime now);
    void import_trust(const Trusted& trust, DeviceTime now);
    void import_policy(const UsagePolicy& policy, DeviceTime now);
    void factory_reset(DeviceTime now);

    void receive(std::uint64_t id, const Delivery& delivery, DeviceTime now);
    std::optional<DeviceTime> next_due() const;
    void wake(DeviceTime now);

    std::vector<Request> take_requests();
    std::vector<PolicyEvent> take_events();
    PolicyState kept(DeviceTime now) const;

    // -- derived, for views --
    const UsagePolicy& policy() const { return state_.policy ? *state_.policy : traits_.standard; }
    // Without a trust code it may only speak to a collector.
    bool trusted() const { return !state_.trust.empty(); }
    // The shortest frequency the policy asks of the licences in use; zero: none.
    Span frequency() const;
    Span push_interval() const;  // zero: no reporting
    ReportCount count() const;

private:
    PolicyAgent(PolicyTraits traits, std::vector<Udi> members, PolicyState state);
    PolicyEvent& say(PolicyEventKind kind, DeviceTime at);
    void note(Exchange what, DeviceTime at, const std::optional<Failure>& failure = {});
    Span shortest(Span ReportingRule::*of) const;
    void require_by(DeviceTime from, Span ReportingRule::*of);
    void plan_deadline();
    void remind(DeviceTime now);
    void plan_reminder(DeviceTime now);
    bool reaches() const;  // there is somebody who would take a report
    void plan_push(DeviceTime earliest);

    // The reports: policy_reports.cpp.
    void open(const UsedLicence& licence, DeviceTime now);
    void open_all(DeviceTime now);
    static void close(PolicyState& state, std::string_view tag, ReportEnd end, DeviceTime now);
    void acknowledge(const std::vector<std::uint64_t>& ids);
    void purge();

    // What it does by itself and what the answers do: policy_exchanges.cpp.
    void send(Purpose purpose, DeviceTime now);
    static void forget_awaited(PolicyState& state, DeviceTime now);
    Tally& tally(Purpose purpose);
    void succeeded(Purpose purpose, Replied how, DeviceTime now);
    void failed(Purpose purpose, const Failure& failure, DeviceTime now);
    void again(Purpose purpose, bool decided, DeviceTime now);
    void on_trusted(const Trusted& answer, DeviceTime now);
    void on_synced(const Trusted& answer, DeviceTime now);
    void on_taken(const TakenUp& answer, Purpose purpose, DeviceTime now);
    void on_acknowledged(const Acknowledged& answer, DeviceTime now);
    void take_account(const std::string& smart, const std::string& virtual_one, DeviceTime now);
    void install(const Trusted& answer, DeviceTime now);
    void install(const UsagePolicy& policy, DeviceTime now);

    PolicyTraits traits_;
    std::vector<Udi> members_;
    PolicyState state_;
    std::vector<Request> requests_;
    std::vector<PolicyEvent> events_;
};

}  // namespace licensing
