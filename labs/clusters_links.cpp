// Which units hear each other over the cluster control link.
#include <algorithm>

#include "labs/clusters.hpp"

namespace lab {
namespace {

bool is_clustered(const Device& unit) {
    return unit.up() && unit.unit_settings().cluster.complete();
}

}  // namespace

// A module's link goes over its chassis's backplane; a cable makes it one of several chassis.
bool Clusters::link_up(const Device& unit) const {
    for (const auto& cable : network_.state().cables) {
        if (cable.device == unit.name() &&
            cable.interface == unit.unit_settings().cluster.interface) {
            return !cable.cut;
        }
    }
    return unit.host() != nullptr;
}

bool Clusters::meet(const Device& a, const Device& b) const {
    if (!link_up(a) || !link_up(b)) return false;
    if (a.host() && a.host() == b.host()) return true;
    const auto segment = [&](const Device& unit) {
        for (const auto& cable : network_.state().cables) {
            const bool link = cable.device == unit.name() &&
                              cable.interface == unit.unit_settings().cluster.interface;
            if (link) return cable.segment;
        }
        return std::string();
    };
    const auto where = segment(a);
    return !where.empty() && where == segment(b);
}

std::vector<Device*> Clusters::heard(const Device& unit) const {
    std::vector<Device*> found;
    if (!is_clustered(unit)) return found;
    const auto& own = unit.unit_settings().cluster;
    for (const auto& other : devices_) {
        if (other.get() == &unit || !is_clustered(*other)) continue;
        const auto& its = other->unit_settings().cluster;
        if (its.group != own.group || its.key != own.key || its.unit == own.unit) continue;
        if (other->cluster().state != Membership::disabled && meet(unit, *other)) {
            found.push_back(other.get());
        }
    }
    return found;
}

Device* Clusters::control_of(const Device& unit) const {
    for (auto* other : heard(unit)) {
        if (other->cluster().state == Membership::control) return other;
    }
    return nullptr;
}

std::vector<const Device*> Clusters::members(const Device& unit) const {
    std::vector<const Device*> all{&unit};
    if (!unit.cluster().member()) return all;
    for (const auto* other : heard(unit)) {
        if (other->cluster().member()) all.push_back(other);
    }
    std::sort(all.begin() + 1, all.end(),
              [](auto* a, auto* b) { return a->cluster().id < b->cluster().id; });
    return all;
}

Device* Clusters::member(const Device& unit, const std::string& name) const {
    for (auto* other : heard(unit)) {
        if (other->unit_settings().cluster.unit == name && other->cluster().member()) return other;
    }
    return nullptr;
}

int Clusters::free_id(const Device& unit) const {
    int id = 0;
    const auto others = heard(unit);
    const auto taken = [&] {
        return std::any_of(others.begin(), others.end(), [&](const Device* other) {
            return other->cluster().member() && other->cluster().id == id;
        });
    };
    while (taken()) ++id;
    return id;
}

}  // namespace lab
