#include "program/event_log.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdio>
#include <ctime>
#include <string>

namespace program {
namespace {

using nlohmann::ordered_json;

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

}  // namespace

void write_log(const shell::Event& event, bool json) {
    using Level = shell::Event::Level;
    const char* level = event.level == Level::info      ? "info"
                        : event.level == Level::warning ? "warning"
                                                        : "error";
    std::string line;
    if (json) {
        ordered_json object{{"time", stamp()}, {"level", level}, {"event", event.what}};
        for (const auto& [key, value] : event.fields) object[key] = value;
        line = object.dump(-1, ' ', true, ordered_json::error_handler_t::replace);
    } else {
        line = stamp() + " " + level + " " + event.what;
        for (const auto& [key, value] : event.fields) {
            const bool plain = value.find_first_of(" \"=") == std::string::npos;
            line += " " + key + "=" + (plain ? value : ordered_json(value).dump());
        }
    }
    line += '\n';
    std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace program
