#include "shell/hall.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "labs/doors.hpp"
#include "modes/line.hpp"
#include "modes/login.hpp"

namespace shell {

Hall::Hall(std::string name, modes::World& world, modes::Pacer& pacer, Manner manner)
    : name_(std::move(name)), world_(world), pacer_(pacer), manner_(std::move(manner)) {
    pass();
}

Hall::Guest::Guest(Hall& hall, const std::string& device)
    : hall_(hall),
      session_(hall.world_, device, hall.manner_.role),
      console_(session_, hall.pacer_),
      terminal_(console_) {
    hall_.guests_.push_back(this);
    if (!hall_.manner_.welcome.empty()) terminal_.remark(hall_.manner_.welcome);
}

Hall::Guest::Guest(Hall& hall, const std::string& device, const Network& network)
    : hall_(hall),
      session_(hall.world_, device, hall.manner_.role, network.line, network.user),
      console_(session_, hall.pacer_),
      terminal_(console_, {Weave::Ends::crlf, !network.paper, !network.paper}) {
    hall_.guests_.push_back(this);
    if (!hall_.manner_.welcome.empty() && !network.paper) terminal_.remark(hall_.manner_.welcome);
}

Hall::Guest::~Guest() {
    std::erase(hall_.guests_, this);
    try {
        terminal_.hang_up();
    } catch (const std::exception&) {
        // The lab has failed already; whoever looks after it has been told why.
    }
}

void Hall::Guest::type(std::string_view keys) {
    hall_.changed_ = true;
    if (hall_.pacer_.manner() == modes::Pacer::Manner::live)
        hall_.pacer_.pass(hall_.manner_.clock());
    terminal_.feed(keys);
    hall_.tell();
}

void Hall::Guest::resize(int length, int width) {
    terminal_.resize(length, width);
    hall_.tell();
}

bool Hall::taken(const modes::Line& line) const {
    return std::any_of(guests_.begin(), guests_.end(),
                       [&](const auto* guest) { return guest->session_.holds(line); });
}

std::unique_ptr<Hall::Guest> Hall::at_console(const std::string& device) {
    const auto* line = world_.line(device, "con 0");
    if (!line || taken(*line)) return nullptr;
    return std::unique_ptr<Guest>(new Guest(*this, device));
}

std::unique_ptr<Hall::Guest> Hall::at_network(const std::string& device, const std::string& user,
                                              bool paper) {
    const auto* console = world_.line(device, "con 0");
    const auto& profile = console->device().profile();
    const auto lines = profile.has_number("lines.vty") ? profile.number("lines.vty") : 1;
    for (long number = 0; number < lines; ++number) {
        const auto name = "vty " + std::to_string(number);
        const auto* line = world_.line(device, name);
        if (!line || taken(*line)) continue;
        return std::unique_ptr<Guest>(new Guest(*this, device, {name, user, paper}));
    }
    return nullptr;
}

namespace {

std::string said(lab::Met met) {
    using lab::Met;
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

std::optional<Hall::Refusal> Hall::refuses(const std::string& device, lab::Server server,
                                           bool anybody) {
    auto* found = world_.lab().device(device);
    if (!found) return std::nullopt;
    const auto& network = world_.lab().network();
    const auto visitor = lab::comer(*found, network, server, network.desk_of(device));
    const auto met = lab::knock(*found, network, visitor, anybody);
    if (met == lab::Met::in) return std::nullopt;
    lab::leave_traces(*found, visitor, met);
    tell();
    const auto name = server == lab::Server::ssh ? "SSH" : "Telnet";
    Refusal refusal{met, device + " " + said(met) + ": " + name + " from " + visitor.address, {}};
    if (met == lab::Met::no_cipher) {
        refusal.ciphers = found->profile().list("ssh.exportable-ciphers");
    }
    return refusal;
}

bool Hall::speaks_of(const std::string& device, lab::Server server) const {
    const auto* found = world_.lab().device(device);
    return found && lab::speaks_of(*found, server);
}

bool Hall::knows(const std::string& device, const std::string& user,
                 const std::string& password) const {
    const auto* found = world_.lab().device(device);
    return found && modes::is_user(*found, user, password);
}

std::string Hall::ssh_version(const std::string& device) const {
    const auto* found = world_.lab().device(device);
    if (!found || !found->profile().has_text("ssh.version")) return {};
    return found->profile().text("ssh.version");
}

Hall::Algorithms Hall::ssh_algorithms(const std::string& device) const {
    const auto* found = world_.lab().device(device);
    if (!found) return {};
    const auto& access = found->settings().access;
    const auto listed = [](std::string words) {
        std::replace(words.begin(), words.end(), ' ', ',');
        return words;
    };
    // An ASA has a word for a choice of many.
    const bool named = access.ssh.empty() && !found->profile().has_list("ssh.exportable-ciphers");
    if (!named) return {};
    return {listed(access.ssh_ciphers), listed(access.ssh_macs), listed(access.ssh_exchanges)};
}

void Hall::pass() {
    if (pacer_.manner() != modes::Pacer::Manner::live) return;
    pacer_.pass(manner_.clock());
    tell();
}

std::optional<licensing::Span> Hall::until_due() const {
    if (pacer_.manner() != modes::Pacer::Manner::live) return {};
    return pacer_.until_due();
}

void Hall::keep() {
    if (manner_.keep && std::exchange(changed_, false)) manner_.keep();
}

// Whoever typed, all may have something to see.
void Hall::tell() {
    for (auto* guest : guests_) {
        guest->terminal_.refresh();
        if (guest->told) guest->told();
    }
}

}  // namespace shell
