#include "program/event_log.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>

namespace program {
namespace {

using nlohmann::ordered_json;
constexpr auto replace = ordered_json::error_handler_t::replace;

std::string stamp() {
    const auto now = std::chrono::system_clock::now();
    const auto seconds = std::chrono::system_clock::to_time_t(now);
    const auto part = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch());
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
    return fmt::format("{}.{:03}Z", text, part.count() % 1000);
}

// A name of a user may be of any bytes; a line of the log is one line and says no more than it.
std::string shown(const std::string& value) {
    const bool plain = std::all_of(value.begin(), value.end(), [](char byte) {
        return byte > ' ' && byte < 0x7f && byte != '"' && byte != '=' && byte != '\\';
    });
    return plain && !value.empty() ? value : ordered_json(value).dump(-1, ' ', true, replace);
}

}  // namespace

std::string log_line(const shell::Event& event, bool json, const std::string& time) {
    using Level = shell::Event::Level;
    const char* level = event.level == Level::info      ? "info"
                        : event.level == Level::warning ? "warning"
                                                        : "error";
    if (json) {
        ordered_json object{{"time", time}, {"level", level}, {"event", event.what}};
        for (const auto& [key, value] : event.fields) object[key] = value;
        return object.dump(-1, ' ', true, replace) + "\n";
    }
    auto line = time + " " + level + " " + event.what;
    for (const auto& [key, value] : event.fields) line += " " + key + "=" + shown(value);
    return line + "\n";
}

void write_log(const shell::Event& event, bool json) {
    const auto line = log_line(event, json, stamp());
    std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace program
