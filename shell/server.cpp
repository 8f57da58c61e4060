#include "shell/server.hpp"

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <csignal>
#include <map>
#include <set>

#include "shell/telnet.hpp"

namespace shell {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Failure = boost::system::error_code;
using Level = Event::Level;

constexpr int backlog = 1024;
constexpr std::size_t at_a_time = 16'384;
// With so much to send already, what a client types waits in its own machine.
constexpr std::size_t enough_to_send = 65'536;
constexpr std::chrono::milliseconds between_looks{50};
constexpr std::chrono::seconds farewell{2};
constexpr std::chrono::seconds longest_sleep{60};

std::string place_of(const tcp::endpoint& where) {
    return where.address().to_string() + ":" + std::to_string(where.port());
}

}  // namespace

struct Server::Inside {
    class Visit;
    struct Gate {
        Door door;
        tcp::acceptor acceptor;
        asio::steady_timer pause;
    };
    // A hall and when it is next due.
    struct Clocked {
        Hall* hall;
        asio::steady_timer timer;
        bool broken = false;
    };

    Inside(Limits with, std::function<void(const Event&)> to)
        : limits(with), log(std::move(to)), signals(io), all_idle(io), keeping(io) {}

    void accept(Gate& gate);
    void admit(Gate& gate, tcp::socket socket);
    void left(const std::shared_ptr<Visit>& visit);
    void watch_signals();
    void watch_idle();
    void keep_now_and_then();
    void keep(Hall& hall);
    void sleep(Clocked& clocked);
    void drain(const std::string& why);
    Clocked& clocked(Hall* hall);
    template <class Work> void within(Hall& hall, const Work& work);

    Limits limits;
    std::function<void(const Event&)> log;
    asio::io_context io{1};
    asio::signal_set signals;
    asio::steady_timer all_idle;
    asio::steady_timer keeping;
    std::vector<std::unique_ptr<Gate>> gates;
    std::vector<std::unique_ptr<Clocked>> halls;
    std::set<std::shared_ptr<Visit>> visits;
    std::map<std::string, std::size_t> by_address;
    bool draining = false;
};

// One client, from its first byte to its last.
class Server::Inside::Visit : public std::enable_shared_from_this<Visit> {
public:
    Visit(Inside& inside, const Door& door, tcp::socket socket)
        : inside_(inside),
          door_(door),
          socket_(std::move(socket)),
          idle_(inside.io),
          last_(inside.io) {
        Failure failure;
        const auto peer = socket_.remote_endpoint(failure);
        from_ = place_of(peer);
        address_ = peer.address().to_string();
        socket_.set_option(tcp::no_delay(true), failure);
        socket_.set_option(asio::socket_base::keep_alive(true), failure);
    }

    const std::string& address() const { return address_; }
    Hall& hall() { return *door_.hall; }
    void begin();
    // One line of the program's own, then the end.
    void turn_away(const std::string& why);
    void say_farewell(const std::string& why);
    void note(Level level, const std::string& what, const std::string& why = {});

private:
    void take_seat();
    void read();
    void arrived(std::size_t count);
    void type_waiting();
    void flush();
    void finish();
    void close();
    void watch();

    Inside& inside_;
    Door door_;
    tcp::socket socket_;
    asio::steady_timer idle_;  // until somebody types; before that, until the console is free
    asio::steady_timer last_;  // until the client has to have gone
    std::string from_, address_;
    Telnet telnet_;
    std::unique_ptr<Hall::Guest> guest_;
    std::array<char, at_a_time> bytes_{};
    std::string typed_;    // and not yet given to the guest
    std::string out_;      // not yet given to the socket
    std::string sending_;  // given to the socket
    std::chrono::steady_clock::time_point until_{};
    bool reading_ = false;
    bool over_ = false;  // nothing more is typed; what is left is sent
    bool closed_ = false;
};

// -- a client -------------------------------------------------------------------------------------

void Server::Inside::Visit::note(Level level, const std::string& what, const std::string& why) {
    Event event{level, what, {{"lab", door_.hall->name()}, {"device", door_.device}}};
    event.fields.emplace_back("from", from_);
    if (!why.empty()) event.fields.emplace_back("why", why);
    inside_.log(event);
}

void Server::Inside::Visit::begin() {
    out_ += telnet_.greeting();
    until_ = std::chrono::steady_clock::now() + inside_.limits.busy;
    take_seat();
}

// Who was there before may have gone without our having noticed yet.
void Server::Inside::Visit::take_seat() {
    if (closed_ || over_) return;
    inside_.within(hall(), [this] { guest_ = hall().at_console(door_.device); });
    if (over_) return;
    if (!guest_) {
        if (std::chrono::steady_clock::now() >= until_)
            return turn_away("the console of " + door_.device + " is in use");
        idle_.expires_after(between_looks);
        idle_.async_wait([self = shared_from_this()](Failure failure) {
            if (!failure) self->take_seat();
        });
        return;
    }
    note(Level::info, "session opened");
    guest_->told = [this] { flush(); };
    watch();
    read();
    flush();
}

void Server::Inside::Visit::turn_away(const std::string& why) {
    note(Level::warning, "turned away", why);
    out_ += "@# " + why + "\r\n";
    over_ = true;
    flush();
    read();
}

void Server::Inside::Visit::say_farewell(const std::string& why) {
    if (over_) return;
    if (guest_) {
        guest_->remark(why);
        out_ += Telnet::escaped(guest_->take_output());
        out_ += "\r\n";
    }
    over_ = true;
    note(Level::info, "session ended", why);
    flush();
    read();
}

void Server::Inside::Visit::watch() {
    const auto span = inside_.limits.idle;
    if (span.count() == 0) return;
    idle_.expires_after(span);
    idle_.async_wait([self = shared_from_this()](Failure failure) {
        if (!failure) self->say_farewell("nobody typed for too long");
    });
}

void Server::Inside::Visit::read() {
    const bool full = out_.size() + sending_.size() >= enough_to_send;
    if (closed_ || reading_ || (!over_ && (!guest_ || full || !typed_.empty()))) return;
    reading_ = true;
    socket_.async_read_some(asio::buffer(bytes_),
                            [self = shared_from_this()](Failure failure, std::size_t count) {
                                self->reading_ = false;
                                if (failure) return self->close();
                                if (!self->over_) self->arrived(count);
                                self->read();
                            });
}

void Server::Inside::Visit::arrived(std::size_t count) {
    auto received = telnet_.receive({bytes_.data(), count});
    out_ += received.answer;
    if (!received.keys.empty()) watch();
    typed_ += received.keys;
    if (received.window) {
        inside_.within(hall(),
                       [&] { guest_->resize(received.window->length, received.window->width); });
    }
    type_waiting();
    flush();
}

// A line at a time, so that what a paste brings about never runs far ahead of who reads it.
void Server::Inside::Visit::type_waiting() {
    std::size_t done = 0;
    while (!over_ && done < typed_.size() && out_.size() < enough_to_send) {
        const auto end = typed_.find('\r', done);
        const auto next = end == std::string::npos ? typed_.size() : end + 1;
        const auto keys = std::string_view(typed_).substr(done, next - done);
        inside_.within(hall(), [&] { guest_->type(keys); });
        done = next;
    }
    typed_.erase(0, over_ ? typed_.size() : done);
}

// All that is there goes out at once; one write at a time.
void Server::Inside::Visit::flush() {
    if (closed_) return;
    if (guest_ && !over_) {
        out_ += Telnet::escaped(guest_->take_output());
        if (guest_->gone()) {
            over_ = true;
            note(Level::info, "session ended", "logged out");
        } else if (out_.size() > inside_.limits.unread) {
            note(Level::warning, "session dropped", "its output is not read");
            asio::post(inside_.io, [self = shared_from_this()] { self->close(); });
            over_ = true;
            return;
        }
    }
    if (!sending_.empty()) return;
    if (out_.empty()) {
        if (over_) finish();
        return;
    }
    sending_.swap(out_);
    asio::async_write(socket_, asio::buffer(sending_),
                      [self = shared_from_this()](Failure failure, std::size_t) {
                          self->sending_.clear();
                          if (failure) return self->close();
                          self->type_waiting();
                          self->flush();
                          self->read();
                      });
}

// Closing with bytes unread would take back what the client has not seen yet: it goes first.
void Server::Inside::Visit::finish() {
    Failure failure;
    socket_.shutdown(tcp::socket::shutdown_send, failure);
    idle_.cancel();
    guest_.reset();
    last_.expires_after(farewell);
    last_.async_wait([self = shared_from_this()](Failure stopped) {
        if (!stopped) self->close();
    });
}

void Server::Inside::Visit::close() {
    if (closed_) return;
    closed_ = true;
    if (!over_) note(Level::info, "session ended", "the client has gone");
    over_ = true;
    Failure failure;
    socket_.close(failure);
    idle_.cancel();
    last_.cancel();
    guest_.reset();
    inside_.left(shared_from_this());
}

// -- all of them ----------------------------------------------------------------------------------

Server::Inside::Clocked& Server::Inside::clocked(Hall* hall) {
    for (auto& known : halls) {
        if (known->hall == hall) return *known;
    }
    halls.push_back(std::make_unique<Clocked>(Clocked{hall, asio::steady_timer(io)}));
    return *halls.back();
}

// Does what may fail in one lab; then that lab takes part no more.
template <class Work> void Server::Inside::within(Hall& hall, const Work& work) {
    auto& here = clocked(&hall);
    if (here.broken) return;
    std::string why;
    try {
        work();
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

void Server::Inside::sleep(Clocked& clocked) {
    const auto due = clocked.hall->until_due();
    if (!due || draining) return;
    const std::chrono::milliseconds span = *due;
    clocked.timer.expires_after(
        std::min<std::chrono::milliseconds>(span + std::chrono::milliseconds{1}, longest_sleep));
    clocked.timer.async_wait([this, &clocked](Failure failure) {
        if (!failure) within(*clocked.hall, [&] { clocked.hall->pass(); });
    });
}

void Server::Inside::accept(Gate& gate) {
    gate.acceptor.async_accept([this, &gate](Failure failure, tcp::socket socket) {
        if (draining) return;
        if (!failure) {
            admit(gate, std::move(socket));
            return accept(gate);
        }
        // No descriptors left, or a client that went at once.
        log({Level::warning, "not accepted", {{"why", failure.message()}}});
        gate.pause.expires_after(between_looks);
        gate.pause.async_wait([this, &gate](Failure stopped) {
            if (!stopped) accept(gate);
        });
    });
}

void Server::Inside::admit(Gate& gate, tcp::socket socket) {
    auto visit = std::make_shared<Visit>(*this, gate.door, std::move(socket));
    visits.insert(visit);
    const auto from_there = ++by_address[visit->address()];
    all_idle.cancel();
    if (visits.size() > limits.sessions)
        visit->turn_away("there are too many sessions");
    else if (from_there > limits.per_address)
        visit->turn_away("there are too many sessions from your address");
    else if (clocked(gate.door.hall).broken)
        visit->turn_away("the lab has failed");
    else
        visit->begin();
}

void Server::Inside::left(const std::shared_ptr<Visit>& visit) {
    auto& count = by_address[visit->address()];
    if (--count == 0) by_address.erase(visit->address());
    keep(visit->hall());
    visits.erase(visit);
    if (!visits.empty()) return;
    if (draining)
        io.stop();
    else
        watch_idle();
}

void Server::Inside::watch_idle() {
    if (limits.all_idle.count() == 0) return;
    all_idle.expires_after(limits.all_idle);
    all_idle.async_wait([this](Failure failure) {
        if (!failure && visits.empty()) drain("nobody came any more");
    });
}

void Server::Inside::watch_signals() {
    signals.add(SIGTERM);
    signals.add(SIGINT);
    signals.async_wait([this](Failure failure, int) {
        if (!failure) drain("the server was told to end");
    });
}

void Server::Inside::keep(Hall& hall) {
    if (clocked(&hall).broken) return;
    try {
        hall.keep();
    } catch (const std::exception& error) {
        log({Level::error, "not kept", {{"lab", hall.name()}, {"why", error.what()}}});
    }
}

void Server::Inside::keep_now_and_then() {
    keeping.expires_after(limits.keep);
    keeping.async_wait([this](Failure failure) {
        if (failure) return;
        for (auto& each : halls) keep(*each->hall);
        keep_now_and_then();
    });
}

void Server::Inside::drain(const std::string& why) {
    if (draining) return;
    draining = true;
    log({Level::info, "ending", {{"why", why}}});
    Failure failure;
    for (auto& gate : gates) gate->acceptor.close(failure);
    for (auto& each : halls) each->timer.cancel();
    if (visits.empty()) return io.stop();
    for (const auto& visit : visits) visit->say_farewell(why);
    all_idle.expires_after(farewell);
    all_idle.async_wait([this](Failure) { io.stop(); });
}

// -- the outside ----------------------------------------------------------------------------------

Server::Server(Limits limits, std::function<void(const Event&)> log)
    : inside_(std::make_unique<Inside>(limits, std::move(log))) {}

Server::~Server() = default;

std::uint16_t Server::open(const Door& door) {
    auto& io = inside_->io;
    tcp::resolver resolver(io);
    const auto found = resolver.resolve(door.host, std::to_string(door.port),
                                        tcp::resolver::passive | tcp::resolver::numeric_service);
    const tcp::endpoint where = found.begin()->endpoint();
    auto gate = std::make_unique<Inside::Gate>(
        Inside::Gate{door, tcp::acceptor(io), asio::steady_timer(io)});
    gate->acceptor.open(where.protocol());
    gate->acceptor.set_option(tcp::acceptor::reuse_address(true));
    gate->acceptor.bind(where);
    gate->acceptor.listen(backlog);
    inside_->clocked(door.hall);
    inside_->gates.push_back(std::move(gate));
    return inside_->gates.back()->acceptor.local_endpoint().port();
}

void Server::run() {
    for (auto& gate : inside_->gates) inside_->accept(*gate);
    for (auto& each : inside_->halls) inside_->sleep(*each);
    inside_->watch_signals();
    inside_->watch_idle();
    inside_->keep_now_and_then();
    inside_->io.run();
    inside_->visits.clear();
    for (auto& each : inside_->halls) inside_->keep(*each->hall);
}

void Server::end() {
    asio::post(inside_->io, [this] { inside_->drain("the server was told to end"); });
}

}  // namespace shell
