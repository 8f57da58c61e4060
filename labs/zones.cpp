#include "labs/zones.hpp"

#include <algorithm>

namespace lab {

namespace {

using Rule = ZonePlace::Rule;

// The last Sundays of March and October, at one o'clock UTC.
Summer european(const ZonePlace& place) {
    const auto local = std::chrono::hours{1} + std::chrono::minutes{place.minutes};
    return {std::string(place.summer),
            {5, 0, 3, local},
            {5, 0, 10, local + std::chrono::hours{1}},
            std::chrono::minutes{60}};
}

// The second Sunday of March and the first of November, at two o'clock on the wall.
Summer american(const ZonePlace& place) {
    return {std::string(place.summer),
            {2, 0, 3, std::chrono::hours{2}},
            {1, 0, 11, std::chrono::hours{2}},
            std::chrono::minutes{60}};
}

}  // namespace

const std::vector<ZonePlace>& zone_places() {
    static const std::vector<ZonePlace> places{
        {"Africa", "Egypt", "", "Africa/Cairo", "EET", "", 120},
        {"Africa", "Kenya", "", "Africa/Nairobi", "EAT", "", 180},
        {"Africa", "South Africa", "", "Africa/Johannesburg", "SAST", "", 120},
        {"Americas", "Brazil", "", "America/Sao_Paulo", "-03", "", -180},
        {"Americas", "Canada", "Eastern Time", "America/Toronto", "EST", "EDT", -300,
         Rule::america},
        {"Americas", "Canada", "Pacific Time", "America/Vancouver", "PST", "PDT", -480,
         Rule::america},
        {"Americas", "Mexico", "", "America/Mexico_City", "CST", "", -360},
        {"Americas", "United States", "Eastern Time", "America/New_York", "EST", "EDT", -300,
         Rule::america},
        {"Americas", "United States", "Central Time", "America/Chicago", "CST", "CDT", -360,
         Rule::america},
        {"Americas", "United States", "Mountain Time", "America/Denver", "MST", "MDT", -420,
         Rule::america},
        {"Americas", "United States", "Pacific Time", "America/Los_Angeles", "PST", "PDT", -480,
         Rule::america},
        {"Asia", "China", "", "Asia/Shanghai", "CST", "", 480},
        {"Asia", "India", "", "Asia/Kolkata", "IST", "", 330},
        {"Asia", "Japan", "", "Asia/Tokyo", "JST", "", 540},
        {"Asia", "Korea (South)", "", "Asia/Seoul", "KST", "", 540},
        {"Asia", "Singapore", "", "Asia/Singapore", "+08", "", 480},
        {"Australia", "Australia", "Queensland", "Australia/Brisbane", "AEST", "", 600},
        {"Australia", "Australia", "Western Australia", "Australia/Perth", "AWST", "", 480},
        {"Europe", "Belgium", "", "Europe/Brussels", "CET", "CEST", 60, Rule::europe},
        {"Europe", "Britain (UK)", "", "Europe/London", "GMT", "BST", 0, Rule::europe},
        {"Europe", "France", "", "Europe/Paris", "CET", "CEST", 60, Rule::europe},
        {"Europe", "Germany", "", "Europe/Berlin", "CET", "CEST", 60, Rule::europe},
        {"Europe", "Greece", "", "Europe/Athens", "EET", "EEST", 120, Rule::europe},
        {"Europe", "Italy", "", "Europe/Rome", "CET", "CEST", 60, Rule::europe},
        {"Europe", "Poland", "", "Europe/Warsaw", "CET", "CEST", 60, Rule::europe},
        {"Europe", "Portugal", "", "Europe/Lisbon", "WET", "WEST", 0, Rule::europe},
        {"Europe", "Spain", "", "Europe/Madrid", "CET", "CEST", 60, Rule::europe},
    };
    return places;
}

const ZonePlace* zone_place(std::string_view name) {
    const auto& all = zone_places();
    const auto it =
        std::find_if(all.begin(), all.end(), [&](const auto& place) { return place.name == name; });
    return it == all.end() ? nullptr : &*it;
}

std::string zone_title(const ZonePlace& place) {
    std::string title(place.name);
    return place.region.empty() ? title : title + " (" + std::string(place.region) + ")";
}

void live_by(Settings& settings, const ZonePlace& place) {
    settings.zone = place.standard;
    settings.zone_offset = std::chrono::minutes{place.minutes};
    settings.zone_title = zone_title(place);
    settings.summer.reset();
    if (place.rule == Rule::europe) settings.summer = european(place);
    if (place.rule == Rule::america) settings.summer = american(place);
}

}  // namespace lab
