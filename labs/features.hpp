// What a unit may do by its licences, as its table of features tells it, and what several units may
// do together: in a failover pair and in a cluster licences add up.
#pragma once

#include <string>
#include <vector>

#include "profiles/profile.hpp"

namespace lab {

class Device;

struct LicensedFeature {
    std::string id;  // of the profile's list feature_table
    std::string value;
    bool operator==(const LicensedFeature&) const = default;
};

// One unit's part in the sum.
struct LicensedUnit {
    std::vector<LicensedFeature> features;
    int contexts_bought = 0;  // of those in its table
    bool tier = false;
};

// Its rate of through traffic by its licence: a key of the words `throughput`.
std::string throughput_of(const Device& device);

// The unit's own table, without what the profile does not know.
std::vector<LicensedFeature> features_of(const Device& device);
LicensedUnit licensed_unit(const Device& device);

// How contexts that were bought count: of a pair only the active unit's, for its mate has what it
// asked for when it was the active one in its memory; or those of every unit.
enum class Bought { once, each };

// All together: contexts add up to the limit of one unit, everything else is what the best unit
// has (seed 003: carrier and strong encryption are for all as soon as one has them).
std::vector<LicensedFeature> aggregate(const std::vector<LicensedUnit>& units, Bought bought,
                                       const profiles::Profile& profile);

}  // namespace lab
