// The truth about the agents: what no device would show of itself.
#include <fmt/format.h>

#include "licensing/names.hpp"
#include "modes/stage.hpp"
#include "modes/world.hpp"

namespace modes {

Lines state_direction(World& world, const Words& words) {
    if (words.size() > 1) return usage("@state");
    Lines lines;
    for (const auto& device : world.lab().devices()) {
        lines.push_back(fmt::format("{}: {} {} clock {}{}", device->name(), device->chassis().model,
                                    device->running().version, moment(device->now()),
                                    device->up() ? "" : " (down)"));
        for (const auto& one : device->chassis().manager.held) {
            lines.push_back(fmt::format("  asks for {} {}: {}, may use {}", one.count, one.tag,
                                        licensing::name(one.enforcement), one.granted));
        }
        const auto* agent = device->agent();
        if (!agent) continue;
        const auto& state = agent->state();
        lines.push_back(fmt::format("  registration {} authorization {} strong encryption {}",
                                    licensing::name(state.registration),
                                    licensing::name(state.authorization),
                                    device->strong_encryption() ? "yes" : "no"));
        if (state.identity) {
            lines.push_back(fmt::format("  instance {} until {} export {}",
                                        state.identity->instance, moment(state.identity->expires),
                                        state.identity->export_allowed ? "yes" : "no"));
        }
        for (const auto& one : state.reservation.members) {
            const auto& code = !one.return_code.empty()    ? one.return_code
                               : one.installed.has_value() ? one.confirmation_code
                                                           : one.request_code;
            const char* what = !one.return_code.empty() ? "returned by"
                               : one.installed          ? "confirmed by"
                                                        : "asked for by";
            lines.push_back(fmt::format("  reservation {} {} {}",
                                        licensing::name(state.reservation.kind), what, code));
        }
        for (const auto& entitlement : state.entitlements) {
            lines.push_back(fmt::format(
                "  holds {} {}: {}, may use {}", entitlement.claim.count, entitlement.claim.tag,
                licensing::name(entitlement.enforcement), entitlement.granted));
        }
        if (const auto due = agent->next_due()) lines.push_back("  next " + moment(*due));
        for (const auto& carried : world.lab().network().in_flight()) {
            if (carried.device == device->name()) {
                lines.push_back(
                    fmt::format("  in flight: {}", licensing::name(carried.request.purpose)));
            }
        }
    }
    for (auto& end : world.lab().authorities()) {
        for (auto& line : show_direction(world, end->authority())) lines.push_back(std::move(line));
    }
    return lines;
}

}  // namespace modes
