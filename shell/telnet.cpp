#include "shell/telnet.hpp"

namespace shell {
namespace {

enum Verb : std::uint8_t {
    se = 240,
    break_key = 243,
    interrupt = 244,
    are_you_there = 246,
    erase_character = 247,
    erase_line = 248,
    sb = 250,
    will = 251,
    wont = 252,
    do_it = 253,
    dont = 254,
    iac = 255,
};

enum Option : std::uint8_t { echo = 1, suppress_go_ahead = 3, window_size_option = 31 };

void say(std::string& bytes, std::uint8_t verb, std::uint8_t option) {
    bytes += static_cast<char>(iac);
    bytes += static_cast<char>(verb);
    bytes += static_cast<char>(option);
}

}  // namespace

std::string Telnet::greeting() {
    std::string bytes;
    say(bytes, will, echo);
    say(bytes, will, suppress_go_ahead);
    say(bytes, do_it, window_size_option);
    echo_.ours = true;
    go_ahead_.ours = true;
    window_.theirs = true;
    return bytes;
}

Telnet::Received Telnet::receive(std::string_view bytes) {
    Received received;
    for (const char raw : bytes) {
        const auto byte = static_cast<std::uint8_t>(raw);
        switch (state_) {
            case State::data:
            case State::behind_return: data(byte, received); break;
            case State::command: command(byte, received); break;
            case State::option:
                state_ = State::data;
                negotiate(byte, received);
                break;
            case State::sub:
                if (byte == iac)
                    state_ = State::sub_command;
                else
                    sub_byte(byte);
                break;
            case State::sub_command:
                state_ = byte == iac ? State::sub : State::data;
                if (byte == iac)
                    sub_byte(byte);
                else if (byte == se)
                    sub_end(received);
                break;
        }
    }
    return received;
}

// Enter arrives as CR LF, CR NUL or CR, by client and by how it was set.
void Telnet::data(std::uint8_t byte, Received& received) {
    const bool second_half = state_ == State::behind_return && (byte == '\n' || byte == '\0');
    state_ = byte == '\r' ? State::behind_return : byte == iac ? State::command : State::data;
    if (!second_half && byte != iac) received.keys += static_cast<char>(byte);
}

void Telnet::command(std::uint8_t byte, Received& received) {
    state_ = State::data;
    switch (byte) {
        case iac: received.keys += static_cast<char>(iac); break;
        case will:
        case wont:
        case do_it:
        case dont:
            verb_ = byte;
            state_ = State::option;
            break;
        case sb:
            sub_size_ = 0;
            state_ = State::sub;
            break;
        case break_key:
        case interrupt: received.keys += '\x03'; break;
        case erase_character: received.keys += '\x7f'; break;
        case erase_line: received.keys += '\x15'; break;
        case are_you_there: received.answer += "\r\n[Yes]\r\n"; break;
        default: break;
    }
}

Telnet::Agreed* Telnet::known(std::uint8_t option) {
    switch (option) {
        case echo: return &echo_;
        case suppress_go_ahead: return &go_ahead_;
        case window_size_option: return &window_;
        default: return nullptr;
    }
}

// Only a change of state is answered, or two peers would go on for ever. Who does not want us to
// echo is told so and gets the echo all the same: Python's telnetlib declines everything and
// clients that use it wait for the echo of what they typed.
void Telnet::negotiate(std::uint8_t option, Received& received) {
    auto* agreed = known(option);
    const bool asks_ours = verb_ == do_it || verb_ == dont;
    const bool wanted = verb_ == do_it || verb_ == will;
    const bool window = option == window_size_option;
    const bool can = agreed && (asks_ours ? !window : option != echo);
    bool nothing = false;
    bool& now = !agreed ? nothing : asks_ours ? agreed->ours : agreed->theirs;
    if (wanted && !can) return say(received.answer, asks_ours ? wont : dont, option);
    if (wanted == now) return;
    now = wanted;
    if (asks_ours)
        say(received.answer, wanted ? will : wont, option);
    else
        say(received.answer, wanted ? do_it : dont, option);
}

void Telnet::sub_byte(std::uint8_t byte) {
    if (sub_size_ < sub_.size()) sub_[sub_size_] = byte;
    ++sub_size_;
}

void Telnet::sub_end(Received& received) {
    if (sub_size_ != sub_.size() || sub_[0] != window_size_option) return;
    received.window = WindowSize{sub_[3] * 256 + sub_[4], sub_[1] * 256 + sub_[2]};
}

std::string Telnet::escaped(std::string text) {
    for (auto at = text.find('\xff'); at != std::string::npos; at = text.find('\xff', at + 2))
        text.insert(at, 1, '\xff');
    return text;
}

}  // namespace shell
