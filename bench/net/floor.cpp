// The least an SSH server made with libssh can do: it lets anybody in and answers every command,
// and every line typed in a shell, with the same text. No device, no lines, no limits. What
// `understudy serve` costs is measured beside it by bench/net/measure.py.
//
//     understudy_floor FILE    prints its port, serves 127.0.0.1 until standard input ends
#include <libssh/callbacks.h>
#include <libssh/libssh.h>
#include <libssh/server.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>

namespace {

const std::string prompt = "floor#";
std::string answer;

struct Chat {
    ssh_channel channel = nullptr;
    ssh_channel_callbacks_struct calls{};
    std::string out;
    bool single = false;
    bool done = false;
};

struct Visit {
    ssh_session session = ssh_new();
    ssh_event event = nullptr;
    ssh_server_callbacks_struct calls{};
    std::map<ssh_channel, std::unique_ptr<Chat>> chats;
    bool exchanged = false;

    Visit() = default;
    Visit(const Visit&) = delete;
    Visit& operator=(const Visit&) = delete;
    ~Visit() {
        chats.clear();
        if (event) ssh_event_free(event);
        ssh_silent_disconnect(session);
        ssh_free(session);
    }
};

Chat& chat_in(void* data) { return *static_cast<Chat*>(data); }

int on_data(ssh_session, ssh_channel, void* bytes, std::uint32_t count, int, void* data) {
    const std::string typed(static_cast<const char*>(bytes), count);
    for (const char byte : typed) {
        if (byte != '\r') continue;
        chat_in(data).out += typed.substr(0, typed.find('\r')) + "\r\n" + answer + prompt;
    }
    return static_cast<int>(count);
}

int on_command(ssh_session, ssh_channel, const char*, void* data) {
    chat_in(data).single = true;
    chat_in(data).out = answer;
    return 0;
}

int on_shell(ssh_session, ssh_channel, void* data) {
    chat_in(data).out = prompt;
    return 0;
}

int on_pty(ssh_session, ssh_channel, const char*, int, int, int, int, void*) { return 0; }

ssh_channel on_open(ssh_session session, void* data) {
    auto chat = std::make_unique<Chat>();
    chat->channel = ssh_channel_new(session);
    chat->calls.userdata = chat.get();
    chat->calls.channel_data_function = on_data;
    chat->calls.channel_exec_request_function = on_command;
    chat->calls.channel_shell_request_function = on_shell;
    chat->calls.channel_pty_request_function = on_pty;
    ssh_callbacks_init(&chat->calls);
    ssh_set_channel_callbacks(chat->channel, &chat->calls);
    auto* channel = chat->channel;
    static_cast<Visit*>(data)->chats[channel] = std::move(chat);
    return channel;
}

void listen_to(Visit& visit) {
    visit.calls.userdata = &visit;
    visit.calls.auth_password_function = [](ssh_session, const char*, const char*, void*) -> int {
        return SSH_AUTH_SUCCESS;
    };
    visit.calls.channel_open_request_session_function = on_open;
    ssh_callbacks_init(&visit.calls);
    ssh_set_server_callbacks(visit.session, &visit.calls);
    ssh_set_auth_methods(visit.session, SSH_AUTH_METHOD_PASSWORD);
}

void answer_all(Visit& visit) {
    for (auto& [channel, chat] : visit.chats) {
        if (chat->done || chat->out.empty()) continue;
        const int sent = ssh_channel_write(channel, chat->out.data(),
                                           static_cast<std::uint32_t>(chat->out.size()));
        if (sent > 0) chat->out.erase(0, static_cast<std::size_t>(sent));
        if (!chat->single || !chat->out.empty()) continue;
        ssh_channel_request_send_exit_status(channel, 0);
        ssh_channel_send_eof(channel);
        ssh_channel_close(channel);
        chat->done = true;
    }
}

// False when the client has gone.
bool goes_on(Visit& visit) {
    if (!visit.exchanged) {
        const int done = ssh_handle_key_exchange(visit.session);
        if (done == SSH_AGAIN) return true;
        if (done != SSH_OK) return false;
        visit.exchanged = true;
        visit.event = ssh_event_new();
        ssh_event_add_session(visit.event, visit.session);
    }
    if (ssh_event_dopoll(visit.event, 0) == SSH_ERROR) return false;
    if ((ssh_get_status(visit.session) & (SSH_CLOSED | SSH_CLOSED_ERROR)) != 0) return false;
    answer_all(visit);
    return true;
}

int listening(int& port) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    if (::bind(descriptor, reinterpret_cast<sockaddr*>(&at), size) != 0) return -1;
    ::listen(descriptor, 1024);
    ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&at), &size);
    port = ntohs(at.sin_port);
    return descriptor;
}

ssh_bind with_a_key() {
    ssh_bind bind = ssh_bind_new();
    const bool no = false;
    ssh_bind_options_set(bind, SSH_BIND_OPTIONS_PROCESS_CONFIG, &no);
    ssh_key key = nullptr;
    ssh_pki_generate(SSH_KEYTYPE_ED25519, 0, &key);
    ssh_bind_options_set(bind, SSH_BIND_OPTIONS_IMPORT_KEY, key);
    return bind;
}

}  // namespace

int main(int count, char** words) {
    if (count != 2) return 2;
    std::ifstream file(words[1]);
    answer.assign(std::istreambuf_iterator<char>(file), {});
    std::signal(SIGPIPE, SIG_IGN);
    ssh_init();
    ssh_bind bind = with_a_key();
    int port = 0;
    const int door = listening(port);
    const int poll = ::epoll_create1(0);
    const auto watch = [&](int descriptor) {
        epoll_event wanted{EPOLLIN, {.fd = descriptor}};
        ::epoll_ctl(poll, EPOLL_CTL_ADD, descriptor, &wanted);
    };
    watch(door);
    watch(STDIN_FILENO);
    std::printf("%d\n", port);
    std::fflush(stdout);
    std::map<int, std::unique_ptr<Visit>> visits;
    while (true) {
        epoll_event ready[64];
        const int found = ::epoll_wait(poll, ready, 64, -1);
        for (int each = 0; each < found; ++each) {
            const int descriptor = ready[each].data.fd;
            if (descriptor == STDIN_FILENO) return 0;
            if (descriptor != door) {
                const auto visit = visits.find(descriptor);
                if (visit == visits.end() || goes_on(*visit->second)) continue;
                ::epoll_ctl(poll, EPOLL_CTL_DEL, descriptor, nullptr);
                visits.erase(visit);
                continue;
            }
            const int client = ::accept4(door, nullptr, nullptr, SOCK_NONBLOCK);
            const int on = 1;
            if (client < 0) continue;
            ::setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            auto visit = std::make_unique<Visit>();
            if (ssh_bind_accept_fd(bind, visit->session, client) != SSH_OK) continue;
            ssh_set_blocking(visit->session, 0);
            listen_to(*visit);
            watch(client);
            if (goes_on(*visit))
                visits[client] = std::move(visit);
            else
                ::epoll_ctl(poll, EPOLL_CTL_DEL, client, nullptr);
        }
    }
}
