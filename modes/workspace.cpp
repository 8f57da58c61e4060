#include "modes/workspace.hpp"

#include <algorithm>
#include <sstream>

#include "grammar/duration.hpp"

namespace modes {
namespace {

using profiles::Facts;
using profiles::Records;

constexpr std::string_view root = "workspace:/";
constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr long block_size = 4096;

// A file or a directory, as it is listed.
struct Listed {
    std::string name;
    long links = 1;
    long size = 0;
    licensing::DeviceTime written{};
};

// "1 29 2020-05-06T17:48:02Z blade_debug_plugin": what the device was delivered with.
std::vector<Listed> delivered(const profiles::Profile& profile) {
    std::vector<Listed> entries;
    for (const auto& line : profile.list("workspace")) {
        std::istringstream in(line);
        Listed entry;
        std::string when;
        in >> entry.links >> entry.size >> when >> entry.name;
        const auto moment = grammar::read_moment(when).value_or(grammar::Moment{});
        entry.written = licensing::DeviceTime{moment.time_since_epoch()};
        entries.push_back(std::move(entry));
    }
    return entries;
}

}  // namespace

std::string workspace_path(const std::string& typed, const std::string& directory) {
    const auto scheme = root.substr(0, root.size() - 1);
    std::string path;
    if (typed.starts_with(scheme)) {
        path = typed.substr(scheme.size());
    } else if (typed.find(':') != std::string::npos) {
        return {};
    } else if (typed.starts_with('/')) {
        path = typed;
    } else {
        path = (directory.empty() ? std::string() : directory.substr(root.size())) + typed;
    }
    path.erase(0, std::min(path.find_first_not_of('/'), path.size()));
    return std::string(root) + path;
}

void keep_bytes(lab::Device& device, const std::string& path, const std::string& bytes) {
    lab::File file;
    file.path = path;
    file.size = static_cast<long>(bytes.size());
    file.written = device.now();
    file.hexadecimal = true;
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        file.text += hex_digits[value >> 4U];
        file.text += hex_digits[value & 15U];
    }
    device.delete_file(path);
    device.chassis().files.push_back(std::move(file));
}

std::string bytes_of(const lab::File& file) {
    if (!file.hexadecimal) return file.text;
    std::string bytes;
    for (std::size_t i = 0; i + 1 < file.text.size(); i += 2) {
        bytes += static_cast<char>(hex_digits.find(file.text[i]) << 4U |
                                   hex_digits.find(file.text[i + 1]));
    }
    return bytes;
}

Facts workspace_view(const lab::Device& device, const std::string& directory) {
    const auto& profile = device.profile();
    const auto where = directory.empty() ? std::string(root) : directory;
    std::vector<Listed> entries;
    if (where == root) entries = delivered(profile);
    long used = profile.number("workspace.used");
    for (const auto& file : device.chassis().files) {
        if (!file.path.starts_with(root)) continue;
        used += (file.size + block_size - 1) / block_size * block_size;
        if (!file.path.starts_with(where)) continue;
        const auto name = file.path.substr(where.size());
        if (name.find('/') == std::string::npos)
            entries.push_back({name, 1, file.size, file.written});
    }
    std::sort(entries.begin(), entries.end(),
              [](const Listed& a, const Listed& b) { return a.name < b.name; });
    Records rows;
    for (const auto& entry : entries) {
        rows.push_back(Facts{}
                           .set("links", std::int64_t{entry.links})
                           .set("size", std::int64_t{entry.size})
                           .set("date", device.stamp(entry.written))
                           .set("name", entry.name));
    }
    Facts facts;
    const auto total = profile.number("workspace.total");
    facts.set("files", std::move(rows)).set("total", std::int64_t{total});
    facts.set("used", std::int64_t{used});
    return facts.set("free", std::int64_t{total - used - profile.number("workspace.reserved")});
}

profiles::Schema workspace_schema() {
    profiles::Schema schema{{"total", "used", "free"}, {}};
    schema.lists["files"] = {{"links", "size", "date", "name"}, {}};
    return schema;
}

}  // namespace modes
