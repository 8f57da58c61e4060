#include "licensing/names.hpp"

#include <cassert>
#include <iterator>

namespace licensing {

namespace {

template <class Set, std::size_t Count>
std::string_view pick(const std::string_view (&names)[Count], Set member) {
    const auto place = static_cast<std::size_t>(member);
    assert(place < Count);
    return names[place];
}

}  // namespace

std::string_view name(Purpose purpose) {
    static constexpr std::string_view names[] = {"registration",   "id_renewal",   "authorization",
                                                 "deregistration", "conversion",   "trust",
                                                 "trust_sync",     "usage_report", "usage_result"};
    return pick(names, purpose);
}

std::string_view name(TransportFailure failure) {
    static constexpr std::string_view names[] = {"no_transport",
                                                 "name_unresolved",
                                                 "no_route",
                                                 "filtered",
                                                 "refused",
                                                 "proxy_refused",
                                                 "untrusted",
                                                 "http_error",
                                                 "unreadable",
                                                 "defect",
                                                 "wrong_name",
                                                 "revocation_unknown",
                                                 "no_authoritative_clock",
                                                 "empty_answer",
                                                 "proxy_silent",
                                                 "proxy_forbids",
                                                 "malformed_certificate",
                                                 "no_server_certificate"};
    static_assert(std::size(names) ==
                  static_cast<std::size_t>(TransportFailure::no_server_certificate) + 1);
    return pick(names, failure);
}

std::string_view name(Objection objection) {
    static constexpr std::string_view names[] = {
        "token_not_valid", "already_registered",     "date_beyond_tolerance",
        "try_again",       "signature_mismatch",     "failure_status",
        "policy_unknown",  "product_registered",     "consumption_without_force",
        "invalid_data",    "conversion_unsupported", "already_converted"};
    static_assert(std::size(names) == static_cast<std::size_t>(Objection::already_converted) + 1);
    return pick(names, objection);
}

std::string_view name(Registration registration) {
    static constexpr std::string_view names[] = {
        "unregistered", "pending",           "in_progress",       "failed",
        "registered",   "reserved_specific", "reserved_universal"};
    return pick(names, registration);
}

std::string_view name(Authorization authorization) {
    static constexpr std::string_view names[] = {
        "none",    "evaluation", "authorized",    "out_of_compliance",
        "expired", "reserved",   "not_authorized"};
    return pick(names, authorization);
}

std::string_view name(Enforcement enforcement) {
    static constexpr std::string_view names[] = {
        "waiting", "evaluation",  "evaluation_expired", "authorized",    "out_of_compliance",
        "expired", "invalid_tag", "reserved",           "not_authorized"};
    return pick(names, enforcement);
}

std::string_view name(Conversion conversion) {
    static constexpr std::string_view names[] = {"none", "in_progress", "failed", "done"};
    return pick(names, conversion);
}

std::string_view name(ReservationKind kind) {
    return kind == ReservationKind::specific ? "specific" : "universal";
}

std::vector<Cause> causes() {
    std::vector<Cause> all;
    for (int one = 0; one <= static_cast<int>(TransportFailure::no_server_certificate); ++one) {
        all.emplace_back(static_cast<TransportFailure>(one));
    }
    for (int one = 0; one <= static_cast<int>(Objection::already_converted); ++one) {
        all.emplace_back(static_cast<Objection>(one));
    }
    return all;
}

std::string_view name(EventKind kind) {
    static constexpr std::string_view names[] = {"ready",
                                                 "enabled",
                                                 "disabled",
                                                 "registration_succeeded",
                                                 "registration_failed",
                                                 "deregistered",
                                                 "deregistration_failed",
                                                 "renewal_succeeded",
                                                 "renewal_failed",
                                                 "authorization_succeeded",
                                                 "authorization_failed",
                                                 "in_compliance",
                                                 "out_of_compliance",
                                                 "authorization_expired",
                                                 "communication_lost",
                                                 "communication_restored",
                                                 "certificate_expired",
                                                 "certificate_warning",
                                                 "export_allowed",
                                                 "export_not_allowed",
                                                 "evaluation_started",
                                                 "evaluation_expired",
                                                 "clock_changed",
                                                 "already_registered",
                                                 "already_deregistered",
                                                 "entitlement_renewed",
                                                 "invalid_tag",
                                                 "evaluation_warning",
                                                 "evaluation_over",
                                                 "reservation_installed",
                                                 "reservation_returned",
                                                 "reservation_requested",
                                                 "reservation_cancelled",
                                                 "not_authorized",
                                                 "conversion_started",
                                                 "conversion_stopped",
                                                 "conversion_succeeded",
                                                 "conversion_failed",
                                                 "registration_lapsing",
                                                 "request_sent",
                                                 "answer_received",
                                                 "state_changed"};
    static_assert(std::size(names) == static_cast<std::size_t>(EventKind::state_changed) + 1);
    return pick(names, kind);
}

std::string_view name(const Failure& failure) {
    return std::visit([](const auto& why) { return name(why); }, failure.why);
}

}  // namespace licensing
