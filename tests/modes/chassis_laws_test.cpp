// The laws of the design on a chassis and the application on it: time adds up, looking changes
// nothing, a lab that was put down goes on as if it had not been, with its queue of edits.
#include <doctest/doctest.h>

#include "tests/modes/asa_world.hpp"

namespace {

using asa::all_text;
using asa::difference;
using asa::joined;
using asa::Lines;
using asa::state_but_history;
using asa::World;
using namespace std::chrono_literals;
using licensing::Span;

lab::Choices chassis(std::uint64_t seed = 1) { return asa::chosen(seed, "fxos"); }

const Lines register_chassis{"end", "scope license", "register idtoken GOOD", "end"};
const Lines ask_on_the_asa{
    "@console asa",          "enable", "cisco",           "configure terminal", "license smart",
    "feature tier standard", "end",    "@console chassis"};
const Lines silence{"@network block tools.cisco.com"};
const Lines look{"show license all",
                 "show license usage",
                 "show license status",
                 "scope ssa",
                 "show app-instance",
                 "show slot",
                 "scope system",
                 "scope services",
                 "show configuration",
                 "show ntp-server",
                 "show dns",
                 "show clock",
                 "show configuration pending",
                 "end",
                 "show configuration",
                 "@console asa",
                 "show license all",
                 "show license features",
                 "@console chassis",
                 "@state"};

struct Moment {
    std::string name;
    Lines before;
};

std::vector<Moment> moments() {
    const auto running = joined({register_chassis, {"@advance 5m"}, ask_on_the_asa});
    return {
        {"fresh", {}},
        {"registering", joined({register_chassis, {"@advance 1s"}})},
        {"retrying", joined({silence, register_chassis, {"@advance 20m"}})},
        {"an entitlement in flight", running},
        {"licensed", joined({running, {"@advance 1d"}})},
        {"expired", joined({running, {"@advance 1h"}, silence, {"@advance 95d"}})},
        {"in the middle of a queue",
         {"scope system", "scope services", "create dns 192.0.2.7",
          "delete ntp-server 172.18.108.14", "create ntp-server 192.0.2.8"}},
    };
}

const Lines after{"end",
                  "discard-buffer",
                  "show license all",
                  "@network unblock tools.cisco.com",
                  "scope license",
                  "scope licdebug",
                  "renew",
                  "@advance 2h",
                  "end",
                  "show license all",
                  "@advance 200d",
                  "show license all"};

}  // namespace

TEST_CASE("a chassis: advance(a); advance(b) is advance(a+b)") {
    const std::vector<std::vector<Span>> ways{{400 * 24h},
                                              {3s - 1ms, 1ms, 17h, 400 * 24h - 17h - 3s}};
    std::string text;
    std::string state;
    for (const auto& way : ways) {
        World world(chassis());
        world.type(joined({register_chassis, {"@advance 1m"}, ask_on_the_asa}));
        std::string came;
        for (const auto part : way) {
            world.world().advance(part);
            came += world.taken();
        }
        if (&way == &ways.front()) {
            text = came;
            state = world.state();
        }
        CHECK(difference(came, text) == "");
        CHECK(difference(world.state(), state) == "");
    }
}

TEST_CASE("a chassis: looking changes nothing") {
    for (const auto& moment : moments()) {
        CAPTURE(moment.name);
        World world(chassis());
        // Sitting down at the other console is more than looking: that was done before.
        world.type(joined({moment.before, {"@console asa", "", "@console chassis", "end"}}));
        const auto before = state_but_history(world);
        world.type(look);
        CHECK(difference(state_but_history(world), before) == "");
    }
}

TEST_CASE("a chassis: save, load, go on is go on") {
    for (const auto& moment : moments()) {
        CAPTURE(moment.name);
        World kept(chassis(3));
        kept.session();
        kept.type(moment.before);
        kept.leave();
        const auto saved = kept.state();
        World taken_up(chassis(99), false);
        modes::restore_lines(taken_up.world(), lab::read_state(taken_up.lab(), saved, "lab.yaml"));
        CHECK(difference(taken_up.state(), saved) == "");
        const auto expected = all_text(kept, after);
        CHECK(difference(all_text(taken_up, after), expected) == "");
        CHECK(difference(taken_up.state(), kept.state()) == "");
    }
}

TEST_CASE("a chassis: same seed, same bytes") {
    const auto script = joined({register_chassis, {"@advance 5m"}, ask_on_the_asa, look});
    World first(chassis(5));
    World second(chassis(5));
    const auto text = all_text(first, script);
    CHECK(all_text(second, script) == text);
    CHECK(first.state() == second.state());
}
