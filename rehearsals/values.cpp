#include "rehearsals/values.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace rehearsals {
namespace {

using Node = YAML::Node;
using profiles::YamlReader;

// More are not a runbook, but one anchor that stands for another a thousand times.
constexpr int most_texts = 50'000;

bool fits(const std::string& name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '-';
    });
}

class Putting {
public:
    Putting(YamlReader& yaml, const Values& values) : yaml_(yaml), values_(values) {}

    void put(Node node) {
        if (++seen_ > most_texts) {
            if (seen_ == most_texts + 1) yaml_.fault(node, "more texts than a runbook has");
            return;
        }
        if (node.IsScalar()) {
            if (node.Scalar().find("${") != std::string::npos) node = filled(node);
        } else if (node.IsSequence() || node.IsMap()) {
            for (auto item : node) put(node.IsMap() ? item.second : Node(item));
        }
    }

private:
    std::string filled(const Node& node) {
        const std::string text = node.Scalar();
        std::string made;
        std::size_t at = 0;
        while (true) {
            const auto sign = text.find("${", at);
            made += text.substr(at, sign - at);
            if (sign == text.npos) return made;
            const auto end = text.find('}', sign);
            if (made.ends_with('$')) {
                made.pop_back();
                made += "${";
                at = sign + 2;
                continue;
            }
            const auto name = text.substr(sign + 2, end == text.npos ? 0 : end - sign - 2);
            const auto known = values_.find(name);
            if (known == values_.end()) {
                yaml_.fault(node,
                            fmt::format("no variable is named `{}`; $${{ is ${{ itself", name));
                return text;
            }
            made += known->second;
            at = end + 1;
        }
    }

    YamlReader& yaml_;
    const Values& values_;
    int seen_ = 0;
};

}  // namespace

Values put_values(YamlReader& yaml, const Values& overrides) {
    Values values;
    const auto& root = yaml.root();
    if (!root.IsMap()) return values;
    for (const auto& pair : root) {
        if (!pair.first.IsScalar() || pair.first.Scalar() != "variables") continue;
        for (const auto& entry : yaml.entries(pair.second)) {
            values[entry.key] = yaml.text(entry.value);
            if (!fits(entry.key)) yaml.fault(entry.place, "not a name: " + entry.key);
        }
        break;
    }
    for (const auto& [name, value] : overrides) values[name] = value;
    Putting putting(yaml, values);
    for (const auto& pair : root) {
        if (!pair.first.IsScalar() || pair.first.Scalar() != "variables") putting.put(pair.second);
    }
    return values;
}

std::string words_of(const lab::Check& check) {
    std::string words;
    const auto add = [&](const std::string& what) { words += (words.empty() ? "" : ", ") + what; };
    if (check.registered) add(*check.registered ? "registered" : "not registered");
    if (!check.authorization.empty()) {
        auto name = check.authorization;
        std::replace(name.begin(), name.end(), '_', ' ');
        add(check.registered ? name : "authorization " + name);
    }
    for (const auto& [tag, count] : check.consumes) {
        add(fmt::format("{} of {} counted by the authority", count, tag));
    }
    for (const auto& line : check.config) add("configured: " + line);
    for (const auto& line : check.no_config) add("not configured: " + line);
    if (check.saved) add(*check.saved ? "configuration saved" : "configuration not saved");
    if (!check.show.empty()) {
        std::string sought;
        for (const auto& one : check.has) sought += " /" + one + "/";
        for (const auto& one : check.lacks) sought += " not /" + one + "/";
        add(check.show + ":" + sought);
    }
    return check.device.empty() ? words : check.device + ": " + words;
}

}  // namespace rehearsals
