// The Telnet options a terminal server needs (RFC 854, 857, 858, 1073): we echo, we do not wait for
// go-aheads, and we want to know the window. Everything else is declined. Bytes in, keys and
// answers out; it knows nothing of sockets. Pure.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shell/tty.hpp"

namespace shell {

class Telnet {
public:
    // What the server says first.
    std::string greeting();

    struct Received {
        std::string keys;    // what the person typed; Enter is a lone CR
        std::string answer;  // to be sent at once
        std::optional<WindowSize> window;
    };
    // Bytes of any kind and any cut are answered; half an option is remembered.
    Received receive(std::string_view bytes);

    // Text as it has to be sent.
    static std::string escaped(std::string text);

private:
    enum class State { data, behind_return, command, option, sub, sub_command };
    // What both sides have agreed on for one option.
    struct Agreed {
        bool ours = false;    // we do it
        bool theirs = false;  // the client does
    };
    Agreed* known(std::uint8_t option);
    void data(std::uint8_t byte, Received& received);
    void command(std::uint8_t byte, Received& received);
    void negotiate(std::uint8_t option, Received& received);
    void sub_byte(std::uint8_t byte);
    void sub_end(Received& received);

    State state_ = State::data;
    std::uint8_t verb_ = 0;
    Agreed echo_, go_ahead_, window_;
    // No option of ours is longer than five bytes.
    std::array<std::uint8_t, 5> sub_{};
    std::size_t sub_size_ = 0;
};

}  // namespace shell
