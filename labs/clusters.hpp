// The clusters of a lab: which units hear each other over the cluster control link, and what each
// makes of it. A cluster is nowhere written down. Units are one as long as their links meet, with
// the same group and key; the first becomes the control unit, and the others join it or are
// rejected by it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "labs/device.hpp"
#include "labs/network.hpp"
#include "licensing/timeline.hpp"

namespace lab {

class Clusters : public licensing::Party {
public:
    using Devices = std::vector<std::unique_ptr<Device>>;
    Clusters(Devices& devices, Network& network, licensing::Timeline& timeline)
        : devices_(devices), network_(network), timeline_(timeline) {}

    // Those that `unit` is one cluster with, itself first and then by their numbers.
    std::vector<const Device*> members(const Device& unit) const;

    // -- what somebody orders; false: there is no such member, or `unit` may not order it --
    bool make_control(Device& unit, const std::string& name);
    bool remove(Device& unit, const std::string& name);

    // An edit that `unit` took from who typed it; the running text that it saved.
    void edited(Device& unit, const Edit& edit, bool deferred);
    void saved(Device& unit);

    std::string_view party() const override { return "cluster"; }
    std::optional<licensing::Instant> next_due() const override;
    void wake(licensing::Instant now) override;

private:
    enum class Deed { turn, lose, find, follow, reject, leave };
    struct Step {
        licensing::Instant at;
        Deed deed = Deed::turn;
        Membership to = Membership::disabled;
        JoinWhy why = JoinWhy::progress;
    };

    std::vector<Device*> heard(const Device& unit) const;
    Device* control_of(const Device& unit) const;  // that it hears; null: none
    Device* member(const Device& unit, const std::string& name) const;
    bool link_up(const Device& unit) const;
    bool meet(const Device& a, const Device& b) const;
    bool is_next(const Device& unit) const;
    int free_id(const Device& unit) const;

    std::optional<Step> next(const Device& unit) const;
    std::optional<Step> electing(const Device& unit) const;
    std::optional<Step> joining(const Device& unit) const;
    std::optional<Step> following(const Device& unit) const;
    std::optional<Step> governing(const Device& unit) const;
    void carry_out(Device& unit, const Step& step);
    void turn(Device& unit, Membership to, JoinWhy why);
    void take_over(Device& unit);
    void reject(Device& unit);
    void copy_configuration(Device& unit);
    licensing::Instant now() const { return timeline_.now(); }

    Devices& devices_;
    Network& network_;
    licensing::Timeline& timeline_;
};

}  // namespace lab
