// What the command line of `serve` says.
#pragma once

#include <string>
#include <vector>

#include "program/opening.hpp"
#include "shell/server.hpp"

namespace program {

struct ServeOptions : Lived {
    ServeOptions() { time = "live"; }

    std::vector<std::string> labs{"asa"};
    unsigned pods = 1;
    std::string telnet;
    std::string vty;
    std::string ssh;
    std::string console_ssh;
    bool anybody = false;
    bool old_algorithms = false;
    bool one_port = false;
    std::string access;
    std::string ready_file;
    std::string log_format = "text";
    std::string exit_after_idle;
    std::string idle = "2h";
    std::string login_time = "60s";
    bool check = false;
    shell::Limits limits;
};

void add_options(Arguments command, ServeOptions& options);

// Puts the spans and folders that were typed into the limits. Throws grammar::Faults.
void read_limits(ServeOptions& options);

}  // namespace program
