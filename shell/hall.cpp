#include "shell/hall.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "modes/line.hpp"
#include "modes/login.hpp"

namespace shell {

Hall::Hall(std::string name, modes::World& world, modes::Pacer& pacer, Manner manner)
    : name_(std::move(name)), world_(world), pacer_(pacer), manner_(std::move(manner)) {
    // Who came by another process has gone with it.
    for (auto* line : world_.lines()) {
        if (!line->is_console()) line->vacate();
    }
    pass();
}

Hall::Guest::Guest(Hall& hall, const std::string& device)
    : hall_(hall),
      session_(hall.world_, device, hall.manner_.role),
      console_(*this, hall.pacer_),
      terminal_(console_) {
    hall_.guests_.push_back(this);
    if (!hall_.manner_.welcome.empty()) terminal_.remark(hall_.manner_.welcome);
}

Hall::Guest::Guest(Hall& hall, const std::string& device, const Network& network)
    : hall_(hall),
      session_(hall.world_, device, hall.manner_.role, network.arrival),
      console_(*this, hall.pacer_),
      terminal_(console_, {Weave::Ends::crlf, !network.paper, !network.paper}) {
    hall_.guests_.push_back(this);
    if (!hall_.manner_.welcome.empty() && !network.paper) terminal_.remark(hall_.manner_.welcome);
}

Hall::Guest::~Guest() {
    std::erase(hall_.guests_, this);
    if (hall_.whose_ == this) hall_.whose_ = nullptr;
    try {
        terminal_.hang_up();
    } catch (const std::exception&) {
        // The lab has failed already; whoever looks after it has been told why.
    }
}

void Hall::Guest::type(std::string_view keys) {
    hall_.finish();
    hall_.changed_ = true;
    hall_.catch_up();
    session_.attend();
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

// Between what is due nobody calls: who comes or types finds the time that it is.
void Hall::catch_up() {
    if (!at_work() && pacer_.manner() == modes::Pacer::Manner::live) pacer_.pass(manner_.clock());
}

std::unique_ptr<Hall::Guest> Hall::at_console(const std::string& device) {
    catch_up();
    const auto* line = world_.line(device, "con 0");
    if (!line || taken(*line)) return nullptr;
    return std::unique_ptr<Guest>(new Guest(*this, device));
}

std::unique_ptr<Hall::Guest> Hall::at_network(const std::string& device, const std::string& user,
                                              bool paper, modes::Protocol by,
                                              const modes::Agreed& agreed) {
    catch_up();
    const auto* line = world_.free_line(device, by, user);
    if (!line) return nullptr;
    return std::unique_ptr<Guest>(
        new Guest(*this, device, {{line->name(), user, by, agreed}, paper}));
}

bool Hall::has_room(const std::string& device, modes::Protocol by) {
    return world_.free_line(device, by) != nullptr;
}

std::optional<modes::Turned> Hall::refuses(const std::string& device, modes::Way way,
                                           bool anybody) {
    catch_up();
    auto turned = modes::turned_away(world_, device, way, anybody);
    if (turned) tell();
    return turned;
}

bool Hall::speaks_of(const std::string& device, modes::Way way) const {
    return modes::says_who_may(world_, device, way);
}

bool Hall::knows(const std::string& device, const std::string& user,
                 const std::string& password) const {
    const auto* found = world_.lab().device(device);
    return found && modes::is_user(*found, user, password);
}

bool Hall::has_user(const std::string& device, const std::string& user) const {
    const auto* found = world_.lab().device(device);
    if (!found) return false;
    const auto& users = found->settings().users;
    return std::any_of(users.begin(), users.end(), [&](auto& each) { return each.name == user; });
}

bool Hall::knows_key(const std::string& device, const std::string& user, const std::string& type,
                     const std::string& base64) const {
    const auto* found = world_.lab().device(device);
    const lab::PublicKey key{type, base64};
    return found && (access().fit(user, key) || modes::is_key_of(*found, user, key));
}

bool Hall::have_keys(const std::string& device) const {
    const auto* found = world_.lab().device(device);
    return found && (access().have_keys() || modes::has_key_users(*found));
}

bool Hall::has(const std::string& device) const { return world_.lab().device(device) != nullptr; }

std::string Hall::first_device() const {
    const auto& said = world_.lab().plan().device;
    return said.empty() ? std::string(world_.lab().devices().front()->name()) : said;
}

std::string Hall::ssh_version(const std::string& device) const {
    const auto& said = access().ssh_versions;
    if (const auto own = said.find(device); own != said.end()) return own->second;
    const auto* found = world_.lab().device(device);
    if (!found || !found->profile().has_text("ssh.version")) return {};
    return found->profile().text("ssh.version");
}

std::string Hall::copy_refusal(const std::string& device) const {
    const auto* found = world_.lab().device(device);
    if (!found || !found->profile().has_text("ssh.no-copy")) return {};
    return found->profile().text("ssh.no-copy");
}

void Hall::failed(const std::string& device, const std::string& user) {
    catch_up();
    modes::refused_login(world_, device, user);
    tell();
}

std::string Hall::ssh_banner(const std::string& device) const {
    return modes::banner_before_login(world_, device);
}

modes::Algorithms Hall::ssh_algorithms(const std::string& device, bool own) const {
    const auto* found = world_.lab().device(device);
    return found ? modes::algorithms_of(*found, own) : modes::Algorithms{};
}

modes::Patience Hall::ssh_patience(const std::string& device) const {
    const auto* found = world_.lab().device(device);
    return found ? modes::patience_of(*found) : modes::Patience{};
}

void Hall::pass() {
    if (at_work()) return work_on();
    if (pacer_.manner() != modes::Pacer::Manner::live) return;
    const auto due = world_.lab().timeline().next_due();
    pacer_.pass(manner_.clock());
    if (due && *due <= world_.lab().timeline().now()) changed_ = true;
    tell();
}

std::optional<licensing::Span> Hall::until_due() const {
    if (at_work()) return licensing::Span{0};
    if (pacer_.manner() != modes::Pacer::Manner::live) return {};
    return pacer_.until_due();
}

void Hall::keep() {
    if (!manner_.keep || !changed_ || at_work()) return;
    manner_.keep();
    changed_ = false;
}

// -- time that is skipped in parts ----------------------------------------------------------------

// A learner has directions of their own, which take no time to speak of.
bool Hall::Guest::Seat::begins(std::string_view direction) {
    auto& hall = of.hall_;
    if (hall.manner_.turn.count() == 0 || hall.manner_.role == modes::Role::learner) return false;
    hall.passage_ = modes::Passage::begin(hall.world_, of.session_.line(), direction);
    if (!hall.passage_) return false;
    hall.whose_ = &of;
    hall.passed_ = hall.pass_a_turn();
    return !hall.passed_;
}

std::vector<std::string> Hall::Guest::Seat::direct(std::string_view direction) {
    auto& hall = of.hall_;
    if (hall.whose_ != &of || !hall.passed_) return SessionConsole::direct(direction);
    auto answer = hall.passage_->answer(of.session_.line());
    hall.passage_.reset();
    hall.whose_ = nullptr;
    return answer;
}

bool Hall::pass_a_turn() {
    const auto began = manner_.clock();
    return passage_->go_on([&] { return manner_.clock() - began >= manner_.turn; });
}

void Hall::work_on() {
    passed_ = pass_a_turn();
    if (!passed_) return;
    changed_ = true;
    if (whose_)
        whose_->terminal_.end_direction();
    else
        passage_.reset();
    tell();
}

void Hall::finish() {
    while (at_work()) work_on();
}

// Whoever typed, all may have something to see.
void Hall::tell() {
    // Whose session has ended may go while they are told.
    const auto all = guests_;
    for (auto* guest : all) {
        if (std::find(guests_.begin(), guests_.end(), guest) == guests_.end()) continue;
        guest->terminal_.refresh();
        // What was typed while the device was at work is done when that is over.
        if (!at_work()) guest->terminal_.feed({});
        if (const auto told = guest->told) told();
    }
}

}  // namespace shell
