// What there is to know about a Smart Agent: the values a platform gives it, and all that it
// knows itself, which views show and flash keeps. What it does with it: agent.hpp.
// Behaviour and figures: reference asa.md section 6, iosxe.md sections 9 and 12.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "licensing/message.hpp"
#include "licensing/reservation.hpp"
#include "licensing/time.hpp"

namespace licensing {

// A retry ladder: the n-th failure waits for step n (the last one repeats), plus a chance of up
// to `spread`.
struct RetryStep {
    Span wait{};
    Span spread{};
};
using Retry = std::vector<RetryStep>;

enum class Reaction { retry, fail_and_retry, fail };
struct Reacting {
    Cause why;
    Reaction reaction = Reaction::fail;
};

enum class CertificateEnd { at_once, at_boot };  // when an ended identity is given up

// Values of the profile; each has its evidence there.
struct AgentTraits {
    std::string party;               // who draws chance: the device's name in the lab
    Span id_renewal{};               // after a registration or renewal: 180 days
    Span authorization_renewal{};    // 30 days
    Span expired_retry{};            // 1 hour while the authorization is expired
    Span out_of_compliance_retry{};  // 12 hours
    Span takeover_retry{};           // the same of one that has taken over from another: 35 seconds
    Span request_delay{};            // from a change of entitlements to the request
    Span settling{};                 // from an answer's arrival to its stamp: under a second
    Span expiry_margin{};   // `Registration Expires` shows the certificate's end minus this
    Span expiry_warning{};  // before the end of the certificate: 60 days
    Retry registration_retry, id_retry, authorization_retry;
    // What a failed registration does, by its cause; a cause that is not listed keeps trying when
    // nothing was decided and fails otherwise.
    std::vector<Reacting> registration_reactions;
    bool shows_pending = false;             // `pending` until the first attempt has an outcome
    bool shows_waiting = false;             // an authorization under way is an attempt that waits
    Retry reply_timeout;                    // how long an answer is waited for; empty: for ever
    bool dates_overuse_once = false;        // by its beginning, however often it is told again
    bool deregisters_alone = false;         // whatever the authority says, or when it says nothing
    std::optional<Span> evaluation;         // 90 days of use, or none at all
    std::vector<Span> evaluation_warnings;  // by what remains, longest first
    std::optional<Span> evaluation_reminder;  // between warnings that it is over
    bool converts = false;                    // device led conversion
    CodeForm reservation_codes = CodeForm::dashes;
    CertificateEnd certificate_end = CertificateEnd::at_boot;
    // How long a registration outlives a clock that is set outside its time; nothing: its end
    // comes as any other.
    std::optional<Span> clock_grace;
};

enum class Registration {
    unregistered,
    pending,
    in_progress,
    failed,
    registered,
    reserved_specific,
    reserved_universal
};
enum class Authorization {
    none,
    evaluation,
    authorized,
    out_of_compliance,
    expired,
    reserved,
    not_authorized
};
// Of one entitlement. `waiting`: asked for, no answer yet.
enum class Enforcement {
    waiting,
    evaluation,
    evaluation_expired,
    authorized,
    out_of_compliance,
    expired,
    invalid_tag,
    reserved,
    not_authorized
};

// What its device is to another that shares its licences.
enum class Standing { alone, by, taken_over };

struct Attempt {
    DeviceTime at{};
    std::optional<Failure> failure;  // nothing: it succeeded
    bool waiting = false;            // or has no answer yet
};

// Device led conversion: once in a device's life.
enum class Conversion { none, in_progress, failed, done };

struct Entitlement {
    Claim claim;
    Enforcement enforcement = Enforcement::waiting;
    DeviceTime requested{};
    DeviceTime changed{};  // when `enforcement` last changed
    int granted = 0;       // what it may go on using: over-use and silence take nothing away
    std::string name, description, version;  // from the authority; empty before it answered
};

// All the agent knows; what a view shows and what flash keeps.
struct AgentState {
    bool enabled = false;
    Registration registration = Registration::unregistered;
    std::optional<Identity> identity;
    std::string token;  // kept for the retries
    bool force = false;
    // Of the last order to register that a registered device would not take; the next order to
    // register or deregister that is taken forgets it.
    std::string rejected_token;
    std::optional<Attempt> registered;  // the first attempt's latest outcome
    std::optional<Attempt> renewed;     // the last renewal of the identity
    std::optional<DeviceTime> next_registration, next_renewal;
    // What stays on show after a deregistration that the authority did not confirm: seed 004,
    // scenario 6.
    std::optional<Identity> former;

    Authorization authorization = Authorization::none;
    DeviceTime authorization_at{};        // what stands behind `AUTHORIZED on`
    std::optional<Attempt> communicated;  // the last authorization exchange
    std::optional<DeviceTime> next_communication;
    std::optional<DeviceTime> deadline;  // nothing once it is exceeded or never was

    std::vector<Claim> wanted;  // in force: tier first, then add-ons
    std::vector<Entitlement> entitlements;

    Span evaluation_used{};
    std::optional<DeviceTime> evaluation_since;     // running now
    std::optional<Span> evaluation_warned;          // the last warning, by what remained
    std::optional<DeviceTime> evaluation_ended;     // when it was used up
    std::optional<DeviceTime> evaluation_reminded;  // or last told so

    ReservationState reservation;

    Conversion conversion = Conversion::none;
    std::optional<Attempt> converted;
    std::optional<DeviceTime> next_conversion;
    int conversion_failures = 0;

    bool warned_of_expiry = false;
    bool told_of_end = false;  // of an ended certificate that is still held
    // The clock was set outside the certificate's time; unless it is set back, the identity is
    // given up then.
    std::optional<DeviceTime> lapses;
    bool communication_lost = false;  // so that COMM_RESTORED is said once
    int registration_failures = 0, renewal_failures = 0, authorization_failures = 0;
    std::uint64_t last_request = 0;
    bool wanted_since_boot = false;  // the startup configuration has been parsed
    Standing standing = Standing::alone;

    // In flight; a reload loses these.
    std::optional<std::uint64_t> awaited;
    Purpose awaited_purpose = Purpose::registration;
    std::optional<DeviceTime> reply_by;  // then it counts as lost
};

}  // namespace licensing
