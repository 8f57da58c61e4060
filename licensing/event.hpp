// What happens to a Smart Agent, told by it as values: a profile words them for the log, and a
// device keeps them for its event log.
#pragma once

#include <optional>
#include <string>

#include "licensing/message.hpp"
#include "licensing/time.hpp"

namespace licensing {

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
    evaluation_warning,  // `remaining` until it ends
    evaluation_over,     // again and again after it ended; `when` it did
    reservation_installed,
    reservation_returned,
    reservation_requested,
    reservation_cancelled,
    not_authorized,  // a tag in use that the reservation lacks
    conversion_started,
    conversion_stopped,
    conversion_succeeded,
    conversion_failed,
    registration_lapsing,  // the clock is outside the certificate's time
    // What only a debug shows:
    request_sent,
    answer_received,
    state_changed,
};
struct Event {
    EventKind kind = EventKind::ready;
    DeviceTime at{};
    std::string detail;  // purpose, failure or state by its C++ name, or a tag
    // What the notices and the event log of the kind name, where it has such a thing.
    std::optional<Failure> failure;
    std::optional<Claim> claim;
    std::optional<Span> remaining;
    std::optional<DeviceTime> when;
};

}  // namespace licensing
