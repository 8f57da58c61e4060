// What the reservation of licences makes of a device's configuration, and what is asked for by it.
#include <algorithm>

#include "labs/device.hpp"
#include "labs/reading.hpp"

namespace lab {
namespace {

const Statement* licence_line(const Settings& settings, std::string_view meaning) {
    const auto found = std::find_if(settings.licences.begin(), settings.licences.end(),
                                    [&](const Statement& s) { return s.meaning == meaning; });
    return found == settings.licences.end() ? nullptr : &*found;
}

// "this line = that one": while the first is configured, the second is not.
struct Displacement {
    std::string by;
    std::string what;
};

std::vector<Displacement> displacements_of(const profiles::Profile& profile) {
    std::vector<Displacement> all;
    if (!profile.has_list("displaces")) return all;
    for (const auto& pair : profile.list("displaces")) {
        const auto middle = pair.find(" = ");
        all.push_back({pair.substr(0, middle), pair.substr(middle + 3)});
    }
    return all;
}

}  // namespace

const profiles::Model& Device::reserved_model() const {
    if (const auto* chosen = licence_line(settings_, "license.flex")) {
        const auto known = around_.library.models(profile_->name());
        if (std::find(known.begin(), known.end(), chosen->constant) != known.end()) {
            return around_.library.load(profile_->name(), chosen->constant)->model();
        }
    }
    return profile_->model();
}

const profiles::EntitlementRow* Device::universal_row() const {
    const auto* line = licence_line(settings_, "license.reservation");
    if (!line) return nullptr;
    const auto& rows = reserved_model().entitlements;
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const auto& row) {
        return row.feature == universal_feature && row.line == line->text;
    });
    return found == rows.end() ? nullptr : &*found;
}

std::optional<DeviceRefusal> Device::reservation_objection(const Edit& edit) const {
    const auto& s = edit.statement;
    if (s.negated) return std::nullopt;
    if (s.meaning == "license.reservation" && profile_->has_list("reservation.barred")) {
        const auto& barred = profile_->list("reservation.barred");
        const auto model =
            profile_->has_text("model_id") ? profile_->text("model_id") : chassis_.model;
        for (const auto& name : {hypervisor(), model}) {
            if (std::find(barred.begin(), barred.end(), name) == barred.end()) continue;
            return DeviceRefusal{
                "refused.reservation-unsupported", profiles::Facts{}.set("where", name), {}};
        }
    }
    const auto& block = edit.path.empty() ? s.identity : edit.path.front();
    for (const auto& [by, what] : displacements_of(*profile_)) {
        if (block == what && running_.configuration.find({by})) {
            return DeviceRefusal{"refused.displaced", {}, {}};
        }
    }
    return std::nullopt;
}

void Device::displace(const Edit& edit) {
    if (edit.statement.negated || !edit.path.empty()) return;
    for (const auto& [by, what] : displacements_of(*profile_)) {
        if (edit.statement.identity != by) continue;
        Edit gone;
        gone.statement.identity = gone.statement.text = what;
        gone.statement.negated = true;
        running_.configuration.apply(gone, rules_);
    }
}

// -- Day 0 --------------------------------------------------------------------------------------

// The first boot's configuration, on top of what the unit came with. Its only order is to register;
// what else is an order cannot be part of it (seed 003 of reservations).
std::vector<std::string> Device::read_day0() {
    const auto& orders = profile_->text("mode.privileged");
    std::string configuration = factory_text();
    std::vector<StartupError> refused;
    int number = 0;
    for (std::size_t at = 0; at < chassis_.day0.size();) {
        const auto end = std::min(chassis_.day0.find('\n', at), chassis_.day0.size());
        const auto line = chassis_.day0.substr(at, end - at);
        at = end + 1;
        ++number;
        const auto order = edit_of(line, *profile_, orders).statement;
        const bool kept =
            line.starts_with(' ') || !order.known ||
            edit_of(line, *profile_, profile_->text("mode.configuration")).statement.known;
        if (kept) {
            configuration += line + "\n";
        } else if (order.meaning == "license.register") {
            day0_token_ = order.argument("token");
        } else {
            const auto facts = profiles::Facts{}.set("line", line);
            refused.push_back({profile_->render("refused.day0", facts), line, number});
        }
    }
    auto messages = read(configuration);
    for (auto& error : refused) {
        messages.push_back(error.message);
        running_.startup_errors.push_back(std::move(error));
    }
    return messages;
}

}  // namespace lab
