#include "shell/ssh_chat.hpp"

#include <algorithm>
#include <utility>

namespace shell {
namespace {

using Wanted = modes::Wants::Kind;

// `scp -t FILE` to take one, `scp -f FILE` to give one: what scp asks for where it does not go by
// SFTP.
bool copies_files(const std::string& command) {
    if (!command.starts_with("scp ")) return false;
    return command.find(" -t") != std::string::npos || command.find(" -f") != std::string::npos;
}

modes::Agreed agreed_in(ssh_session session) {
    const auto text = [](const char* name) { return std::string(name ? name : ""); };
    return {text(ssh_get_cipher_in(session)), text(ssh_get_cipher_out(session)),
            text(ssh_get_hmac_in(session)), text(ssh_get_hmac_out(session))};
}

}  // namespace

SshChat::SshChat(SshConnection& connection, ssh_session session, std::string user)
    : connection_(connection), user_(std::move(user)), channel_(ssh_channel_new(session)) {
    if (channel_) listen();
}

SshChat::~SshChat() {
    if (channel_) ssh_remove_channel_callbacks(channel_, &calls_);
}

void SshChat::listen() {
    calls_.userdata = this;
    calls_.channel_pty_request_function = [](ssh_session, ssh_channel, const char*, int width,
                                             int length, int, int, void* chat) {
        static_cast<SshChat*>(chat)->window_ = WindowSize{length, width};
        return 0;
    };
    calls_.channel_pty_window_change_function = [](ssh_session, ssh_channel, int width, int length,
                                                   int, int, void* chat) {
        static_cast<SshChat*>(chat)->window_ = WindowSize{length, width};
        return 0;
    };
    calls_.channel_shell_request_function = [](ssh_session, ssh_channel, void* chat) {
        return std::exchange(static_cast<SshChat*>(chat)->wanted_, true) ? 1 : 0;
    };
    calls_.channel_exec_request_function = [](ssh_session, ssh_channel, const char* command,
                                              void* data) {
        auto& chat = *static_cast<SshChat*>(data);
        // A console has one line, which may stand anywhere.
        const bool console = chat.connection_.door().line == Door::Line::console;
        if (chat.wanted_ || console) return 1;
        const auto take = [&] { return chat.errand_.emplace(command), true; };
        chat.copies_ = copies_files(command);
        chat.wanted_ = chat.connection_.guarded(take);
        return chat.wanted_ ? 0 : 1;
    };
    calls_.channel_close_function = [](ssh_session, ssh_channel, void* chat) {
        static_cast<SshChat*>(chat)->hung_up_ = true;
    };
    ssh_callbacks_init(&calls_);
    ssh_set_channel_callbacks(channel_, &calls_);
}

void SshChat::work() {
    if (wanted_ && !talk_.guest && !talk_.over) start();
    if (talk_.guest && !talk_.over) read();
    take();
    write();
}

void SshChat::say_farewell(const Reason& reason) {
    if (talk_.over) return;
    farewell_ = reason;
    if (talk_.guest && !errand_) {
        talk_.guest->remark(reason.why);
        talk_.out += talk_.guest->take_output() + "\r\n";
    }
    talk_.over = true;
    status_ = 1;
}

// libssh reads the socket whenever it is called: what it took in since we looked last makes the
// socket ready for nobody.
bool SshChat::unfinished() {
    if (closed_) return false;
    if (hung_up_) return true;
    const int waits = ssh_channel_poll(channel_, 0);
    if (wanted_ && !talk_.guest && !talk_.over) return true;
    if (!talk_.out.empty()) return ssh_channel_window_size(channel_) > 0;
    if (!talk_.guest || talk_.over || hall().at_work()) return false;
    return next_wanted() || waits > 0 || !talk_.typed.empty();
}

void SshChat::start() {
    const auto& door = connection_.door();
    const bool console = door.line == Door::Line::console;
    connection_.inside().within(hall(), [&] {
        talk_.guest = console ? hall().at_console(door.device)
                              : hall().at_network(door.device, user_, errand_.has_value(),
                                                  modes::Protocol::ssh,
                                                  agreed_in(ssh_channel_get_session(channel_)));
    });
    if (talk_.over) return;
    if (!talk_.guest) {
        const auto why =
            (console ? "the console of " : "every line of ") + door.device + " is in use";
        connection_.note(Level::warning, "turned away", why);
        // A device without a free line says nothing.
        if (console) talk_.out = "@# " + why + "\r\n";
        talk_.over = true;
        status_ = 1;
        return;
    }
    connection_.note(Level::info, errand_ ? "command" : "session opened", {}, {{"user", user_}});
    talk_.guest->told = [this] {
        take();
        connection_.soon();
    };
    talk_.line_is_cut = [this] {
        connection_.note(Level::warning, "line cut", {"it is too long", "max-line"});
    };
    // What stood there before a command came is nobody's business.
    if (errand_) talk_.guest->take_output();
    if (copies_) refuse_copy();
}

// It has done one line of a command and wants another.
bool SshChat::next_wanted() {
    return errand_ && errand_->has_more() && talk_.typed.empty() &&
           talk_.out.size() < enough_to_send && talk_.guest->wants().kind != Wanted::nothing;
}

// In scp's own way: a byte that says that it is an error, then a line of words.
void SshChat::refuse_copy() {
    const auto why = hall().copy_refusal(connection_.door().device);
    if (!why.empty()) talk_.out = '\x01' + why + "\n";
    talk_.over = true;
    status_ = 1;
}

void SshChat::read() {
    if (hung_up_) {
        talk_.over = true;
        return;
    }
    auto& inside = connection_.inside();
    if (const auto size = std::exchange(window_, std::nullopt))
        inside.within(hall(), [&] { talk_.guest->resize(size->length, size->width); });
    // One piece a turn: what libssh holds beyond it is `unfinished`.
    if (talk_.typed.empty() && talk_.out.size() < enough_to_send) {
        auto& bytes = inside.arrived;
        const auto room = static_cast<std::uint32_t>(bytes.size());
        const int got = ssh_channel_read_nonblocking(channel_, bytes.data(), room, 0);
        if (got > 0) connection_.watch();
        if (got > 0 && !errand_) talk_.typed.assign(bytes.data(), static_cast<std::size_t>(got));
    }
    if (next_wanted()) talk_.typed = errand_->next(talk_.guest->wants().kind);
    inside.type_waiting(hall(), talk_);
    // `ssh -T host < file`: the end of the file is the end, when all of it was done.
    const bool all_typed = !errand_ && talk_.typed.empty() && ssh_channel_is_eof(channel_);
    if (all_typed && !talk_.over && talk_.guest->wants().kind != Wanted::nothing) {
        take();
        talk_.over = true;
    }
}

void SshChat::take() {
    if (!talk_.guest || talk_.over) return;
    talk_.out += talk_.guest->take_output();
    if (errand_) return take_answer();
    if (talk_.guest->gone()) talk_.over = true;
    if (talk_.out.size() <= connection_.inside().limits.unread) return;
    connection_.note(Level::warning, "session dropped", {"its output is not read", "max-unread"});
    connection_.drop();
    talk_.over = true;
}

// A command ends when the prompt stands again; what it asks its next line answers, or nobody.
void SshChat::take_answer() {
    const auto wanted = talk_.guest->wants().kind;
    const bool at_rest = wanted != Wanted::nothing && talk_.typed.empty();
    errand_->clean(talk_.out, at_rest, wanted == Wanted::command ? talk_.guest->prompt() : "");
    const bool too_much = talk_.out.size() > connection_.inside().limits.unread;
    const bool gone = wanted == Wanted::gone;
    if (!too_much && !gone && (!at_rest || errand_->has_more())) return;
    status_ = !too_much && (gone || wanted == Wanted::command) ? 0 : 1;
    talk_.over = true;
}

// As much as the channel's window takes; the rest when it opens.
void SshChat::write() {
    if (closed_) return;
    std::size_t done = 0;
    while (done < talk_.out.size() && !hung_up_) {
        const auto rest = std::min<std::size_t>(talk_.out.size() - done, enough_to_send);
        const int sent =
            ssh_channel_write(channel_, talk_.out.data() + done, static_cast<std::uint32_t>(rest));
        if (sent <= 0) break;
        done += static_cast<std::size_t>(sent);
    }
    talk_.out.erase(0, hung_up_ ? talk_.out.size() : done);
    if (talk_.out.empty()) let_go(talk_.out);
    if (done > 0 && !talk_.typed.empty()) connection_.soon();
    if (talk_.over && talk_.out.empty()) end();
}

void SshChat::end() {
    closed_ = true;
    talk_.guest.reset();
    connection_.note(Level::info, "session ended", hung_up_ ? "the client has gone" : farewell_);
    if (hung_up_) return;
    ssh_channel_request_send_exit_status(channel_, status_);
    ssh_channel_send_eof(channel_);
    ssh_channel_close(channel_);
}

}  // namespace shell
