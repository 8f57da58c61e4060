#include "labs/shared_lines.hpp"

#include <algorithm>

namespace lab {
namespace {

std::vector<std::string> addresses_of(const Statement& statement) {
    std::vector<std::string> all;
    for (const auto& [name, word] : statement.arguments) {
        if (name.starts_with("address")) all.push_back(word);
    }
    return all;
}

bool has(const std::vector<std::string>& all, const std::string& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

// The line with these addresses instead of its own.
Statement with(const Statement& line, const std::vector<std::string>& addresses) {
    auto made = line;
    made.negated = false;
    made.text = line.identity;
    std::erase_if(made.arguments, [](const auto& one) { return one.first.starts_with("address"); });
    int number = 0;
    for (const auto& address : addresses) {
        made.text += " " + address;
        const auto name = ++number == 1 ? "address" : "address-" + std::to_string(number);
        made.arguments.emplace_back(name, address);
    }
    return made;
}

}  // namespace

void join_line(Edit& edit, const Configuration& configuration) {
    auto& typed = edit.statement;
    if (typed.meaning != "dns.server") return;
    const auto said = addresses_of(typed);
    // Where the address makes the statement what it is, each has a line of its own.
    if (said.empty() || typed.identity.ends_with(said.front())) return;
    auto path = edit.path;
    path.push_back(typed.identity);
    const auto* line = configuration.find(path);
    if (!line) return;
    auto all = addresses_of(*line);
    if (typed.negated) {
        std::erase_if(all, [&](const auto& address) { return has(said, address); });
        if (all.empty()) return;
    } else {
        for (const auto& address : said) {
            if (!has(all, address)) all.push_back(address);
        }
    }
    typed = with(*line, all);
}

}  // namespace lab
