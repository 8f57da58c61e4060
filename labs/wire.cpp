#include "labs/wire.hpp"

namespace lab {

namespace {
// An exchange lasts some seconds: as many as can be under way at once, and to spare.
constexpr std::size_t most_kept = 64;
}  // namespace

void Wire::carry(const std::string& device, Exchange exchange) {
    auto& seen = seen_[device];
    exchange.nth = seen.ever++;
    if (seen.kept.size() >= most_kept) seen.kept.pop_front();
    seen.kept.push_back(std::move(exchange));
}

const std::deque<Exchange>& Wire::of(const std::string& device) const {
    static const std::deque<Exchange> none;
    const auto it = seen_.find(device);
    return it == seen_.end() ? none : it->second.kept;
}

std::uint64_t Wire::carried(const std::string& device) const {
    const auto it = seen_.find(device);
    return it == seen_.end() ? 0 : it->second.ever;
}

}  // namespace lab
