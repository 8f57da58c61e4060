#include "shell/server.hpp"

#include <algorithm>
#include <csignal>

#include "shell/host_keys.hpp"
#include "shell/inside.hpp"
#include "shell/listening.hpp"

namespace shell {
namespace {

constexpr std::chrono::milliseconds before_another{50};
constexpr std::chrono::seconds longest_sleep{60};
// Whoever pastes a book gives way to the others after this.
constexpr std::chrono::milliseconds longest_turn{5};
// Each of these may bring about a screenful: Enter, help, completion, what is drawn anew.
constexpr std::string_view acting_keys = "\r\n?\t\x03\x12\x1a";

std::string place_of(const tcp::endpoint& where) {
    const auto address = where.address().to_string();
    return (where.address().is_v6() ? "[" + address + "]" : address) + ":" +
           std::to_string(where.port());
}

}  // namespace

// -- a client -------------------------------------------------------------------------------------

Visit::Visit(Inside& inside, const Door& door, tcp::socket socket)
    : inside_(inside), door_(door), socket_(std::move(socket)), idle_(inside.io), last_(inside.io) {
    Failure failure;
    const auto peer = socket_.remote_endpoint(failure);
    from_ = place_of(peer);
    address_ = peer.address().to_string();
    socket_.set_option(tcp::no_delay(true), failure);
    socket_.set_option(asio::socket_base::keep_alive(true), failure);
}

void Visit::note(Level level, const std::string& what, const Reason& reason, const Fields& more) {
    Event event{level, what, {{"lab", door_.hall->name()}, {"device", door_.device}}};
    event.fields.emplace_back("by", door_.protocol == Door::Protocol::ssh ? "ssh" : "telnet");
    event.fields.emplace_back("from", from_);
    event.fields.insert(event.fields.end(), more.begin(), more.end());
    if (!reason.why.empty()) event.fields.emplace_back("why", reason.why);
    if (!reason.limit.empty()) event.fields.emplace_back("limit", reason.limit);
    inside_.log(event);
}

void Visit::watch() {
    const auto span = inside_.limits.idle;
    idle_.cancel();
    if (span.count() == 0) return;
    idle_.expires_after(span);
    idle_.async_wait([self = shared_from_this()](Failure failure) {
        // Somebody may have typed in the turn in which it ran out.
        const bool over = self->idle_.expiry() <= asio::steady_timer::clock_type::now();
        if (!failure && over) self->say_farewell({"nobody typed for too long", "idle"});
    });
}

void Visit::leave() {
    idle_.cancel();
    last_.cancel();
    inside_.left(shared_from_this());
}

// -- all of them ----------------------------------------------------------------------------------

Inside::Inside(Limits with, std::function<void(const Event&)> to)
    : limits(with), log(std::move(to)), signals(io), all_idle(io), keeping(io), keeping_soon(io) {}

Inside::~Inside() = default;

std::unique_ptr<Hall::Guest> Inside::seat(const Door& door) {
    std::unique_ptr<Hall::Guest> guest;
    within(*door.hall, [&] {
        guest = door.line == Door::Line::console ? door.hall->at_console(door.device)
                                                 : door.hall->at_network(door.device);
    });
    return guest;
}

void Inside::type_waiting(Hall& hall, Talk& talk) {
    std::size_t done = 0;
    const auto until = std::chrono::steady_clock::now() + longest_turn;
    while (!talk.over && done < talk.typed.size() && talk.out.size() < enough_to_send &&
           !hall.at_work()) {
        if (done > 0 && std::chrono::steady_clock::now() >= until) break;
        const auto end = talk.typed.find_first_of(acting_keys, done);
        const auto next = end == std::string::npos ? talk.typed.size() : end + 1;
        type_line(hall, talk, std::string_view(talk.typed).substr(done, next - done));
        done = next;
    }
    talk.typed.erase(0, talk.over ? talk.typed.size() : done);
    if (talk.typed.empty()) let_go(talk.typed);
}

// What a line has too much is dropped; its end is typed in any case.
void Inside::type_line(Hall& hall, Talk& talk, std::string_view line) {
    const std::size_t end = line.ends_with('\r') || line.ends_with('\n') ? 1 : 0;
    const auto before = talk.line;
    const auto text = line.size() - end;
    const auto room = limits.line - std::min(limits.line, before);
    talk.line = end > 0 ? 0 : before + text;
    if (text <= room) return within(hall, [&] { talk.guest->type(line); });
    within(hall, [&] { talk.guest->type(line.substr(0, room)); });
    if (end > 0) within(hall, [&] { talk.guest->type(line.substr(text)); });
    if (before <= limits.line && talk.line_is_cut) talk.line_is_cut();
}

Inside::Clocked& Inside::clocked(Hall* hall) {
    for (auto& known : halls) {
        if (known->hall == hall) return *known;
    }
    halls.push_back(std::make_unique<Clocked>(Clocked{hall, asio::steady_timer(io)}));
    return *halls.back();
}

void Inside::within(Hall& hall, const std::function<void()>& work) {
    auto& here = clocked(&hall);
    if (here.broken) return;
    std::string why;
    const auto began = std::chrono::steady_clock::now();
    try {
        work();
        const auto took =
            std::chrono::floor<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
        if (took >= limits.slow)
            log({Level::info,
                 "everybody waited",
                 {{"lab", hall.name()}, {"ms", std::to_string(took.count())}}});
        return sleep(here);
    } catch (const std::exception& error) {
        why = error.what();
    }
    here.broken = true;
    here.timer.cancel();
    log({Level::error, "lab failed", {{"lab", hall.name()}, {"why", why}}});
    for (const auto& visit : visits) {
        if (&visit->hall() == &hall) visit->say_farewell("the lab has failed");
    }
}

void Inside::sleep(Clocked& clocked) {
    const auto due = clocked.hall->until_due();
    if (!due || draining) return;
    const std::chrono::milliseconds span = *due;
    clocked.timer.expires_after(
        std::min<std::chrono::milliseconds>(span + std::chrono::milliseconds{1}, longest_sleep));
    clocked.timer.async_wait([this, &clocked](Failure failure) {
        if (!failure) within(*clocked.hall, [&] { clocked.hall->pass(); });
    });
}

void Inside::accept(Gate& gate) {
    gate.acceptor.async_accept([this, &gate](Failure failure, tcp::socket socket) {
        if (draining) return;
        if (!failure) {
            accept(gate);  // whatever becomes of this one
            return admit(gate, std::move(socket));
        }
        // No descriptors left, or a client that went at once.
        log({Level::warning, "not accepted", {{"why", failure.message()}}});
        gate.pause.expires_after(before_another);
        gate.pause.async_wait([this, &gate](Failure stopped) {
            if (!stopped) accept(gate);
        });
    });
}

void Inside::admit(Gate& gate, tcp::socket socket) {
    const bool ssh = gate.door.protocol == Door::Protocol::ssh;
    auto no = refusal(gate);
    auto visit = no    ? visit_in_vain(*this, gate.door, std::move(socket), *std::move(no))
                 : ssh ? visit_by_ssh(*this, gate.door, std::move(socket))
                       : visit_by_telnet(*this, gate.door, std::move(socket));
    visits.insert(visit);
    const auto from_there = ++by_address[visit->address()];
    all_idle.cancel();
    if (visits.size() > limits.sessions)
        visit->turn_away({"there are too many sessions", "max-sessions"});
    else if (from_there > limits.per_address)
        visit->turn_away({"there are too many sessions from your address", "max-per-address"});
    else if (clocked(gate.door.hall).broken)
        visit->turn_away("the lab has failed");
    else
        visit->begin();
}

std::optional<modes::Turned> Inside::refusal(Gate& gate) {
    const auto& door = gate.door;
    // Behind a door of many it is not known yet which of them they want.
    if (door.line == Door::Line::console || !door.halls.empty()) return std::nullopt;
    const bool ssh = door.protocol == Door::Protocol::ssh;
    const auto way = ssh ? modes::Way::ssh : modes::Way::telnet;
    std::optional<modes::Turned> no;
    within(*door.hall, [&] {
        no = door.hall->refuses(door.device, way, door.anybody);
        if (no || gate.told || door.anybody || door.hall->speaks_of(door.device, way)) return;
        gate.told = true;
        log({Level::info,
             "open to all, for the configuration says nothing of it",
             {{"device", door.device}, {"way", ssh ? "ssh" : "telnet"}}});
    });
    return no;
}

void Inside::left(const std::shared_ptr<Visit>& visit) {
    auto& count = by_address[visit->address()];
    if (--count == 0) by_address.erase(visit->address());
    keep_soon(visit->hall());
    visits.erase(visit);
    ++gone;
    if (!visits.empty()) return;
    if (draining)
        io.stop();
    else
        watch_idle();
}

void Inside::watch_idle() {
    if (limits.all_idle.count() == 0) return;
    all_idle.expires_after(limits.all_idle);
    all_idle.async_wait([this](Failure failure) {
        if (!failure && visits.empty()) drain("nobody came any more");
    });
}

void Inside::watch_signals() {
    signals.add(SIGTERM);
    signals.add(SIGINT);
    signals.add(SIGHUP);
    signals.async_wait([this](Failure failure, int) {
        if (!failure) drain("the server was told to end");
    });
}

void Inside::drain(const std::string& why) {
    if (draining) return;
    draining = true;
    log({Level::info, "ending", {{"why", why}}});
    if (ending) ending();
    Failure failure;
    for (auto& gate : gates) gate->acceptor.close(failure);
    for (auto& each : halls) each->timer.cancel();
    for (auto& each : halls) within(*each->hall, [&] { each->hall->finish(); });
    if (visits.empty()) return io.stop();
    for (const auto& visit : visits) visit->say_farewell(why);
    all_idle.expires_after(farewell);
    all_idle.async_wait([this](Failure) { io.stop(); });
}

// A fault in what was done for one client takes nothing from the others.
void Inside::serve() {
    for (;;) {
        try {
            io.run();
            return;
        } catch (const std::exception& error) {
            log({Level::error, "fault", {{"why", error.what()}}});
        }
    }
}

// -- the outside ----------------------------------------------------------------------------------

Server::Server(Limits limits, std::function<void(const Event&)> log)
    : inside_(std::make_unique<Inside>(limits, std::move(log))) {}

Server::~Server() = default;

bool Server::is_local(const std::string& host) {
    asio::io_context io{1};
    tcp::resolver resolver(io);
    const auto all = resolver.resolve(host, "0", tcp::resolver::numeric_service);
    return std::all_of(all.begin(), all.end(), [](const auto& found) {
        const auto address = found.endpoint().address();
        if (address.is_v4()) return address.to_v4().is_loopback();
        const auto six = address.to_v6();
        return six.is_loopback() ||
               (six.is_v4_mapped() &&
                asio::ip::make_address_v4(asio::ip::v4_mapped, six).is_loopback());
    });
}

std::uint16_t Server::open(const Door& door) {
    auto& io = inside_->io;
    auto gate = std::make_unique<Inside::Gate>(
        Inside::Gate{door, tcp::acceptor(io), asio::steady_timer(io)});
    const bool ssh = door.protocol == Door::Protocol::ssh;
    if (ssh && !inside_->keys)
        inside_->keys = std::make_unique<HostKeys>(inside_->limits.host_keys);
    listen_at(gate->acceptor, door);
    inside_->clocked(door.hall);
    inside_->gates.push_back(std::move(gate));
    return inside_->gates.back()->acceptor.local_endpoint().port();
}

bool Server::run() {
    for (auto& gate : inside_->gates) inside_->accept(*gate);
    for (auto& each : inside_->halls) inside_->sleep(*each);
    inside_->watch_signals();
    inside_->watch_idle();
    inside_->keep_now_and_then();
    inside_->serve();
    const auto left_behind = std::move(inside_->visits);
    inside_->visits.clear();
    bool all = true;
    for (auto& each : inside_->halls) {
        inside_->keep(*each->hall);
        all = all && !each->unkept;
    }
    return all;
}

void Server::on_ending(std::function<void()> hook) { inside_->ending = std::move(hook); }

void Server::end() {
    asio::post(inside_->io, [this] { inside_->drain("the server was told to end"); });
}

}  // namespace shell
