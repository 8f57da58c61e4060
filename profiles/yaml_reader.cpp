#include "profiles/yaml_reader.hpp"

#include <yaml-cpp/depthguard.h>

#include <algorithm>
#include <charconv>
#include <map>

namespace profiles {
namespace {

// yaml-cpp counts from 0, and has -1 for "nowhere".
int column_of(const YAML::Node& node) { return node.Mark().column + 1; }

std::string kind_of(const YAML::Node& node) {
    switch (node.Type()) {
        case YAML::NodeType::Map: return "a map";
        case YAML::NodeType::Sequence: return "a list";
        case YAML::NodeType::Scalar: return "'" + node.Scalar() + "'";
        default: return "nothing";
    }
}

// Digits without a leading zero: what looks octal is a slip, not a number.
std::optional<long> plain_number(const std::string& text) {
    const std::size_t start = text.starts_with('-') ? 1 : 0;
    if (text.size() > start + 1 && text[start] == '0') return std::nullopt;
    long number = 0;
    const auto* end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || at != end) return std::nullopt;
    return number;
}

}  // namespace

int line_of(const YAML::Node& node) { return node.Mark().line + 1; }

YamlReader::YamlReader(const std::string& text, std::string file) : file_(std::move(file)) {
    try {
        const auto documents = YAML::LoadAll(text);
        if (documents.size() != 1) {
            throw grammar::Faults(file_, 0, 0,
                                  documents.empty() ? "is empty" : "holds several documents");
        }
        root_.reset(documents.front());
    } catch (const YAML::DeepRecursion& problem) {
        throw grammar::Faults(file_, problem.mark.line + 1, problem.mark.column + 1,
                              "is nested too deeply");
    } catch (const YAML::Exception& problem) {
        throw grammar::Faults(file_, problem.mark.line + 1, problem.mark.column + 1, problem.msg);
    }
}

std::vector<YamlReader::Entry> YamlReader::entries(const YAML::Node& map) {
    std::vector<Entry> entries;
    if (!map.IsMap()) {
        fault(map, "a map is expected here, not " + kind_of(map));
        return entries;
    }
    std::map<std::string, int> lines;
    for (const auto& pair : map) {
        const std::string key = pair.first.IsScalar() ? pair.first.Scalar() : "";
        if (key.empty()) {
            fault(pair.first, "a key is expected here, not " + kind_of(pair.first));
            continue;
        }
        const auto [known, first] = lines.emplace(key, line_of(pair.first));
        if (key == "<<") {
            fault(pair.first, "'<<' merges nothing here");
        } else if (!first) {
            fault(pair.first, "'" + key + "' stands here twice, first in line " +
                                  std::to_string(known->second));
        } else if (pair.second.IsNull()) {
            fault(pair.first, "'" + key + "' has no value");  // its own mark is the next line's
        } else {
            entries.push_back({key, pair.first, pair.second});
        }
    }
    return entries;
}

std::vector<YAML::Node> YamlReader::items(const YAML::Node& list) {
    std::vector<YAML::Node> items;
    if (list.IsSequence()) {
        for (const auto& item : list) items.push_back(item);
    } else {
        fault(list, "a list is expected here, not " + kind_of(list));
    }
    return items;
}

std::string YamlReader::text(const YAML::Node& node) {
    if (node.IsScalar()) return node.Scalar();
    fault(node, "a text is expected here, not " + kind_of(node));
    return {};
}

std::vector<std::string> YamlReader::texts(const YAML::Node& list) {
    std::vector<std::string> texts;
    for (const auto& item : items(list)) texts.push_back(text(item));
    return texts;
}

long YamlReader::number(const YAML::Node& node) {
    if (node.IsScalar()) {
        if (const auto number = plain_number(node.Scalar())) return *number;
    }
    fault(node, "a whole number is expected here, not " + kind_of(node));
    return 0;
}

bool YamlReader::boolean(const YAML::Node& node) {
    const std::string text = node.IsScalar() ? node.Scalar() : "";
    if (text != "true" && text != "false") {
        fault(node, "true or false is expected here, not " + kind_of(node));
    }
    return text == "true";
}

void YamlReader::keys(const YAML::Node& map, const Keys& known) {
    for (const auto& entry : entries(map)) {
        const auto it = known.find(entry.key);
        if (it == known.end())
            unknown(entry);
        else
            it->second(entry.value);
    }
}

void YamlReader::each(const YAML::Node& list, const std::function<void(const YAML::Node&)>& read) {
    for (const auto& item : items(list)) read(item);
}

grammar::Moment YamlReader::moment(const YAML::Node& node) {
    const auto said = text(node);
    const auto read = grammar::read_moment(said);
    if (!read) fault(node, "not a moment such as 2026-01-12T13:09:43Z: " + said);
    return read.value_or(grammar::Moment{});
}

grammar::Span YamlReader::span(const YAML::Node& node) {
    const auto said = text(node);
    const bool back = said.starts_with("-");
    const auto read = grammar::read_duration(back ? said.substr(1) : said);
    if (!read) fault(node, "not a span such as 90s or -5m: " + said);
    const auto length = read.value_or(grammar::Span{});
    return back ? -length : length;
}

YAML::Node YamlReader::value(const YAML::Node& node) {
    if (!node.IsMap() || !node["value"]) return node;
    YAML::Node value;
    for (const auto& entry : entries(node)) {
        if (entry.key == "value") {
            value.reset(entry.value);
        } else if (entry.key != "from") {
            unknown(entry);
        }
    }
    return value;
}

std::string YamlReader::evidence(const YAML::Node& node) {
    if (!node.IsMap()) return {};
    const YAML::Node from = node["from"];
    return from ? text(from) : std::string();
}

void YamlReader::fault(const YAML::Node& at, std::string what) {
    faults_.push_back({file_, line_of(at), column_of(at), std::move(what)});
}

void YamlReader::unknown(const Entry& entry) {
    fault(entry.place, "'" + entry.key + "' is not known here");
}

void YamlReader::adopt(const YAML::Node& at, const grammar::Faults& faults) {
    for (const auto& found : faults.list()) fault(at, found.what);
}

void YamlReader::finish() {
    if (faults_.empty()) return;
    std::stable_sort(faults_.begin(), faults_.end(),
                     [](const grammar::Fault& a, const grammar::Fault& b) {
                         return std::pair(a.line, a.column) < std::pair(b.line, b.column);
                     });
    // A node that is looked at twice complains twice.
    const auto same = [](const grammar::Fault& a, const grammar::Fault& b) {
        return a.line == b.line && a.column == b.column && a.what == b.what;
    };
    faults_.erase(std::unique(faults_.begin(), faults_.end(), same), faults_.end());
    throw grammar::Faults(std::move(faults_));
}

}  // namespace profiles
