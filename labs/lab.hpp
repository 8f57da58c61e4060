// One deterministic world: the timeline and everybody on it. Same plan, same seed, same acts at
// the same instants: same bytes, anywhere.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "labs/clusters.hpp"
#include "labs/device.hpp"
#include "labs/network.hpp"
#include "labs/pair.hpp"
#include "labs/plan.hpp"
#include "licensing/authority.hpp"
#include "licensing/policy_collector.hpp"
#include "licensing/timeline.hpp"
#include "profiles/profile.hpp"

namespace lab {

// An authority on the timeline: lab time in, its own clock inside.
class FarEnd : public licensing::Party {
public:
    FarEnd(std::string name, licensing::Authority authority)
        : name_(std::move(name)), authority_(std::move(authority)) {}

    licensing::Authority& authority() { return authority_; }
    void replace(licensing::Authority authority) { authority_ = std::move(authority); }
    std::string_view party() const override { return name_; }
    std::optional<licensing::Instant> next_due() const override;
    void wake(licensing::Instant now) override;

    std::function<void()> synchronise;  // a satellite's way to its parent

private:
    std::string name_;
    licensing::Authority authority_;
};

class Lab {
public:
    // The devices are off; switch_on() boots them. The library outlives the lab. Throws
    // grammar::Faults where the plan asks for what the profiles do not have.
    Lab(Plan plan, const Choices& choices, profiles::Library& library);

    const Plan& plan() const { return plan_; }
    // Of the plan's exercise.
    Progress& progress() { return progress_; }
    licensing::Timeline& timeline() { return timeline_; }
    Network& network() { return network_; }
    Pairs& pairs() { return pairs_; }
    Clusters& clusters() { return clusters_; }
    profiles::Library& library() { return library_; }
    licensing::Chance chance() const { return chance_; }

    std::vector<std::unique_ptr<Device>>& devices() { return devices_; }
    Device* device(const std::string& name);  // null when there is none of that name
    Device& first_device();                   // whose console opens first
    std::vector<std::unique_ptr<FarEnd>>& authorities() { return authorities_; }
    std::vector<std::unique_ptr<licensing::Collector>>& collectors() { return collectors_; }
    licensing::Authority* authority(const std::string& name);  // "" is the first

    // What an appliance's software runs on, as a device of its own: made when somebody first goes
    // there, so that it costs nobody else anything. Null: it has none.
    Device* beneath(const Device& above);

    // A satellite reports to its parent; false when it does not reach it, or has none.
    bool synchronise(const std::string& satellite);

    void switch_on();
    // Gives those a place who come over the network, as the plan says or near each device.
    void place_desks();
    // Hardware that came later: the authorities' stock has its licences too.
    void stock_for(const profiles::Model& model);
    // So many of a licence, by its tag, or packs of them, by the product ID they are sold as;
    // nothing: nobody here knows it. products.cpp
    std::optional<licensing::Licence> sold(const std::string& tag_or_pid, int many);
    // What virtual machines would ask for, were they given more or less.
    void stock_levels();
    // For a lab that is taken up again: it goes on with the chance it began with.
    void reseed(std::uint64_t seed);
    void restore_authority(const std::string& name, licensing::Span offset,
                           licensing::AuthorityState state);

private:
    void add_authority(const AuthorityPlan& plan);
    void add_device(const DevicePlan& plan);
    void add_hardware(Chassis& chassis, const profiles::Profile& profile, const DevicePlan& plan);
    void seat_modules();
    static void stock(licensing::AuthorityState& state, const profiles::Model& model, int count);

    Plan plan_;
    Progress progress_;
    profiles::Library& library_;
    licensing::Chance chance_;
    licensing::Timeline timeline_;
    Network network_;
    std::vector<std::unique_ptr<FarEnd>> authorities_;
    std::vector<std::unique_ptr<licensing::Collector>> collectors_;
    std::vector<std::unique_ptr<Device>> devices_;
    Pairs pairs_;
    Clusters clusters_;
};

}  // namespace lab
