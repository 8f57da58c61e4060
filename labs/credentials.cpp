#include "labs/credentials.hpp"

#include <algorithm>

namespace lab {

bool Credentials::know(const std::string& name) const {
    return std::any_of(users.begin(), users.end(),
                       [&](const User& user) { return user.name == name; });
}

bool Credentials::fit(const std::string& name, const std::string& password) const {
    return std::any_of(users.begin(), users.end(), [&](const User& user) {
        return user.name == name && !user.password.empty() && user.password == password;
    });
}

bool Credentials::fit(const std::string& name, const PublicKey& key) const {
    return std::any_of(users.begin(), users.end(), [&](const User& user) {
        return user.name == name && std::count(user.keys.begin(), user.keys.end(), key) > 0;
    });
}

bool Credentials::have_keys() const {
    return std::any_of(users.begin(), users.end(),
                       [](const User& user) { return !user.keys.empty(); });
}

bool Credentials::have_passwords() const {
    return std::any_of(users.begin(), users.end(),
                       [](const User& user) { return !user.password.empty(); });
}

}  // namespace lab
