// What accounts buy: licences by their tags, and by the product IDs they are sold as.
#include <algorithm>
#include <limits>

#include "labs/lab.hpp"
#include "profiles/pids.hpp"

namespace lab {

namespace {

// Names come from whoever asks for the tag: first the lab's own hardware, then what other models
// run its software.
std::optional<licensing::Licence> by_tag(const std::vector<DevicePlan>& devices,
                                         profiles::Library& library, const std::string& tag) {
    const auto in = [&](const profiles::Model& model) -> std::optional<licensing::Licence> {
        for (const auto& row : model.entitlements) {
            if (row.tag != tag) continue;
            licensing::Licence licence{tag, row.name, row.description, 1, {}};
            if (row.feature == universal_feature) licence.universal_for = model.pid;
            return licence;
        }
        return std::nullopt;
    };
    for (const auto& device : devices) {
        if (auto found = in(library.load(device.profile, device.model)->model())) return found;
    }
    for (const auto& device : devices) {
        for (const auto& model : library.models(device.profile)) {
            if (auto found = in(library.load(device.profile, model)->model())) return found;
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<licensing::Licence> Lab::sold(const std::string& tag_or_pid, int many) {
    auto licence = by_tag(plan_.devices, library_, tag_or_pid);
    int each = 1;
    for (const auto& device : plan_.devices) {
        if (licence) break;
        const auto platform = device.profile.substr(0, device.profile.find('/'));
        for (const auto& pack : profiles::read_packs(library_.folder(), platform)) {
            if (pack.pid != tag_or_pid) continue;
            licence = by_tag(plan_.devices, library_, pack.tag);
            if (!licence) licence = licensing::Licence{pack.tag, pack.tag, pack.tag, 1, {}};
            each = pack.count;
            break;
        }
    }
    if (!licence) return std::nullopt;
    licence->count = many > std::numeric_limits<int>::max() / each ? 0 : many * each;
    return licence;
}

}  // namespace lab
