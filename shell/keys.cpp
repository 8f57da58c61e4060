#include "shell/keys.hpp"

namespace shell {
namespace {

constexpr char escape_key = '\x1b';
// No key sends more; a longer sequence is noise of which only the end matters.
constexpr std::size_t longest_parameters = 16;

bool printable(char byte) { return byte >= ' ' && byte <= '~'; }
bool control(char byte) { return (byte >= 0 && byte < ' ') || byte == '\x7f'; }

std::optional<Key::Kind> control_key(char byte) {
    using Kind = Key::Kind;
    switch (byte) {
        case '\x01': return Kind::home;
        case '\x02': return Kind::left;
        case '\x03': return Kind::interrupt;
        case '\x04': return Kind::remove;
        case '\x05': return Kind::end;
        case '\x06': return Kind::right;
        case '\x08':
        case '\x7f': return Kind::backspace;
        case '\x09': return Kind::tab;
        case '\x0a':
        case '\x0d': return Kind::enter;
        case '\x0b': return Kind::kill_to_end;
        case '\x0c':
        case '\x12': return Kind::redraw;
        case '\x0e': return Kind::newer;
        case '\x10': return Kind::older;
        case '\x15': return Kind::kill_line;
        case '\x16': return Kind::quote;
        case '\x14': return Kind::transpose;
        case '\x17': return Kind::kill_word;
        case '\x18': return Kind::kill_to_start;
        case '\x19': return Kind::yank;
        case '\x1a': return Kind::end_of_configuration;
        default: return {};
    }
}

// ESC and a letter.
std::optional<Key::Kind> escaped_key(char letter) {
    using Kind = Key::Kind;
    switch (letter) {
        case 'b':
        case 'B': return Kind::word_left;
        case 'f':
        case 'F': return Kind::word_right;
        case 'd':
        case 'D': return Kind::kill_next_word;
        default: return {};
    }
}

// The end of `ESC [ parameters` or `ESC O`.
std::optional<Key::Kind> sequence_key(const std::string& parameters, char last) {
    using Kind = Key::Kind;
    switch (last) {
        case 'A': return Kind::older;
        case 'B': return Kind::newer;
        case 'C': return Kind::right;
        case 'D': return Kind::left;
        case 'H': return Kind::home;
        case 'F': return Kind::end;
        case '~': break;
        default: return {};
    }
    if (parameters == "1" || parameters == "7") return Kind::home;
    if (parameters == "4" || parameters == "8") return Kind::end;
    if (parameters == "3") return Kind::remove;
    return {};
}

Key text_run(std::string_view bytes, const Run& run) {
    if (bytes.front() == '?') return {Key::Kind::question, "?"};
    std::size_t length = 1;
    while (length < bytes.size() && length < run.longest && printable(bytes[length]) &&
           bytes[length] != '?' && bytes[length] != run.stop)
        ++length;
    return {Key::Kind::text, std::string(bytes.substr(0, length))};
}

}  // namespace

std::string taken_literally(std::string_view text) {
    constexpr char ctrl_v = '\x16';
    std::string keys;
    keys.reserve(text.size());
    for (const char byte : text) {
        if (byte == '?' && !keys.ends_with(ctrl_v)) keys += ctrl_v;
        keys += byte;
    }
    return keys;
}

std::optional<Key> Keys::sequence_byte(char byte) {
    if (state_ == State::escape) {
        parameters_.clear();
        state_ = byte == '[' ? State::sequence : byte == 'O' ? State::single : State::plain;
        const auto kind = state_ == State::plain ? escaped_key(byte) : std::nullopt;
        return kind ? std::optional(Key{*kind, {}}) : std::nullopt;
    }
    if (state_ == State::sequence && (byte < '@' || byte > '~')) {
        if (parameters_.size() < longest_parameters) parameters_ += byte;
        return {};
    }
    state_ = State::plain;
    if (const auto kind = sequence_key(parameters_, byte)) return Key{*kind, {}};
    return {};
}

Keys::Read Keys::next(std::string_view bytes, const Run& run) {
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        const char byte = bytes[at];
        const bool second_half = behind_return_ && (byte == '\n' || byte == '\0');
        behind_return_ = false;
        if (second_half) continue;
        // A control byte ends a half sequence and is itself again, so that Enter always works.
        if (state_ != State::plain && !control(byte)) {
            if (auto key = sequence_byte(byte)) return {std::move(key), at + 1};
            continue;
        }
        state_ = byte == escape_key ? State::escape : State::plain;
        if (byte < 0) {
            // What would be a control byte is none.
            const auto low = static_cast<char>(byte & 0x7f);
            if (!run.seven_bits || !printable(low)) continue;
            return {Key{low == '?' ? Key::Kind::question : Key::Kind::text, {low}}, at + 1};
        }
        if (printable(byte)) {
            Key key = text_run(bytes.substr(at), run);
            const std::size_t length = key.text.size();
            return {std::move(key), at + length};
        }
        behind_return_ = byte == '\r';
        if (const auto kind = control_key(byte)) return {Key{*kind, {}}, at + 1};
    }
    return {{}, bytes.size()};
}

}  // namespace shell
