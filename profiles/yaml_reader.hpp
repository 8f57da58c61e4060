// YAML read strictly. yaml-cpp is silent about keys that stand twice, about 017 meaning 15 and yes
// meaning true, and loses the place of what it cannot convert; here all of these are faults. One
// reader reads one file and collects its faults, so that they are shown together.
#pragma once

#include <yaml-cpp/yaml.h>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "grammar/duration.hpp"
#include "grammar/fault.hpp"

namespace profiles {

class YamlReader {
public:
    struct Entry {
        std::string key;
        YAML::Node place;  // the key itself
        YAML::Node value;
    };

    // What each key of a map does.
    using Keys = std::map<std::string, std::function<void(const YAML::Node&)>>;

    // Throws grammar::Faults when `text` is not one YAML document.
    YamlReader(const std::string& text, std::string file);

    const YAML::Node& root() const { return root_; }
    const std::string& file() const { return file_; }

    // The pairs of a map, in order, each key once. Whatever is missing or wrong is noted as a
    // fault, here and below, and something empty is returned.
    std::vector<Entry> entries(const YAML::Node& map);
    std::vector<YAML::Node> items(const YAML::Node& list);
    std::string text(const YAML::Node& node);
    std::vector<std::string> texts(const YAML::Node& list);
    long number(const YAML::Node& node);
    bool boolean(const YAML::Node& node);

    // Gives each value of a map to its key; any other key is a fault.
    void keys(const YAML::Node& map, const Keys& known);
    void each(const YAML::Node& list, const std::function<void(const YAML::Node&)>& read);
    // 2026-01-12T13:09:43Z
    grammar::Moment moment(const YAML::Node& node);
    // 90s, 30d, -5m
    grammar::Span span(const YAML::Node& node);

    // {value: X, from: Y} stands for X; `value` finds X, `evidence` finds Y. Of any other node
    // `value` is the node and `evidence` the `from` of a map, or nothing.
    YAML::Node value(const YAML::Node& node);
    std::string evidence(const YAML::Node& node);

    void fault(const YAML::Node& at, std::string what);
    void unknown(const Entry& entry);
    // Faults found inside a text of the file: its place is the best we know.
    void adopt(const YAML::Node& at, const grammar::Faults& faults);
    // Throws grammar::Faults when there are any.
    void finish();

private:
    std::string file_;
    YAML::Node root_;
    std::vector<grammar::Fault> faults_;
};

int line_of(const YAML::Node& node);

}  // namespace profiles
