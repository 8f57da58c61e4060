// A client of SSH and Telnet servers that only counts: how many log in a second, how many commands
// are answered, and how many sit at their prompt when a line is typed here. It is the same towards
// every server, so what differs between two runs is the server. bench/net/measure.py runs it.
//
//     understudy_load idle  ssh|telnet PORT,PORT... COUNT   holds them until standard input ends
//     understudy_load MEASURE PORT SECONDS CLIENTS COMMAND  MEASURE: login, exec, shell
//
// USER, PASSWORD and KEY (a file) come from the environment. Only 127.0.0.1 is ever called.
#include <libssh/callbacks.h>
#include <libssh/libssh.h>

#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
constexpr const char* here = "127.0.0.1";
constexpr int patience = 20;  // seconds

std::string environment(const char* name, const char* otherwise) {
    const char* value = std::getenv(name);
    return value ? value : otherwise;
}

bool at_prompt(const std::string& text) {
    const auto last = text.find_last_not_of(' ');
    return last != std::string::npos && (text[last] == '#' || text[last] == '>');
}

// -- SSH ------------------------------------------------------------------------------------------

struct Closing {
    void operator()(ssh_session session) const {
        ssh_disconnect(session);
        ssh_free(session);
    }
    void operator()(ssh_channel channel) const { ssh_channel_free(channel); }
};
using Session = std::unique_ptr<ssh_session_struct, Closing>;
using Channel = std::unique_ptr<ssh_channel_struct, Closing>;

void must(bool good, const char* what, const Session& session) {
    if (good) return;
    throw std::runtime_error(std::string(what) + ": " + ssh_get_error(session.get()));
}

bool proven(ssh_session session) {
    const auto file = environment("KEY", "");
    const auto password = environment("PASSWORD", "admin");
    if (file.empty())
        return ssh_userauth_password(session, nullptr, password.c_str()) == SSH_AUTH_SUCCESS;
    ssh_key key = nullptr;
    if (ssh_pki_import_privkey_file(file.c_str(), nullptr, nullptr, nullptr, &key) != SSH_OK)
        return false;
    const bool good = ssh_userauth_publickey(session, nullptr, key) == SSH_AUTH_SUCCESS;
    ssh_key_free(key);
    return good;
}

Session logged_in(int port) {
    Session session(ssh_new());
    const auto user = environment("USER", "admin");
    const bool no = false;
    const int at_once = 1;
    const long seconds = patience;
    ssh_options_set(session.get(), SSH_OPTIONS_PROCESS_CONFIG, &no);
    ssh_options_set(session.get(), SSH_OPTIONS_HOST, here);
    ssh_options_set(session.get(), SSH_OPTIONS_PORT, &port);
    ssh_options_set(session.get(), SSH_OPTIONS_USER, user.c_str());
    ssh_options_set(session.get(), SSH_OPTIONS_TIMEOUT, &seconds);
    ssh_options_set(session.get(), SSH_OPTIONS_NODELAY, &at_once);
    ssh_options_set(session.get(), SSH_OPTIONS_KEY_EXCHANGE, "curve25519-sha256@libssh.org");
    ssh_options_set(session.get(), SSH_OPTIONS_HOSTKEYS, "ssh-ed25519");
    ssh_options_set(session.get(), SSH_OPTIONS_CIPHERS_C_S, "aes128-ctr");
    ssh_options_set(session.get(), SSH_OPTIONS_CIPHERS_S_C, "aes128-ctr");
    ssh_options_set(session.get(), SSH_OPTIONS_HMAC_C_S, "hmac-sha2-256");
    ssh_options_set(session.get(), SSH_OPTIONS_HMAC_S_C, "hmac-sha2-256");
    must(ssh_connect(session.get()) == SSH_OK, "connect", session);
    must(proven(session.get()), "login", session);
    return session;
}

Channel opened(const Session& session) {
    Channel channel(ssh_channel_new(session.get()));
    must(ssh_channel_open_session(channel.get()) == SSH_OK, "channel", session);
    return channel;
}

// What comes until somebody is asked for a command; all of it where `to_the_end`.
std::string heard(const Session& session, const Channel& channel, bool to_the_end) {
    std::string got;
    char bytes[32'768];
    while (to_the_end || !at_prompt(got)) {
        const int count =
            ssh_channel_read_timeout(channel.get(), bytes, sizeof bytes, 0, patience * 1000);
        must(count >= 0, "read", session);
        if (count == 0 && ssh_channel_is_eof(channel.get())) break;
        must(count > 0, "nothing came", session);
        got.append(bytes, static_cast<std::size_t>(count));
    }
    return got;
}

Channel shell(const Session& session) {
    auto channel = opened(session);
    must(ssh_channel_request_pty_size(channel.get(), "vt100", 200, 0) == SSH_OK, "pty", session);
    must(ssh_channel_request_shell(channel.get()) == SSH_OK, "shell", session);
    heard(session, channel, false);
    return channel;
}

std::string type(const Session& session, const Channel& channel, const std::string& keys) {
    ssh_channel_write(channel.get(), keys.data(), static_cast<std::uint32_t>(keys.size()));
    return heard(session, channel, false);
}

// -- what is measured -----------------------------------------------------------------------------

struct Asked {
    std::string measure;
    int port = 0;
    Clock::time_point until;
    std::string command;
};

struct Counted {
    std::atomic<long> done{0}, bytes{0};
};

void log_in_and_out(const Asked& asked, Counted& counted) {
    while (Clock::now() < asked.until) {
        logged_in(asked.port);
        ++counted.done;
    }
}

void run_commands(const Asked& asked, Counted& counted) {
    const auto session = logged_in(asked.port);
    while (Clock::now() < asked.until) {
        const auto channel = opened(session);
        must(ssh_channel_request_exec(channel.get(), asked.command.c_str()) == SSH_OK, "exec",
             session);
        const auto answer = heard(session, channel, true);
        if (answer.size() < 100) throw std::runtime_error("answered only: " + answer);
        counted.bytes += static_cast<long>(answer.size());
        ++counted.done;
        ssh_channel_close(channel.get());
    }
}

void type_commands(const Asked& asked, Counted& counted) {
    const auto session = logged_in(asked.port);
    const auto channel = shell(session);
    type(session, channel, "enable\r");
    type(session, channel, "terminal length 0\r");
    const auto typed = asked.command + "\r";
    while (Clock::now() < asked.until) {
        const auto answer = type(session, channel, typed);
        if (answer.size() < 100) throw std::runtime_error("answered only: " + answer);
        counted.bytes += static_cast<long>(answer.size());
        ++counted.done;
    }
}

int measure(const Asked& asked, Clock::duration span, int clients) {
    Counted counted;
    std::atomic<int> failed{0};
    const auto begun = Clock::now();
    std::vector<std::thread> threads;
    for (int each = 0; each < clients; ++each) {
        threads.emplace_back([&] {
            try {
                auto own = asked;
                own.until = begun + span;
                if (asked.measure == "login") log_in_and_out(own, counted);
                if (asked.measure == "exec") run_commands(own, counted);
                if (asked.measure == "shell") type_commands(own, counted);
            } catch (const std::exception& error) {
                std::fprintf(stderr, "understudy_load: %s\n", error.what());
                ++failed;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    const std::chrono::duration<double> took = Clock::now() - begun;
    const auto done = counted.done.load();
    std::printf("{\"done\": %ld, \"seconds\": %.3f, \"bytes_each\": %ld, \"failed\": %d}\n", done,
                took.count(), done > 0 ? counted.bytes.load() / done : 0, failed.load());
    return failed == 0 && done > 0 ? 0 : 1;
}

// -- sessions that only sit there -----------------------------------------------------------------

int telnet(int port) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    const timeval longest{patience, 0};
    ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof longest);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(port));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(descriptor, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0)
        throw std::runtime_error("cannot connect");
    std::string got;
    char bytes[4096];
    while (!at_prompt(got)) {
        const auto count = ::recv(descriptor, bytes, sizeof bytes, 0);
        if (count <= 0) throw std::runtime_error("no prompt came: " + got);
        got.append(bytes, static_cast<std::size_t>(count));
        std::string said;
        if (got.ends_with("sername: ")) said = environment("USER", "admin") + "\r";
        if (got.ends_with("assword: ")) said = environment("PASSWORD", "admin") + "\r";
        if (said.empty()) continue;
        got.clear();
        ::send(descriptor, said.data(), said.size(), MSG_NOSIGNAL);
    }
    return descriptor;
}

int sit(const std::string& protocol, std::string ports, int count) {
    struct Seat {
        Session session;
        Channel channel;
    };
    std::vector<int> all;
    for (auto& byte : ports) byte = byte == ',' ? ' ' : byte;
    for (char *at = ports.data(), *end = at; *at; at = end) {
        all.push_back(static_cast<int>(std::strtol(at, &end, 10)));
        if (end == at) throw std::runtime_error("no ports: " + ports);
    }
    std::vector<Seat> seats;
    std::vector<int> sockets;
    for (int each = 0; each < count; ++each) {
        const int port = all[static_cast<std::size_t>(each) % all.size()];
        if (protocol == "telnet") {
            sockets.push_back(telnet(port));
            continue;
        }
        Seat seat;
        seat.session = logged_in(port);
        seat.channel = shell(seat.session);
        seats.push_back(std::move(seat));
    }
    std::printf("{\"sitting\": %d}\n", count);
    std::fflush(stdout);
    while (std::getchar() != EOF) {}
    for (auto& seat : seats) seat.channel.reset();
    for (const int each : sockets) ::close(each);
    return 0;
}

void more_descriptors() {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

int main(int count, char** words) {
    const std::vector<std::string> given(words + 1, words + count);
    more_descriptors();
    ssh_init();
    try {
        if (given.size() == 4 && given[0] == "idle")
            return sit(given[1], given[2], std::stoi(given[3]));
        if (given.size() == 5)
            return measure({given[0], std::stoi(given[1]), {}, given[4]},
                           std::chrono::seconds(std::stoi(given[2])), std::stoi(given[3]));
        std::fputs(
            "understudy_load idle ssh|telnet PORTS COUNT\n"
            "understudy_load login|exec|shell PORT SECONDS CLIENTS COMMAND\n",
            stderr);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "understudy_load: %s\n", error.what());
    }
    return 2;
}
