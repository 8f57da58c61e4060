// A file that is there whole or not at all: written beside its place under another name, made sure
// of, and moved. What stood there before stays until then.
#pragma once

#include <string>
#include <string_view>

namespace program {

// Throws grammar::Faults with the file and the reason.
void write_whole(const std::string& file, std::string_view bytes);

// Whether it could be, as far as can be seen without writing. Throws what `write_whole` would.
void check_writable(const std::string& file);

// The bytes as they are: what a terminal kept has carriage returns. Throws grammar::Faults where
// it cannot be read, or is larger than any session.
std::string read_whole(const std::string& file);

}  // namespace program
