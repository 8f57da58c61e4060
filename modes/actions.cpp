#include "modes/actions.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "labs/settings.hpp"

namespace modes {
namespace {

// Walks the outline, knowing which arguments the way to a node has passed.
class Checker {
public:
    Checker(const Actions& actions, const grammar::Outline& outline)
        : actions_(actions), outline_(outline) {}

    std::vector<grammar::Fault> run() {
        for (const auto& node : outline_.commands) visit(node);
        const auto& lone = outline_.lone_word;
        if (!lone.empty() && !actions_.find(lone)) {
            faults_.push_back({outline_.file, 0, 0, "no action is named " + lone});
        }
        return std::move(faults_);
    }

private:
    void visit(const grammar::Node& node) {
        if (node.argument) passed_.push_back(node.argument->name);
        if (node.act) check(node);
        for (const auto& child : node.children) visit(child);
        if (node.argument) passed_.pop_back();
    }

    void check(const grammar::Node& node) {
        const auto* action = actions_.find(node.act->name);
        if (!action) {
            if (outline_.config && lab::known_meaning(node.act->name)) return;
            if (node.act->name.empty() && outline_.config) return;
            fault(node, "no action or meaning is named " + node.act->name);
            return;
        }
        for (const auto& need : action->needs) {
            if (std::find(passed_.begin(), passed_.end(), need) == passed_.end()) {
                fault(node, fmt::format("{} needs <{}>, which this way does not pass", action->name,
                                        need));
            }
        }
    }

    void fault(const grammar::Node& node, std::string what) {
        faults_.push_back({outline_.file, node.line, 0, std::move(what)});
    }

    const Actions& actions_;
    const grammar::Outline& outline_;
    std::vector<std::string> passed_;
    std::vector<grammar::Fault> faults_;
};

}  // namespace

std::string Context::argument(std::string_view name) const {
    return matched ? std::string(matched->path.argument(name)) : std::string();
}

const Action* Actions::find(std::string_view name) const {
    auto it = std::find_if(table_.begin(), table_.end(),
                           [&](const Action& action) { return action.name == name; });
    return it == table_.end() ? nullptr : &*it;
}

std::vector<grammar::Fault> Actions::check(const profiles::Profile& profile) const {
    std::vector<grammar::Fault> all;
    for (const auto* mode : profile.modes()) {
        auto found = Checker(*this, mode->outline).run();
        all.insert(all.end(), found.begin(), found.end());
    }
    return all;
}

Actions product_actions() {
    std::vector<Action> table;
    for (auto& part :
         {console_actions(),     configuration_actions(), license_actions(),  policy_actions(),
          reservation_actions(), machine_actions(),       show_actions(),     system_actions(),
          callhome_actions(),    pki_actions(),           terminal_actions(), file_actions(),
          failover_actions(),    copy_actions(),          reload_actions(),   clock_actions(),
          net_actions(),         object_actions(),        shell_actions(),    capture_actions(),
          module_actions(),      service_actions(),       key_actions(),      zone_actions(),
          cluster_actions(),     partition_actions(),     reset_actions(),    packet_actions(),
          traffic_actions(),     visitor_actions(),       account_actions(),  ssh_actions(),
          named_port_actions()}) {
        table.insert(table.end(), part.begin(), part.end());
    }
    return Actions(std::move(table));
}

long number_or(const std::string& text, long otherwise) {
    std::from_chars(text.data(), text.data() + text.size(), otherwise);
    return otherwise;
}

}  // namespace modes
