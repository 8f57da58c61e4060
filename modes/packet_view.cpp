#include "modes/packet_view.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

namespace modes {
namespace {

using profiles::Facts;

// S, F, P and R together; a dot when there is none of them.
std::string flags_of(const lab::Tcp& tcp) {
    static constexpr std::array<std::pair<unsigned, char>, 4> all{
        {{lab::syn, 'S'}, {lab::fin, 'F'}, {lab::psh, 'P'}, {lab::rst, 'R'}}};
    std::string text;
    for (const auto& [flag, letter] : all) {
        if ((tcp.flags & flag) != 0) text += letter;
    }
    return text.empty() ? "." : text;
}

std::string options_of(const profiles::Profile& profile, const lab::Tcp& tcp) {
    std::string text;
    const auto add = [&](const char* message, Facts facts) {
        text += (text.empty() ? "" : ",") + profile.message(message, facts);
    };
    if (tcp.segment > 0) add("packet.segment", Facts{}.set("size", std::int64_t{tcp.segment}));
    if (tcp.selective) add("packet.selective", {});
    if (tcp.stamps) {
        add("packet.stamps", Facts{}
                                 .set("value", std::int64_t{tcp.stamps->value})
                                 .set("echo", std::int64_t{tcp.stamps->echo}));
    }
    if (tcp.shift) add("packet.scale", Facts{}.set("shift", std::int64_t{*tcp.shift}));
    if (text.empty()) return text;
    return " " + profile.message("packet.options", Facts{}.set("options", text));
}

// Pure acknowledgements span nothing, and say so by leaving it out.
std::string what_of(const profiles::Profile& profile, const lab::Frame& frame, Facts facts) {
    if (frame.carrier == lab::Carrier::udp) return profile.message("packet.udp", facts);
    if (frame.carrier == lab::Carrier::icmp) {
        return profile.message(
            frame.load == lab::Load::echo_reply ? "packet.echo-reply" : "packet.echo-request",
            facts);
    }
    const auto& tcp = frame.tcp;
    const auto size = static_cast<std::uint32_t>(frame.bytes.size());
    const bool spans = size > 0 || (tcp.flags & ~lab::ack) != 0;
    facts.set("flags", flags_of(tcp));
    facts.set("first", std::int64_t{tcp.first + tcp.sequence});
    facts.set("last", std::int64_t{tcp.first + tcp.sequence + size});
    facts.set("span", spans ? profile.message("packet.span", facts) : std::string());
    facts.set("number", std::int64_t{tcp.other_first + tcp.acknowledged});
    const bool answers = (tcp.flags & lab::ack) != 0;
    facts.set("answers", answers ? profile.message("packet.ack", facts) : std::string());
    facts.set("window", std::int64_t{tcp.window}).set("options", options_of(profile, tcp));
    return profile.message("packet.tcp", facts);
}

}  // namespace

std::string packet_line(const lab::Device& device, const lab::Frame& frame, long number) {
    const auto& profile = device.profile();
    const auto own = frame.at + device.clock_offset();
    const auto whole = std::chrono::floor<std::chrono::seconds>(own);
    Facts facts;
    facts.set("from", frame.from).set("to", frame.to);
    facts.set("from_port", std::int64_t{frame.from_port});
    facts.set("to_port", std::int64_t{frame.to_port});
    facts.set("size", static_cast<std::int64_t>(frame.bytes.size()));
    Facts line;
    line.set("number", std::int64_t{number});
    line.set("when", device.stamp(licensing::DeviceTime{whole}));
    line.set("microseconds", fmt::format("{:06}", (own - whole).count() / 1000));
    line.set("what", what_of(profile, frame, std::move(facts)));
    return profile.message("packet.line", line);
}

std::map<std::string, profiles::Schema> packet_schemas() {
    const profiles::Schema packet{{"from", "to", "from_port", "to_port", "size", "flags", "first",
                                   "last", "span", "number", "answers", "window", "options"},
                                  {}};
    std::map<std::string, profiles::Schema> all;
    for (const auto* part : {"udp", "echo-reply", "echo-request", "span", "ack", "tcp"}) {
        all["packet." + std::string(part)] = packet;
    }
    all["packet.line"] = {{"number", "when", "microseconds", "what"}, {}};
    all["packet.segment"] = {{"size"}, {}};
    all["packet.stamps"] = {{"value", "echo"}, {}};
    all["packet.scale"] = {{"shift"}, {}};
    all["packet.options"] = {{"options"}, {}};
    for (const auto* part : {"reason", "buffer", "length", "interface", "ring"}) {
        all["capture." + std::string(part)] = {{"value"}, {}};
    }
    const profiles::Schema capture{{"name", "kind", "options", "state", "bytes"},
                                   {{"matches", {{"match"}, {}}}}};
    all["show-capture"] = {{}, {{"captures", capture}}};
    all["show-capture-packets"] = {{"count", "shown", "several", "several_shown"},
                                   {{"packets", {{"line"}, {}}}}};
    return all;
}

}  // namespace modes
