#include "modes/way_in.hpp"

#include "labs/doors.hpp"
#include "modes/greeting.hpp"
#include "modes/visitor.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

using lab::Met;

lab::Server server_of(Way way) { return way == Way::ssh ? lab::Server::ssh : lab::Server::telnet; }

std::string said(Met met) {
    switch (met) {
        case Met::no_address: return "is not up, or has no address there";
        case Met::no_cable: return "has no cable there";
        case Met::no_way_back: return "would answer by another interface";
        case Met::no_server: return "does not listen";
        case Met::not_admitted: return "does not admit it from there";
        case Met::no_key: return "has no key pair to show";
        case Met::no_cipher: return "has no licence for strong encryption";
        default: return "does not take it";
    }
}

}  // namespace

std::optional<Turned> turned_away(World& world, const std::string& device, Way way, bool anybody) {
    auto* found = world.lab().device(device);
    if (!found) return std::nullopt;
    const auto& network = world.lab().network();
    const auto visitor = lab::comer(*found, network, server_of(way), network.desk_of(device));
    const auto met = lab::knock(*found, network, visitor, anybody);
    if (met == Met::in) return std::nullopt;
    lab::leave_traces(*found, visitor, met);
    Turned turned;
    turned.why = device + " " + said(met) + ": " + (way == Way::ssh ? "SSH" : "Telnet") + " from " +
                 visitor.address;
    if (met == Met::no_key) turned.manner = Turned::Manner::hang_up;
    if (met != Met::no_cipher) return turned;
    turned.manner = Turned::Manner::no_cipher;
    turned.ciphers = found->profile().list(lab::weak_ciphers);
    return turned;
}

bool says_who_may(World& world, const std::string& device, Way way) {
    const auto* found = world.lab().device(device);
    return found && lab::speaks_of(*found, server_of(way));
}

void refused_login(World& world, const std::string& device, const std::string& user) {
    auto* found = world.lab().device(device);
    if (!found) return;
    const auto& network = world.lab().network();
    const auto from = lab::comer(*found, network, lab::Server::ssh, network.desk_of(device));
    Visitor visitor;
    visitor.protocol = Protocol::ssh;
    visitor.address = from.address;
    visitor.port = from.port;
    note_failure(*found, visitor, user);
}

std::string banner_before_login(World& world, const std::string& device) {
    const auto* found = world.lab().device(device);
    return found ? banner_shown(*found, "login") : std::string();
}

}  // namespace modes
