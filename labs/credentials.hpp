// Who may come in from outside: what a lab file says under `access:`. It guards the doors of
// `serve`; the devices inside know nothing of it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "labs/public_key.hpp"

namespace lab {

struct Credentials {
    struct User {
        std::string name;
        std::string password;  // empty: none lets them in
        std::vector<PublicKey> keys;
    };
    std::vector<User> users;
    std::map<std::string, std::string> ssh_versions;  // by device, in place of its profile's

    bool empty() const { return users.empty(); }
    bool know(const std::string& name) const;
    bool fit(const std::string& name, const std::string& password) const;
    bool fit(const std::string& name, const PublicKey& key) const;
    bool have_keys() const;
    bool have_passwords() const;
};

// A file of its own that holds what stands under `access:` in a lab's. Throws grammar::Faults.
// shelf.cpp
Credentials load_credentials(const std::string& file);

}  // namespace lab
