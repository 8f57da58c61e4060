// Captures that go on by themselves: made, changed, looked at, emptied, taken away.
#include <algorithm>
#include <charconv>

#include "grammar/match.hpp"
#include "labs/packet_capture.hpp"
#include "labs/pcap.hpp"
#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/packet_view.hpp"
#include "modes/workspace.hpp"

namespace modes {
namespace {

using lab::PacketCapture;
using profiles::Facts;
using profiles::Records;

PacketCapture* capture_named(lab::Device& device, const std::string& name) {
    for (auto& capture : device.captures()) {
        if (capture.name == name) return &capture;
    }
    return nullptr;
}

void take_number(const Context& c, const char* argument, long& value) {
    const auto text = c.argument(argument);
    std::from_chars(text.data(), text.data() + text.size(), value);
}

Reply no_capture(Context& c) {
    return refuse("refused.no-capture", Facts{}.set("name", c.argument("capture")));
}

// What the line says goes on top of what the capture was told before.
Reply set(Context& c) {
    const auto& profile = c.device.profile();
    const auto name = c.argument("capture");
    const auto* known = capture_named(c.device, name);
    auto made = known ? *known : PacketCapture{.name = name, .since = c.device.lab_now()};
    if (const auto nameif = c.argument("interface"); !nameif.empty()) {
        if (!c.device.settings().by_nameif(nameif)) {
            return refuse("refused.unknown-nameif", {}, "interface");
        }
        made.interface = nameif;
    }
    if (const auto text = c.argument("match"); !text.empty()) {
        const auto match = lab::read_capture_match(text, profile.list("ports"));
        if (!match) return refuse("error.unknown", {}, "match");
        if (!match->whole) return refuse("error.incomplete");
        if (std::find(made.matches.begin(), made.matches.end(), match->entry.text) ==
            made.matches.end()) {
            made.matches.push_back(match->entry.text);
        }
    }
    take_number(c, "buffer", made.buffer);
    take_number(c, "length", made.length);
    made.circular = made.circular || typed_keyword(c, "circular-buffer");
    made.stopped = typed_keyword(c, "stop");
    if (typed_keyword(c, "asp-drop")) {
        made.kind = "asp-drop";
        made.reason = c.argument("reason").empty() ? "all" : c.argument("reason");
    }
    if (auto* there = capture_named(c.device, name))
        *there = std::move(made);
    else
        c.device.captures().push_back(std::move(made));
    return {};
}

// All of it, or only what is named behind it.
Reply drop(Context& c) {
    auto* capture = capture_named(c.device, c.argument("capture"));
    if (!capture) return no_capture(c);
    if (c.constant == "interface") {
        capture->interface.clear();
    } else if (c.constant == "stop") {
        capture->stopped = false;
    } else if (c.constant == "circular") {
        capture->circular = false;
    } else {
        std::erase_if(c.device.captures(),
                      [&](const PacketCapture& other) { return &other == capture; });
    }
    return {};
}

Reply clear_capture(Context& c) {
    if (c.constant == "all") {
        for (auto& capture : c.device.captures()) capture.taken.clear();
        return {};
    }
    auto* capture = capture_named(c.device, c.argument("capture"));
    if (!capture) return no_capture(c);
    capture->taken.clear();
    return {};
}

// What it was told besides its name, as far as it is not what all captures are told.
std::string options_of(const profiles::Profile& profile, const PacketCapture& capture) {
    const PacketCapture fresh;
    std::string text;
    const auto add = [&](bool said, const char* message, profiles::Value value) {
        if (said) text += " " + profile.message(message, Facts{}.set("value", std::move(value)));
    };
    add(!capture.reason.empty(), "capture.reason", capture.reason);
    add(capture.buffer != fresh.buffer, "capture.buffer", std::int64_t{capture.buffer});
    add(capture.length != fresh.length, "capture.length", std::int64_t{capture.length});
    add(!capture.interface.empty(), "capture.interface", capture.interface);
    add(capture.circular, "capture.ring", std::string());
    return text;
}

Facts view_of(const lab::Device& device, const PacketCapture& capture) {
    const auto bytes = lab::bytes_of(device.captured(capture), capture);
    // The next packet would not fit.
    const bool full = !capture.circular && bytes + capture.length > capture.buffer;
    Facts facts;
    facts.set("name", capture.name).set("kind", capture.kind);
    facts.set("options", options_of(device.profile(), capture));
    facts.set("state", profiles::State{"capture_state", capture.stopped ? "stopped"
                                                        : full          ? "full"
                                                                        : "capturing"});
    facts.set("bytes", std::int64_t{bytes});
    Records matches;
    for (const auto& match : capture.matches) matches.push_back(Facts{}.set("match", match));
    facts.set("matches", std::move(matches));
    return facts;
}

Reply show_all(Context& c) {
    Records captures;
    for (const auto& capture : c.device.captures()) captures.push_back(view_of(c.device, capture));
    return say("show-capture", Facts{}.set("captures", std::move(captures)));
}

Reply show_capture(Context& c) {
    const auto* capture = capture_named(c.device, c.argument("capture"));
    if (!capture) return no_capture(c);
    const auto frames = c.device.captured(*capture);
    auto shown = static_cast<long>(frames.size());
    long most = shown;
    take_number(c, "packets", most);
    shown = std::min(shown, most);
    Records packets;
    for (long i = 0; i < shown; ++i) {
        const auto& frame = frames[static_cast<std::size_t>(i)];
        packets.push_back(Facts{}.set("line", packet_line(c.device, frame, i + 1)));
    }
    Facts facts;
    facts.set("count", static_cast<std::int64_t>(frames.size())).set("several", frames.size() > 1);
    facts.set("shown", std::int64_t{shown}).set("several_shown", shown > 1);
    facts.set("packets", std::move(packets));
    return say("show-capture-packets", facts);
}

// Puts what was captured on flash, for other programs to open.
Reply keep(Context& c) {
    const auto source = c.argument("source");
    const auto name = source.substr(std::min(source.find(':') + 1, source.size()));
    const auto* capture = capture_named(c.device, name);
    if (!source.starts_with("capture:") || !capture) return refuse("refused.no-file");
    auto target = c.argument("target");
    if (target.ends_with(':') || target.ends_with('/')) target += name + ".pcap";
    const auto path = c.device.put_file(target, "");
    if (path.empty()) return refuse("refused.no-file");
    const auto frames = c.device.captured(*capture);
    keep_bytes(c.device, path,
               lab::pcap_of(frames, c.device.clock_offset(), static_cast<int>(capture->length)));
    Facts facts;
    facts.set("count", static_cast<std::int64_t>(frames.size()));
    return say("capture.copied", facts);
}

}  // namespace

std::vector<Action> packet_actions() {
    return {
        {"capture.set", {"capture"}, set},           {"capture.drop", {"capture"}, drop},
        {"capture.clear", {}, clear_capture},        {"capture.show-all", {}, show_all},
        {"capture.show", {"capture"}, show_capture}, {"capture.keep", {"source", "target"}, keep},
    };
}

}  // namespace modes
