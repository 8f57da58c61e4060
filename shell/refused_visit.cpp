// Somebody whom the device does not take: what their client sees of it. Where nobody listens or the
// rules are against them the connection is reset; a server without a key hangs up; one without
// strong encryption goes as far as telling what it could offer, and the client finds nothing.
#include <boost/asio/write.hpp>

#include "shell/inside.hpp"

namespace shell {
namespace {

std::string number(std::uint32_t value) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 0xff);
    return bytes;
}

std::string counted(const std::string& text) {
    return number(static_cast<std::uint32_t>(text.size())) + text;
}

std::string joined(const std::vector<std::string>& names) {
    std::string list;
    for (const auto& name : names) list += (list.empty() ? "" : ",") + name;
    return list;
}

// RFC 4253, 7.1: algorithms to agree on. The cookie need not be of any worth: nothing comes of it.
std::string offer(const std::vector<std::string>& ciphers) {
    constexpr char kexinit = 20;
    constexpr std::size_t cookie = 16;
    const auto list = joined(ciphers);
    std::string payload{kexinit};
    payload.append(cookie, 'u');
    for (const auto& names :
         {std::string("diffie-hellman-group14-sha256,diffie-hellman-group14-sha1,"
                      "ecdh-sha2-nistp256,curve25519-sha256"),
          std::string("rsa-sha2-512,rsa-sha2-256,ssh-rsa"), list, list,
          std::string("hmac-sha2-256,hmac-sha1"), std::string("hmac-sha2-256,hmac-sha1"),
          std::string("none"), std::string("none"), std::string(), std::string()}) {
        payload += counted(names);
    }
    payload += '\0';       // no guess follows
    payload += number(0);  // reserved
    constexpr std::size_t block = 8;
    std::size_t padding = block - (payload.size() + 5) % block;
    if (padding < 4) padding += block;
    const auto length = static_cast<std::uint32_t>(1 + payload.size() + padding);
    return number(length) + static_cast<char>(padding) + payload + std::string(padding, '\0');
}

class RefusedVisit : public Visit {
public:
    RefusedVisit(Inside& inside, const Door& door, tcp::socket socket, modes::Turned refusal)
        : Visit(inside, door, std::move(socket)), refusal_(std::move(refusal)) {}
    void begin() override;
    void turn_away(const Reason& reason) override { end(reason); }
    void say_farewell(const Reason& reason) override { end(reason); }

private:
    std::shared_ptr<RefusedVisit> self() {
        return std::static_pointer_cast<RefusedVisit>(shared_from_this());
    }
    void end(const Reason& reason);
    void reset();
    void close();
    void read();

    modes::Turned refusal_;
    std::string out_;
    std::array<char, 1024> bytes_{};
    bool closed_ = false;
};

void RefusedVisit::begin() {
    using Manner = modes::Turned::Manner;
    note(Level::warning, "refused by the device", refusal_.why);
    if (refusal_.manner == Manner::no_cipher) {
        auto version = hall().ssh_version(door_.device);
        out_ = "SSH-2.0-" + (version.empty() ? "SSH" : version) + "\r\n" + offer(refusal_.ciphers);
    } else if (refusal_.manner == Manner::reset) {
        reset();
    }
    last_.expires_after(farewell);
    last_.async_wait([self = self()](Failure stopped) {
        if (!stopped) self->close();
    });
    if (refusal_.manner != Manner::no_cipher)
        return asio::post(inside_.io, [self = self()] { self->close(); });
    asio::async_write(socket_, asio::buffer(out_), [self = self()](Failure failure, std::size_t) {
        if (failure) return self->close();
        self->read();
    });
}

// Whatever the client says to it, until it goes.
void RefusedVisit::read() {
    if (closed_) return;
    socket_.async_read_some(asio::buffer(bytes_), [self = self()](Failure failure, std::size_t) {
        if (failure) return self->close();
        self->read();
    });
}

void RefusedVisit::end(const Reason& reason) {
    note(Level::warning, "turned away", reason);
    asio::post(inside_.io, [self = self()] { self->close(); });
}

// Closing then tells the client at once that nobody is there.
void RefusedVisit::reset() {
    Failure failure;
    socket_.set_option(tcp::socket::linger(true, 0), failure);
}

void RefusedVisit::close() {
    if (closed_) return;
    closed_ = true;
    last_.cancel();
    Failure failure;
    socket_.close(failure);
    leave();
}

}  // namespace

std::shared_ptr<Visit> visit_in_vain(Inside& inside, const Door& door, tcp::socket socket,
                                     modes::Turned refusal) {
    return std::make_shared<RefusedVisit>(inside, door, std::move(socket), std::move(refusal));
}

}  // namespace shell
