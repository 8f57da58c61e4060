// What a view knows, by name: values, states, instants and lists of records; no words. The
// profile turns them into text, so that two platforms can say the same fact differently.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace profiles {

class Facts;
using Records = std::vector<Facts>;

// A state prints through the profile's words: words.<group>.<key>.
struct State {
    std::string group;
    std::string key;
};

// A moment as a device's clock shows it. Printed through a named format of the profile.
struct Stamp {
    std::chrono::sys_time<std::chrono::milliseconds> utc;
    std::chrono::seconds offset{0};  // of the device's zone, east positive
    std::string zone = "UTC";
};

using Value = std::variant<std::monostate, bool, std::int64_t, std::string, State, Stamp, Records>;

class Facts {
public:
    // Sets or replaces; returns itself so that a view reads as a list.
    Facts& set(std::string name, Value value);
    // Null when there is no such fact.
    const Value* find(std::string_view name) const;
    const std::vector<std::pair<std::string, Value>>& all() const { return facts_; }

private:
    std::vector<std::pair<std::string, Value>> facts_;
};

// What @if asks: false for absent, empty, false and zero.
bool truthy(const Value* value);

}  // namespace profiles
