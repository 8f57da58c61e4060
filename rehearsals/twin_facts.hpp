// What the collected screens say, as values with their places, device by device. Nothing here knows
// a platform: the rules are data.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "grammar/duration.hpp"
#include "rehearsals/twin_collect.hpp"

namespace rehearsals {

struct Fact {
    std::string value;
    std::string file;
    int line = 0;
    std::string command;  // of the screen
};

struct Record {
    std::map<std::string, std::string> fields;
    std::string file;
    int line = 0;

    std::string field(const std::string& name) const;
};

struct Facts {
    std::map<std::string, Fact> values;
    std::map<std::string, std::vector<Record>> records;

    std::string value(const std::string& name) const;  // empty: nobody said
    bool is(const std::string& name, const std::string& value) const;
    std::optional<grammar::Moment> moment(const std::string& name) const;
    const Fact* fact(const std::string& name) const;
};

// What one screen says. What is said twice stays as it was said first.
void read_facts(const Capture& capture, Facts& facts);

// The screens of one device, in the order in which its book believes them.
struct Source {
    const ScreenBook* book = nullptr;
    std::string folder, host;
    std::vector<Capture> captures;  // one for each command
    Facts facts;

    const Capture* capture(const std::string& command) const;
};

// Whose screens are whose: by folder, platform, and the host's name in prompts and outputs. Notes
// what is nobody's in `collection.ignored`; throws grammar::Faults where two devices are mixed.
std::vector<Source> sources_of(Collection& collection);

// A date in any order of its parts: "Jan 12 2026 13:00:05 UTC", "13:00:00.000 UTC Sat Feb 21 2026".
// By its own zone's clock.
std::optional<grammar::Moment> moment_in(const std::string& text);
// "40 days 2 hours", "5 weeks, 5 days", "1 year 3 days", "89 days, 23 hours, 5 minutes, 1 seconds".
std::optional<grammar::Span> span_in(const std::string& text);

}  // namespace rehearsals
