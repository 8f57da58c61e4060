// Consoles of what runs inside a chassis: a module's own boot prompt, and behind it the console of
// the device that lives in its slot. One is left by a key at the start of a line, which opens the
// prompt of the connection itself; what was open then is open again next time.
#include <algorithm>

#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

using profiles::Facts;

// The device in a slot of this one, or null. It may be switched off.
lab::Device* in_slot(const lab::Device& chassis, int slot) {
    for (auto* module : chassis.modules()) {
        if (module->slot() == slot) return module;
    }
    return nullptr;
}

int number_of(const Line& line) {
    const auto blank = line.name().find(' ');
    return blank == std::string::npos ? 1 : std::atoi(line.name().c_str() + blank);
}

std::string module_line(int slot) { return "module " + std::to_string(slot); }

Reply attach(Context& c, int slot);

// What the connection's own prompt is told: to end, or by an empty line to go on.
Reply connection_prompt(int slot) {
    Reply reply;
    reply.next = Ask{{"connection.prompt", {}},
                     Input::line,
                     [slot](Context& c, const std::string& answer) {
                         if (answer.empty()) return attach(c, slot);
                         if (std::string_view("quit").starts_with(answer)) {
                             return say("connection.closed");
                         }
                         auto again = connection_prompt(slot);
                         again.say.push_back({"connection.unknown", {}});
                         return again;
                     },
                     {}};
    return reply;
}

Reply attach(Context& c, int slot) {
    const auto& profile = c.device.profile();
    auto* console = c.world.line(c.device.name(), module_line(slot));
    auto* inside = in_slot(c.device, slot);
    const bool open = console->state().frames.size() > 1;
    Attach to;
    to.device = c.device.name();
    to.line = console->name();
    if (open && inside && inside->up()) {
        to.device = inside->name();
        to.line = "con 0";
    } else if (open) {
        console->state().frames.resize(1);
    }
    to.escape = profile.text("connection.escape");
    to.escape_at_start = true;
    to.quiet = true;
    to.on_escape = [slot](Context&, const std::string&) { return connection_prompt(slot); };
    return go(std::move(to));
}

Reply console(Context& c) {
    const int slot = std::atoi(c.argument("number").c_str());
    if (slot > c.device.profile().number("slots")) return refuse("refused.no-module");
    auto reply = attach(c, slot);
    reply.say.push_back({"connection.begin", Facts{}.set("number", std::int64_t{slot})});
    return reply;
}

// From the module's prompt to what runs there: the constant is what it must be.
Reply application(Context& c) {
    auto* inside = in_slot(c.device, number_of(c.line));
    const bool runs = inside && inside->up() && inside->profile().platform() == c.constant;
    if (!runs) return say("application.not-running", Facts{}.set("name", c.constant));
    c.line.state().frames.push_back({c.device.profile().text("mode.application"), {}});
    Attach to;
    to.device = inside->name();
    to.line = "con 0";
    to.instead = true;
    auto reply = go(std::move(to));
    reply.say.push_back({"application.connecting", Facts{}.set("name", c.constant)});
    return reply;
}

// To what an appliance's software runs on; the constant is as whom.
Reply beneath(Context& c) {
    auto* below = c.world.lab().beneath(c.device);
    if (!below || !below->up()) return refuse("beneath.none");
    auto* line = c.world.line(below->name(), "vty 0");
    line->start(false);
    Attach to;
    to.device = below->name();
    to.line = line->name();
    to.escape = c.device.profile().text("beneath.escape");
    to.on_escape = [](Context&, const std::string&) { return say("beneath.end"); };
    to.on_end = to.on_escape;
    auto reply = go(std::move(to));
    Facts facts;
    facts.set("admin", c.constant == "admin");
    facts.set("reads_only", below->profile().has_list("absent"));
    reply.say.push_back({"beneath.begin", facts});
    return reply;
}

// And from there to the software itself.
Reply above(Context& c) {
    const auto name = c.device.name().substr(0, c.device.name().rfind('/'));
    auto* software = c.world.lab().device(name);
    if (!software || !software->up()) {
        return say("application.not-running", Facts{}.set("name", c.constant));
    }
    Attach to;
    to.device = name;
    to.line = "con 0";
    to.escape = c.device.profile().text("application.escape");
    auto reply = go(std::move(to));
    reply.say.push_back({"beneath.attaching", {}});
    return reply;
}

}  // namespace

std::vector<Action> module_actions() {
    return {
        {"beneath.connect", {}, beneath},
        {"beneath.application", {}, above},
        {"module.console", {"number"}, console},
        {"module.application", {}, application},
    };
}

}  // namespace modes
