// The clock by hand, its calendar, and what the device says of its time servers.
#include <array>
#include <cctype>
#include <charconv>

#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/views.hpp"

namespace modes {
namespace {

using licensing::DeviceTime;
using licensing::Span;
using profiles::Facts;

int number(std::string_view text) {
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

// The moment that was typed on the device's own wall clock; nothing: there is no such day.
std::optional<DeviceTime> typed_moment(Context& c) {
    auto time = c.argument("time");  // hh:mm:ss, by its form; or in three words
    if (time.empty()) {
        time = c.argument("hour") + ":" + c.argument("minute") + ":" + c.argument("second");
    }
    const auto first = time.find(':');
    const auto second = time.find(':', first + 1);
    const std::chrono::year_month_day date{
        std::chrono::year{number(c.argument("year"))},
        std::chrono::month{month_number(c.argument("month"))},
        std::chrono::day{static_cast<unsigned>(number(c.argument("day")))}};
    if (!date.ok()) return std::nullopt;
    const auto local = std::chrono::sys_days{date} +
                       std::chrono::hours{number(time.substr(0, first))} +
                       std::chrono::minutes{number(time.substr(first + 1))} +
                       std::chrono::seconds{number(time.substr(second + 1))};
    const auto& settings = c.device.settings();
    const auto standard = local - settings.zone_offset;
    const DeviceTime guess{std::chrono::duration_cast<Span>(standard.time_since_epoch())};
    const auto shift = lab::zone_at(settings, guess).offset - settings.zone_offset;
    return guess - std::chrono::duration_cast<Span>(shift);
}

Reply clock_set(Context& c) {
    const auto moment = typed_moment(c);
    if (!moment) return refuse("error.unknown", {}, "day");
    // Where time servers come first, nobody sets a clock that follows one.
    if (c.device.running().clock.synchronized &&
        c.device.profile().has_message("refused.clock-synchronized")) {
        return refuse("refused.clock-synchronized");
    }
    c.device.set_clock(*moment);
    c.device.notify("clock.set", Facts{}.set("source", std::string("manual")));
    return {};
}

Reply calendar_set(Context& c) {
    const auto moment = typed_moment(c);
    if (!moment) return refuse("error.unknown", {}, "day");
    c.device.set_calendar(*moment);
    return {};
}

Reply read_calendar(Context& c) {
    c.device.read_calendar();
    return {};
}

Reply update_calendar(Context& c) {
    c.device.set_calendar(c.device.now());
    return {};
}

Reply calendar(Context& c) {
    return say("show-calendar", Facts{}.set("now", c.device.stamp(c.device.calendar())));
}

Reply ntp_status(Context& c) { return say("show-ntp-status", time_view(c.device)); }
Reply ntp_associations(Context& c) {
    return say("show-ntp-associations", time_servers_view(c.device));
}

}  // namespace

unsigned month_number(const std::string& word) {
    static constexpr std::array names{"jan", "feb", "mar", "apr", "may", "jun",
                                      "jul", "aug", "sep", "oct", "nov", "dec"};
    std::string lower;
    for (const auto c : word.substr(0, 3)) {
        lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    for (unsigned i = 0; i < names.size(); ++i) {
        if (lower == names[i]) return i + 1;
    }
    return 0;
}

std::vector<Action> clock_actions() {
    return {
        {"clock.set", {"day", "month", "year"}, clock_set},
        {"calendar.set", {"time", "day", "month", "year"}, calendar_set},
        {"calendar.read", {}, read_calendar},
        {"calendar.update", {}, update_calendar},
        {"net.calendar", {}, calendar},
        {"net.ntp-status", {}, ntp_status},
        {"net.ntp-associations", {}, ntp_associations},
    };
}

}  // namespace modes
