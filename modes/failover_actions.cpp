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

Reply order_unit(Context& c) {
    auto& pairs = c.world.lab().pairs();
    bool done = true;
    if (c.constant == "active") done = pairs.take_over(c.device);
    if (c.constant == "standby") done = pairs.give_up(c.device);
    if (c.constant == "reload-standby") done = pairs.reload_mate(c.device);
    if (c.constant == "reset") pairs.reset(c.device);
    return done ? Reply{} : refuse("refused.failover-order");
}

Reply execute_on_units(Context& c) {
    const auto& failover = c.device.failover();
    const bool here = c.constant == "active"    ? failover.active()
                      : c.constant == "standby" ? failover.standing_by()
                                                : false;
    auto* unit = here ? &c.device : c.world.lab().pairs().mate(c.device);
    if (!unit) return refuse("refused.failover-order");
    return answer_of(c.world, *unit, c.argument("command"));
}

}  // namespace

Reply answer_of(World& world, lab::Device& unit, const std::string& command) {
    const auto* mode = unit.profile().mode(unit.profile().text("mode.privileged"));
    auto* line = world.line(unit.name(), "con 0");
    if (!mode || !line) return refuse("refused.other-unit");
    const std::vector<grammar::Layer> layers{{&mode->tree, 0}};
    const auto outcome = grammar::match(layers, command);
    const auto* matched = std::get_if<grammar::Matched>(&outcome);
    if (!matched || !matched->end().act) return refuse("refused.other-unit");
    const auto& act = matched->end().act;
    const auto* action = world.actions().find(act->name);
    if (!action) return refuse("refused.other-unit");
    auto told = Context{world, *line, unit, matched, act->constant};
    auto reply = action->run(told);
    const bool ends =
        std::holds_alternative<Done>(reply.next) || std::holds_alternative<Refused>(reply.next);
    return ends ? reply : refuse("refused.other-unit");
}

std::vector<Action> failover_actions() {
    return {{"show.failover", {}, show_failover},
            {"failover.order", {}, order_unit},
            {"failover.exec", {"command"}, execute_on_units}};
}

}  // namespace modes
