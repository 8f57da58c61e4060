// The Smart Agent: what a device knows about its own licence and does about it by itself. It has
// no text of any device and no clock of its own: it is told the device's time, says when it wants
// to be woken, and leaves requests and events for the lab to collect.
// Behaviour and figures: reference asa.md section 6.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "licensing/chance.hpp"
#include "licensing/message.hpp"
#include "licensing/time.hpp"

namespace licensing {

// A retry ladder: the n-th failure waits for step n (the last one repeats), plus a chance of up
// to `spread`.
struct RetryStep {
    Span wait{};
    Span spread{};
};
using Retry = std::vector<RetryStep>;

enum class CertificateEnd { at_once, at_boot };  // when an ended identity is given up

// Values of the profile; each has its evidence there.
struct AgentTraits {
    std::string party;               // who draws chance: the device's name in the lab
    Span id_renewal{};               // after a registration or renewal: 180 days
    Span authorization_renewal{};    // 30 days
    Span expired_retry{};            // 1 hour while the authorization is expired
    Span out_of_compliance_retry{};  // 12 hours
    Span request_delay{};            // from a change of entitlements to the request
    Span settling{};                 // from an answer's arrival to its stamp: under a second
    Span expiry_margin{};   // `Registration Expires` shows the certificate's end minus this
    Span expiry_warning{};  // before the end of the certificate: 60 days
    Retry registration_retry, id_retry, authorization_retry;
    std::optional<Span> evaluation;  // 90 days of use, or none at all
    CertificateEnd certificate_end = CertificateEnd::at_boot;
};

enum class Registration { unregistered, pending, in_progress, failed, registered };
enum class Authorization { none, evaluation, authorized, out_of_compliance, expired };
// Of one entitlement. `waiting`: asked for, no answer yet.
enum class Enforcement {
    waiting,
    evaluation,
    evaluation_expired,
    authorized,
    out_of_compliance,
    expired,
    invalid_tag
};

struct Failure {
    std::variant<TransportFailure, Objection> why;
    std::string detail;
};
struct Attempt {
    DeviceTime at{};
    std::optional<Failure> failure;  // nothing: it succeeded
};

struct Entitlement {
    Claim claim;
    Enforcement enforcement = Enforcement::waiting;
    DeviceTime requested{};
    DeviceTime changed{};                    // when `enforcement` last changed
    std::string name, description, version;  // from the authority; empty before it answered
};

// All the agent knows; what a view shows and what flash keeps.
struct AgentState {
    bool enabled = false;
    Registration registration = Registration::unregistered;
    std::optional<Identity> identity;
    std::string token;  // kept for the retries
    bool force = false;
    std::optional<Attempt> registered;  // the first attempt's latest outcome
    std::optional<Attempt> renewed;     // the last renewal of the identity
    std::optional<DeviceTime> next_registration, next_renewal;

    Authorization authorization = Authorization::none;
    DeviceTime authorization_at{};        // what stands behind `AUTHORIZED on`
    std::optional<Attempt> communicated;  // the last authorization exchange
    std::optional<DeviceTime> next_communication;
    std::optional<DeviceTime> deadline;  // nothing once it is exceeded or never was

    std::vector<Claim> wanted;  // in force: tier first, then add-ons
    std::vector<Entitlement> entitlements;

    Span evaluation_used{};
    std::optional<DeviceTime> evaluation_since;  // running now
    bool warned_of_expiry = false;
    bool told_of_end = false;         // of an ended certificate that is still held
    bool communication_lost = false;  // so that COMM_RESTORED is said once
    int registration_failures = 0, renewal_failures = 0, authorization_failures = 0;
    std::uint64_t last_request = 0;
    bool wanted_since_boot = false;  // the startup configuration has been parsed

    // In flight; a reload loses these.
    std::optional<std::uint64_t> awaited;
    Purpose awaited_purpose = Purpose::registration;
};

enum class EventKind {
    ready,
    enabled,
    disabled,
    registration_succeeded,
    registration_failed,
    deregistered,
    deregistration_failed,
    renewal_succeeded,
    renewal_failed,
    authorization_succeeded,
    authorization_failed,
    in_compliance,
    out_of_compliance,
    authorization_expired,
    communication_lost,
    communication_restored,
    certificate_expired,
    certificate_warning,
    export_allowed,
    export_not_allowed,
    evaluation_started,
    evaluation_expired,
    clock_changed,
    already_registered,
    already_deregistered,
    entitlement_renewed,
    invalid_tag,
    // What only a debug shows:
    request_sent,
    answer_received,
    state_changed,
};
struct Event {
    EventKind kind = EventKind::ready;
    DeviceTime at{};
    std::string detail;  // purpose, failure or state by its C++ name, for the debug to word
};

// What the agent will not do, for the platform to word.
enum class AgentRefusal { not_enabled, already_registered, not_registered, busy };

class Agent {
public:
    // A device boots: `kept` is what its flash holds (a fresh AgentState on new hardware), `now`
    // its clock. A certificate that has ended is given up here where the traits say so
    // (seed 000, scenario C): the agent then registers anew by itself with the kept token.
    Agent(AgentTraits traits, Udi udi, Chance chance, AgentState kept, DeviceTime now);

    // An agent that goes on where it was, for a lab that is being loaded: nothing boots, nothing
    // is lost, nothing happens.
    static Agent restored(AgentTraits traits, Udi udi, Chance chance, AgentState state);

    const AgentState& state() const { return state_; }
    const Udi& udi() const { return udi_; }
    const AgentTraits& traits() const { return traits_; }

    void enable(DeviceTime now);
    void disable(DeviceTime now);

    // What the configuration asks for, in the order it is asked. Nothing changes when it is the
    // same as before. Takes effect (and is sent when registered) after the request delay.
    void want(std::vector<Claim> claims, DeviceTime now);

    // A forced registration of a registered device leaves its identity in use until the new one
    // is there. While a registration or deregistration is in flight the renewals are refused as
    // busy. A renewal by hand starts its retries over: scenario B of seed 000 shows 30 seconds a
    // month after the renewal first failed.
    std::optional<AgentRefusal> register_device(const std::string& token, bool force,
                                                DeviceTime now);
    // Takes effect when the answer arrives. A device that is only trying to register gives up.
    std::optional<AgentRefusal> deregister(DeviceTime now);
    std::optional<AgentRefusal> renew_identity(DeviceTime now);
    std::optional<AgentRefusal> renew_authorization(DeviceTime now);

    // The outcome of the request `id`; a stale one is ignored.
    void receive(std::uint64_t id, const Delivery& delivery, DeviceTime now);
    // The device's clock was set, from `before` to `now`. Jobs keep their dates.
    void clock_changed(DeviceTime before, DeviceTime now);

    std::optional<DeviceTime> next_due() const;
    void wake(DeviceTime now);

    // Collected by the lab after every call; each is handed out once.
    std::vector<Request> take_requests();
    std::vector<Event> take_events();

    // What flash keeps over a reload: everything but what is in flight.
    AgentState kept(DeviceTime now) const;

    // -- derived, for views --
    bool registered() const { return state_.registration == Registration::registered; }
    // May features be used that need the authority's consent?
    bool authorized() const { return state_.authorization == Authorization::authorized; }
    // The identity allows export-controlled functionality.
    bool export_allowed() const;
    // Nothing when the platform has no evaluation period.
    std::optional<Span> evaluation_remaining(DeviceTime now) const;
    // `Registration Expires`: the certificate's end by the authority's clock, minus the margin.
    std::optional<DeviceTime> registration_expires() const;

private:
    struct Job {
        Purpose purpose;
        DeviceTime at;
    };

    Agent(AgentTraits traits, Udi udi, Chance chance, AgentState state);
    void boot(DeviceTime now);
    void say(EventKind kind, DeviceTime at, std::string_view detail = {});
    void set_registration(Registration registration, DeviceTime at);
    void set_authorization(Authorization authorization, DeviceTime at);
    void set_enforcement(Entitlement& entitlement, Enforcement enforcement, DeviceTime at);
    bool answered() const;  // the authority has said something about the entitlements
    std::optional<AgentRefusal> refuses_renewal() const;

    // What it wants and how that is counted: agent_entitlements.cpp.
    void take_up(std::vector<Claim> claims, DeviceTime now);
    Enforcement unanswered() const;
    void forget_authorization(DeviceTime now);
    void count_evaluation(DeviceTime now);
    bool evaluating() const;

    // What it does by itself: agent_jobs.cpp.
    std::optional<Job> next_job() const;
    void send(Purpose purpose, DeviceTime now);
    static void forget_awaited(AgentState& state, DeviceTime now);
    void communicate_by(DeviceTime when);
    std::optional<DeviceTime> retry_at(DeviceTime at, const Retry& ladder, int failures,
                                       std::string_view purpose) const;
    bool certificate_ended(DeviceTime now) const;
    void pass_deadline(DeviceTime now);
    void pass_certificate(DeviceTime now);
    void drop_identity(DeviceTime now);

    // What the answers do: agent_answers.cpp. `now` is the arrival, `at` the stamp after it.
    void on_registered(const Registered& answer, DeviceTime now, DeviceTime at);
    void on_renewed(const Registered& answer, DeviceTime now, DeviceTime at);
    void on_authorized(const Authorized& answer, DeviceTime now, DeviceTime at);
    void on_deregistered(DeviceTime now, DeviceTime at);
    void on_failure(Purpose purpose, const Failure& failure, DeviceTime now, DeviceTime at);
    void on_registration_failure(const Failure& failure, DeviceTime at);
    void on_renewal_failure(const Failure& failure, DeviceTime at);
    void on_authorization_failure(const Failure& failure, DeviceTime at);
    void enforce(const std::vector<Grant>& grants, DeviceTime at);

    AgentTraits traits_;
    Udi udi_;
    Chance chance_;
    AgentState state_;
    std::vector<Request> requests_;
    std::vector<Event> events_;
};

}  // namespace licensing
