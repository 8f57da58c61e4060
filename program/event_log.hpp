// The log of `serve`: one line on standard error for each event, for people or as JSON.
#pragma once

#include <string>

#include "shell/server.hpp"

namespace program {

void write_log(const shell::Event& event, bool json);

// What it writes at this time.
std::string log_line(const shell::Event& event, bool json, const std::string& time);

}  // namespace program
