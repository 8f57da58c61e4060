// Looking at a cluster, and ordering its units about.
#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/views.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

Reply show_cluster(Context& c) {
    return say("show-cluster-" + c.constant, cluster_view(c.device, c.world.lab().clusters()));
}

Reply order(Context& c) {
    auto& clusters = c.world.lab().clusters();
    const auto unit = c.argument("unit");
    const bool done = c.constant == "control" ? clusters.make_control(c.device, unit)
                                              : clusters.remove(c.device, unit);
    return done ? Reply{} : refuse("refused.cluster-order");
}

// Every unit's answer under its name; what one refuses stands there, too.
Reply execute(Context& c) {
    Reply all;
    for (const auto* member : c.world.lab().clusters().members(c.device)) {
        auto* unit = c.world.lab().device(member->name());
        profiles::Facts facts;
        facts.set("unit", unit->settings().cluster.unit);
        facts.set("local", std::string(unit == &c.device ? "(LOCAL)" : ""));
        all.say.push_back({"cluster.exec-unit", facts});
        auto one = answer_of(c.world, *unit, c.argument("command"));
        for (auto& said : one.say) all.say.push_back(std::move(said));
        if (auto* no = std::get_if<Refused>(&one.next)) all.say.push_back(std::move(no->why));
    }
    return all;
}

}  // namespace

std::vector<Action> cluster_actions() {
    return {{"show.cluster", {}, show_cluster},
            {"cluster.order", {"unit"}, order},
            {"cluster.exec", {"command"}, execute}};
}

}  // namespace modes
