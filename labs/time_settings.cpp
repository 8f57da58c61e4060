// What the configuration says of the clock.
#include <algorithm>
#include <array>
#include <charconv>

#include "labs/meaning.hpp"
#include "labs/settings.hpp"
#include "labs/zones.hpp"

namespace lab {
namespace {

// The first three letters, in any case.
bool same_beginning(std::string_view word, std::string_view three) {
    return word.size() >= 3 &&
           std::equal(three.begin(), three.end(), word.begin(), [](char a, char b) {
               return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b + 32) : b);
           });
}

bool says(const Meant& meant, std::string_view word) {
    const auto text = " " + meant.statement.text + " ";
    return text.find(" " + std::string(word) + " ") != std::string::npos;
}

void set_log_stamp(Settings& settings, const Meant& meant) {
    settings.logging.timestamp = !meant.denied();
    settings.log_stamp = {.uptime = says(meant, "uptime"),
                          .milliseconds = says(meant, "msec"),
                          .local = says(meant, "localtime"),
                          .zone = says(meant, "show-timezone"),
                          .year = says(meant, "year")};
}

int weekday_of(std::string_view word) {
    static constexpr std::array<std::string_view, 7> days{"sun", "mon", "tue", "wed",
                                                          "thu", "fri", "sat"};
    for (std::size_t i = 0; i < days.size(); ++i) {
        if (same_beginning(word, days[i])) return static_cast<int>(i);
    }
    return 0;
}

// "1 Sun Mar 2:00", each word named with `which` behind it.
Turn turn_of(const Meant& meant, const std::string& which, const Turn& otherwise) {
    const auto week = meant.word("week" + which);
    if (week.empty()) return otherwise;
    const auto time = meant.word("time" + which);
    int hours = 0;
    int minutes = 0;
    const auto colon = std::min(time.find(':'), time.size() - 1);
    std::from_chars(time.data(), time.data() + colon, hours);
    std::from_chars(time.data() + colon + 1, time.data() + time.size(), minutes);
    return {week == "first"  ? 1
            : week == "last" ? 5
                             : meant.number("week" + which, 1),
            weekday_of(meant.word("day" + which)), month_of(meant.word("month" + which)),
            std::chrono::hours{hours} + std::chrono::minutes{minutes}};
}

// Without dates the rule of the United States holds, as on every IOS.
void set_summer(Settings& settings, const Meant& meant) {
    settings.summer.reset();
    if (meant.denied()) return;
    const Turn march{2, 0, 3, std::chrono::hours{2}};
    const Turn november{1, 0, 11, std::chrono::hours{2}};
    settings.summer = {meant.word("zone"), turn_of(meant, "-begin", march),
                       turn_of(meant, "-end", november),
                       std::chrono::minutes{meant.number("offset", 60)}};
}

const std::array time_rows{
    MeaningRow{"clock.calendar-valid",
               [](Settings& s, const Meant& m) { s.calendar_valid = !m.denied(); }},
    MeaningRow{"clock.summer", set_summer},
    MeaningRow{"clock.timezone",
               [](Settings& s, const Meant& m) {
                   s.zone = m.denied() ? "UTC" : m.word("zone");
                   const int hours = m.denied() ? 0 : m.number("hours");
                   const int minutes = m.denied() ? 0 : m.number("minutes");
                   s.zone_offset = std::chrono::hours{hours} +
                                   std::chrono::minutes{hours < 0 ? -minutes : minutes};
               }},
    MeaningRow{"clock.zone",
               [](Settings& s, const Meant& m) {
                   const auto* place = zone_place(m.word("zone"));
                   if (place && !m.denied()) live_by(s, *place);
               }},
    MeaningRow{"logging.stamp", set_log_stamp},
    MeaningRow{"ntp.calendar",
               [](Settings& s, const Meant& m) { s.updates_calendar = !m.denied(); }},
    MeaningRow{"ntp.server",
               [](Settings& s, const Meant& m) {
                   if (m.denied()) return;
                   s.time_servers.push_back(
                       {m.word("host"), {m.word("vrf"), m.word("interface")}, says(m, "prefer")});
               }},
};

}  // namespace

int month_of(std::string_view word) {
    static constexpr std::array<std::string_view, 12> months{
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
    for (std::size_t i = 0; i < months.size(); ++i) {
        if (same_beginning(word, months[i])) return static_cast<int>(i) + 1;
    }
    return 1;
}

std::span<const MeaningRow> time_meanings() { return time_rows; }

}  // namespace lab
