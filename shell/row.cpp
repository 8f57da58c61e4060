#include "shell/row.hpp"

#include <algorithm>

namespace shell {
namespace {

bool plain(char byte) { return static_cast<unsigned char>(byte) >= ' ' && byte != '\x7f'; }

}  // namespace

std::size_t columns(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80U;
    }));
}

bool Row::fresh() const {
    return cursor_ == 0 && text_.find_first_not_of(' ') == std::string::npos;
}

void Row::put(std::string_view run) {
    if (cursor_ < text_.size()) {
        text_.replace(cursor_, std::min(run.size(), text_.size() - cursor_), run);
    } else {
        text_.append(cursor_ - text_.size(), ' ');
        text_ += run;
    }
    cursor_ += run.size();
}

// The end of ESC [ count.
void Row::obey(char last) {
    constexpr std::size_t widest = 1'000'000;
    const std::size_t count = std::clamp<std::size_t>(count_, 1, widest);
    if ((last == 'K' || last == 'J') && cursor_ < text_.size()) text_.resize(cursor_);
    if (last == 'A') cursor_ -= std::min(cursor_, count * width_);
    if (last == 'B') cursor_ += count * width_;
    if (last == 'C') cursor_ += count;
    if (last == 'D') cursor_ -= std::min(cursor_, count);
}

std::string Row::write(std::string_view bytes) {
    std::string finished;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        const char byte = bytes[at];
        if (state_ == State::escape) {
            state_ = byte == '[' ? State::sequence : State::plain;
            count_ = 0;
        } else if (state_ == State::sequence) {
            const bool digit = byte >= '0' && byte <= '9';
            if (digit)
                count_ = std::min<std::size_t>(count_, 100'000) * 10 +
                         static_cast<std::size_t>(byte - '0');
            // Other parameters (`?`, `;`) and what stands before the end change nothing here.
            if (byte >= ' ' && byte <= '?') continue;
            state_ = State::plain;
            obey(byte);
        } else if (plain(byte)) {
            std::size_t length = 1;
            while (at + length < bytes.size() && plain(bytes[at + length])) ++length;
            put(bytes.substr(at, length));
            at += length - 1;
        } else if (byte == '\x1b') {
            state_ = State::escape;
        } else if (byte == '\b') {
            cursor_ -= cursor_ > 0 ? 1U : 0U;
        } else if (byte == '\r') {
            cursor_ = above() * width_;
        } else if (byte == '\n') {
            finished += text_ + '\n';
            text_.clear();
            cursor_ = 0;
        } else if (byte == '\t') {
            put(std::string(8 - cursor_ % 8, ' '));
        }
    }
    return finished;
}

}  // namespace shell
