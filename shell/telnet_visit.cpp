// A client that came by Telnet.
#include <boost/asio/write.hpp>

#include <optional>

#include "shell/doorman.hpp"
#include "shell/inside.hpp"
#include "shell/telnet.hpp"

namespace shell {
namespace {

constexpr std::chrono::milliseconds between_looks{50};

class TelnetVisit : public Visit {
public:
    using Visit::Visit;
    void begin() override;
    void turn_away(const Reason& reason) override;
    void say_farewell(const Reason& reason) override;

private:
    std::shared_ptr<TelnetVisit> self() {
        return std::static_pointer_cast<TelnetVisit>(shared_from_this());
    }
    void ask_who();
    void answer_doorman();
    void come_in();
    void take_seat();
    void read();
    void take_in();
    void arrived(std::string_view bytes);
    void type_on();
    void flush();
    void finish();
    void close();

    Telnet telnet_;
    std::optional<Doorman> doorman_;  // while they have not said who they are
    std::string user_;                // whom they have proved to be, where that was asked
    std::optional<WindowSize> window_;
    Talk talk_;
    std::string sending_;  // given to the socket
    std::chrono::steady_clock::time_point until_{};
    bool reading_ = false;
    bool typing_on_ = false;
    bool closed_ = false;
};

void TelnetVisit::begin() {
    Failure failure;
    socket_.non_blocking(true, failure);
    talk_.out += telnet_.greeting();
    if (hall().access().empty()) return come_in();
    ask_who();
}

// The lab says who may come in: whatever the line itself asks comes later.
void TelnetVisit::ask_who() {
    doorman_.emplace(static_cast<int>(inside_.limits.attempts),
                     [this](const std::string& name, const std::string& password) {
                         return hall().access().fit(name, password);
                     });
    talk_.out += doorman_->greeting();
    idle_.expires_after(inside_.limits.login);
    idle_.async_wait([self = self()](Failure stopped) {
        if (!stopped) self->turn_away({"did not log in in time", "login-time"});
    });
    flush();
    read();
}

void TelnetVisit::answer_doorman() {
    talk_.out += doorman_->type(talk_.typed);
    // Who types a password where a name is asked has it in no log.
    const auto shown = hall().access().know(doorman_->name()) ? doorman_->name() : "*****";
    for (auto failed = doorman_->take_failures(); failed > 0; --failed)
        note(Level::warning, "login failed", "wrong name or password", {{"user", shown}});
    if (doorman_->given_up()) {
        doorman_.reset();
        idle_.cancel();
        return turn_away({"too many attempts to log in", "login-attempts"});
    }
    if (!doorman_->let_in()) return;
    user_ = doorman_->name();
    doorman_.reset();
    idle_.cancel();
    come_in();
}

void TelnetVisit::come_in() {
    until_ = std::chrono::steady_clock::now() + inside_.limits.busy;
    take_seat();
}

// Who was there before may have gone without our having noticed yet.
void TelnetVisit::take_seat() {
    if (closed_ || talk_.over) return;
    talk_.guest = inside_.seat(door_);
    if (talk_.over) return;
    if (!talk_.guest) {
        if (std::chrono::steady_clock::now() >= until_) {
            if (door_.line == Door::Line::console)
                return turn_away("the console of " + door_.device + " is in use");
            // As a device without a free line does.
            note(Level::warning, "turned away", "every line of " + door_.device + " is in use");
            talk_.out.clear();
            talk_.over = true;
            return close();
        }
        idle_.expires_after(between_looks);
        idle_.async_wait([self = self()](Failure failure) {
            if (!failure) self->take_seat();
        });
        return;
    }
    note(Level::info, "session opened", {}, user_.empty() ? Fields{} : Fields{{"user", user_}});
    talk_.guest->told = [this] { flush(); };
    talk_.line_is_cut = [this] {
        note(Level::warning, "line cut", {"it is too long", "max-line"});
    };
    if (window_)
        inside_.within(hall(), [&] { talk_.guest->resize(window_->length, window_->width); });
    inside_.type_waiting(hall(), talk_);  // what they typed ahead
    watch();
    read();
    flush();
}

void TelnetVisit::turn_away(const Reason& reason) {
    note(Level::warning, "turned away", reason);
    talk_.out += "@# " + reason.why + "\r\n";
    talk_.over = true;
    flush();
    read();
}

void TelnetVisit::say_farewell(const Reason& reason) {
    if (talk_.over) return;
    if (talk_.guest) {
        talk_.guest->remark(reason.why);
        talk_.out += Telnet::escaped(talk_.guest->take_output()) + "\r\n";
    }
    talk_.over = true;
    note(Level::info, "session ended", reason);
    flush();
    read();
}

void TelnetVisit::read() {
    const bool full = talk_.out.size() + sending_.size() >= enough_to_send;
    const bool wanted = talk_.over || (!full && (doorman_ || (talk_.guest && talk_.typed.empty())));
    if (closed_ || reading_ || !wanted) return;
    reading_ = true;
    socket_.async_wait(tcp::socket::wait_read, [self = self()](Failure failure) {
        self->reading_ = false;
        if (failure) return self->close();
        self->take_in();
    });
}

void TelnetVisit::take_in() {
    Failure failure;
    auto& bytes = inside_.arrived;
    const auto count = socket_.read_some(asio::buffer(bytes), failure);
    if (failure && failure != asio::error::would_block) return close();
    if (count > 0 && !talk_.over) arrived({bytes.data(), count});
    read();
}

void TelnetVisit::arrived(std::string_view bytes) {
    auto received = telnet_.receive(bytes);
    talk_.out += received.answer;
    talk_.typed += received.keys;
    if (received.window) window_ = received.window;
    if (doorman_) {
        answer_doorman();
        return flush();
    }
    if (!received.keys.empty()) watch();
    if (received.window)
        inside_.within(hall(), [&] { talk_.guest->resize(window_->length, window_->width); });
    inside_.type_waiting(hall(), talk_);
    flush();
}

// What was typed and has given way to others.
void TelnetVisit::type_on() {
    if (std::exchange(typing_on_, true)) return;
    asio::post(inside_.io, [self = self()] {
        self->typing_on_ = false;
        if (self->closed_ || self->talk_.over || !self->talk_.guest) return;
        self->inside_.type_waiting(self->hall(), self->talk_);
        self->flush();
        self->read();
    });
}

// All that is there goes out at once; one write at a time.
void TelnetVisit::flush() {
    if (closed_) return;
    if (talk_.guest && !talk_.over) {
        talk_.out += Telnet::escaped(talk_.guest->take_output());
        if (talk_.guest->gone()) {
            talk_.over = true;
            note(Level::info, "session ended", "logged out");
        } else if (talk_.out.size() > inside_.limits.unread) {
            talk_.over = true;
            note(Level::warning, "session dropped", {"its output is not read", "max-unread"});
            asio::post(inside_.io, [self = self()] { self->close(); });
            return;
        }
    }
    if (!sending_.empty()) return;
    if (talk_.out.empty()) {
        if (talk_.over) return finish();
        if (talk_.guest && !talk_.typed.empty() && !hall().at_work()) type_on();
        return;
    }
    sending_.swap(talk_.out);
    asio::async_write(socket_, asio::buffer(sending_),
                      [self = self()](Failure failure, std::size_t) {
                          let_go(self->sending_);
                          if (failure) return self->close();
                          if (self->talk_.guest)
                              self->inside_.type_waiting(self->hall(), self->talk_);
                          self->flush();
                          self->read();
                      });
}

// Closing with bytes unread would take back what the client has not seen yet: it goes first.
void TelnetVisit::finish() {
    Failure failure;
    socket_.shutdown(tcp::socket::shutdown_send, failure);
    idle_.cancel();
    talk_.guest.reset();
    last_.expires_after(farewell);
    last_.async_wait([self = self()](Failure stopped) {
        if (!stopped) self->close();
    });
}

void TelnetVisit::close() {
    if (closed_) return;
    closed_ = true;
    if (!talk_.over) note(Level::info, "session ended", "the client has gone");
    talk_.over = true;
    Failure failure;
    socket_.close(failure);
    talk_.guest.reset();
    leave();
}

}  // namespace

std::shared_ptr<Visit> visit_by_telnet(Inside& inside, const Door& door, tcp::socket socket) {
    return std::make_shared<TelnetVisit>(inside, door, std::move(socket));
}

}  // namespace shell
