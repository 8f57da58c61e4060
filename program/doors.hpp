// Where the devices of the served labs are reached.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "grammar/fault.hpp"
#include "program/served_labs.hpp"
#include "program/service_manager.hpp"
#include "shell/server.hpp"

namespace program {

// One way in to every device, as `--telnet`, `--vty` and `--ssh` or the sockets passed say where.
struct Way {
    const char* name;
    shell::Door door;
    std::vector<PassedSocket> sockets;  // one for each device; none: the door says where
    bool shared = false;                // one port for all devices of all labs
};

// Throws grammar::Faults for what is no address, may not be served, and when none was said.
std::vector<Way> ways_of(const ServeOptions& options, const std::vector<PassedSocket>& passed);

struct PlannedDoor {
    std::size_t pod;
    const char* way;
    shell::Door door;
};

// Throws grammar::Faults where ports run out or meet, and where strangers could come in.
std::vector<PlannedDoor> plan_doors(const std::vector<std::unique_ptr<Served>>& labs,
                                    const std::vector<Way>& ways);

// That a door cannot be had.
grammar::Fault no_door(const PlannedDoor& planned, const std::string& why);

// What stands open: as the ready file has it (JSON), and an event for each device.
struct OpenDoors {
    std::string ready;
    std::vector<shell::Event> told;
};

// Opens all of them. Throws grammar::Faults.
OpenDoors open_doors(const std::vector<std::unique_ptr<Served>>& labs,
                     const std::vector<PlannedDoor>& doors, shell::Server& server);

}  // namespace program
