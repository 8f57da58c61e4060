// Whether a word has the form of an argument, and whether it is the beginning of such a word.
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "grammar/match.hpp"
#include "grammar/walk.hpp"
#include "grammar/words.hpp"

namespace grammar {
namespace {

constexpr std::array<std::string_view, 12> months{"january",   "february", "march",    "april",
                                                  "may",       "june",     "july",     "august",
                                                  "september", "october",  "november", "december"};

template <typename Accept> bool all(std::string_view word, Accept accept) {
    return std::all_of(word.begin(), word.end(), accept);
}

bool is_printable(char c) { return c >= ' ' && c <= '~'; }
bool is_name_character(char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '.'; }

bool is_word(std::string_view word, std::size_t longest) {
    return !word.empty() && word.size() <= longest && all(word, is_printable) &&
           word.find(' ') == std::string_view::npos;
}

std::optional<long> whole_number(std::string_view word) {
    long value = 0;
    const char* const last = word.data() + word.size();
    const auto [end, error] = std::from_chars(word.data(), last, value);
    if (error != std::errc{} || end != last) return std::nullopt;
    return value;
}

// `count` numbers of at most `digits` digits and at most `highest`, with `mark` between them.
bool is_series(std::string_view word, char mark, int count, std::size_t digits, long highest) {
    for (int part = 0; part < count; ++part) {
        const std::size_t end = part + 1 == count ? word.size() : word.find(mark);
        if (end == std::string_view::npos || end == 0 || end > digits) return false;
        const std::string_view text = word.substr(0, end);
        if (!all(text, is_digit) || *whole_number(text) > highest) return false;
        word.remove_prefix(std::min(end + 1, word.size()));
    }
    return true;
}

bool is_address(std::string_view word) { return is_series(word, '.', 4, 3, 255); }

bool is_mask(std::string_view word) {
    if (!is_address(word)) return false;
    std::uint32_t bits = 0;
    for (int part = 0; part < 4; ++part) {
        const std::size_t end = std::min(word.find('.'), word.size());
        bits = bits << 8 | static_cast<std::uint32_t>(*whole_number(word.substr(0, end)));
        word.remove_prefix(std::min(end + 1, word.size()));
    }
    const std::uint32_t zeros = ~bits;
    return (zeros & (zeros + 1)) == 0;
}

bool is_time(std::string_view word) {
    if (!is_series(word, ':', 3, 2, 59)) return false;
    return *whole_number(word.substr(0, word.find(':'))) < 24;
}

// No part between dots is longer than 63 characters.
bool labels_fit(std::string_view word) {
    for (std::size_t at = 0; at <= word.size();) {
        const auto dot = std::min(word.find('.', at), word.size());
        if (dot - at > 63) return false;
        at = dot + 1;
    }
    return true;
}

// Digits and dots alone are an address, if a wrong one.
bool is_hostname(std::string_view word) {
    const auto numeric = [](char c) { return is_digit(c) || c == '.'; };
    return !word.empty() && word.size() <= 253 && labels_fit(word) &&
           all(word, is_name_character) && !all(word, numeric) && word.front() != '-' &&
           word.front() != '.' && word.find("..") == std::string_view::npos;
}

bool is_url(std::string_view word) {
    const std::size_t end = word.find("://");
    return end != std::string_view::npos && end > 0 && end + 3 < word.size() &&
           is_letter(word.front()) && is_word(word, word.size()) &&
           all(word.substr(0, end), [](char c) { return is_name_character(c) || c == '+'; });
}

// gi0/1, Management0/0, Port-channel1.100, tengigabitethernet1/0/1
bool is_interface(std::string_view word) {
    const auto digit = std::find_if(word.begin(), word.end(), is_digit);
    const auto head = word.substr(0, static_cast<std::size_t>(digit - word.begin()));
    const auto letters = trim(head);  // `gi 0/1` is written apart
    const auto place = word.substr(head.size());
    return !letters.empty() && is_letter(letters.front()) && !place.empty() &&
           all(letters, [](char c) { return is_letter(c) || c == '-'; }) &&
           all(place, [](char c) { return is_digit(c) || c == '/' || c == '.' || c == ':'; }) &&
           is_digit(place.back());
}

bool begins_month(std::string_view word, std::size_t shortest) {
    return word.size() >= shortest && std::any_of(months.begin(), months.end(), [&](auto month) {
               return is_prefix(word, month);
           });
}

bool in_range(const Argument& argument, std::string_view word) {
    const auto value = whole_number(word);
    return value && *value >= argument.low.value && *value <= argument.high.value;
}

}  // namespace

bool fits(const Argument& argument, std::string_view word) {
    switch (argument.kind) {
        case ArgKind::line: return !word.empty() && all(word, is_printable);
        case ArgKind::number: return in_range(argument, word);
        // 0 is short for 0.0.0.0, as every ASA takes it.
        case ArgKind::address: return is_address(word) || word == "0";
        case ArgKind::mask: return is_mask(word) || word == "0";
        case ArgKind::hostname: return is_hostname(word);
        case ArgKind::host: return is_address(word) || is_hostname(word);
        case ArgKind::url: return is_url(word);
        case ArgKind::interface: return is_interface(word);
        case ArgKind::nameif: return is_word(word, 48);
        case ArgKind::token: return is_word(word, 512);
        case ArgKind::time: return is_time(word);
        case ArgKind::month: return begins_month(word, 3);
        case ArgKind::quoted:
            return is_word(word, word.size()) || (word.size() > 1 && word.front() == '"' &&
                                                  word.back() == '"' && all(word, is_printable));
        case ArgKind::word:
        case ArgKind::file: return is_word(word, word.size());
    }
    return false;
}

bool may_become(const Argument& argument, std::string_view word) {
    const auto made_of = [&](std::string_view marks, std::size_t longest) {
        return word.size() <= longest && all(word, [&](char c) {
                   return is_digit(c) || marks.find(c) != std::string_view::npos;
               });
    };
    switch (argument.kind) {
        case ArgKind::number: {
            // Digits may follow, so only what is too high already cannot become one.
            const auto value = whole_number(word);
            const bool sign_allowed = word.front() != '-' || argument.low.value < 0;
            return value && sign_allowed && *value <= argument.high.value;
        }
        case ArgKind::address:
        case ArgKind::mask: return made_of(".", 15);
        case ArgKind::time: return made_of(":", 8);
        case ArgKind::host: return made_of(".", 15) || is_hostname(word);
        case ArgKind::month: return begins_month(word, 1);
        case ArgKind::url: return is_letter(word.front()) && is_word(word, word.size());
        case ArgKind::interface:
            return is_letter(word.front()) &&
                   all(word, [](char c) { return is_name_character(c) || c == '/' || c == ':'; });
        default: return fits(argument, word);
    }
}

}  // namespace grammar
