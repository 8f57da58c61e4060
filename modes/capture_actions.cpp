// Captures of what passes at a device's own port, described line by line and kept in a file.
#include <algorithm>
#include <charconv>
#include <memory>

#include "grammar/match.hpp"
#include "labs/capture.hpp"
#include "labs/packet_capture.hpp"
#include "labs/pcap.hpp"
#include "modes/actions.hpp"
#include "modes/frame_view.hpp"
#include "modes/line.hpp"
#include "modes/workspace.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

using profiles::Facts;

// A capture at work: what it has taken, and when it has enough.
struct Capturing {
    lab::Capture capture;
    long most = 0;  // 0: no end
    int size = 0;   // of a packet, as kept in the file
    std::string file;
    std::vector<lab::Frame> taken;
};

// Describes what has passed since the last time; true when it has enough.
bool describe_new(Context& c, Capturing& at, Reply& reply) {
    for (auto& frame : at.capture.take(c.device.lab_now())) {
        const auto number = static_cast<long>(at.taken.size()) + 1;
        reply.say.push_back(
            {"capture.line", Facts{}.set("line", frame_line(c.device, frame, number))});
        at.taken.push_back(std::move(frame));
        if (at.most > 0 && number == at.most) return true;
    }
    return false;
}

Reply ended(Context& c, const Capturing& at, Reply reply) {
    const auto count = static_cast<std::int64_t>(at.taken.size());
    if (!at.file.empty()) {
        keep_bytes(c.device, at.file,
                   lab::pcap_of(at.taken, c.device.chassis().clock_offset, at.size));
    }
    Facts facts;
    facts.set("count", count).set("several", count != 1);
    reply.say.push_back({"capture.end", facts});
    reply.next = Go{Pop{0}};
    return reply;
}

Reply run(Context& c, std::shared_ptr<Capturing> at) {
    Wait wait;
    wait.open = true;
    wait.due = [at] { return at->capture.next_due(); };
    wait.then = [at](Context& then, const std::string&) {
        Reply reply;
        if (describe_new(then, *at, reply)) return ended(then, *at, std::move(reply));
        return reply;
    };
    wait.on_break = [at](Context& then, const std::string&) {
        Reply reply;
        describe_new(then, *at, reply);
        return ended(then, *at, std::move(reply));
    };
    auto reply = say("capture.begin", Facts{}.set("port", c.device.profile().text("management")));
    reply.next = std::move(wait);
    return reply;
}

Reply capture(Context& c) {
    auto& network = c.world.lab().network();
    const auto filter = std::string(grammar::without_quotes(c.argument("filter")));
    const auto now = c.device.lab_now();
    const auto read = lab::read_packet_filter(filter, [&](const std::string& name) {
        const auto found = network.resolve(c.device.sender(), name, now);
        const auto* at = std::get_if<lab::Network::Found>(&found);
        return at ? std::vector<std::string>{at->address} : std::vector<std::string>{};
    });
    const auto& port = c.device.profile().text("management");
    if (const auto* wrong = std::get_if<lab::FilterFault>(&read)) {
        Facts facts;
        facts.set("port", port).set("filter", filter).set("why", wrong->what);
        return say("capture.bad-filter", facts);
    }
    const auto typed = c.argument("file");
    const auto file = typed.empty() ? std::string() : workspace_path(typed, {});
    if (!typed.empty() && file.empty())
        return refuse("refused.no-file", Facts{}.set("file", typed));
    lab::Capture began(network.wire(), c.device.name(), lab::stack_of(c.device.profile()),
                       network.chance(), std::get<lab::PacketTest>(read), now);
    return run(c, std::make_shared<Capturing>(
                      Capturing{std::move(began),
                                number_or(c.argument("frames"), 10),
                                static_cast<int>(number_or(c.argument("bytes"), 65536)),
                                file,
                                {}}));
}

}  // namespace

std::vector<Action> capture_actions() { return {{"capture.run", {}, capture}}; }

}  // namespace modes
