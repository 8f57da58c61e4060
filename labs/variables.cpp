#include "labs/variables.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include <fmt/format.h>

#include "licensing/chance.hpp"
#include "profiles/text_file.hpp"

namespace lab {
namespace {

using profiles::YamlReader;
using Node = YAML::Node;

constexpr std::string_view party = "variables";
// A shorter value stands in too many places by accident.
constexpr std::size_t telling = 4;
// What is drawn is to be read and typed.
constexpr std::size_t longest = 200;

bool fits_name(std::string_view name) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    };
    return !name.empty() && std::all_of(name.begin(), name.end(), fits);
}

// Every scalar of a file, once: aliases may lead to the same node by many ways, or round about.
class Filling {
public:
    Filling(YamlReader& yaml, const Variables& variables) : yaml_(yaml), variables_(variables) {}

    void file() {
        for (auto pair : yaml_.root()) {
            if (pair.first.IsScalar() && pair.first.Scalar() == "variables") continue;
            fill(pair.first);
            fill(pair.second);
        }
    }

private:
    void fill(Node node) {
        if (!node.IsDefined() || node.IsNull()) return;
        if (!seen_.emplace(node.Mark().pos, static_cast<int>(node.Type())).second) return;
        if (node.IsScalar()) return text(node);
        for (auto item : node) {
            if (!node.IsMap()) {
                fill(item);
                continue;
            }
            fill(item.first);
            fill(item.second);
        }
    }

    void text(Node node) {
        if (node.Scalar().find("${") == std::string::npos) return;
        node = with_values(node.Scalar(), variables_, [&](const std::string& name, std::size_t) {
            yaml_.fault(node, "no variable is named " + name);
        });
    }

    YamlReader& yaml_;
    const Variables& variables_;
    std::set<std::pair<int, int>> seen_;
};

std::string draw(YamlReader& yaml, const YamlReader::Entry& entry, std::uint64_t seed) {
    std::string pattern;
    std::vector<std::string> values;
    yaml.keys(entry.value, {{"pattern", [&](auto& n) { pattern = yaml.text(n); }},
                            {"one_of", [&](auto& n) { values = yaml.texts(n); }}});
    if (pattern.empty() == values.empty()) {
        yaml.fault(entry.place, "a variable has a pattern, or one_of some values");
        return {};
    }
    if (pattern.size() > longest) {
        yaml.fault(entry.value, "a pattern has at most 200 characters");
        return {};
    }
    auto value =
        values.empty() ? drawn_like(pattern, entry.key, seed) : drawn_of(values, entry.key, seed);
    // It may stand in a line of a screen, and is put in only once.
    if (value.empty() || value.find('\n') != std::string::npos ||
        value.find("${") != std::string::npos) {
        yaml.fault(entry.value, "the value of a variable is one line, without another in it");
    }
    return value;
}

}  // namespace

std::string drawn_like(std::string_view pattern, const std::string& name, std::uint64_t seed) {
    const licensing::Chance chance(seed);
    std::string value;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        const auto pick = [&](char first, std::uint64_t many) {
            return static_cast<char>(
                first + static_cast<char>(chance.between(party, name, at, 0, many - 1)));
        };
        const char c = pattern[at];
        value += c == '?' ? pick('A', 26) : c == '#' ? pick('0', 10) : c;
    }
    return value;
}

const std::string& drawn_of(const std::vector<std::string>& values, const std::string& name,
                            std::uint64_t seed) {
    return values[licensing::Chance(seed).between(party, name, 0, 0, values.size() - 1)];
}

std::string with_values(std::string_view text, const Variables& variables,
                        const std::function<void(const std::string&, std::size_t)>& unknown,
                        const std::function<std::string(const std::string&)>& as) {
    std::string filled;
    std::size_t at = 0;
    while (true) {
        const auto begin = text.find("${", at);
        const auto end = begin == text.npos ? begin : text.find('}', begin);
        if (end == text.npos) return filled += text.substr(at);
        filled += text.substr(at, begin - at);
        const std::string name(text.substr(begin + 2, end - begin - 2));
        const auto found = variables.find(name);
        if (found == variables.end()) {
            unknown(name, begin);
            filled += text.substr(begin, end + 1 - begin);
        } else {
            filled += as ? as(found->second) : found->second;
        }
        at = end + 1;
    }
}

std::string with_names(std::string text, const Variables& variables) {
    for (const auto& [name, value] : variables) {
        if (value.size() < telling) continue;
        const auto hole = "${" + name + "}";
        for (auto at = text.find(value); at != text.npos; at = text.find(value, at + hole.size())) {
            text.replace(at, value.size(), hole);
        }
    }
    return text;
}

Variables draw_variables(YamlReader& yaml, std::optional<std::uint64_t> seed) {
    Variables variables;
    if (!yaml.root().IsMap()) return variables;  // which is for its reader to say
    const Node asked = yaml.root()["variables"];
    if (!asked) return variables;
    const Node own = yaml.root()["seed"];
    const auto from = seed  ? *seed
                      : own ? static_cast<std::uint64_t>(yaml.number(own))
                            : std::uint64_t{1};
    for (const auto& entry : yaml.entries(asked)) {
        if (!fits_name(entry.key)) {
            yaml.fault(entry.place, "a variable's name has a-z, 0-9 and _, not " + entry.key);
        }
        variables[entry.key] = draw(yaml, entry, from);
    }
    Filling(yaml, variables).file();
    return variables;
}

std::string text_beside(YamlReader& yaml, const Node& node, const Variables& variables) {
    namespace fs = std::filesystem;
    const auto path = (fs::path(yaml.file()).parent_path() / yaml.text(node)).lexically_normal();
    std::string text;
    try {
        text = profiles::read_text_file(path.string());
    } catch (const grammar::Faults& faults) {
        for (const auto& found : faults.list()) yaml.fault(node, grammar::to_string(found));
        return text;
    }
    if (variables.empty()) return text;
    return with_values(text, variables, [&](const std::string& name, std::size_t at) {
        const auto begin = text.begin();
        const auto line = std::count(begin, begin + static_cast<std::ptrdiff_t>(at), '\n') + 1;
        yaml.fault(node, fmt::format("{}:{}: no variable is named {}", path.string(), line, name));
    });
}

}  // namespace lab
