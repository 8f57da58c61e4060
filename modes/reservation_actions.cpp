// What is typed about licences that are reserved, and about device led conversion.
#include <algorithm>

#include "labs/reading.hpp"
#include "licensing/names.hpp"
#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/objects.hpp"
#include "modes/views.hpp"

namespace modes {
namespace {

using licensing::Agent;
using licensing::AgentRefusal;
using licensing::DeviceTime;
using profiles::Facts;
using profiles::Records;

std::vector<licensing::Udi> asked_units(const lab::Device& device, bool all) {
    std::vector<licensing::Udi> udis;
    for (const auto& unit : device.units()) {
        const bool known = std::find(udis.begin(), udis.end(), unit.udi) != udis.end();
        if (!known && (all || unit.role == lab::Role::active)) udis.push_back(unit.udi);
    }
    return udis;
}

template <class Code> Facts codes_of(const lab::Device& device, Code code) {
    Records rows;
    for (const auto& member : device.agent()->state().reservation.members) {
        if (!(member.*code).empty()) rows.push_back(Facts{}.set("code", member.*code));
    }
    return Facts{}.set("codes", rows);
}

Reply request(Context& c) {
    const auto kind = c.constant == "universal" ? licensing::ReservationKind::universal
                                                : licensing::ReservationKind::specific;
    const auto units = asked_units(c.device, c.constant == "all");
    const auto* row = c.device.universal_row();
    const auto licence = row ? row->tag : std::string();
    const auto no = c.device.order([&](Agent& agent, DeviceTime now) {
        return agent.request_reservation(kind, units, now, licence);
    });
    if (no) return refused(*no);
    return say("reservation.requested",
               codes_of(c.device, &licensing::MemberReservation::request_code));
}

// The text of a file on flash, whichever way its place is written.
std::optional<std::string> text_of(const lab::Device& device, const std::string& path) {
    const auto name_of = [](const std::string& whole) {
        return whole.substr(whole.find_last_of(":/") + 1);
    };
    for (const auto& file : device.chassis().files) {
        if (!file.text.empty() && name_of(file.path) == name_of(path)) return file.text;
    }
    return std::nullopt;
}

Reply install_code(Context& c) {
    std::string code = c.argument("code");
    if (const auto path = c.argument("path"); !path.empty()) {
        const auto text = text_of(c.device, path);
        if (!text) return refuse("refused.no-file", Facts{}.set("file", path));
        code = *text;
    }
    const auto no = c.device.order(
        [&](Agent& agent, DeviceTime now) { return agent.install_reservation(code, now); });
    if (no) return refused(*no);
    std::string confirmation;
    for (const auto& member : c.device.agent()->state().reservation.members) {
        if (member.authorization_code == code) confirmation = member.confirmation_code;
    }
    return say("reservation.installed", Facts{}.set("code", confirmation));
}

Reply cancel_request(Context& c) {
    const auto no =
        c.device.order([](Agent& agent, DeviceTime now) { return agent.cancel_reservation(now); });
    return no ? refused(*no) : Reply{};
}

Reply return_confirmed(Context& c, const std::string& typed) {
    if (typed.empty() || !std::string_view("yes").starts_with(typed)) return {};
    const auto no =
        c.device.order([](Agent& agent, DeviceTime now) { return agent.return_reservation(now); });
    if (no) return refused(*no);
    return say("reservation.returned",
               codes_of(c.device, &licensing::MemberReservation::return_code));
}

Reply give_back(Context& c) {
    const auto* agent = c.device.agent();
    if (!agent) return refused(AgentRefusal::no_reservation);
    // What was given back is only told once more.
    if (!agent->reserved()) return return_confirmed(c, "yes");
    if (!c.device.profile().find_template("reservation.return-ask")) {
        return return_confirmed(c, "yes");
    }
    Reply reply;
    reply.next = Ask{{"reservation.return-ask", {}}, Input::line, return_confirmed, {}};
    return reply;
}

// Takes hold at once, although it is a line of the configuration.
Reply reserve(Context& c) {
    const auto edit = lab::Edit{statements_above(c.line), lab::statement_of(*c.matched)};
    const auto applied = c.device.commit({edit});
    if (const auto& no = applied.refusal) return refuse(no->message, no->facts);
    c.device.save();
    return {};
}

// What to take to the authority: a request, or what gives a reservation back.
Reply codes(Context& c) {
    Records rows;
    const auto add = [&](const char* kind, const std::string& code) {
        if (code.empty()) return;
        const profiles::State state{"reservation_code", kind};
        rows.push_back(Facts{}.set("kind", state).set("code", code));
    };
    if (c.device.agent()) {
        for (const auto& member : c.device.agent()->state().reservation.members) {
            if (!member.installed) add("request", member.request_code);
            add("return", member.return_code);
        }
    }
    return say("show-license-resvcode", Facts{}.set("codes", rows));
}

Reply convert(Context& c) {
    const bool starts = c.constant == "start";
    const auto no = c.device.order([&](Agent& agent, DeviceTime now) {
        return starts ? agent.start_conversion(now) : agent.stop_conversion(now);
    });
    return no ? refused(*no) : Reply{};
}

}  // namespace

Reply refused(AgentRefusal why) {
    switch (why) {
        case AgentRefusal::not_enabled: return refuse("refused.not-enabled");
        case AgentRefusal::already_registered: return refuse("refused.already-registered");
        case AgentRefusal::not_registered: return refuse("refused.not-registered");
        case AgentRefusal::busy: return refuse("refused.busy");
        case AgentRefusal::in_reservation_mode: return refuse("refused.in-reservation-mode");
        case AgentRefusal::not_in_reservation_mode:
            return refuse("refused.not-in-reservation-mode");
        case AgentRefusal::reservation_installed: return refuse("refused.reservation-installed");
        case AgentRefusal::reservation_requested: return refuse("refused.reservation-requested");
        case AgentRefusal::no_reservation_request: return refuse("refused.no-reservation-request");
        case AgentRefusal::no_reservation: return refuse("refused.no-reservation");
        case AgentRefusal::code_does_not_match: return refuse("refused.code-does-not-match");
        case AgentRefusal::conversion_not_allowed: return refuse("refused.conversion-not-allowed");
        case AgentRefusal::conversion_in_progress: return refuse("refused.conversion-in-progress");
        case AgentRefusal::conversion_done: return refuse("refused.conversion-done");
        case AgentRefusal::no_conversion: break;
    }
    return refuse("refused.no-conversion");
}

std::vector<Action> reservation_actions() {
    return {
        {"reservation.request", {}, request},       {"reservation.install", {}, install_code},
        {"reservation.cancel", {}, cancel_request}, {"reservation.return", {}, give_back},
        {"license.convert", {}, convert},           {"license.reserve", {}, reserve},
        {"reservation.codes", {}, codes},
    };
}

}  // namespace modes
