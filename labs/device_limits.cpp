// How many objects of one kind a block may hold: numbers `most.WORD`, WORD being the first of
// their identities. Judged when a whole queue is in, so that what goes makes room for what comes.
#include <algorithm>

#include "labs/device.hpp"

namespace lab {

std::optional<DeviceRefusal> Device::overfull(const std::vector<Edit>& edits) const {
    for (const auto& edit : edits) {
        const auto& name = edit.statement.identity;
        const auto kind = name.substr(0, name.find(' '));
        const auto* block = running_.configuration.find(edit.path);
        if (edit.statement.negated || !block || !profile_->has_number("most." + kind)) continue;
        const auto most = profile_->number("most." + kind);
        const auto held = std::count_if(
            block->children.begin(), block->children.end(),
            [&](const Statement& s) { return !s.negated && begins_with_words(s.identity, kind); });
        if (held <= most) continue;
        profiles::Facts facts;
        facts.set("kind", kind).set("most", std::int64_t{most});
        return DeviceRefusal{"refused.too-many", facts, {}};
    }
    return std::nullopt;
}

}  // namespace lab
