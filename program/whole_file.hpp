// A file that is there whole or not at all: written beside its place under another name, made sure
// of, and moved. What stood there before stays until then.
#pragma once

#include <string>
#include <string_view>

namespace program {

// Throws grammar::Faults with the file and the reason.
void write_whole(const std::string& file, std::string_view bytes);

}  // namespace program
