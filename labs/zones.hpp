// Places on earth by which a clock's zone is chosen: their standard time, and when their summer
// begins and ends. A choice of the world's zones, named as the public time zone database does.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "labs/settings.hpp"

namespace lab {

struct ZonePlace {
    std::string_view continent;  // Europe
    std::string_view country;    // Belgium
    std::string_view region;     // Pacific Time; empty: the country has one zone
    std::string_view name;       // Europe/Brussels
    std::string_view standard;   // CET
    std::string_view summer;     // CEST; empty: it has none
    int minutes = 0;             // ahead of UTC
    enum class Rule { none, europe, america } rule = Rule::none;
};

const std::vector<ZonePlace>& zone_places();
// Null when no place is called that.
const ZonePlace* zone_place(std::string_view name);
// `America/Los_Angeles (Pacific Time)`: what a clock's owner reads.
std::string zone_title(const ZonePlace& place);
// Makes `settings` tell that place's time.
void live_by(Settings& settings, const ZonePlace& place);

}  // namespace lab
