#include "labs/packet_capture.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>

#include <fmt/format.h>

#include "labs/addresses.hpp"

namespace lab {
namespace {

using MatchWords = std::vector<std::string>;

MatchWords match_words(std::string_view text) {
    std::istringstream stream{std::string(text)};
    MatchWords words;
    for (std::string word; stream >> word;) words.push_back(word);
    return words;
}

// 443 is https, and https is 443; what has no name, or no number, is itself.
std::string name_of_port(const std::string& word, const std::vector<std::string>& ports) {
    for (const auto& entry : ports) {
        if (entry.starts_with(word + " ")) return entry.substr(word.size() + 1);
    }
    return word;
}
std::string number_of_port(const std::string& word, const std::vector<std::string>& ports) {
    for (const auto& entry : ports) {
        if (entry.ends_with(" " + word)) return entry.substr(0, entry.find(' '));
    }
    return word;
}

// The words as the reader of access lists knows them: wildcards for masks, numbers for ports.
class MatchReader {
public:
    MatchReader(std::string_view text, const std::vector<std::string>& ports)
        : words_(match_words(text)), ports_(ports) {}

    std::optional<CaptureMatch> read() {
        if (words_.empty()) return std::nullopt;
        const auto& protocol = words_[at_++];
        read_ = "permit " + protocol;
        shown_ = protocol;
        const bool carries_ports = protocol == "tcp" || protocol == "udp";
        for (int side = 0; side < 2; ++side) {
            end();
            if (carries_ports) port();
        }
        // Only a kind of ICMP may follow.
        if (protocol == "icmp" && at_ < words_.size()) copy(words_[at_]);
        if (!good_ || at_ < words_.size()) return std::nullopt;
        auto entry = read_access_entry(read_, true);
        if (!entry) return std::nullopt;
        entry->text = shown_;
        return CaptureMatch{*entry, true};
    }

    bool short_of_words() const { return ended_; }

private:
    void copy(const std::string& word) {
        shown_ += " " + word;
        read_ += " " + word;
        ++at_;
    }
    const std::string* next() {
        if (at_ < words_.size()) return &words_[at_];
        ended_ = true;
        good_ = false;
        return nullptr;
    }
    void address() {
        const auto* word = next();
        if (!word) return;
        good_ = good_ && address_number(*word).has_value();
        if (good_) copy(*word);
    }
    void end() {
        const auto* word = next();
        if (!word) return;
        if (*word == "any" || *word == "any4") {
            shown_ += " " + *word;
            read_ += " any";
            ++at_;
            return;
        }
        const bool alone = *word == "host";
        if (alone) copy(*word);
        address();
        if (alone || !good_) return;
        const auto* mask = next();
        const auto number = mask ? address_number(*mask) : std::nullopt;
        good_ = good_ && number.has_value();
        if (!good_) return;
        shown_ += " " + *mask;
        read_ += " " + address_text(~*number);
        ++at_;
    }
    void port() {
        if (at_ == words_.size()) return;
        const auto& test = words_[at_];
        if (test != "eq" && test != "neq" && test != "lt" && test != "gt" && test != "range") {
            return;
        }
        copy(test);
        for (int i = 0; i < (test == "range" ? 2 : 1) && good_; ++i) {
            const auto* word = next();
            if (!word) return;
            const auto number = number_of_port(*word, ports_);
            shown_ += " " + name_of_port(number, ports_);
            read_ += " " + number;
            ++at_;
        }
    }

    MatchWords words_;
    const std::vector<std::string>& ports_;
    std::size_t at_ = 0;
    std::string read_, shown_;
    bool good_ = true;
    bool ended_ = false;
};

Packet packet_of(const Frame& frame) {
    Packet packet;
    packet.protocol = frame.carrier == Carrier::tcp   ? "tcp"
                      : frame.carrier == Carrier::udp ? "udp"
                                                      : "icmp";
    packet.from = address_number(frame.from).value_or(0);
    packet.to = address_number(frame.to).value_or(0);
    packet.from_port = frame.from_port;
    packet.to_port = frame.to_port;
    if (frame.load == Load::echo_reply) packet.kind = "echo-reply";
    if (frame.load == Load::echo_request) packet.kind = "echo";
    return packet;
}

Packet turned(Packet packet) {
    std::swap(packet.from, packet.to);
    std::swap(packet.from_port, packet.to_port);
    return packet;
}

std::vector<AccessEntry> entries_of(const PacketCapture& capture, const CaptureReader& reader) {
    std::vector<AccessEntry> entries;
    for (const auto& text : capture.matches) {
        if (const auto match = read_capture_match(text, reader.ports)) {
            entries.push_back(match->entry);
        }
    }
    return entries;
}

bool fits(const std::vector<AccessEntry>& entries, const Frame& frame) {
    const auto packet = packet_of(frame);
    return entries.empty() ||
           std::any_of(entries.begin(), entries.end(), [&](const AccessEntry& entry) {
               return entry.fits(packet) || entry.fits(turned(packet));
           });
}

}  // namespace

std::optional<CaptureMatch> read_capture_match(std::string_view text,
                                               const std::vector<std::string>& ports) {
    MatchReader match(text, ports);
    auto read = match.read();
    if (!read && match.short_of_words()) return CaptureMatch{{}, false};
    return read;
}

OwnStack stack_of(const profiles::Profile& profile) {
    OwnStack own;
    const auto set = [&](const char* name, int& value) {
        if (profile.has_number(name)) value = static_cast<int>(profile.number(name));
    };
    set("tcp.window", own.window);
    set("tcp.ticks", own.ticks);
    set("tcp.shift", own.shift);
    set("tcp.ports.first", own.first_port);
    set("tcp.ports.last", own.last_port);
    set("ntp.version", own.ntp_version);
    return own;
}

long bytes_of(const std::vector<Frame>& frames, const PacketCapture& capture) {
    long bytes = 0;
    for (const auto& frame : frames) bytes += std::min<long>(frame.length(), capture.length);
    return bytes;
}

bool takes(const PacketCapture& capture, const Exchange& exchange, const CaptureReader& reader) {
    const auto entries = entries_of(capture, reader);
    const auto frames = frames_of(reader.device, exchange, reader.own, reader.chance);
    return std::any_of(frames.begin(), frames.end(),
                       [&](const Frame& frame) { return fits(entries, frame); });
}

std::vector<Frame> frames_in(const PacketCapture& capture, const CaptureReader& reader,
                             licensing::Instant now) {
    const auto entries = entries_of(capture, reader);
    std::vector<Frame> all;
    for (const auto& exchange : capture.taken) {
        for (auto& frame : frames_of(reader.device, exchange, reader.own, reader.chance)) {
            if (frame.at < now.time_since_epoch() && fits(entries, frame)) {
                all.push_back(std::move(frame));
            }
        }
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const Frame& a, const Frame& b) { return a.at < b.at; });
    // What is too much: the newest, or in a ring the oldest.
    if (capture.circular) std::reverse(all.begin(), all.end());
    long bytes = 0;
    const auto full = std::find_if(all.begin(), all.end(), [&](const Frame& frame) {
        return (bytes += std::min<long>(frame.length(), capture.length)) > capture.buffer;
    });
    all.erase(full, all.end());
    if (capture.circular) std::reverse(all.begin(), all.end());
    return all;
}

}  // namespace lab
