// The files an engineer carries between a device and the authority: usage reports and requests
// for trust one way, acknowledgements, trust codes and policies the other. What the real ones
// hold is signed and closed; ours say the same in lines of their own.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "licensing/policy_message.hpp"

namespace licensing {

struct SavedAsk {
    Udi udi;
    std::string hostname;
    PolicyAsk ask;  // reports, or members that want trust
};
using CarriedBack = std::variant<Trusted, Acknowledged, UsagePolicy>;

std::string written(const SavedAsk& ask);
std::string written(const CarriedBack& back);
// Nothing for a file that is none of ours.
std::optional<SavedAsk> read_saved(const std::string& text);
std::optional<CarriedBack> read_carried(const std::string& text);

}  // namespace licensing
