// The probe platform: a made-up device that uses every way an action has of answering, on a lab
// of two devices and one licence. Its data is under profiles/, its actions are here.
#pragma once

#include <string>
#include <vector>

#include "labs/lab.hpp"
#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/views.hpp"
#include "modes/world.hpp"

namespace probe {

using modes::Context;
using modes::Reply;
using profiles::Facts;

inline Reply said(Context&, const std::string& answer) {
    std::string shown = answer;
    for (auto& c : shown) c = c == '\r' ? '~' : c;
    return modes::say("asked", Facts{}.set("answer", shown));
}

// A yes/no question insists.
inline Reply ask_yes(Context& c, const std::string& answer) {
    if (answer == "yes" || answer == "no") return said(c, answer);
    Reply reply;
    reply.next = modes::Ask{{"ask.yes", {}}, modes::Input::line, ask_yes, {}};
    return reply;
}

inline Reply ask(Context& c) {
    if (c.constant == "yes") return ask_yes(c, "");
    const bool key = c.constant == "key";
    Reply reply;
    reply.next = modes::Ask{{key ? "ask.key" : "ask.secret", {}},
                            key ? modes::Input::key : modes::Input::secret,
                            said,
                            {}};
    return reply;
}

inline Reply boot(Context&) { return modes::go(modes::Reload{}); }

inline Reply paste(Context&) {
    Reply reply;
    reply.next = modes::Ask{{"paste.begin", {}},
                            modes::Input::block,
                            [](Context&, const std::string& block) {
                                const auto count = static_cast<std::int64_t>(block.size());
                                return modes::say("pasted", Facts{}.set("count", count));
                            },
                            "quit"};
    return reply;
}

// Counts by lab time, so that there is nothing to keep between two lines.
inline Reply watch(Context& c) {
    const auto ticks = [began = c.device.lab_now()](Context& then) {
        return Facts{}.set("count",
                           std::int64_t{(then.device.lab_now() - began) / std::chrono::seconds{1}});
    };
    modes::Wait wait;
    wait.length = std::chrono::seconds{1};
    wait.open = true;
    wait.then = [ticks](Context& then, const std::string&) {
        return modes::say("watch.line", ticks(then));
    };
    wait.on_break = [ticks](Context& then, const std::string&) {
        return modes::say("watch.broken", ticks(then));
    };
    Reply reply;
    reply.next = std::move(wait);
    return reply;
}

// Cannot be broken.
inline Reply wait(Context&) {
    Reply reply;
    modes::Wait wait;
    wait.length = std::chrono::seconds{5};
    wait.then = [](Context&, const std::string&) { return modes::say("waited"); };
    reply.next = std::move(wait);
    return reply;
}

inline Reply spin(Context&) {
    Reply reply;
    modes::Wait wait;
    wait.then = [](Context& then, const std::string&) { return spin(then); };
    reply.next = std::move(wait);
    return reply;
}

inline modes::Actions actions() {
    auto all = modes::product_actions();
    all.add({"probe.ask", {}, ask});
    all.add({"probe.boot", {}, boot});
    all.add({"probe.paste", {}, paste});
    all.add({"probe.spin", {}, spin});
    all.add({"probe.wait", {}, wait});
    all.add({"probe.watch", {}, watch});
    return all;
}

inline std::map<std::string, profiles::Schema> views() {
    auto all = modes::views();
    all["asked"] = {{"answer"}, {}};
    all["watch.line"] = all["watch.broken"] = all["pasted"] = {{"count"}, {}};
    return all;
}

inline const std::string folder = std::string(UNDERSTUDY_SOURCE) + "/tests/probe";

// The two devices, switched on.
struct Two {
    explicit Two(std::uint64_t seed = 1)
        : library(folder + "/profiles"),
          lab(lab::load_plan(folder + "/two.yaml"), chosen(seed), library),
          world(lab, actions()) {
        lab.switch_on();
    }
    static lab::Choices chosen(std::uint64_t seed) {
        lab::Choices choices;
        choices.seed = seed;
        return choices;
    }

    profiles::Library library;
    lab::Lab lab;
    modes::World world;
};

}  // namespace probe
