// The host's keys: Ed25519 and RSA, made on first use and kept where a folder is given.
#pragma once

#include <memory>
#include <string>

#include "modes/algorithms.hpp"

struct ssh_bind_struct;

namespace shell {

class HostKeys {
public:
    // Throws grammar::Faults for a file that is no key or that others may read, std::runtime_error
    // when one cannot be made.
    explicit HostKeys(const std::string& folder);
    ~HostKeys();
    HostKeys(const HostKeys&) = delete;
    HostKeys& operator=(const HostKeys&) = delete;

    // Are they kept there already? Makes nothing; throws std::runtime_error for one that is no key.
    static bool kept_in(const std::string& folder);

    // Gives them to libssh.
    ssh_bind_struct* bind(const std::string& version, bool old_algorithms,
                          const modes::Algorithms& chosen);

private:
    struct Made;
    std::unique_ptr<Made> made_;
};

}  // namespace shell
