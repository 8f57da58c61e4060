#include "profiles/pids.hpp"

#include <filesystem>

#include "profiles/text_file.hpp"
#include "profiles/yaml_reader.hpp"

namespace profiles {
namespace {

Pack read_pack(YamlReader& yaml, const YamlReader::Entry& entry) {
    Pack pack;
    pack.pid = entry.key;
    for (const auto& field : yaml.entries(entry.value)) {
        if (field.key == "tag")
            pack.tag = yaml.text(field.value);
        else if (field.key == "count")
            pack.count = static_cast<int>(yaml.number(field.value));
        else if (field.key == "from")
            pack.from = yaml.text(field.value);
        else
            yaml.unknown(field);
    }
    if (pack.tag.empty()) yaml.fault(entry.place, "a product ID needs a tag");
    if (pack.count < 1 || pack.count > 1'000'000) yaml.fault(entry.place, "not a count");
    return pack;
}

}  // namespace

std::vector<Pack> read_packs(const std::string& folder, const std::string& platform) {
    const auto path = std::filesystem::path(folder) / platform / "products" / "pids.yaml";
    std::vector<Pack> packs;
    if (!std::filesystem::exists(path)) return packs;
    YamlReader yaml(read_text_file(path.string()), path.generic_string());
    std::string from;
    for (const auto& entry : yaml.entries(yaml.root())) {
        if (entry.key == "from") {
            from = yaml.text(entry.value);
        } else if (entry.key == "packs") {
            for (const auto& pack : yaml.entries(entry.value)) {
                packs.push_back(read_pack(yaml, pack));
                if (packs.back().from.empty()) packs.back().from = from;
            }
        } else {
            yaml.unknown(entry);
        }
    }
    yaml.finish();
    return packs;
}

}  // namespace profiles
