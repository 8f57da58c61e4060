// What the command line of `serve` says.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "program/opening.hpp"
#include "shell/server.hpp"

namespace program {

struct ServeOptions : Asked {
    std::vector<std::string> labs{"asa"};
    std::string role = "instructor";
    std::string language = "en";
    std::string time = "live";
    unsigned pods = 1;
    std::string telnet;
    std::string vty;
    std::string ssh;
    bool anybody = false;
    bool old_algorithms = false;
    std::string ready_file;
    std::string log_format = "text";
    std::string exit_after_idle;
    std::string idle = "2h";
    shell::Limits limits;
};

void add_options(Arguments command, ServeOptions& options);

// What is typed as a span; empty and 0 are none. Throws grammar::Faults.
std::chrono::seconds seconds_of(const std::string& option, const std::string& text);

}  // namespace program
