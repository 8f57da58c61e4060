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

}  // namespace

std::vector<Action> cluster_actions() {
    return {{"show.cluster", {}, show_cluster}, {"cluster.order", {"unit"}, order}};
}

}  // namespace modes
