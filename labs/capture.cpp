#include "labs/capture.hpp"

#include <algorithm>

namespace lab {

using licensing::Instant;

Capture::Capture(const Wire& wire, std::string device, OwnStack own, licensing::Chance chance,
                 PacketTest filter, Instant from)
    : wire_(wire),
      device_(std::move(device)),
      own_(own),
      chance_(chance),
      filter_(std::move(filter)),
      from_(from.time_since_epoch()) {
    // What was under way before goes on, but what began in this very millisecond is past.
    pull();
    const auto begun = from_ + std::chrono::milliseconds{1};
    std::erase_if(coming_, [&](const Frame& frame) { return frame.at < begun; });
}

// Exchanges that are new to it, and of their packets those that pass after its start.
void Capture::pull() {
    const auto ever = wire_.carried(device_);
    if (read_ == ever) return;
    for (const auto& exchange : wire_.of(device_)) {
        if (exchange.nth < read_) continue;
        for (auto& frame : frames_of(device_, exchange, own_, chance_)) {
            if (frame.at >= from_ && filter_.takes(frame)) coming_.push_back(std::move(frame));
        }
    }
    read_ = ever;
    std::stable_sort(coming_.begin(), coming_.end(),
                     [](const Frame& a, const Frame& b) { return a.at < b.at; });
}

std::optional<Instant> Capture::next_due() {
    pull();
    if (coming_.empty()) return std::nullopt;
    const auto whole = std::chrono::floor<licensing::Span>(coming_.front().at);
    return Instant{whole + licensing::Span{1}};
}

std::vector<Frame> Capture::take(Instant now) {
    pull();
    const auto end = std::find_if(coming_.begin(), coming_.end(), [&](const Frame& frame) {
        return frame.at >= now.time_since_epoch();
    });
    std::vector<Frame> passed(std::make_move_iterator(coming_.begin()),
                              std::make_move_iterator(end));
    coming_.erase(coming_.begin(), end);
    return passed;
}

}  // namespace lab
