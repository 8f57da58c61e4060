// Looking at a failover pair, and ordering it about.
#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/views.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

Reply show_failover(Context& c) {
    const auto text = "show-failover" + (c.constant.empty() ? "" : "-" + c.constant);
    return say(text, failover_view(c.device, c.world.lab().pairs()));
}

Reply order(Context& c) {
    auto& pairs = c.world.lab().pairs();
    bool done = true;
    if (c.constant == "active") done = pairs.take_over(c.device);
    if (c.constant == "standby") done = pairs.give_up(c.device);
    if (c.constant == "reload-standby") done = pairs.reload_mate(c.device);
    if (c.constant == "reset") pairs.reset(c.device);
    return done ? Reply{} : refuse("refused.failover-order");
}

}  // namespace

std::vector<Action> failover_actions() {
    return {{"show.failover", {}, show_failover}, {"failover.order", {}, order}};
}

}  // namespace modes
