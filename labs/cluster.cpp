#include "labs/cluster.hpp"

#include <array>
#include <charconv>

#include "labs/settings.hpp"

namespace lab {
namespace {

constexpr std::array<std::string_view, 10> state_names{
    "disabled", "election", "on_call",   "cold", "app_sync",
    "config",   "files",    "bulk_sync", "data", "control"};
constexpr std::array<std::string_view, 11> why_names{
    "command", "left",   "no_control", "control_known", "progress", "control_lost",
    "ordered", "yields", "rejected",   "link_down",     "link_up"};

int cluster_number(const Statement& s, std::string_view name, int otherwise) {
    const auto text = s.negated ? std::string_view() : s.argument(name);
    int value = otherwise;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::string cluster_word(const Statement& s, std::string_view name) {
    return s.negated ? std::string() : std::string(s.argument(name));
}

}  // namespace

std::string_view name(Membership state) { return state_names.at(static_cast<std::size_t>(state)); }
std::string_view name(JoinWhy why) { return why_names.at(static_cast<std::size_t>(why)); }

bool ClusterSettings::complete() const {
    return on && !group.empty() && !unit.empty() && !interface.empty() && !address.empty();
}

void mean_cluster(Settings& settings, const Statement& s) {
    auto& c = settings.cluster;
    if (const auto group = s.argument("cluster"); !s.opens.empty() && !group.empty()) {
        c.group = s.negated ? std::string() : std::string(group);
    }
    if (!is_cluster_meaning(s.meaning)) return;
    if (s.meaning == "cluster.on") {
        c.on = !s.negated;
    } else if (s.meaning == "cluster.unit") {
        c.unit = cluster_word(s, "unit");
    } else if (s.meaning == "cluster.interface") {
        c.interface = cluster_word(s, "interface");
        c.address = cluster_word(s, "address");
    } else if (s.meaning == "cluster.key") {
        c.key = cluster_word(s, "key");
    } else if (s.meaning == "cluster.priority") {
        c.priority = cluster_number(s, "priority", 100);
    } else if (s.meaning == "cluster.hold") {
        c.hold = std::chrono::seconds{cluster_number(s, "hold", 3)};
    }
}

bool is_cluster_meaning(std::string_view meaning) {
    return meaning == "cluster.on" || meaning == "cluster.unit" || meaning == "cluster.interface" ||
           meaning == "cluster.key" || meaning == "cluster.priority" || meaning == "cluster.hold";
}

}  // namespace lab
