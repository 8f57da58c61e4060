// How the two kinds of sheets read a section: a map of entries, each with its evidence. For their
// readers only; nobody else needs YAML.
#pragma once

#include <string>
#include <utility>

#include "profiles/sheet.hpp"
#include "profiles/yaml_reader.hpp"

namespace profiles {

inline Source source_of(YamlReader& reader, const YAML::Node& node, const std::string& map_from) {
    std::string from = reader.evidence(node);
    return {from.empty() ? map_from : std::move(from), reader.file(), line_of(node)};
}

// An entry without evidence of its own has its map's.
template <class T, class Read>
void read_section(YamlReader& reader, const YAML::Node& node, Section<T>& section, Read read) {
    const std::string from = reader.evidence(node);
    for (const auto& entry : reader.entries(node)) {
        if (entry.key == "from") continue;
        Source source = source_of(reader, entry.value, from);
        source.line = line_of(entry.place);
        section.emplace(entry.key, Entry<T>{read(reader.value(entry.value)), std::move(source)});
    }
}

void read_texts(YamlReader& reader, const YAML::Node& node, Section<std::string>& section);
void read_numbers(YamlReader& reader, const YAML::Node& node, Section<long>& section);
void read_lists(YamlReader& reader, const YAML::Node& node, Section<Texts>& section);

}  // namespace profiles
