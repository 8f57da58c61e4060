#include "profiles/section.hpp"
#include "profiles/sheet.hpp"

namespace profiles {

void read_texts(YamlReader& reader, const YAML::Node& node, Section<std::string>& section) {
    read_section(reader, node, section, [&](const auto& value) { return reader.text(value); });
}

void read_numbers(YamlReader& reader, const YAML::Node& node, Section<long>& section) {
    read_section(reader, node, section, [&](const auto& value) { return reader.number(value); });
}

void read_lists(YamlReader& reader, const YAML::Node& node, Section<Texts>& section) {
    read_section(reader, node, section, [&](const auto& value) { return reader.texts(value); });
}

namespace {

// One value says that a licence makes no difference.
Feature read_feature(YamlReader& reader, const YAML::Node& node) {
    Feature feature;
    if (!node.IsMap()) {
        feature.licensed = feature.unlicensed = reader.text(node);
        return feature;
    }
    for (const auto& entry : reader.entries(node)) {
        if (entry.key == "licensed") {
            feature.licensed = reader.text(entry.value);
        } else if (entry.key == "unlicensed") {
            feature.unlicensed = reader.text(entry.value);
        } else if (entry.key == "reserved") {
            feature.reserved = reader.text(entry.value);
        } else if (entry.key != "from") {
            reader.unknown(entry);
        }
    }
    if (!node["licensed"] || !node["unlicensed"]) {
        reader.fault(node, "a feature needs 'licensed' and 'unlicensed', or one value");
    }
    return feature;
}

void read_features(YamlReader& reader, const YAML::Node& node, ModelSheet& sheet) {
    Section<Feature> features;
    read_section(reader, node, features,
                 [&](const auto& value) { return read_feature(reader, value); });
    for (auto& [id, entry] : features) {
        auto& source = entry.source;
        sheet.evidence.push_back({"features." + id, source.from, source.file, source.line});
        sheet.model.features.emplace(id, std::move(entry.value));
    }
}

Per read_per(YamlReader& reader, const YAML::Node& node) {
    static const std::map<std::string, Per> known{{"device", Per::device},
                                                  {"member", Per::member},
                                                  {"supervisor", Per::supervisor},
                                                  {"chassis", Per::chassis}};
    const auto word = reader.text(node);
    const auto found = known.find(word);
    if (found != known.end()) return found->second;
    reader.fault(node, "'" + word + "' is not device, member, supervisor or chassis");
    return Per::device;
}

EntitlementRow read_row(YamlReader& reader, const YAML::Node& node) {
    EntitlementRow row;
    const std::map<std::string, std::string*> texts{{"line", &row.line},
                                                    {"with", &row.with},
                                                    {"tag", &row.tag},
                                                    {"name", &row.name},
                                                    {"description", &row.description},
                                                    {"feature", &row.feature},
                                                    {"regid", &row.regid},
                                                    {"under", &row.under},
                                                    {"needs", &row.needs}};
    for (const auto& entry : reader.entries(node)) {
        if (const auto known = texts.find(entry.key); known != texts.end()) {
            *known->second = reader.text(entry.value);
        } else if (entry.key == "add_on") {
            row.add_on = reader.boolean(entry.value);
        } else if (entry.key == "subscription") {
            row.subscription = reader.boolean(entry.value);
        } else if (entry.key == "per") {
            row.per = read_per(reader, entry.value);
        } else if (entry.key != "from") {
            reader.unknown(entry);
        }
    }
    if (row.line.empty() || row.tag.empty()) {
        reader.fault(node, "an entitlement needs a 'line' and a 'tag'");
    }
    return row;
}

// Rows stand in a list, which has no `from`: theirs is the file's.
void read_rows(YamlReader& reader, const YAML::Node& node, ModelSheet& sheet) {
    const std::string file_from = reader.evidence(reader.root());
    for (const auto& item : reader.items(node)) {
        auto row = read_row(reader, item);
        const Source source = source_of(reader, item, file_from);
        const std::string with = row.with.empty() ? "" : ", " + row.with;
        sheet.evidence.push_back(
            {"entitlements." + row.line + with, source.from, source.file, source.line});
        sheet.model.entitlements.push_back(std::move(row));
    }
}

void read_key(YamlReader& reader, const YamlReader::Entry& entry, ModelSheet& sheet) {
    if (entry.key == "model") {
        sheet.model.name = reader.text(entry.value);
    } else if (entry.key == "pid") {
        sheet.model.pid = reader.text(entry.value);
    } else if (entry.key == "extends") {
        sheet.extends = {reader.text(entry.value), source_of(reader, entry.value, "")};
    } else if (entry.key == "overlay") {
        sheet.overlays =
            entry.value.IsSequence() ? reader.texts(entry.value) : Texts{reader.text(entry.value)};
    } else if (entry.key == "capabilities") {
        for (auto& name : reader.texts(entry.value)) sheet.capabilities.insert(std::move(name));
    } else if (entry.key == "numbers") {
        read_numbers(reader, entry.value, sheet.numbers);
    } else if (entry.key == "texts") {
        read_texts(reader, entry.value, sheet.texts);
    } else if (entry.key == "lists") {
        read_lists(reader, entry.value, sheet.lists);
    } else if (entry.key == "features") {
        read_features(reader, entry.value, sheet);
    } else if (entry.key == "entitlements") {
        read_rows(reader, entry.value, sheet);
    } else if (entry.key != "from") {
        reader.unknown(entry);
    }
}

}  // namespace

ModelSheet read_model_sheet(const std::string& text, const std::string& file,
                            const std::string& name) {
    YamlReader reader(text, file);
    ModelSheet sheet;
    const YAML::Node& root = reader.root();
    for (const auto& entry : reader.entries(root)) read_key(reader, entry, sheet);
    if (root.IsMap() && sheet.model.name != name) {
        const YAML::Node own = root["model"];
        reader.fault(own ? own : root, "'model' must be '" + name + "', as the file's name is");
    }
    if (root.IsMap() && sheet.model.pid.empty()) reader.fault(root, "a model needs a 'pid'");
    reader.evidence(root);
    reader.finish();
    return sheet;
}

void inherit(ModelSheet& child, const ModelSheet& parent) {
    const auto entries = [](auto& own, const auto& theirs) {
        own.insert(theirs.begin(), theirs.end());
    };
    if (child.overlays.empty()) child.overlays = parent.overlays;
    entries(child.capabilities, parent.capabilities);
    entries(child.texts, parent.texts);
    entries(child.numbers, parent.numbers);
    entries(child.lists, parent.lists);
    entries(child.model.features, parent.model.features);
    if (child.model.entitlements.empty()) child.model.entitlements = parent.model.entitlements;
    child.evidence.insert(child.evidence.end(), parent.evidence.begin(), parent.evidence.end());
}

}  // namespace profiles
