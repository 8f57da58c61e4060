// A client of the server by SSH as a test needs it: one shell on a terminal, blocking with a
// patience, and nothing clever.
#pragma once

#include <libssh/libssh.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace shell_test {

class SshClient {
public:
    // As a user whom nobody asks for a password; a zero of the window says that it is not known.
    explicit SshClient(std::uint16_t port, int length = 0, int width = 0) : session_(ssh_new()) {
        const int number = port;
        const int no_files = 0;
        ssh_options_set(session_, SSH_OPTIONS_HOST, "127.0.0.1");
        ssh_options_set(session_, SSH_OPTIONS_PORT, &number);
        ssh_options_set(session_, SSH_OPTIONS_USER, "admin");
        ssh_options_set(session_, SSH_OPTIONS_PROCESS_CONFIG, &no_files);
        if (ssh_connect(session_) != SSH_OK) return;
        if (ssh_userauth_none(session_, nullptr) != SSH_AUTH_SUCCESS) return;
        channel_ = ssh_channel_new(session_);
        open_ = channel_ && ssh_channel_open_session(channel_) == SSH_OK &&
                ssh_channel_request_pty_size(channel_, "vt100", width, length) == SSH_OK &&
                ssh_channel_request_shell(channel_) == SSH_OK;
    }
    ~SshClient() {
        if (channel_) ssh_channel_free(channel_);
        ssh_disconnect(session_);
        ssh_free(session_);
    }
    SshClient(const SshClient&) = delete;
    SshClient& operator=(const SshClient&) = delete;

    bool open() const { return open_; }
    void resize(int length, int width) { ssh_channel_change_pty_size(channel_, width, length); }
    bool send(std::string_view bytes) {
        const auto count = static_cast<std::uint32_t>(bytes.size());
        return open_ && ssh_channel_write(channel_, bytes.data(), count) == ssh_result(count);
    }

    // Whatever comes, until there is so much of it, it ends in `end`, or nothing came for the
    // patience, in milliseconds.
    std::string read_bytes(std::size_t count, int patience = 10'000) {
        return read([&](const std::string& got) { return got.size() >= count; }, patience);
    }
    std::string read_until(std::string_view end, int patience = 10'000) {
        return read([&](const std::string& got) { return got.ends_with(end); }, patience);
    }

private:
    static int ssh_result(std::uint32_t count) { return static_cast<int>(count); }
    template <class Done> std::string read(const Done& done, int patience) {
        std::string got;
        char bytes[16'384];
        while (open_ && !done(got)) {
            const int count = ssh_channel_read_timeout(channel_, bytes, sizeof bytes, 0, patience);
            if (count <= 0) break;
            got.append(bytes, static_cast<std::size_t>(count));
        }
        return got;
    }

    ssh_session session_ = nullptr;
    ssh_channel channel_ = nullptr;
    bool open_ = false;
};

}  // namespace shell_test
