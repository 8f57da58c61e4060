#include "shell/weave.hpp"

namespace shell {

std::string Weave::send(std::string_view text) {
    row_.write(text);
    if (ends_ == Ends::lf) return std::string(text);
    std::string bytes;
    bytes.reserve(text.size() + text.size() / 16);
    for (const char byte : text) {
        if (byte == '\n') bytes += '\r';
        bytes += byte;
    }
    return bytes;
}

std::string Weave::typed(std::string_view echo) { return send(echo); }

std::string Weave::fresh() { return row_.fresh() ? std::string{} : send("\n"); }

std::string Weave::wipe() {
    const auto rows = row_.above();
    return send(rows == 0 ? "\r\x1b[K" : "\x1b[" + std::to_string(rows) + "A\r\x1b[J");
}

std::string Weave::enter() {
    asking_ = false;
    return send("\n");
}

// A command's own text goes on where it stopped: a ping's `!` follows the one before.
std::string Weave::text(std::string_view text) {
    std::string bytes = asking_ ? fresh() : std::string{};
    asking_ = false;
    return bytes += send(text);
}

std::string Weave::prompt(std::string_view text) {
    std::string bytes = fresh();
    asked_ = text;
    asking_ = true;
    return bytes += send(text);
}

std::string Weave::notice(std::string_view text, modes::Async manner, std::string_view again) {
    std::string bytes = manner == modes::Async::raw ? std::string{} : fresh();
    bytes += send(text);
    if (!text.ends_with('\n')) bytes += send("\n");
    if (manner == modes::Async::synchronous && asking_) bytes += send(again);
    return bytes;
}

void Weave::ask() {
    if (!asking_ && !row_.text().empty()) asked_ = row_.text();
    asking_ = true;
}

}  // namespace shell
