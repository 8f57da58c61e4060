// What a module that its chassis speaks for knows of its licences: it asks, the chassis's agent
// asks the authority for all of them, and what comes back is kept here and in flash.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "licensing/agent_state.hpp"
#include "licensing/time.hpp"

namespace lab {

struct HeldEntitlement {
    std::string tag;
    int count = 0;
    int handle = 0;  // of the request
    licensing::DeviceTime requested{};
    bool complete = false;  // the request has been answered
    licensing::Enforcement enforcement = licensing::Enforcement::waiting;
    int granted = 0;  // what it may use: over-use and silence take nothing away
};

struct LicenseManager {
    int last_handle = 0;
    std::vector<HeldEntitlement> held;  // the tier first

    const HeldEntitlement* find(const std::string& tag) const;
    // The gravest of them; nothing: none is held.
    std::optional<licensing::Enforcement> overall() const;
};

}  // namespace lab
