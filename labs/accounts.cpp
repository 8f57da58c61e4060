#include "labs/accounts.hpp"

#include <algorithm>

#include "labs/device.hpp"

namespace lab {

std::optional<licensing::DeviceTime> locked_until(const Device& device, const std::string& user) {
    const auto& access = device.settings().access;
    const auto& all = device.chassis().logins;
    const auto it = std::find_if(all.begin(), all.end(),
                                 [&](const LoginTally& one) { return one.user == user; });
    if (!access.most_failures || it == all.end() || !it->failed) return std::nullopt;
    if (it->failures < *access.most_failures) return std::nullopt;
    const auto& profile = device.profile();
    licensing::Span length{};
    if (access.lock_length)
        length = *access.lock_length;
    else if (profile.has_interval("account_lock"))
        length = profile.interval("account_lock");
    const auto until = *it->failed + length;
    return until > device.now() ? std::optional(until) : std::nullopt;
}

bool may_log_in(const Device& device, const std::string& user) {
    if (locked_until(device, user)) return false;
    const auto& profile = device.profile();
    const bool always = profile.has_text("user.always") && profile.text("user.always") == user;
    const auto& users = device.settings().users;
    const auto it =
        std::find_if(users.begin(), users.end(), [&](const User& one) { return one.name == user; });
    if (it == users.end() || always) return true;
    if (it->inactive) return false;
    return !it->expires || device.now().time_since_epoch() < it->expires->time_since_epoch();
}

}  // namespace lab
