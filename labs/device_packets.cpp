// What the device takes down of what passes at its edge: into captures, and the names it learnt.
#include <algorithm>

#include "labs/device.hpp"

namespace lab {
namespace {

constexpr std::size_t names_kept = 32;
constexpr std::size_t exchanges_kept = 4096;  // by one capture

}  // namespace

std::vector<Frame> Device::captured(const PacketCapture& capture) const {
    static const std::vector<std::string> none;
    const auto own = stack_of(*profile_);
    const auto& chance = around_.network.chance();
    const auto& ports = profile_->has_list("ports") ? profile_->list("ports") : none;
    return frames_in(capture, {name_, own, chance, ports}, lab_now());
}

void Device::heard(const Exchange& exchange) {
    if (exchange.kind == Exchange::Kind::lookup && exchange.fate == Exchange::Fate::served &&
        !exchange.answers.empty()) {
        auto& names = running_.looked_up;
        std::erase_if(names, [&](const LookedUp& known) { return known.name == exchange.name; });
        if (names.size() == names_kept) names.erase(names.begin());
        names.push_back({exchange.name, exchange.answers, exchange.at});
    }
    if (exchange.kind == Exchange::Kind::connection) {
        const auto open = static_cast<long>(
            std::count_if(around_.network.in_flight().begin(), around_.network.in_flight().end(),
                          [&](const Carried& carried) { return carried.device == name_; }));
        running_.most_connections = std::max(running_.most_connections, open + 1);
    }
    if (running_.captures.empty()) return;
    static const std::vector<std::string> none;
    const auto own = stack_of(*profile_);
    const auto& chance = around_.network.chance();
    const auto& ports = profile_->has_list("ports") ? profile_->list("ports") : none;
    for (auto& capture : running_.captures) {
        const auto* interface = settings_.by_nameif(capture.interface);
        const bool here = interface && interface->address == exchange.from;
        if (!here || capture.stopped || !takes(capture, exchange, {name_, own, chance, ports})) {
            continue;
        }
        if (capture.circular && capture.taken.size() == exchanges_kept) {
            capture.taken.erase(capture.taken.begin());
        }
        if (capture.taken.size() < exchanges_kept) capture.taken.push_back(exchange);
    }
}

int Device::own_end_of(const Gone& gone) const {
    return own_port(name_, gone.exchange, stack_of(*profile_), around_.network.chance());
}

}  // namespace lab
