#include "transcripts/typing.hpp"

#include <algorithm>

namespace transcripts {
namespace {

constexpr char ctrl_c = '\x03';
constexpr char ctrl_z = '\x1a';
constexpr char ctrl_v = '\x16';

bool control(char byte) { return static_cast<unsigned char>(byte) < ' ' || byte == '\x7f'; }

// Every key in the line stands for anything.
Pattern with_keys(std::string_view line) {
    std::string glob;
    for (const char byte : line) {
        if (byte == '*' || byte == '?' || byte == '\\') glob += '\\';
        glob += control(byte) ? '*' : byte;
    }
    return Pattern::glob(glob);
}

}  // namespace

std::string keys_for(std::string rest, modes::Wants::Kind wanted, const modes::Screen& screen) {
    const auto shown_as = [&](std::string_view sign) {
        return !sign.empty() && rest.ends_with(sign);
    };
    if (shown_as(screen.interrupt)) {
        const auto length = screen.interrupt.size();
        rest.replace(rest.size() - length, length, 1, ctrl_c);
    } else if (wanted == modes::Wants::Kind::command && shown_as("^Z")) {
        rest.replace(rest.size() - 2, 2, 1, ctrl_z);
    }
    return rest;
}

bool breaks(std::string_view rest, const modes::Screen& screen) {
    return (!screen.interrupt.empty() && rest.ends_with(screen.interrupt)) ||
           (!screen.escape.empty() &&
            (screen.escape_at_start ? rest == screen.escape : rest.ends_with(screen.escape))) ||
           rest.find(ctrl_c) != rest.npos;
}

std::optional<Pattern> echo_of(std::string_view line, std::string_view keys,
                               const modes::Screen& screen) {
    const bool leaves =
        !screen.escape.empty() && !screen.escape_at_start && keys.ends_with(screen.escape);
    if (leaves) line.remove_suffix(screen.escape.size());
    if (!leaves && std::none_of(line.begin(), line.end(), control)) return std::nullopt;
    return with_keys(line);
}

bool ask_help(std::string_view keys) {
    return keys.ends_with('?') && !keys.ends_with(std::string{ctrl_v, '?'});
}

bool prompt_shaped(std::string_view line) {
    const auto end = line.find_first_of("#> \t");
    const auto letter = [](char byte) {
        return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
    };
    return end != line.npos && letter(line.front()) && (line[end] == '#' || line[end] == '>') &&
           line.find_first_not_of(' ', end + 1) != line.npos;
}

}  // namespace transcripts
