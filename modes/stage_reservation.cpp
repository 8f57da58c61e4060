// The authority's owner about devices that talk to nobody, about conversion and satellites.
#include <algorithm>

#include <fmt/format.h>

#include "modes/stage.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

using licensing::AuthorityRefusal;
using licensing::Claim;

// TAG N ... [account NAME] [file NAME], after the request code.
struct ReservationOrder {
    std::string code;
    std::vector<Claim> claims;
    std::string account;
    std::string file;
};

std::optional<ReservationOrder> read_reservation(const Words& words) {
    if (words.size() < 3) return std::nullopt;
    ReservationOrder order;
    order.code = words[2];
    std::size_t at = 3;
    // A code with braces has a blank in it: seed 003.
    if (order.code.ends_with(',') && at < words.size()) order.code += " " + words[at++];
    for (; at + 1 < words.size(); at += 2) {
        if (words[at] == "account") {
            order.account = words[at + 1];
        } else if (words[at] == "file") {
            order.file = words[at + 1];
        } else if (const auto count = stage_number(words[at + 1])) {
            order.claims.push_back({words[at], *count});
        } else {
            return std::nullopt;
        }
    }
    if (at < words.size()) return std::nullopt;
    return order;
}

lab::Device* device_of(World& world, const licensing::Udi& udi) {
    for (auto& device : world.lab().devices()) {
        const auto units = device->units();
        const bool holds = std::any_of(units.begin(), units.end(),
                                       [&](const lab::Unit& unit) { return unit.udi == udi; });
        if (holds) return device.get();
    }
    return nullptr;
}

// What the portal answers is no fault of the direction's. The first sentence is seed 003's.
Lines turned_down(World& world, const licensing::Authority& authority,
                  const ReservationOrder& order, AuthorityRefusal why) {
    if (why == AuthorityRefusal::not_qualified || why == AuthorityRefusal::already_reserved) {
        return {"refused: " + said(why)};
    }
    if (why != AuthorityRefusal::no_surplus) return no(said(why));
    std::string licences;
    for (const auto& one : authority.lacking(order.code, order.claims, order.account,
                                             authority.clock(world.lab().timeline().now()))) {
        licences +=
            fmt::format("{}{} - {}(perpetual)", licences.empty() ? "" : ", ", one.count, one.name);
    }
    return {
        fmt::format("refused: {} of the following perpetual licenses: {}.", said(why), licences)};
}

std::string product(const licensing::Udi& udi) { return udi.pid + " " + udi.serial; }

}  // namespace

Lines reserve_direction(World& world, licensing::Authority& authority, const Words& words) {
    const auto order = read_reservation(words);
    if (!order) return usage("@authority reserve CODE [TAG N]... [account NAME] [file NAME]");
    const auto made = authority.reserve(order->code, order->claims, order->account,
                                        authority.clock(world.lab().timeline().now()));
    if (const auto* why = std::get_if<AuthorityRefusal>(&made)) {
        return turned_down(world, authority, *order, *why);
    }
    const auto& reservation = std::get<licensing::Reservation>(made);
    const auto& code = reservation.authorization_code;
    Lines lines{"reserved for " + product(reservation.udi)};
    if (!order->file.empty()) {
        auto* device = device_of(world, reservation.udi);
        if (!device) return no("no device of this lab is " + product(reservation.udi));
        const auto path = device->put_file(order->file, code);
        lines.push_back(fmt::format("authorization file {} on {}", path, device->name()));
        return lines;
    }
    lines.push_back("authorization code " + code);
    return lines;
}

Lines return_direction(licensing::Authority& authority, const Words& words) {
    if (words.size() != 3) return usage("@authority return CODE");
    const auto back = authority.take_back(words[2]);
    if (const auto* why = std::get_if<AuthorityRefusal>(&back)) return no(said(*why));
    return {"returned by " + product(std::get<licensing::Reservation>(back).udi)};
}

Lines reservations_of(const licensing::Authority& authority) {
    Lines lines;
    for (const auto& one : authority.state().reservations) {
        std::string holds;
        for (const auto& claim : one.claims) holds += fmt::format(" {} {}", claim.count, claim.tag);
        lines.push_back(fmt::format("{} account \"{}\" reserved{}", product(one.udi),
                                    one.virtual_account, holds.empty() ? " all" : holds));
    }
    return lines;
}

Lines sync_direction(World& world, const licensing::Authority& authority, const Words& words) {
    if (words.size() != 2) return usage("@authority [NAME] sync");
    if (!authority.state().satellite) return no(said(AuthorityRefusal::no_satellite));
    const auto& name = authority.traits().party;
    if (!world.lab().synchronise(name)) return no(name + " does not reach its parent");
    const auto ends = authority.state().satellite->certificate_ends;
    return {name + " is in step, its certificate good until " +
            grammar::to_string(grammar::Moment{ends.time_since_epoch()})};
}

}  // namespace modes
