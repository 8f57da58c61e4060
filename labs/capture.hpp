// A capture at work on one device: what passes from its start on, in order, as far as its filter
// takes it. It reads the wire; nothing knows of it, so who stops listening just lets it go.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "labs/frames.hpp"
#include "labs/packet_filter.hpp"

namespace lab {

class Capture {
public:
    // `wire` outlives this.
    Capture(const Wire& wire, std::string device, OwnStack own, licensing::Chance chance,
            PacketTest filter, licensing::Instant from);

    // When the next packet will have passed, as far as one is under way.
    std::optional<licensing::Instant> next_due();
    // Those that have passed by now and were not taken yet.
    std::vector<Frame> take(licensing::Instant now);

private:
    void pull();

    const Wire& wire_;
    std::string device_;
    OwnStack own_;
    licensing::Chance chance_;
    PacketTest filter_;
    Moment from_;
    std::uint64_t read_ = 0;     // exchanges
    std::vector<Frame> coming_;  // in order of time
};

}  // namespace lab
