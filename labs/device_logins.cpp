// What a device remembers of those who logged in: how often, when last, from where.
#include <algorithm>

#include "labs/accounts.hpp"
#include "labs/device.hpp"
#include "labs/doors.hpp"

namespace lab {
namespace {

// Nobody asks about more than so many.
constexpr std::size_t most_logins = 100;

LoginTally& tally_of(std::vector<LoginTally>& all, const std::string& user) {
    const auto it = std::find_if(all.begin(), all.end(),
                                 [&](const LoginTally& one) { return one.user == user; });
    return it == all.end() ? all.emplace_back(LoginTally{user, {}, 0, {}}) : *it;
}

}  // namespace

// Those of anybody, known or not, stand with nobody's name.
void Device::note_login(const std::string& user, const std::string& from) {
    auto& tally = tally_of(chassis_.logins, user);
    if (tally.logins.size() >= most_logins) tally.logins.erase(tally.logins.begin());
    tally.logins.push_back(now());
    tally.failures = 0;
    tally.from = from;
}

void Device::note_failed_login(const std::string& user) {
    auto& failed = tally_of(chassis_.logins, {}).logins;
    if (failed.size() >= most_logins) failed.erase(failed.begin());
    failed.push_back(now());
    const auto until = quiet_until(*this);
    if (until && time_to("login.unquiet") == licensing::Span{}) {
        later(*until - now(), "login.unquiet");
    }
    const auto& users = settings_.users;
    const bool known =
        std::any_of(users.begin(), users.end(), [&](const User& one) { return one.name == user; });
    // Who is locked out is not looked at any more.
    if (!known || locked_until(*this, user)) return;
    auto& tally = tally_of(chassis_.logins, user);
    const auto& most = settings_.access.most_failures;
    if (most && tally.failures >= *most) tally.failures = 0;
    ++tally.failures;
    tally.failed = now();
}

void Device::forgive(const std::string& user) {
    auto& tally = tally_of(chassis_.logins, user);
    tally.failures = 0;
    tally.failed.reset();
}

}  // namespace lab
