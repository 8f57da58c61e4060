// Dates and spans as devices write them, in any order of their parts.
#include <array>
#include <cstdlib>

#include "rehearsals/twin_facts.hpp"

namespace rehearsals {
namespace {

constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

unsigned month_of(const std::string& word) {
    for (unsigned at = 0; at < months.size(); ++at) {
        if (word.substr(0, 3) == months[at]) return at + 1;
    }
    return 0;
}

std::chrono::milliseconds unit_of(const std::string& word) {
    using namespace std::chrono;
    static const std::array<std::pair<const char*, milliseconds>, 12> units{{{"year", days{365}},
                                                                             {"week", weeks{1}},
                                                                             {"day", days{1}},
                                                                             {"hour", hours{1}},
                                                                             {"hr", hours{1}},
                                                                             {"min", minutes{1}},
                                                                             {"sec", seconds{1}}}};
    for (const auto& [name, length] : units) {
        if (name && word.starts_with(name)) return length;
    }
    return {};
}

}  // namespace

std::optional<grammar::Moment> moment_in(const std::string& text) {
    static const grammar::Regex time("(\\d{1,2}):(\\d\\d):(\\d\\d)(?:\\.(\\d{1,3}))?");
    static const grammar::Regex part("[A-Za-z]{3,}|\\b\\d{1,4}\\b");
    grammar::Found match;
    if (!found(time, text, &match)) return std::nullopt;
    const auto number = [&](int group) { return std::atoi(match.str(group).c_str()); };
    const auto fraction = match.has(4) ? (match.str(4) + "00").substr(0, 3) : "0";
    const auto of_day = std::chrono::hours{number(1)} + std::chrono::minutes{number(2)} +
                        std::chrono::seconds{number(3)} +
                        std::chrono::milliseconds{std::atoi(fraction.c_str())};
    const auto rest = time.replaced_once(text, " ");
    unsigned month = 0, day = 0;
    int year = 0;
    for (std::size_t from = 0; part.finds(rest, match, from);
         from = match.position() + match.length()) {
        const auto word = match.str();
        if (const auto named = month_of(word); named && !month)
            month = named;
        else if (word.size() == 4 && word[0] >= '0' && word[0] <= '9')
            year = std::atoi(word.c_str());
        else if (word.size() <= 2 && !day)
            day = static_cast<unsigned>(std::atoi(word.c_str()));
    }
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                                           std::chrono::day{day}};
    if (!date.ok() || year < 1990) return std::nullopt;
    return std::chrono::sys_days{date} + of_day;
}

std::optional<grammar::Span> span_in(const std::string& text) {
    static const grammar::Regex part("(\\d{1,6})\\s*([a-z]+)");
    grammar::Span whole{};
    bool any = false;
    grammar::Found match;
    for (std::size_t from = 0; part.finds(text, match, from);
         from = match.position() + match.length()) {
        const auto unit = unit_of(match.str(2));
        if (unit == unit.zero()) continue;
        whole += std::atoi(match.str(1).c_str()) * unit;
        any = true;
    }
    if (!any) return std::nullopt;
    return whole;
}

}  // namespace rehearsals
