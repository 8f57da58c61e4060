#include "reports/flow.hpp"

#include <vector>

#include "reports/visible.hpp"

namespace reports {
namespace {

// The code point that begins at `at`; damaged ones are nobody's letters.
char32_t code_point(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
    };
    const auto first = byte(0);
    if (first < 0x80U) return first;
    if (first >= 0xE0U && first < 0xF0U) {
        return ((first & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU);
    }
    return first >= 0xF0U ? 0x20000U : ((first & 0x1FU) << 6U) | (byte(1) & 0x3FU);
}

char32_t last_code_point(std::string_view text) {
    auto at = text.size();
    while (at > 0 && (static_cast<unsigned char>(text[at - 1]) & 0xC0U) == 0x80U) --at;
    return at == 0 ? 0 : code_point(text, at - 1);
}

bool east_asian(char32_t c) { return c >= 0x2E80U; }
// Marks that have their own room.
bool own_room(char32_t c) {
    return (c >= 0x3000U && c <= 0x303FU) || (c >= 0xFF00U && c <= 0xFF65U);
}

bool needs_blank(std::string_view before, std::string_view behind) {
    const auto last = last_code_point(before);
    const auto first = code_point(behind, 0);
    if (own_room(last) || own_room(first)) return false;
    return !(east_asian(last) && east_asian(first));
}

bool begins_anew(std::string_view line) {
    const auto digits = line.find_first_not_of("0123456789");
    const bool numbered =
        digits != 0 && digits != line.npos && line.substr(digits).starts_with(". ");
    return line.starts_with(' ') || line.starts_with('\t') || line.starts_with("- ") ||
           line.starts_with("* ") || numbered;
}

}  // namespace

std::string flowed(std::string_view text) {
    std::string all;
    bool open = false;  // a line that the next one may go on
    for (const auto& line : lines_of(text)) {
        if (open && !line.empty() && !begins_anew(line)) {
            if (needs_blank(all, line)) all += ' ';
            all += line;
            continue;
        }
        if (!all.empty()) all += '\n';
        all += line;
        open = !line.empty() && !line.starts_with(' ') && !line.starts_with('\t');
    }
    return all;
}

}  // namespace reports
