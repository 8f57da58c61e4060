// The failover pairs of a lab: who hears whom over the cables, and what each unit makes of it. A
// pair is nowhere written down. Two units are one as long as their failover interfaces meet on one
// segment, with matching addresses, secrets and hardware; what either does follows from what it
// hears, so that a cut cable makes two active units, and a mended one makes one of them yield.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "labs/device.hpp"
#include "labs/network.hpp"
#include "licensing/timeline.hpp"

namespace lab {

class Pairs : public licensing::Party {
public:
    using Devices = std::vector<std::unique_ptr<Device>>;
    Pairs(Devices& devices, Network& network, licensing::Timeline& timeline)
        : devices_(devices), network_(network), timeline_(timeline) {}

    // The unit that `unit` hears, however; null: nobody.
    Device* mate(const Device& unit) const;
    // Are hellos heard on the failover interface itself?
    bool linked(const Device& unit, const Device& mate) const;
    // Is the cable of the unit's interface in place?
    bool wired(const Device& unit, const std::string& interface) const;

    // -- what somebody orders; false: there is no mate that could do its part --
    bool take_over(Device& unit);
    bool give_up(Device& unit);
    bool resynchronise(Device& unit);  // its whole configuration goes to the mate again
    bool reload_mate(Device& unit);
    void reset(Device& unit);  // what has failed counts as sound again

    // An edit that `unit` took from who typed it; the running text that it saved.
    void edited(Device& unit, const Edit& edit, bool deferred);
    void saved(Device& unit);

    std::string_view party() const override { return "failover"; }
    std::optional<licensing::Instant> next_due() const override;
    void wake(licensing::Instant now) override;

private:
    enum class Deed {
        hear,
        lose,
        forget,
        cable_lost,
        cable_back,
        ail,
        recover,
        turn,
        disable,
        refuse,
        copy
    };
    struct Step {
        licensing::Instant at;
        Deed deed = Deed::turn;
        Phase to = Phase::disabled;
        TurnWhy why = TurnWhy::none;
    };

    std::optional<Step> next(const Device& unit) const;
    std::optional<Step> hearing(const Device& unit, const Device* mate) const;
    std::optional<Step> negotiating(const Device& unit, const Device* mate) const;
    std::optional<Step> standing_by(const Device& unit, const Device* mate) const;
    std::optional<Step> being_active(const Device& unit, const Device* mate) const;
    void carry_out(Device& unit, const Step& step);
    void first_hello(Device& unit, const Device& mate);
    void turn(Device& unit, Phase to, TurnWhy why);
    void copy_configuration(Device& unit);
    void disband(Device& unit);
    bool meet(const Device& a, const std::string& a_interface, const Device& b,
              const std::string& b_interface) const;
    static bool knows(const Device& unit, const Device& other);
    bool data_heard(const Device& unit, const Device& mate) const;
    Device* last_heard(const Device& unit) const;
    int broken(const Device& unit) const;
    licensing::Instant now() const { return timeline_.now(); }

    Devices& devices_;
    Network& network_;
    licensing::Timeline& timeline_;
};

// Is it the unit that the first group of an active/active pair belongs to?
bool preferred(const Device& unit);

}  // namespace lab
