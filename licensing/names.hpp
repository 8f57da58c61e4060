// The C++ names of closed sets: for the detail of an event, and for a profile to find its words by.
#pragma once

#include <string_view>
#include <vector>

#include "licensing/agent.hpp"
#include "licensing/message.hpp"

namespace licensing {

std::string_view name(Purpose purpose);
std::string_view name(TransportFailure failure);
std::string_view name(Objection objection);
std::string_view name(Registration registration);
std::string_view name(Authorization authorization);
std::string_view name(Enforcement enforcement);
std::string_view name(Conversion conversion);
std::string_view name(ReservationKind kind);
std::string_view name(EventKind kind);
std::string_view name(const Failure& failure);  // of what stands behind it

// Every cause of a failure; each has a name of its own.
std::vector<Cause> causes();

}  // namespace licensing
