#include "program/whole_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include "grammar/fault.hpp"

namespace program {
namespace {

bool write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(descriptor, bytes.data(), bytes.size());
        if (written > 0)
            bytes.remove_prefix(static_cast<std::size_t>(written));
        else if (errno != EINTR)
            return false;
    }
    return true;
}

}  // namespace

void write_whole(const std::string& file, std::string_view bytes) {
    const auto fail = [&](const std::string& fresh) {
        const std::string why = std::strerror(errno);
        if (!fresh.empty()) ::unlink(fresh.c_str());
        throw grammar::Faults(file, 0, 0, "cannot be written: " + why);
    };
    // A device such as /dev/stdout is no file that could be moved there.
    std::error_code none;
    const auto status = std::filesystem::status(file, none);
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
        const int descriptor = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
        if (descriptor < 0) fail({});
        const bool good = write_all(descriptor, bytes);
        if (!good) fail({});
        ::close(descriptor);
        return;
    }
    const auto fresh = file + ".new-" + std::to_string(::getpid());
    const int descriptor = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (descriptor < 0) fail({});
    const bool good = write_all(descriptor, bytes) && ::fsync(descriptor) == 0;
    if (::close(descriptor) != 0 || !good) fail(fresh);
    if (::rename(fresh.c_str(), file.c_str()) != 0) fail(fresh);
}

void check_writable(const std::string& file) {
    std::error_code none;
    const auto status = std::filesystem::status(file, none);
    const bool whole = std::filesystem::is_regular_file(status) || !std::filesystem::exists(status);
    auto folder = std::filesystem::path(file).parent_path();
    if (folder.empty()) folder = ".";
    const bool good =
        whole ? ::access(folder.c_str(), W_OK | X_OK) == 0
              : !std::filesystem::is_directory(status) && ::access(file.c_str(), W_OK) == 0;
    if (good) return;
    const std::string why =
        std::filesystem::is_directory(status) ? "is a folder" : std::strerror(errno);
    throw grammar::Faults(file, 0, 0, "cannot be written: " + why);
}

std::string read_whole(const std::string& file) {
    constexpr std::uintmax_t largest = 64'000'000;
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    std::ifstream in(file, std::ios::binary);
    if (error || !in) throw grammar::Faults(file, 0, 0, "cannot be read");
    if (size > largest) throw grammar::Faults(file, 0, 0, "is larger than any session");
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

}  // namespace program
