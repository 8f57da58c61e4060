// A client of the server as a test needs it: blocking sockets with a patience, and nothing clever.
#pragma once

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace shell_test {

class Client {
public:
    explicit Client(std::uint16_t port, int buffer = 0)
        : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        if (buffer > 0) ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        open_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
    }
    ~Client() { close(); }
    Client(Client&& other) noexcept
        : socket_(std::exchange(other.socket_, -1)), open_(other.open_) {}
    Client& operator=(Client&&) = delete;

    bool open() const { return open_; }
    void close() {
        if (socket_ >= 0) ::close(std::exchange(socket_, -1));
        open_ = false;
    }
    // Goes without a farewell: the other side gets a reset.
    void vanish() {
        const linger at_once{1, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        close();
    }

    // False when the other side took no more of it for `patience` milliseconds.
    bool send(std::string_view bytes, int patience = 10'000) {
        while (!bytes.empty()) {
            pollfd watched{socket_, POLLOUT, 0};
            if (::poll(&watched, 1, patience) <= 0) return false;
            const auto sent =
                ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (sent < 0 && errno == EAGAIN) continue;
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    // Whatever comes, until it ends in `end`, there is so much of it, or nothing came for the
    // patience. Options of Telnet stay in it.
    std::string read_until(std::string_view end, int patience = 10'000) {
        return read([&](const std::string& got) { return got.ends_with(end); }, patience);
    }
    std::string read_bytes(std::size_t count, int patience = 10'000) {
        return read([&](const std::string& got) { return got.size() >= count; }, patience);
    }
    // Until the other side closes; `closed` tells whether it did.
    std::string read_all(int patience = 10'000) {
        return read([](const std::string&) { return false; }, patience);
    }
    bool closed() const { return !open_; }

private:
    template <class Done> std::string read(const Done& done, int patience) {
        std::string got;
        while (open_ && !done(got)) {
            pollfd watched{socket_, POLLIN, 0};
            if (::poll(&watched, 1, patience) <= 0) break;
            char bytes[65'536];
            const auto count = ::recv(socket_, bytes, sizeof bytes, 0);
            if (count <= 0)
                open_ = false;
            else
                got.append(bytes, static_cast<std::size_t>(count));
        }
        return got;
    }

    int socket_ = -1;
    bool open_ = false;
};

}  // namespace shell_test
