#include "modes/frame_view.hpp"

#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace modes {
namespace {

using lab::Load;
using profiles::Facts;

// The messages `frame.NAME`, and the words frame_protocol.NAME.
std::string name_of(const lab::Frame& frame) {
    switch (frame.load) {
        case Load::dns_query: return "dns-query";
        case Load::dns_answer: return "dns-answer";
        case Load::dns_no_name: return "dns-no-name";
        case Load::ntp_client: return "ntp-client";
        case Load::ntp_server: return "ntp-server";
        case Load::echo_request: return "echo-request";
        case Load::echo_reply: return "echo-reply";
        case Load::client_hello: return "client-hello";
        case Load::segment: return "segment";
        case Load::server_hello: return "server-hello";
        case Load::key_exchange: return "key-exchange";
        case Load::change_cipher: return "change-cipher";
        case Load::finished: return "finished";
        case Load::application_data: return "application-data";
        case Load::alert: return "alert";
        case Load::encrypted_alert: return "encrypted-alert";
        case Load::http_request: return "http-request";
        case Load::http_answer: return "http-answer";
        case Load::none: break;
    }
    return (frame.tcp.flags & (lab::syn | lab::ack)) == lab::syn ? "syn" : "tcp";
}

constexpr std::array frame_names{
    "dns-query",    "dns-answer",    "dns-no-name",     "ntp-client", "ntp-server",
    "echo-request", "echo-reply",    "client-hello",    "segment",    "server-hello",
    "key-exchange", "change-cipher", "finished",        "alert",      "application-data",
    "http-request", "http-answer",   "encrypted-alert", "syn",        "tcp"};

std::string flags_text(unsigned flags) {
    static constexpr std::array<std::pair<unsigned, const char*>, 5> all{{{lab::fin, "FIN"},
                                                                          {lab::syn, "SYN"},
                                                                          {lab::rst, "RST"},
                                                                          {lab::psh, "PSH"},
                                                                          {lab::ack, "ACK"}}};
    std::string text;
    for (const auto& [flag, word] : all) {
        if ((flags & flag) != 0) text += (text.empty() ? "" : ", ") + std::string(word);
    }
    return text;
}

std::string port_text(const profiles::Profile& profile, int port) {
    const auto digits = std::to_string(port);
    return profile.has_word("port", digits) ? profile.word("port", digits) : digits;
}

// MSS, window scale and their kin, in the order in which they are sent.
std::string options_text(const profiles::Profile& profile, const lab::Tcp& tcp) {
    std::string text;
    const auto add = [&](const char* message, Facts facts) {
        text += profile.message(message, facts);
    };
    if (tcp.segment > 0)
        add("frame.option.segment", Facts{}.set("size", std::int64_t{tcp.segment}));
    if (tcp.selective) add("frame.option.selective", {});
    if (tcp.stamps) {
        add("frame.option.stamps", Facts{}
                                       .set("value", std::int64_t{tcp.stamps->value})
                                       .set("echo", std::int64_t{tcp.stamps->echo}));
    }
    if (tcp.shift) {
        add("frame.option.scale", Facts{}
                                      .set("shift", std::int64_t{*tcp.shift})
                                      .set("factor", std::int64_t{1} << *tcp.shift));
    }
    return text;
}

std::string information(const profiles::Profile& profile, const lab::Frame& frame) {
    const auto& tcp = frame.tcp;
    Facts facts;
    facts.set("from_port", port_text(profile, frame.from_port));
    facts.set("to_port", port_text(profile, frame.to_port));
    facts.set("flags", flags_text(tcp.flags)).set("sequence", std::int64_t{tcp.sequence});
    facts.set("acknowledged", std::int64_t{tcp.acknowledged});
    facts.set("window", std::int64_t{tcp.window});
    facts.set("length", static_cast<std::int64_t>(frame.bytes.size()));
    facts.set("options", options_text(profile, tcp));
    facts.set("again", tcp.again ? profile.message("frame.again", {}) : std::string());
    facts.set("id", fmt::format("0x{:04x}", frame.id)).set("name", frame.name);
    facts.set("number", static_cast<std::int64_t>(frame.sequence));
    facts.set("number_other_end", static_cast<std::int64_t>(frame.sequence % 256 * 256));
    std::string answers;
    for (const auto& answer : frame.answers) answers += " A " + answer;
    facts.set("answers", answers);
    return profile.message("frame." + name_of(frame), facts);
}

}  // namespace

std::string frame_line(const lab::Device& device, const lab::Frame& frame, long number) {
    const auto& profile = device.profile();
    const auto own = frame.at + device.chassis().clock_offset;
    const auto whole = std::chrono::floor<std::chrono::seconds>(own);
    const auto part = (own - whole).count();
    Facts facts;
    facts.set("number", std::int64_t{number});
    facts.set("when", device.stamp(licensing::DeviceTime{whole}));
    facts.set("nanoseconds", fmt::format("{:09}", part));
    facts.set("microseconds", fmt::format("{:06}", part / 1000));
    facts.set("from", frame.from).set("to", frame.to);
    facts.set("protocol", profile.word("frame_protocol", name_of(frame)));
    facts.set("length", std::int64_t{frame.length()});
    facts.set("info", information(profile, frame));
    return profile.message("frame.line", facts);
}

std::map<std::string, profiles::Schema> frame_schemas() {
    std::map<std::string, profiles::Schema> all;
    for (const auto* name : frame_names) {
        all["frame." + std::string(name)] = {
            {"from_port", "to_port", "flags", "sequence", "acknowledged", "window", "length",
             "options", "again", "id", "name", "number", "number_other_end", "answers"},
            {}};
    }
    all["frame.line"] = {{"number", "when", "nanoseconds", "microseconds", "from", "to", "protocol",
                          "length", "info"},
                         {}};
    all["frame.option.segment"] = {{"size"}, {}};
    all["frame.option.stamps"] = {{"value", "echo"}, {}};
    all["frame.option.scale"] = {{"shift", "factor"}, {}};
    return all;
}

}  // namespace modes
