// Spans and moments of time as our files and stage directions write them.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace grammar {

using Span = std::chrono::milliseconds;
using Moment = std::chrono::sys_time<std::chrono::milliseconds>;

// "30d", "1h30m", "90s", "5.2s", "250ms", "2w"; no blanks, no sign,
// the larger units first; only seconds have a fraction.
// Nothing for anything else, and for more than 10,000 years.
std::optional<Span> read_duration(std::string_view text);

// Such a text, in days and smaller: 5400 s is "1h30m", 30 days are "30d", 0 is "0s".
std::string to_string(Span span);

// "2026-01-12T13:09:43Z", "2026-01-12 13:09:43", "2026-01-12", with an optional ".250".
// Always UTC; the host's zone is never asked.
std::optional<Moment> read_moment(std::string_view text);

// "2026-01-12T13:09:43Z", with milliseconds only when there are any.
std::string to_string(Moment moment);

}  // namespace grammar
