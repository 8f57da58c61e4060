// Licences reserved for the device: what its owner orders and what the codes do. Nothing here
// sends anything.
#include <algorithm>
#include <utility>

#include "licensing/agent.hpp"

namespace licensing {

bool Agent::reserved() const {
    return state_.registration == Registration::reserved_specific ||
           state_.registration == Registration::reserved_universal;
}

void Agent::set_reservation(bool on, DeviceTime now) {
    ReservationState& reservation = state_.reservation;
    if (reservation.enabled == on) return;
    reservation.enabled = on;
    if (on || reserved()) return;
    const bool pending = std::any_of(reservation.members.begin(), reservation.members.end(),
                                     [](const auto& one) { return !one.request_code.empty(); });
    if (pending) drop_reservation(now);
}

MemberReservation* Agent::member(const Udi& udi) {
    auto& members = state_.reservation.members;
    const auto found = std::find_if(members.begin(), members.end(),
                                    [&udi](const auto& one) { return one.udi == udi; });
    return found == members.end() ? nullptr : &*found;
}

std::optional<AgentRefusal> Agent::request_reservation(ReservationKind kind,
                                                       std::vector<Udi> members, DeviceTime now,
                                                       const std::string& licence) {
    ReservationState& reservation = state_.reservation;
    if (!reservation.enabled) return AgentRefusal::not_in_reservation_mode;
    if (state_.identity) return AgentRefusal::already_registered;
    if (members.empty()) members = {udi_};
    const bool pending = std::any_of(reservation.members.begin(), reservation.members.end(),
                                     [](const auto& one) { return !one.request_code.empty(); });
    if (pending && reservation.kind != kind) {
        return reserved() ? AgentRefusal::reservation_installed
                          : AgentRefusal::reservation_requested;
    }
    // A member that joined later may still ask; who has its licences asks no more.
    const bool all_installed = std::all_of(members.begin(), members.end(), [this](const Udi& udi) {
        const auto* known = member(udi);
        return known && known->installed;
    });
    if (all_installed) return AgentRefusal::reservation_installed;
    reservation.kind = kind;
    for (const Udi& udi : members) {
        if (!member(udi)) reservation.members.push_back({udi, {}, {}, {}, {}, {}});
        auto& asking = *member(udi);
        if (!asking.request_code.empty() && asking.licence == licence) continue;
        const auto mark = licence_mark(licence);
        const auto length = secret_length(traits_.reservation_codes) - mark.size();
        // The device's own: of no lab's chance, so that a lab's history may hold the codes.
        const auto secret = mark + Chance{}.text(traits_.party, "reservation",
                                                 ++reservation.requests, length, code_letters);
        asking = {udi, request_code(kind, traits_.reservation_codes, udi, secret), {}, {}, {}, {}};
        asking.licence = licence;
        say(EventKind::reservation_requested, now, asking.request_code);
    }
    return std::nullopt;
}

std::optional<AgentRefusal> Agent::install_reservation(const std::string& code, DeviceTime now) {
    ReservationState& reservation = state_.reservation;
    if (!reservation.enabled) return AgentRefusal::not_in_reservation_mode;
    bool asking = false;
    for (MemberReservation& one : reservation.members) {
        if (one.request_code.empty() || one.installed) continue;
        asking = true;
        const auto contents = read_authorization_code(code, one.request_code);
        if (!contents) continue;
        one.authorization_code = code;
        one.confirmation_code = confirmation_code(code);
        one.installed = now;
        one.export_allowed = contents->exports;
        const auto& listed = contents->reserved;
        reservation.reserved.insert(reservation.reserved.end(), listed.begin(), listed.end());
        const bool universal = reservation.kind == ReservationKind::universal;
        set_registration(
            universal ? Registration::reserved_universal : Registration::reserved_specific, now);
        state_.registered = Attempt{now, std::nullopt};
        state_.next_registration.reset();
        state_.former.reset();
        state_.awaited.reset();
        state_.authorization_at = now;
        say(export_allowed() ? EventKind::export_allowed : EventKind::export_not_allowed, now);
        say(EventKind::registration_succeeded, now);
        say(EventKind::authorization_succeeded, now);
        say(EventKind::reservation_installed, now, one.confirmation_code);
        enforce_reservation(now);
        count_evaluation(now);
        return std::nullopt;
    }
    if (asking) return AgentRefusal::code_does_not_match;
    return reserved() ? AgentRefusal::reservation_installed : AgentRefusal::no_reservation_request;
}

std::optional<AgentRefusal> Agent::cancel_reservation(DeviceTime now) {
    ReservationState& reservation = state_.reservation;
    if (!reservation.enabled) return AgentRefusal::not_in_reservation_mode;
    const bool pending =
        std::any_of(reservation.members.begin(), reservation.members.end(),
                    [](const auto& one) { return !one.request_code.empty() && !one.installed; });
    if (!pending) return AgentRefusal::no_reservation_request;
    drop_reservation(now);
    return std::nullopt;
}

// What is asked for and not yet there.
void Agent::drop_reservation(DeviceTime now) {
    std::erase_if(state_.reservation.members,
                  [](const auto& one) { return !one.request_code.empty() && !one.installed; });
    say(EventKind::reservation_cancelled, now);
}

std::optional<AgentRefusal> Agent::return_reservation(DeviceTime now) {
    ReservationState& reservation = state_.reservation;
    if (!reserved()) {
        const bool again = std::any_of(reservation.members.begin(), reservation.members.end(),
                                       [](const auto& one) { return !one.return_code.empty(); });
        return again ? std::nullopt : std::optional{AgentRefusal::no_reservation};
    }
    std::erase_if(reservation.members, [](const auto& one) { return !one.installed; });
    for (MemberReservation& one : reservation.members) {
        const auto request = read_request_code(one.request_code);
        if (request) one.return_code = return_code(one.authorization_code, *request);
        one.request_code.clear();
        one.authorization_code.clear();
        one.installed.reset();
    }
    reservation.reserved.clear();
    state_.registered.reset();
    set_registration(Registration::unregistered, now);
    forget_authorization(now);
    say(EventKind::reservation_returned, now);
    count_evaluation(now);
    return std::nullopt;
}

// How many of the claim are reserved. A universal reservation covers whatever the device asks for,
// unless it is for one licence and the device has come to ask for another.
int Agent::reserved_of(const Claim& claim) const {
    const auto& reservation = state_.reservation;
    if (state_.registration == Registration::reserved_universal) {
        const bool covers = std::all_of(reservation.members.begin(), reservation.members.end(),
                                        [&](const MemberReservation& one) {
                                            return !one.installed || one.licence.empty() ||
                                                   one.licence == claim.tag;
                                        });
        return covers ? claim.count : 0;
    }
    int count = 0;
    for (const Reserved& one : reservation.reserved) {
        if (one.claim.tag == claim.tag) count += one.claim.count;
    }
    return count;
}

void Agent::enforce_reservation(DeviceTime now) {
    bool covered = true;
    for (Entitlement& entitlement : state_.entitlements) {
        for (const Reserved& one : state_.reservation.reserved) {
            if (one.claim.tag != entitlement.claim.tag) continue;
            entitlement.name = one.name;
            entitlement.description = one.description;
            entitlement.version = one.version;
        }
        entitlement.granted = std::min(reserved_of(entitlement.claim), entitlement.claim.count);
        const bool enough = entitlement.granted == entitlement.claim.count;
        covered = covered && enough;
        if (!enough && entitlement.enforcement != Enforcement::not_authorized) {
            say(EventKind::not_authorized, now, entitlement.claim);
        }
        set_enforcement(entitlement, enough ? Enforcement::reserved : Enforcement::not_authorized,
                        now);
    }
    const auto& members = state_.reservation.members;
    const bool one_licence = std::any_of(members.begin(), members.end(),
                                         [](const auto& one) { return !one.licence.empty(); });
    const bool idle = one_licence && state_.entitlements.empty();
    set_authorization(idle      ? Authorization::none
                      : covered ? Authorization::reserved
                                : Authorization::not_authorized,
                      now);
}

}  // namespace licensing
