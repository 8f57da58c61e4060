// A device's clock: where its time comes from, whether it may be trusted, and the time servers it
// asks. The hardware's calendar outlives a reload, the rest does not.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "labs/settings.hpp"
#include "licensing/time.hpp"

namespace lab {

enum class ClockSource { none, calendar, user, ntp };

// One time server, as the device hears it.
struct Association {
    std::string host;  // as configured, its table behind a blank
    std::string address;
    int reach = 0;     // the last eight polls, a bit each; the newest lowest
    int answered = 0;  // polls in a row, up to eight
    int stratum = 16;
    licensing::Span poll{};
    licensing::Instant next{};
    std::optional<licensing::Instant> heard;
};

struct ClockState {
    ClockSource source = ClockSource::none;
    bool synchronized = false;          // to a time server, now
    bool announced = false;             // that it is authoritative
    std::string server;                 // the address it follows
    licensing::DeviceTime reference{};  // when it was last corrected
    std::vector<Association> associations;
};

// What a clock on the wall is ahead of UTC at `utc`, and what its zone is called.
struct Zone {
    std::string name;
    std::chrono::seconds offset{0};
};
Zone zone_at(const Settings& settings, licensing::DeviceTime utc);

}  // namespace lab
