// `serve --check`: all that `serve` would do short of listening, and what comes of it.
#pragma once

#include <cstdint>
#include <vector>

#include "program/doors.hpp"

namespace program {

// What serving everybody takes, and what the host grants at most.
struct Descriptors {
    std::uint64_t wanted;
    std::uint64_t most;
};

// Asks for as many as there may be: the usual limit is for programs that serve nobody.
Descriptors more_descriptors(const ServeOptions& options, const std::vector<PlannedDoor>& doors);

// Says on standard output what would be opened, as text or JSON. Throws grammar::Faults with
// everything that is wrong.
int check_serve(const ServeOptions& options, const std::vector<Way>& ways, const Places& places,
                profiles::Library& library);

}  // namespace program
