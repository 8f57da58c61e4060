// A capture that goes on by itself until somebody takes it away: what it is told to take, and the
// exchanges it has taken from, spelled out into packets when somebody looks.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "labs/access_list.hpp"
#include "labs/frames.hpp"
#include "labs/wire.hpp"
#include "profiles/profile.hpp"

namespace lab {

struct PacketCapture {
    std::string name;
    std::string kind = "raw-data";     // or asp-drop
    std::string reason;                // of a drop: all
    std::string interface;             // by nameif; empty: it takes nothing yet
    std::vector<std::string> matches;  // as shown: "tcp any any eq https"; none: everything
    long buffer = 524288;              // bytes
    long length = 1518;                // of a packet, as kept
    bool circular = false;             // the oldest give way to the newest
    bool stopped = false;
    licensing::Instant since{};
    std::vector<Exchange> taken;
};

// One direction of what a line such as "tcp any host 192.0.2.1 eq https" takes, its `text` as the
// device shows it; a capture takes the other direction too. `ports` are "443 https".
struct CaptureMatch {
    AccessEntry entry;
    bool whole = true;  // false: words are missing
};
std::optional<CaptureMatch> read_capture_match(std::string_view text,
                                               const std::vector<std::string>& ports);

// How this profile's devices speak TCP.
OwnStack stack_of(const profiles::Profile& profile);

// Whose packets a capture reads, and how.
struct CaptureReader {
    const std::string& device;
    const OwnStack& own;
    const licensing::Chance& chance;
    const std::vector<std::string>& ports;
};

// What has passed by `now`, as far as the capture takes it and its buffer holds it.
std::vector<Frame> frames_in(const PacketCapture& capture, const CaptureReader& reader,
                             licensing::Instant now);
long bytes_of(const std::vector<Frame>& frames, const PacketCapture& capture);
// Does it take any packet of this exchange?
bool takes(const PacketCapture& capture, const Exchange& exchange, const CaptureReader& reader);

}  // namespace lab
