// A client that came by SSH: the handshake, who they are, and any number of shells and commands.
// libssh calls back in the middle of its own work, so callbacks only take notes; `work` acts on
// them.
#include <libssh/callbacks.h>
#include <libssh/libssh.h>
#include <libssh/server.h>

#include <unistd.h>
#include <algorithm>
#include <optional>
#include <utility>

#include "shell/host_keys.hpp"
#include "shell/inside.hpp"
#include "shell/tty.hpp"

namespace shell {
namespace {

using Wanted = modes::Wants::Kind;

constexpr std::size_t at_a_time = 16'384;
constexpr int most_attempts = 6;

// One channel: a shell or a single command.
struct Chat {
    ssh_channel channel = nullptr;
    ssh_channel_callbacks_struct calls{};
    Talk talk;
    std::optional<WindowSize> window;  // not yet told to the guest
    std::string command;
    bool wanted = false;   // a shell or a command was asked for
    bool single = false;   // a command
    bool answers = false;  // its echo, which nobody wants, is behind us
    int status = 0;
    bool hung_up = false;  // the client has closed it
    bool closed = false;   // we have
};

class SshVisit : public Visit {
public:
    SshVisit(Inside& inside, const Door& door, tcp::socket socket);
    ~SshVisit() override;
    void begin() override;
    void turn_away(const std::string& why) override;
    void say_farewell(const std::string& why) override;

private:
    std::shared_ptr<SshVisit> self() {
        return std::static_pointer_cast<SshVisit>(shared_from_this());
    }
    void wait();
    void ready();
    bool go_on();
    void work();
    void soon();
    bool unfinished(Chat& chat);
    void start(Chat& chat);
    void start_command(Chat& chat);
    void read(Chat& chat);
    void take(Chat& chat);
    void take_answer(Chat& chat);
    void write(Chat& chat);
    void end(Chat& chat);
    void forget_chats();
    void close(const std::string& why);

    bool lets_in(const std::string& name, const std::string& password);
    int answer(ssh_message message);
    void listen();
    ssh_channel open_chat();

    ssh_session session_ = nullptr;
    ssh_event event_ = nullptr;
    ssh_server_callbacks_struct calls_{};
    std::vector<std::unique_ptr<Chat>> chats_;
    std::string user_;
    int attempts_ = 0;
    bool exchanged_ = false;
    bool authenticated_ = false;
    bool waiting_to_read_ = false;
    bool waiting_to_write_ = false;
    bool soon_ = false;
    bool ending_ = false;
    bool closed_ = false;
};

// -- what libssh tells us -------------------------------------------------------------------------

SshVisit& visit_in(void* data) { return *static_cast<SshVisit*>(data); }
Chat& chat_in(void* data) { return *static_cast<Chat*>(data); }

int on_pty(ssh_session, ssh_channel, const char*, int width, int length, int, int, void* data) {
    chat_in(data).window = WindowSize{length, width};
    return 0;
}

int on_window(ssh_session, ssh_channel, int width, int length, int, int, void* data) {
    chat_in(data).window = WindowSize{length, width};
    return 0;
}

int on_shell(ssh_session, ssh_channel, void* data) {
    auto& chat = chat_in(data);
    if (chat.wanted) return 1;
    chat.wanted = true;
    return 0;
}

int on_command(ssh_session, ssh_channel, const char* command, void* data) {
    auto& chat = chat_in(data);
    if (chat.wanted) return 1;
    chat.wanted = chat.single = true;
    chat.command = command;
    return 0;
}

void on_close(ssh_session, ssh_channel, void* data) { chat_in(data).hung_up = true; }

// -- the connection -------------------------------------------------------------------------------

SshVisit::SshVisit(Inside& inside, const Door& door, tcp::socket socket)
    : Visit(inside, door, std::move(socket)) {}

// The descriptor is the session's own copy, which it closes.
SshVisit::~SshVisit() {
    forget_chats();
    if (event_) ssh_event_free(event_);
    if (session_) ssh_free(session_);
}

void SshVisit::begin() {
    Failure failure;
    socket_.native_non_blocking(true, failure);
    session_ = ssh_new();
    auto* bind = inside_.keys->bind(hall().ssh_version(door_.device), door_.old_algorithms);
    const int descriptor = ::dup(socket_.native_handle());
    if (descriptor < 0 || ssh_bind_accept_fd(bind, session_, descriptor) != SSH_OK) {
        if (descriptor >= 0) ::close(descriptor);
        return close("cannot be taken");
    }
    ssh_set_blocking(session_, 0);
    listen();
    idle_.expires_after(inside_.limits.login);
    idle_.async_wait([self = self()](Failure stopped) {
        if (!stopped) self->close("did not log in");
    });
    ready();
}

void SshVisit::listen() {
    calls_.userdata = this;
    calls_.auth_password_function = [](ssh_session, const char* name, const char* password,
                                       void* data) -> int {
        return visit_in(data).lets_in(name, password) ? SSH_AUTH_SUCCESS : SSH_AUTH_DENIED;
    };
    if (door_.anybody) {
        calls_.auth_none_function = [](ssh_session, const char* name, void* data) -> int {
            return visit_in(data).lets_in(name, "") ? SSH_AUTH_SUCCESS : SSH_AUTH_DENIED;
        };
    }
    calls_.channel_open_request_session_function = [](ssh_session, void* data) {
        return visit_in(data).open_chat();
    };
    ssh_callbacks_init(&calls_);
    ssh_set_server_callbacks(session_, &calls_);
    ssh_set_auth_methods(session_, SSH_AUTH_METHOD_PASSWORD | SSH_AUTH_METHOD_INTERACTIVE);
    ssh_set_message_callback(
        session_,
        [](ssh_session, ssh_message message, void* data) { return visit_in(data).answer(message); },
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
    if (!go_on()) return close(authenticated_ ? "" : "went before logging in");
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
    return (status & (SSH_CLOSED | SSH_CLOSED_ERROR)) == 0 && attempts_ < most_attempts;
}

// Somebody has something to send, perhaps in the middle of another's turn.
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

void SshVisit::work() {
    for (std::size_t at = 0; at < chats_.size() && !closed_; ++at) {
        auto& chat = *chats_[at];
        if (chat.wanted && !chat.talk.guest && !chat.talk.over) start(chat);
        if (chat.talk.guest && !chat.talk.over) read(chat);
        take(chat);
        write(chat);
    }
    if (closed_) return;
    if (std::any_of(chats_.begin(), chats_.end(), [&](auto& chat) { return unfinished(*chat); }))
        soon();
    const auto done = [](const auto& chat) { return chat->closed && chat->hung_up; };
    for (auto& chat : chats_) {
        if (done(chat)) ssh_remove_channel_callbacks(chat->channel, &chat->calls);
        if (done(chat)) ssh_channel_free(chat->channel);
    }
    std::erase_if(chats_, done);
    const bool all_closed =
        std::all_of(chats_.begin(), chats_.end(), [](const auto& chat) { return chat->closed; });
    if (!ending_ || !all_closed) return;
    // Clients are given the time to see how their command ended.
    ending_ = false;
    last_.expires_after(farewell);
    last_.async_wait([self = self()](Failure stopped) {
        if (!stopped) self->close("");
    });
}

void SshVisit::forget_chats() {
    for (auto& chat : chats_) ssh_remove_channel_callbacks(chat->channel, &chat->calls);
    chats_.clear();
}

void SshVisit::close(const std::string& why) {
    if (closed_) return;
    closed_ = true;
    const bool refused = !why.empty();
    note(refused ? Level::warning : Level::info, refused ? "turned away" : "connection ended", why);
    forget_chats();
    ssh_silent_disconnect(session_);  // frees the channels
    Failure failure;
    socket_.close(failure);
    leave();
}

// SSH has no place for a word before the login.
void SshVisit::turn_away(const std::string& why) {
    closed_ = true;
    note(Level::warning, "turned away", why);
    Failure failure;
    socket_.close(failure);
    asio::post(inside_.io, [self = self()] { self->leave(); });
}

void SshVisit::say_farewell(const std::string& why) {
    if (closed_) return;
    for (auto& chat : chats_) {
        auto& talk = chat->talk;
        if (talk.over) continue;
        if (talk.guest && !chat->single) {
            talk.guest->remark(why);
            talk.out += talk.guest->take_output() + "\r\n";
        }
        talk.over = true;
        chat->status = 1;
    }
    note(Level::info, "session ended", why);
    ending_ = true;
    soon();
}

// -- who they are ---------------------------------------------------------------------------------

// `admin+fpr1` is admin at the device fpr1 of the same lab.
bool SshVisit::lets_in(const std::string& name, const std::string& password) {
    const auto plus = name.find('+');
    const auto user = name.substr(0, plus);
    if (plus != std::string::npos) door_.device = name.substr(plus + 1);
    ++attempts_;
    bool good = door_.anybody;
    inside_.within(hall(), [&] { good = good || hall().knows(door_.device, user, password); });
    good = good && !user.empty();
    if (!good) note(Level::warning, "login failed", "user " + user);
    if (!good) return false;
    user_ = user;
    authenticated_ = true;
    idle_.cancel();
    watch();
    return true;
}

// What has no callback of its own: the dialogue that asks for a password.
int SshVisit::answer(ssh_message message) {
    if (ssh_message_type(message) != SSH_REQUEST_AUTH ||
        ssh_message_subtype(message) != SSH_AUTH_METHOD_INTERACTIVE) {
        return 1;
    }
    const char* name = ssh_message_auth_user(message);
    if (!ssh_message_auth_kbdint_is_response(message)) {
        if (door_.anybody && lets_in(name, "")) return ssh_message_auth_reply_success(message, 0);
        const char* prompts[] = {"Password: "};
        char echo[] = {0};
        ssh_message_auth_interactive_request(message, "", "", 1, prompts, echo);
        return 0;
    }
    const bool answered = ssh_userauth_kbdint_getnanswers(session_) == 1;
    const char* given = answered ? ssh_userauth_kbdint_getanswer(session_, 0) : nullptr;
    if (!given || !lets_in(name, given)) return 1;
    ssh_message_auth_reply_success(message, 0);
    return 0;
}

// -- shells and commands --------------------------------------------------------------------------

ssh_channel SshVisit::open_chat() {
    if (!authenticated_ || ending_ || chats_.size() >= inside_.limits.chats) return nullptr;
    auto chat = std::make_unique<Chat>();

    chat->channel = ssh_channel_new(session_);
    if (!chat->channel) return nullptr;
    auto& calls = chat->calls;
    calls.userdata = chat.get();
    calls.channel_pty_request_function = on_pty;
    calls.channel_pty_window_change_function = on_window;
    calls.channel_shell_request_function = on_shell;
    calls.channel_exec_request_function = on_command;
    calls.channel_close_function = on_close;
    ssh_callbacks_init(&calls);
    ssh_set_channel_callbacks(chat->channel, &calls);
    chats_.push_back(std::move(chat));
    return chats_.back()->channel;
}

// libssh reads the socket whenever it is called: what it took in since we looked last makes the
// socket ready for nobody.
bool SshVisit::unfinished(Chat& chat) {
    const auto& talk = chat.talk;
    if (chat.closed) return false;
    if (chat.hung_up) return true;
    const int waits = ssh_channel_poll(chat.channel, 0);
    if (chat.wanted && !talk.guest && !talk.over) return true;
    if (!talk.out.empty()) return ssh_channel_window_size(chat.channel) > 0;
    if (!talk.guest || talk.over || !talk.typed.empty()) return false;
    return waits > 0;
}

void SshVisit::start(Chat& chat) {
    auto& talk = chat.talk;
    inside_.within(hall(),
                   [&] { talk.guest = hall().at_network(door_.device, user_, chat.single); });
    if (talk.over) return;
    if (!talk.guest) {
        note(Level::warning, "turned away", "every line of " + door_.device + " is in use");
        talk.out = "@# every line of " + door_.device + " is in use\r\n";
        talk.over = true;
        chat.status = 1;
        return;
    }
    note(Level::info, chat.single ? "command" : "session opened", "user " + user_);
    talk.guest->told = [this, &chat] {
        take(chat);
        soon();
    };
    if (chat.single) start_command(chat);
}

// What it prints is the answer; what stood there before is nobody's business.
void SshVisit::start_command(Chat& chat) {
    chat.talk.guest->take_output();
    chat.talk.typed = chat.command + "\r";
    inside_.type_waiting(hall(), chat.talk);
}

void SshVisit::read(Chat& chat) {
    auto& talk = chat.talk;
    if (chat.hung_up) {
        talk.over = true;
        return;
    }
    if (const auto size = std::exchange(chat.window, std::nullopt))
        inside_.within(hall(), [&] { talk.guest->resize(size->length, size->width); });
    char bytes[at_a_time];
    while (!talk.over && talk.typed.empty() && talk.out.size() < enough_to_send) {
        const int got = ssh_channel_read_nonblocking(chat.channel, bytes, sizeof bytes, 0);
        if (got <= 0) break;
        watch();
        if (!chat.single) talk.typed.assign(bytes, static_cast<std::size_t>(got));
        inside_.type_waiting(hall(), talk);
        take(chat);
    }
    inside_.type_waiting(hall(), talk);
    // `ssh -T host < file`: the end of the file is the end, when all of it was done.
    const bool all_typed = !chat.single && talk.typed.empty() && ssh_channel_is_eof(chat.channel);
    if (all_typed && !talk.over && talk.guest->wants().kind != Wanted::nothing) {
        take(chat);
        talk.over = true;
    }
}

void SshVisit::take(Chat& chat) {
    auto& talk = chat.talk;
    if (!talk.guest || talk.over) return;
    talk.out += talk.guest->take_output();
    if (chat.single) return take_answer(chat);
    if (talk.guest->gone()) talk.over = true;
    if (talk.out.size() <= inside_.limits.unread) return;
    note(Level::warning, "session dropped", "its output is not read");
    asio::post(inside_.io, [self = self()] { self->close(""); });
    talk.over = true;
}

// A command ends when the prompt stands again; who is asked something has nobody to answer.
void SshVisit::take_answer(Chat& chat) {
    auto& talk = chat.talk;
    if (const auto echo = talk.out.find("\r\n"); !chat.answers && echo != std::string::npos) {
        talk.out.erase(0, echo + 2);
        chat.answers = true;
    }
    const auto wanted = talk.guest->wants().kind;
    const bool too_much = talk.out.size() > inside_.limits.unread;
    if (wanted == Wanted::nothing && !too_much) return;
    chat.status = wanted == Wanted::command || wanted == Wanted::gone ? 0 : 1;
    const auto prompt = wanted == Wanted::command ? talk.guest->prompt() : std::string();
    if (!prompt.empty() && talk.out.ends_with(prompt))
        talk.out.resize(talk.out.size() - prompt.size());
    talk.over = true;
}

// As much as the channel's window takes; the rest when it opens.
void SshVisit::write(Chat& chat) {
    auto& talk = chat.talk;
    if (chat.closed) return;
    std::size_t done = 0;
    while (done < talk.out.size() && !chat.hung_up) {
        const auto rest = std::min<std::size_t>(talk.out.size() - done, enough_to_send);
        const int sent = ssh_channel_write(chat.channel, talk.out.data() + done,
                                           static_cast<std::uint32_t>(rest));
        if (sent <= 0) break;
        done += static_cast<std::size_t>(sent);
    }
    talk.out.erase(0, chat.hung_up ? talk.out.size() : done);
    if (done > 0 && !talk.typed.empty()) soon();
    if (talk.over && talk.out.empty()) end(chat);
}

void SshVisit::end(Chat& chat) {
    chat.closed = true;
    chat.talk.guest.reset();
    note(Level::info, "session ended", chat.hung_up ? "the client has gone" : "");
    if (chat.hung_up) return;
    ssh_channel_request_send_exit_status(chat.channel, chat.status);
    ssh_channel_send_eof(chat.channel);
    ssh_channel_close(chat.channel);
}

}  // namespace

std::shared_ptr<Visit> visit_by_ssh(Inside& inside, const Door& door, tcp::socket socket) {
    return std::make_shared<SshVisit>(inside, door, std::move(socket));
}

}  // namespace shell
