// A collector on the premises (CSLU, or a satellite that plays its part): takes usage reports from
// devices, carries them to the authority when it gets there, and hands out what comes back.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "licensing/authority.hpp"
#include "licensing/message.hpp"
#include "licensing/timeline.hpp"

namespace licensing {

struct Collected {
    Request request;
    std::uint64_t receipt = 0;
    Instant due{};                        // when it is carried on
    std::optional<std::uint64_t> beyond;  // the authority's receipt, once it is there
    bool over = false;                    // its acknowledgement was handed out
};

struct CollectorState {
    bool online = true;  // it reaches the authority
    std::vector<Collected> held;
    std::uint64_t last_receipt = 0;
    std::string smart_account, virtual_account;  // as the authority last said
};

struct CollectorTraits {
    std::string name;
    std::string authority;
    std::string account;                     // whose usage it reports; empty: the authority's first
    Span forward = std::chrono::minutes{1};  // from a report to the authority
};

class Collector : public Party {
public:
    using Reach = std::function<Authority*()>;  // the authority; null when the lab has none
    Collector(CollectorTraits traits, CollectorState state, Reach reach)
        : traits_(std::move(traits)), state_(std::move(state)), reach_(std::move(reach)) {}

    const CollectorTraits& traits() const { return traits_; }
    const CollectorState& state() const { return state_; }
    void restore(CollectorState state) { state_ = std::move(state); }

    Response answer(const Request& request, Instant now);
    void set_online(bool online, Instant now);

    std::string_view party() const override { return traits_.name; }
    std::optional<Instant> next_due() const override;
    void wake(Instant now) override;

private:
    Answer poll(std::uint64_t receipt, Instant now);

    CollectorTraits traits_;
    CollectorState state_;
    Reach reach_;
};

}  // namespace licensing
