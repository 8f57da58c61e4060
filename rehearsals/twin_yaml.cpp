#include "rehearsals/twin_yaml.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace rehearsals {
namespace {

bool safe(const std::string& text) {
    if (text.empty() || text.size() > 100) return false;
    if (!std::isalnum(static_cast<unsigned char>(text.front())) && text.front() != '/')
        return false;
    return std::all_of(text.begin(), text.end(), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) ||
               std::string("._/-()").find(c) != std::string::npos;
    });
}

std::string inline_flow(const YAML::Node& node) {
    std::string text;
    if (node.IsScalar()) {
        return node.Tag() == "!" ? quoted(node.Scalar()) : plain_or_quoted(node.Scalar());
    }
    if (node.IsSequence()) {
        for (const auto& one : node) text += (text.empty() ? "" : ", ") + inline_flow(one);
        return "[" + text + "]";
    }
    for (const auto& entry : node) {
        text +=
            (text.empty() ? "" : ", ") + entry.first.Scalar() + ": " + inline_flow(entry.second);
    }
    return "{" + text + "}";
}

bool lists_maps(const YAML::Node& node) {
    return node.IsSequence() && node.size() > 0 && node[0].IsMap();
}

}  // namespace

std::string quoted(const std::string& text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string plain_or_quoted(const std::string& text) { return safe(text) ? text : quoted(text); }

std::string flow(const YAML::Node& node, std::size_t indent) {
    const std::string margin(indent, ' ');
    std::string text;
    if (node.IsMap()) {
        for (const auto& entry : node) {
            const bool deep = lists_maps(entry.second) || entry.second.IsMap();
            text += margin + entry.first.Scalar() + ":" +
                    (deep ? "\n" + flow(entry.second, indent + 2)
                          : " " + inline_flow(entry.second) + "\n");
        }
        return text;
    }
    if (lists_maps(node)) {
        for (const auto& one : node) text += margin + "- " + inline_flow(one) + "\n";
        return text;
    }
    return margin + inline_flow(node) + "\n";
}

YAML::Node text_node(const std::string& text) {
    YAML::Node node(text);
    node.SetTag("!");
    return node;
}

}  // namespace rehearsals
