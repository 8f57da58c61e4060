// What a unit shows of its cluster.
#include "modes/views.hpp"

namespace modes {

using lab::Device;
using profiles::Facts;
using profiles::Records;
using profiles::State;

namespace {

Facts member_row(const Device& unit) {
    const auto& c = unit.cluster();
    const auto& s = unit.settings().cluster;
    Facts row;
    row.set("unit", s.unit).set("state", State{"cluster_state", std::string(name(c.state))});
    row.set("id", std::int64_t{c.id}).set("version", unit.running().version);
    row.set("serial", unit.chassis().udi.serial).set("address", s.address);
    row.set("mac", mac_of(unit, 0));
    if (c.joined) row.set("joined", unit.stamp(*c.joined));
    if (c.left) row.set("left", unit.stamp(*c.left));
    return row;
}

}  // namespace

Facts cluster_view(const Device& device, const lab::Clusters& clusters) {
    Facts facts;
    const auto& s = device.settings().cluster;
    facts.set("group", s.group).set("on", s.on);
    Records own, others;
    for (const auto* unit : clusters.members(device)) {
        (own.empty() ? own : others).push_back(member_row(*unit));
    }
    facts.set("own", own).set("others", others);
    Records changes;
    for (const auto& change : device.cluster().history) {
        Facts row;
        row.set("at", device.stamp(change.at));
        row.set("from", State{"cluster_state", std::string(name(change.from))});
        row.set("to", State{"cluster_state", std::string(name(change.to))});
        row.set("why", State{"cluster_reason", std::string(name(change.why))});
        changes.push_back(row);
    }
    facts.set("changes", std::move(changes));
    return facts;
}

profiles::Schema cluster_schema() {
    const profiles::Schema member{
        {"unit", "state", "id", "version", "serial", "address", "mac", "joined", "left"}, {}};
    return {{"group", "on"},
            {{"own", member}, {"others", member}, {"changes", {{"at", "from", "to", "why"}, {}}}}};
}

}  // namespace modes
