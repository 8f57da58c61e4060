// What a line of configuration can mean to the world: a name that outlines use and a function that
// takes the statement into the settings. The tables stand by subject, each in its own file.
#pragma once

#include <charconv>
#include <span>
#include <string>
#include <string_view>

#include "labs/configuration.hpp"

namespace lab {

struct Settings;

// One statement on its way into the settings: denied by `no`, below its parent.
struct Meant {
    const Statement& statement;
    const Statement* parent;  // null at the top

    bool denied() const { return statement.negated; }
    std::string word(std::string_view name) const { return std::string(statement.argument(name)); }
    int number(std::string_view name, int otherwise = 0) const {
        auto text = statement.argument(name);
        int value = otherwise;
        std::from_chars(text.data(), text.data() + text.size(), value);
        return value;
    }
};

using Meaning = void (*)(Settings&, const Meant&);

struct MeaningRow {
    std::string_view name;
    Meaning meaning;
};

// It is known, and only acceptance or the listing cares.
inline void nothing(Settings&, const Meant&) {}

// Interfaces, routes, names, access lists: network_settings.cpp.
std::span<const MeaningRow> network_meanings();
// The clock, its zone and its servers, and how log lines say when: time_settings.cpp.
std::span<const MeaningRow> time_meanings();
// Terminal lines, banners, users and their passwords: line_settings.cpp.
std::span<const MeaningRow> line_meanings();
// Who may manage the device over the network: access_settings.cpp.
std::span<const MeaningRow> access_meanings();

// 1 to 12, by its English name or the beginning of it.
int month_of(std::string_view word);

// The units that a device plays: partition_settings.cpp.
std::span<const MeaningRow> partition_meanings();

}  // namespace lab
