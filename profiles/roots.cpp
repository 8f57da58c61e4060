#include "profiles/roots.hpp"

#include <filesystem>

#include "grammar/fault.hpp"

namespace profiles {

namespace fs = std::filesystem;

Roots::Roots(const std::string& folders) {
    for (std::size_t at = 0; at <= folders.size();) {
        const auto end = std::min(folders.find(':', at), folders.size());
        auto folder = folders.substr(at, end - at);
        while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
        if (!fs::is_directory(folder)) {
            throw grammar::Faults(folder, 0, 0, "is no folder of profiles");
        }
        folders_.push_back(std::move(folder));
        at = end + 1;
    }
}

std::string Roots::file(const std::string& name) const {
    std::error_code error;
    for (const auto& folder : folders_) {
        auto path = folder + "/" + name;
        if (&folder == &folders_.back() || fs::is_regular_file(path, error)) return path;
    }
    return {};
}

std::vector<std::string> Roots::having(const std::string& name) const {
    std::vector<std::string> found;
    std::error_code error;
    for (const auto& folder : folders_) {
        auto path = folder + "/" + name;
        if (fs::is_directory(path, error)) found.push_back(std::move(path));
    }
    return found;
}

}  // namespace profiles
