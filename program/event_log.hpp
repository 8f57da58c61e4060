// The log of `serve`: one line on standard error for each event, for people or as JSON.
#pragma once

#include "shell/server.hpp"

namespace program {

void write_log(const shell::Event& event, bool json);

}  // namespace program
