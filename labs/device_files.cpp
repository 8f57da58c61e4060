// What stands on flash: names, and files that commands write, read and delete.
#include <algorithm>
#include <array>
#include <fstream>

#include "labs/device.hpp"

namespace lab {

std::string flash_path(const std::string& name, const std::string& directory) {
    const auto own = directory.substr(0, directory.find(':') + 1);
    std::string rest = name;
    for (const std::string& device : {own, std::string("flash:"), std::string("bootflash:")}) {
        if (rest != name || device.empty() || !name.starts_with(device)) continue;
        rest = name.substr(device.size());
    }
    if (rest == name && name.find(':') != std::string::npos) return name;
    if (rest.starts_with('/')) rest.erase(0, 1);
    return directory + rest;
}

bool write_out(const std::string& host_path, const std::string& bytes) {
    std::ofstream out(host_path, std::ios::binary | std::ios::trunc);
    out << bytes;
    out.flush();
    return out.good();
}

std::string Device::file_path(const std::string& typed) const {
    return flash_path(typed, flash_directory(*profile_));
}

const File* Device::file(const std::string& path) const {
    for (const auto& file : chassis_.files) {
        if (file.path == path) return &file;
    }
    return nullptr;
}

std::string Device::put_file(const std::string& name, const std::string& text) {
    const auto path = file_path(name);
    const auto directory = flash_directory(*profile_);
    if (!path.starts_with(directory) || path.size() == directory.size()) return {};
    const auto before = std::find_if(chassis_.files.begin(), chassis_.files.end(),
                                     [&](const File& file) { return file.path == path; });
    File made;
    made.path = path;
    made.text = text;
    made.size = static_cast<long>(text.size());
    made.written = now();
    if (before == chassis_.files.end())
        chassis_.files.push_back(std::move(made));
    else
        *before = std::move(made);
    return path;
}

bool Device::delete_file(const std::string& path) {
    return std::erase_if(chassis_.files, [&](const File& file) { return file.path == path; }) > 0;
}

std::string flash_directory(const profiles::Profile& profile) {
    if (profile.has_text("flash")) return profile.text("flash");
    return profile.has_text("directory") ? profile.text("directory") : "disk0:/";
}

}  // namespace lab
