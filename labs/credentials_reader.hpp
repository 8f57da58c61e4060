// The key `access` of a lab file, or a file that holds the same.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "labs/credentials.hpp"
#include "profiles/yaml_reader.hpp"

namespace lab {

class CredentialsReader {
public:
    // Both outlive it.
    CredentialsReader(profiles::YamlReader& yaml, Credentials& read) : yaml_(yaml), read_(read) {}

    void read(const YAML::Node& map);
    // When the whole file is read: is every device there that was named?
    void check_names(const std::set<std::string>& devices);

private:
    void user(const YAML::Node& node);
    std::string name(const YAML::Node& node);
    std::string password(const YAML::Node& node);
    PublicKey key(const YAML::Node& node);
    void versions(const YAML::Node& node);

    profiles::YamlReader& yaml_;
    Credentials& read_;
    std::set<std::string> names_;
    std::vector<std::pair<std::string, YAML::Node>> devices_;
};

}  // namespace lab
