// A file of our data as it stands: whole, and with line feeds alone.
#pragma once

#include <string>

namespace profiles {

// Throws grammar::Faults when the file cannot be read or holds a carriage return.
std::string read_text_file(const std::string& path);

}  // namespace profiles
