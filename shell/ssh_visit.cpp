// A client that came by SSH: the handshake, the turns, the end.
#include <unistd.h>
#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "shell/host_keys.hpp"
#include "shell/ssh_chat.hpp"
#include "shell/ssh_login.hpp"

namespace shell {
namespace {

constexpr std::chrono::milliseconds before_parting{250};

class SshVisit : public SshConnection {
public:
    using SshConnection::SshConnection;
    ~SshVisit() override;
    void begin() override;
    void turn_away(const Reason& reason) override;
    void say_farewell(const Reason& reason) override;
    void soon() override;
    void drop() override;

private:
    std::shared_ptr<SshVisit> self() {
        return std::static_pointer_cast<SshVisit>(shared_from_this());
    }
    void listen();
    // What the device says of its own SSH is nothing to who sits at its console.
    bool at_console() const { return door_.line == Door::Line::console; }
    Reason await_login();
    void wait();
    void ready();
    bool go_on();
    Reason trouble() const;
    Reason gone_because() const;
    void part(const Reason& reason);
    void work();
    void close(const Reason& reason);
    ssh_channel open_chat();

    ssh_session session_ = nullptr;
    ssh_event event_ = nullptr;
    ssh_server_callbacks_struct calls_{};
    std::optional<SshLogin> login_;
    std::vector<std::unique_ptr<SshChat>> chats_;
    // Whatever is asked of a channel, libssh may open another meanwhile, which waits for its turn.
    std::vector<std::unique_ptr<SshChat>> newcomers_;
    bool exchanged_ = false;
    bool parting_ = false;
    bool waiting_to_read_ = false;
    bool waiting_to_write_ = false;
    bool soon_ = false;
    Reason farewell_;
    bool ending_ = false;
    bool closed_ = false;
};

// The descriptor is the session's own copy, which it closes.
SshVisit::~SshVisit() {
    chats_.clear();
    newcomers_.clear();
    if (event_) ssh_event_free(event_);
    if (session_) ssh_free(session_);
}

void SshVisit::begin() {
    // Behind one port for all, who comes says later whom they want.
    bool room = door_.line == Door::Line::console || !door_.halls.empty();
    inside_.within(hall(),
                   [&] { room = room || hall().has_room(door_.device, modes::Protocol::ssh); });
    if (!room) return turn_away("every line of " + door_.device + " is in use");
    Failure failure;
    socket_.native_non_blocking(true, failure);
    session_ = ssh_new();
    const auto chosen = at_console() ? modes::Algorithms{}
                                     : hall().ssh_algorithms(door_.device, !door_.old_algorithms);
    auto* bind = inside_.keys->bind(hall().ssh_version(door_.device), door_.old_algorithms, chosen);
    const int descriptor = ::dup(socket_.native_handle());
    if (descriptor < 0 || ssh_bind_accept_fd(bind, session_, descriptor) != SSH_OK) {
        if (descriptor >= 0) ::close(descriptor);
        return close("cannot be taken");
    }
    ssh_set_blocking(session_, 0);
    login_.emplace(*this, session_);
    listen();
    const auto reason = await_login();
    idle_.async_wait([self = self(), reason](Failure stopped) {
        // It may have run out in the turn in which they did.
        if (!stopped && !self->login_->done()) self->close(reason);
    });
    ready();
}

// As long as both the device and the program let them.
Reason SshVisit::await_login() {
    const auto device = at_console() ? modes::Patience{} : hall().ssh_patience(door_.device);
    const bool sooner = device.time && *device.time < inside_.limits.login;
    idle_.expires_after(sooner ? *device.time : inside_.limits.login);
    return {"did not log in", sooner ? device.time_by : "login-time"};
}

void SshVisit::listen() {
    calls_.userdata = this;
    calls_.auth_password_function = [](ssh_session, const char* name, const char* password,
                                       void* visit) -> int {
        auto& here = *static_cast<SshVisit*>(visit);
        const bool good = here.guarded([&] { return here.login_->with_password(name, password); });
        return good ? SSH_AUTH_SUCCESS : SSH_AUTH_DENIED;
    };
    calls_.auth_none_function = [](ssh_session, const char* name, void* visit) -> int {
        auto& here = *static_cast<SshVisit*>(visit);
        const bool good = here.guarded([&] { return here.login_->with_nothing(name); });
        return good ? SSH_AUTH_SUCCESS : SSH_AUTH_DENIED;
    };
    calls_.auth_pubkey_function = [](ssh_session, const char* name, ssh_key key, char state,
                                     void* visit) -> int {
        auto& here = *static_cast<SshVisit*>(visit);
        const bool offered = state == SSH_PUBLICKEY_STATE_NONE;
        if (!offered && state != SSH_PUBLICKEY_STATE_VALID) return SSH_AUTH_DENIED;
        const bool good = here.guarded([&] { return here.login_->with_key(name, key, !offered); });
        return good ? SSH_AUTH_SUCCESS : SSH_AUTH_DENIED;
    };
    calls_.channel_open_request_session_function = [](ssh_session, void* visit) {
        return static_cast<SshVisit*>(visit)->open_chat();
    };
    ssh_callbacks_init(&calls_);
    ssh_set_server_callbacks(session_, &calls_);
    ssh_set_message_callback(
        session_,
        [](ssh_session, ssh_message message, void* visit) {
            auto& here = *static_cast<SshVisit*>(visit);
            int answered = 1;
            here.guarded([&] { return (answered = here.login_->with_dialogue(message)) == 0; });
            return answered;
        },
        this);
}

void SshVisit::wait() {
    if (closed_) return;
    if (!waiting_to_read_) {
        waiting_to_read_ = true;
        socket_.async_wait(tcp::socket::wait_read, [self = self()](Failure failure) {
            self->waiting_to_read_ = false;
            if (!failure) self->ready();
        });
    }
    if (waiting_to_write_ || (ssh_get_poll_flags(session_) & SSH_WRITE_PENDING) == 0) return;
    waiting_to_write_ = true;
    socket_.async_wait(tcp::socket::wait_write, [self = self()](Failure failure) {
        self->waiting_to_write_ = false;
        if (!failure) self->ready();
    });
}

void SshVisit::ready() {
    if (closed_) return;
    const bool goes_on = go_on();
    if (login_->given_up()) return close({"too many attempts to log in", login_->limit()});
    if (!goes_on && login_->done()) farewell_ = gone_because();
    if (!goes_on) return part(login_->done() ? Reason() : trouble());
    work();
    if (!closed_) wait();
}

bool SshVisit::go_on() {
    if (!exchanged_) {
        const int done = ssh_handle_key_exchange(session_);
        if (done == SSH_AGAIN) return true;
        if (done != SSH_OK) return false;
        exchanged_ = true;
        event_ = ssh_event_new();
        if (ssh_event_add_session(event_, session_) != SSH_OK) return false;
    }
    if (ssh_event_dopoll(event_, 0) == SSH_ERROR) return false;
    const int status = ssh_get_status(session_);
    return (status & (SSH_CLOSED | SSH_CLOSED_ERROR)) == 0;
}

// A client that shares no algorithm reads our list of them to say so: closing at once, with what it
// said unread, would take that list back.
void SshVisit::part(const Reason& reason) {
    if (exchanged_) return close(reason);
    if (std::exchange(parting_, true)) return;
    last_.expires_after(before_parting);
    last_.async_wait([self = self(), reason](Failure stopped) {
        if (!stopped) self->close(reason);
    });
}

// Why somebody has not logged in.
Reason SshVisit::trouble() const {
    const std::string said = ssh_get_error(session_);
    if (said.find("no match for method") == std::string::npos) return "went before logging in";
    if (door_.old_algorithms) return "no algorithm in common";
    return {"no algorithm in common; old ones are off", "legacy-algorithms"};
}

// Of who has logged in. What is no SSH, or a packet larger than libssh takes (256 KiB), ends it as
// it does elsewhere; the words are libssh's.
Reason SshVisit::gone_because() const {
    const std::string said = ssh_get_error(session_);
    for (const auto* plain : {"Socket error", "Received SSH_MSG_DISCONNECT"}) {
        if (said.empty() || said.starts_with(plain)) return farewell_;
    }
    return "not understood: " + said;
}

void SshVisit::soon() {
    if (soon_ || closed_) return;
    soon_ = true;
    asio::post(inside_.io, [self = self()] {
        self->soon_ = false;
        if (self->closed_) return;
        self->work();
        if (!self->closed_) self->wait();
    });
}

void SshVisit::drop() {
    asio::post(inside_.io, [self = self()] { self->close(""); });
}

void SshVisit::work() {
    std::move(newcomers_.begin(), newcomers_.end(), std::back_inserter(chats_));
    newcomers_.clear();
    for (auto& chat : chats_) chat->work();
    if (closed_) return;
    if (std::any_of(chats_.begin(), chats_.end(), [](auto& chat) { return chat->unfinished(); }))
        soon();
    std::erase_if(chats_, [](auto& chat) {
        if (!chat->done()) return false;
        auto* channel = chat->channel();
        chat.reset();
        ssh_channel_free(channel);
        return true;
    });
    if (!newcomers_.empty()) soon();
    const bool all_closed =
        newcomers_.empty() &&
        std::all_of(chats_.begin(), chats_.end(), [](const auto& chat) { return chat->closed(); });
    if (!ending_ || !all_closed) return;
    // Clients are given the time to see how their command ended.
    ending_ = false;
    last_.expires_after(farewell);
    last_.async_wait([self = self()](Failure stopped) {
        if (!stopped) self->close("");
    });
}

void SshVisit::close(const Reason& reason) {
    if (closed_) return;
    closed_ = true;
    const bool refused = !reason.why.empty();
    note(refused ? Level::warning : Level::info, refused ? "turned away" : "connection ended",
         refused ? reason : farewell_);
    chats_.clear();
    newcomers_.clear();
    ssh_silent_disconnect(session_);  // frees the channels
    Failure failure;
    socket_.close(failure);
    leave();
}

// SSH has no place for a word before the login.
void SshVisit::turn_away(const Reason& reason) {
    closed_ = true;
    note(Level::warning, "turned away", reason);
    Failure failure;
    socket_.close(failure);
    asio::post(inside_.io, [self = self()] { self->leave(); });
}

void SshVisit::say_farewell(const Reason& reason) {
    if (closed_) return;
    for (auto& chat : chats_) chat->say_farewell(reason);
    for (auto& chat : newcomers_) chat->say_farewell(reason);
    farewell_ = reason;
    ending_ = true;
    soon();
}

ssh_channel SshVisit::open_chat() {
    if (!login_->done() || ending_) return nullptr;
    if (chats_.size() + newcomers_.size() >= inside_.limits.chats) {
        note(Level::warning, "channel refused", {"there are too many of them", "max-channels"});
        return nullptr;
    }
    auto chat = std::make_unique<SshChat>(*this, session_, login_->user());
    if (!chat->channel()) return nullptr;
    newcomers_.push_back(std::move(chat));
    return newcomers_.back()->channel();
}

}  // namespace

std::shared_ptr<Visit> visit_by_ssh(Inside& inside, const Door& door, tcp::socket socket) {
    return std::make_shared<SshVisit>(inside, door, std::move(socket));
}

}  // namespace shell
