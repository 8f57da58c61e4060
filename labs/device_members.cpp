// The hardware that counts for licensing: the switches of a stack, the supervisors of a chassis,
// and the levels that were in force when it booted.
#include <algorithm>

#include "labs/device.hpp"
#include "labs/reading.hpp"

namespace lab {

using profiles::Per;

namespace {

Role role_at(std::size_t place) {
    return place == 0 ? Role::active : place == 1 ? Role::standby : Role::member;
}

std::vector<std::string> levels_of(const std::vector<Statement>& statements) {
    std::vector<std::string> lines;
    for (const auto& s : statements) {
        if (s.meaning == "license.level" && !s.negated) lines.push_back(s.text);
    }
    return lines;
}

}  // namespace

bool has_trait(const profiles::Profile& profile, const std::string& name) {
    if (!profile.has_list("licence-traits")) return false;
    const auto& traits = profile.list("licence-traits");
    return std::find(traits.begin(), traits.end(), name) != traits.end();
}

std::vector<Unit> Device::units() const {
    std::vector<Unit> all{{1, Role::active, chassis_.udi, chassis_.model}};
    for (const auto& member : chassis_.members) {
        const auto& pid = around_.library.load(profile_->name(), member.model)->model().pid;
        all.push_back({member.number, role_at(all.size()), {pid, member.serial}, member.model});
    }
    // A second supervisor speaks for the same chassis: iosxe.md 14.
    for (std::size_t slot = 1; slot < chassis_.supervisors.size(); ++slot) {
        all.push_back({static_cast<int>(slot) + 1, role_at(slot), chassis_.udi, chassis_.model});
    }
    return all;
}

std::vector<const profiles::Model*> Device::models() const {
    std::vector<const profiles::Model*> all{&profile_->model()};
    for (const auto& member : chassis_.members) {
        const auto& model = around_.library.load(profile_->name(), member.model)->model();
        const bool known = std::any_of(all.begin(), all.end(), [&](const profiles::Model* other) {
            return other->name == model.name;
        });
        if (!known) all.push_back(&model);
    }
    return all;
}

int Device::pieces(Per per, const std::string& model) const {
    const bool own = model == chassis_.model;
    switch (per) {
        case Per::member: {
            const auto others =
                std::count_if(chassis_.members.begin(), chassis_.members.end(),
                              [&](const Member& member) { return member.model == model; });
            return static_cast<int>(others) + (own ? 1 : 0);
        }
        case Per::supervisor: return std::max(1, static_cast<int>(chassis_.supervisors.size()));
        case Per::device:
        case Per::chassis: break;
    }
    return own ? 1 : 0;
}

void Device::tell_member(std::int64_t number, bool added) {
    notify(added ? "member.added" : "member.removed", profiles::Facts{}.set("number", number));
    profiles::Facts facts;
    facts.set("slot", number).set("what", std::string(added ? "ADD" : "REMOVE"));
    facts.set("word", std::string(added ? "Add" : "Remove"));
    note_event("member", facts);
}

bool Device::add_member(const std::string& serial, const std::string& model) {
    const auto places =
        profile_->has_number("members.max") ? profile_->number("members.max") : long{1};
    const auto all = units();
    const bool there = std::any_of(all.begin(), all.end(),
                                   [&](const Unit& unit) { return unit.udi.serial == serial; });
    if (there || static_cast<long>(chassis_.members.size()) + 1 >= places) return false;
    Member made{2, model.empty() ? chassis_.model : model, serial};
    auto place = chassis_.members.begin();
    for (; place != chassis_.members.end() && place->number == made.number; ++place) ++made.number;
    const auto number = std::int64_t{made.number};
    chassis_.members.insert(place, std::move(made));
    tell_member(number, true);
    if (running_.up) put_in_force();
    return true;
}

bool Device::remove_member(const std::string& serial) {
    const auto gone = std::find_if(chassis_.members.begin(), chassis_.members.end(),
                                   [&](const Member& member) { return member.serial == serial; });
    if (gone == chassis_.members.end()) return false;
    const auto number = std::int64_t{gone->number};
    chassis_.members.erase(gone);
    tell_member(number, false);
    if (running_.up) put_in_force();
    return true;
}

// -- levels -------------------------------------------------------------------------------------

std::vector<std::string> Device::or_own_level(std::vector<std::string> lines) const {
    if (lines.empty() && profile_->has_text("license.level.own")) {
        lines.push_back(profile_->text("license.level.own"));
    }
    return lines;
}

// At boot: the level that the startup text chose is in force until the next one.
void Device::take_levels() {
    running_.levels = or_own_level(levels_of(running_.configuration.statements()));
    if (has_trait(*profile_, "level-recorded")) {
        chassis_.recorded_level = RecordedLevel{running_.levels};
    } else if (chassis_.recorded_level && (has_trait(*profile_, "own-network-tags") ||
                                           chassis_.recorded_level->lines != running_.levels)) {
        chassis_.recorded_level.reset();
    }
}

std::vector<std::string> Device::levels_at_next_boot() const {
    std::vector<Statement> statements;
    for (auto& line : read_configuration(chassis_.startup.value_or(""), *profile_)) {
        if (line.edit.path.empty()) statements.push_back(std::move(line.edit.statement));
    }
    return or_own_level(levels_of(statements));
}

bool Device::applies(const profiles::EntitlementRow& row) const {
    if (row.needs.empty()) return true;
    const bool absent = row.needs.front() == '!';
    const auto capability = row.needs.substr(absent ? 1 : 0);
    const bool has = has_trait(*profile_, capability) ||
                     (chassis_.recorded_level.has_value() && capability == "own-network-tags");
    return has != absent;
}

const profiles::EntitlementRow* Device::row_of(const std::string& tag) const {
    if (const auto* row = universal_row(); row && row->tag == tag) return row;
    for (const auto* model : models()) {
        for (const auto& row : model->entitlements) {
            if (row.tag == tag) return &row;
        }
    }
    return nullptr;
}

}  // namespace lab
