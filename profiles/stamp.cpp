#include "profiles/stamp.hpp"

#include <fmt/chrono.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <chrono>
#include <iterator>
#include <string_view>

namespace profiles {
namespace {

// fmt writes a tm's names and numbers in the classic locale; its %Z and %z would be the host's.
constexpr std::string_view known = "aAbBdDeFHIjmMpRSTuUVwWyY";

// Calls `text` for literal runs and `conversion` for what stands behind each %.
void walk(std::string_view format, const auto& text, const auto& conversion) {
    while (!format.empty()) {
        const auto percent = format.find('%');
        text(format.substr(0, percent));
        if (percent == std::string_view::npos) return;
        format.remove_prefix(percent + 1);
        const bool two = format.starts_with("3f") || format.starts_with("1d");
        const std::size_t size = two ? 2 : 1;
        conversion(format.substr(0, size));
        format.remove_prefix(std::min(size, format.size()));
    }
}

std::string zone_offset(std::chrono::seconds offset) {
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(offset).count();
    const auto size = minutes < 0 ? -minutes : minutes;
    return fmt::format("{}{:02}{:02}", minutes < 0 ? '-' : '+', size / 60, size % 60);
}

}  // namespace

std::string format_stamp(const Stamp& stamp, const std::string& format) {
    using namespace std::chrono;
    const auto shown = stamp.utc + stamp.offset;
    const auto whole = floor<seconds>(shown);
    const std::tm time = fmt::gmtime(static_cast<std::time_t>(whole.time_since_epoch().count()));
    std::string out;
    const auto convert = [&](std::string_view conversion) {
        if (conversion == "3f") {
            out += fmt::format("{:03}", (shown - whole).count());
        } else if (conversion == "1d") {
            out += fmt::format("{}", time.tm_mday);
        } else if (conversion == "Z") {
            out += stamp.zone;
        } else if (conversion == "z") {
            out += zone_offset(stamp.offset);
        } else if (conversion == "%") {
            out += '%';
        } else {
            assert(!conversion.empty());
            const std::array<char, 5> form{'{', ':', '%', conversion.front(), '}'};
            const std::string_view text(form.data(), form.size());
            fmt::format_to(std::back_inserter(out), fmt::runtime(text), time);
        }
    };
    walk(
        format, [&](std::string_view text) { out += text; }, convert);
    return out;
}

std::optional<std::string> fault_of_format(const std::string& format) {
    std::optional<std::string> fault;
    const auto check = [&](std::string_view conversion) {
        const bool ours = conversion == "3f" || conversion == "1d" || conversion == "Z" ||
                          conversion == "z" || conversion == "%";
        if (ours || fault) return;
        if (conversion.empty() || known.find(conversion) == std::string_view::npos) {
            fault = "'%" + std::string(conversion) + "' is no conversion of an instant";
        }
    };
    walk(
        format, [](std::string_view) {}, check);
    return fault;
}

}  // namespace profiles
