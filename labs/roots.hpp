// The roots of public certificates that a unit comes with, each in a trustpoint of its own: list
// `roots` of its profile, TRUSTPOINT | SERIAL | SUBJECT | FROM | UNTIL.
#pragma once

#include <string>
#include <vector>

#include "labs/certificate.hpp"
#include "licensing/time.hpp"
#include "profiles/profile.hpp"

namespace lab {

struct Root {
    std::string trustpoint;
    CertificateAuthority authority;
    licensing::DeviceTime from{}, until{};
};

std::vector<Root> roots_of(const profiles::Profile& profile);
// The same as certificate_of, made once for every root.
const std::string& certificate_of(const Root& root);
// Their trustpoints, policy and chains as lines of a configuration, for the template that holds
// what a unit comes with: `roots`, `chain_lines`.
profiles::Facts root_lines(const profiles::Profile& profile);

}  // namespace lab
