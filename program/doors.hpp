// Where the devices of the served labs are reached.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "program/served_labs.hpp"
#include "shell/server.hpp"

namespace program {

// One way in to every device, as `--telnet`, `--vty` and `--ssh` say where.
struct Way {
    const char* name;
    shell::Door door;
};

// Throws grammar::Faults for what is no address, may not be served, and when none was said.
std::vector<Way> ways_of(const ServeOptions& options);

// Opens all of them and tells where they are, as the ready file does. Throws grammar::Faults.
nlohmann::ordered_json open_doors(const std::vector<std::unique_ptr<Served>>& labs,
                                  std::vector<Way> ways, shell::Server& server);

}  // namespace program
