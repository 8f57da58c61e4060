#include "labs/wire.hpp"

namespace lab {

namespace {
// An exchange lasts some seconds: as many as can be under way at once, and to spare.
constexpr std::size_t most_kept = 64;
}  // namespace

const Exchange& Wire::carry(const std::string& device, Exchange exchange) {
    auto& seen = seen_[device];
    exchange.nth = seen.ever++;
    if (seen.kept.size() >= most_kept) seen.kept.pop_front();
    return seen.kept.emplace_back(std::move(exchange));
}

const std::deque<Exchange>& Wire::of(const std::string& device) const {
    static const std::deque<Exchange> none;
    const auto it = seen_.find(device);
    return it == seen_.end() ? none : it->second.kept;
}

std::vector<Wire::Memory> Wire::memory() const {
    std::vector<Memory> all;
    for (const auto& [device, seen] : seen_) {
        all.push_back({device, seen.ever, {seen.kept.begin(), seen.kept.end()}});
    }
    return all;
}

void Wire::restore(const std::vector<Memory>& memory) {
    seen_.clear();
    for (const auto& one : memory) {
        seen_[one.device] = {{one.kept.begin(), one.kept.end()}, one.ever};
    }
}

std::uint64_t Wire::carried(const std::string& device) const {
    const auto it = seen_.find(device);
    return it == seen_.end() ? 0 : it->second.ever;
}

}  // namespace lab
