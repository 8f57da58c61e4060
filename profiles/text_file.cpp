#include "profiles/text_file.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "grammar/fault.hpp"

namespace profiles {

std::string read_text_file(const std::string& path) {
    std::error_code error;
    const bool regular = std::filesystem::is_regular_file(path, error);
    std::ifstream in(path, std::ios::binary | std::ios::ate);
    if (!regular || !in) throw grammar::Faults(path, 0, 0, "cannot be read");
    std::string text(static_cast<std::size_t>(in.tellg()), '\0');
    in.seekg(0);
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!in) throw grammar::Faults(path, 0, 0, "cannot be read");
    if (const auto bad = text.find('\r'); bad != std::string::npos) {
        const auto begin = text.begin();
        const auto place = begin + static_cast<std::ptrdiff_t>(bad);
        const auto line = static_cast<int>(std::count(begin, place, '\n')) + 1;
        const auto start = text.rfind('\n', bad);
        const auto column = bad - (start == std::string::npos ? 0 : start + 1) + 1;
        throw grammar::Faults(path, line, static_cast<int>(column),
                              "a carriage return; lines end with a line feed alone");
    }
    return text;
}

}  // namespace profiles
