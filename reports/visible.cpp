#include "reports/visible.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace reports {
namespace {

struct Point {
    char32_t value = 0;
    std::size_t length = 1;
    bool valid = true;
};

bool goes_on(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// The code point at the front; of broken bytes one byte.
Point first_point(std::string_view bytes) {
    const auto lead = static_cast<unsigned char>(bytes.front());
    const auto broken = Point{lead, 1, false};
    if (lead < 0x80) return {lead, 1, true};
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
    if (length == 0 || lead > 0xF4 || bytes.size() < length) return broken;
    char32_t value = lead & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if (!goes_on(bytes[i])) return broken;
        value = (value << 6U) | (static_cast<unsigned char>(bytes[i]) & 0x3FU);
    }
    constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < least[length] || value > 0x10FFFF || surrogate) return broken;
    return {value, length, true};
}

struct Range {
    char32_t first, last;
};

template <std::size_t Many> bool in(const std::array<Range, Many>& ranges, char32_t value) {
    return std::any_of(ranges.begin(), ranges.end(), [&](const Range& range) {
        return value >= range.first && value <= range.last;
    });
}

// C1 controls, marks of direction, line separators, what no page may hold.
bool unseen(char32_t value) {
    constexpr std::array<Range, 8> ranges{{{0x80, 0x9F},
                                           {0x200B, 0x200F},
                                           {0x2028, 0x202E},
                                           {0x2060, 0x206F},
                                           {0xFDD0, 0xFDEF},
                                           {0xFEFF, 0xFEFF},
                                           {0xFFF9, 0xFFFB},
                                           {0xE0000, 0xE007F}}};
    return in(ranges, value) || (value & 0xFFFEU) == 0xFFFE;
}

// Unicode's East Asian Wide and Fullwidth, in the rough.
bool wide(char32_t value) {
    constexpr std::array<Range, 9> ranges{{{0x1100, 0x115F},
                                           {0x2E80, 0x303E},
                                           {0x3041, 0xA4CF},
                                           {0xAC00, 0xD7A3},
                                           {0xF900, 0xFAFF},
                                           {0xFE30, 0xFE6F},
                                           {0xFF01, 0xFF60},
                                           {0xFFE0, 0xFFE6},
                                           {0x1F300, 0x3FFFD}}};
    return in(ranges, value);
}

bool combining(char32_t value) {
    constexpr std::array<Range, 4> ranges{
        {{0x300, 0x36F}, {0x1AB0, 0x1AFF}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}}};
    return in(ranges, value);
}

void add_control(std::string& to, char32_t value) {
    // The pictures U+2400 to U+2421, which have three bytes.
    const auto picture = 0x80 + (value == 0x7F ? 0x21 : value);
    to += "\xE2\x90";
    to += static_cast<char>(picture);
}

}  // namespace

std::string visible(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size());
    while (!bytes.empty()) {
        const auto point = first_point(bytes);
        const bool control = point.value < 0x20 || point.value == 0x7F;
        if (!point.valid)
            text += fmt::format("\\x{:02X}", static_cast<unsigned>(point.value));
        else if (control && point.value != '\n' && point.value != '\t')
            add_control(text, point.value);
        else if (unseen(point.value))
            text += fmt::format("\\u{{{:X}}}", static_cast<unsigned>(point.value));
        else
            text += bytes.substr(0, point.length);
        bytes.remove_prefix(point.length);
    }
    return text;
}

std::size_t columns(std::string_view visible_text) {
    std::size_t many = 0;
    while (!visible_text.empty()) {
        const auto point = first_point(visible_text);
        many += wide(point.value) ? 2 : combining(point.value) ? 0 : 1;
        visible_text.remove_prefix(point.length);
    }
    return many;
}

namespace {

// One after the other: a word up to a blank, or one wide character.
std::string_view take_word(std::string_view& rest) {
    std::size_t end = 0;
    while (end < rest.size() && rest[end] != ' ') {
        const auto point = first_point(rest.substr(end));
        if (wide(point.value) && end > 0) break;
        end += point.length;
        if (wide(point.value)) break;
    }
    const auto word = rest.substr(0, end);
    rest.remove_prefix(end);
    return word;
}

}  // namespace

std::vector<std::string> folded(std::string_view visible_text, std::size_t width) {
    std::vector<std::string> lines;
    for (const auto& line : lines_of(visible_text)) {
        std::string current;
        std::size_t used = 0;
        std::string_view rest = line;
        while (!rest.empty()) {
            std::size_t blanks = std::min(rest.find_first_not_of(' '), rest.size());
            rest.remove_prefix(blanks);
            const auto word = take_word(rest);
            const auto more = columns(word);
            if (used > 0 && used + blanks + more > width) {
                lines.push_back(std::exchange(current, {}));
                used = 0;
                blanks = 0;
            }
            current.append(blanks, ' ').append(word);
            used += blanks + more;
        }
        lines.push_back(current);
    }
    return lines;
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    if (text.ends_with('\n')) text.remove_suffix(1);
    while (true) {
        const auto end = text.find('\n');
        lines.emplace_back(text.substr(0, end));
        if (end == text.npos) return lines;
        text.remove_prefix(end + 1);
    }
}

std::string_view sign(Mark mark) {
    switch (mark) {
        case Mark::good: return "✓";
        case Mark::bad: return "✗";
        case Mark::warn: return "!";
        case Mark::neutral: return "–";
        case Mark::none: break;
    }
    return {};
}

Screen diff_screen(std::string_view unified) {
    Screen screen{std::string(unified), {}, "diff"};
    int number = 0;
    bool front = true;  // the names of the two
    for (const auto& line : lines_of(unified)) {
        ++number;
        front = front && !line.starts_with("@@");
        if (front || line.starts_with("@@"))
            screen.marked[number] = Mark::neutral;
        else if (line.starts_with('+'))
            screen.marked[number] = Mark::good;
        else if (line.starts_with('-'))
            screen.marked[number] = Mark::bad;
    }
    return screen;
}

}  // namespace reports
