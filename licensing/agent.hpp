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

#include "licensing/agent_state.hpp"
#include "licensing/chance.hpp"
#include "licensing/event.hpp"
#include "licensing/message.hpp"
#include "licensing/time.hpp"

namespace licensing {

// What the agent will not do, for the platform to word.
enum class AgentRefusal {
    not_enabled,
    already_registered,
    not_registered,
    busy,
    in_reservation_mode,
    not_in_reservation_mode,
    reservation_installed,
    reservation_requested,  // of the other kind
    no_reservation_request,
    no_reservation,
    code_does_not_match,
    conversion_not_allowed,
    conversion_in_progress,
    conversion_done,
    no_conversion
};

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
    // The same once more, for one of several who want it.
    void ask_again(DeviceTime now);
    // One that stands by for another keeps in touch with nothing in use (seed 002); one that has
    // taken over asks again and again until there are licences enough (seed 003).
    void stand(Standing standing) { state_.standing = standing; }

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
    // Both, one behind the other. A device that failed to register tries again with its token.
    std::optional<AgentRefusal> renew(DeviceTime now);

    // -- reservation: agent_reservation.cpp; what it leads to is in state().reservation --
    // As the configuration says. Without it a pending request is dropped; what is installed holds.
    void set_reservation(bool on, DeviceTime now);
    // A code for each member (this device where none is named), the same ones until they are
    // cancelled, an authorization code is installed, or another universal licence is asked for.
    std::optional<AgentRefusal> request_reservation(ReservationKind kind, std::vector<Udi> members,
                                                    DeviceTime now,
                                                    const std::string& licence = {});
    std::optional<AgentRefusal> install_reservation(const std::string& code, DeviceTime now);
    std::optional<AgentRefusal> cancel_reservation(DeviceTime now);
    // Leaves return codes, which another call shows again until they are forgotten.
    std::optional<AgentRefusal> return_reservation(DeviceTime now);

    // -- device led conversion: agent_conversion.cpp --
    std::optional<AgentRefusal> start_conversion(DeviceTime now);
    std::optional<AgentRefusal> stop_conversion(DeviceTime now);

    // The outcome of the request `id`; a stale one is ignored.
    void receive(std::uint64_t id, const Delivery& delivery, DeviceTime now);
    // The device's clock was set, from `before` to `now`. Jobs keep their dates, but for a retry
    // that no ladder would put so far off: agent_clock.cpp.
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
    bool reserved() const;
    // May features be used that need the authority's consent?
    bool authorized() const {
        return state_.authorization == Authorization::authorized ||
               state_.authorization == Authorization::reserved;
    }
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
    void say(EventKind kind, DeviceTime at, const Failure& failure);
    void say(EventKind kind, DeviceTime at, const Claim& claim);
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
    void end_evaluation(DeviceTime now);
    void warn_of_evaluation(DeviceTime now);
    bool unlicensed() const;  // in use, and nobody answers for it
    bool evaluating() const;
    std::optional<Span> next_warning() const;
    std::optional<DeviceTime> evaluation_due() const;

    // agent_reservation.cpp
    void enforce_reservation(DeviceTime now);
    void drop_reservation(DeviceTime now);
    int reserved_of(const Claim& claim) const;
    MemberReservation* member(const Udi& udi);

    // What it does by itself: agent_jobs.cpp.
    std::optional<Job> next_job() const;
    void send(Purpose purpose, DeviceTime now);
    static void forget_awaited(AgentState& state, DeviceTime now);
    void give_up_waiting(DeviceTime now);
    bool trying_to_register() const;
    Reaction reaction_to(const Failure& failure) const;
    void communicate_by(DeviceTime when);
    std::optional<DeviceTime> retry_at(DeviceTime at, const Retry& ladder, int failures,
                                       std::string_view purpose) const;
    bool certificate_ended(DeviceTime now) const;
    void pass_deadline(DeviceTime now);
    void pass_certificate(DeviceTime now);
    void drop_identity(DeviceTime now);
    void lose_identity(DeviceTime now);

    // What a clock that is set does: agent_clock.cpp.
    void bring_retries_near(DeviceTime before, DeviceTime now);
    void judge_clock(DeviceTime before, DeviceTime now);
    void pass_lapse(DeviceTime now);

    // What the answers do: agent_answers.cpp. `now` is the arrival, `at` the stamp after it.
    void on_registered(const Registered& answer, DeviceTime now, DeviceTime at);
    void on_renewed(const Registered& answer, DeviceTime now, DeviceTime at);
    void on_authorized(const Authorized& answer, DeviceTime now, DeviceTime at);
    // With a failure when the authority has not confirmed it.
    void on_deregistered(DeviceTime now, DeviceTime at, const Failure* unconfirmed = nullptr);
    void on_deregistration_failure(const Failure& failure, DeviceTime now, DeviceTime at);
    void on_converted(DeviceTime at);
    void on_conversion_failure(const Failure& failure, DeviceTime at);
    void on_failure(Purpose purpose, const Failure& failure, DeviceTime now, DeviceTime at);
    void on_registration_failure(const Failure& failure, DeviceTime at);
    void on_renewal_failure(const Failure& failure, DeviceTime at);
    void on_authorization_failure(const Failure& failure, DeviceTime at);
    void enforce(const std::vector<Grant>& grants, DeviceTime at);
    Span overuse_retry() const;

    AgentTraits traits_;
    Udi udi_;
    Chance chance_;
    AgentState state_;
    std::vector<Request> requests_;
    std::vector<Event> events_;
};

}  // namespace licensing
