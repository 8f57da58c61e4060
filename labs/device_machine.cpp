// A device that is a virtual machine: what its host gives it makes it one model or another, and its
// licence allows so much of it. Seed 003 (change of model), asa.md 4.4 and 8.
#include <algorithm>
#include <sstream>

#include "labs/device.hpp"

namespace lab {
namespace {

// "asav10 1 2048": a model, its vCPUs and its memory.
struct Level {
    std::string model;
    Machine machine;
};

// The smallest first.
std::vector<Level> levels_of(const profiles::Profile& profile) {
    std::vector<Level> levels;
    if (!profile.has_list("machines") || !profile.has("virtual-machine")) return levels;
    for (const auto& text : profile.list("machines")) {
        std::istringstream words(text);
        words.imbue(std::locale::classic());
        Level level;
        words >> level.model >> level.machine.vcpus >> level.machine.memory;
        levels.push_back(std::move(level));
    }
    return levels;
}

Machine machine_of(const profiles::Profile& profile, const std::string& model) {
    for (const auto& level : levels_of(profile)) {
        if (level.model == model) return level.machine;
    }
    return {0, 0};
}

}  // namespace

std::optional<Machine> Device::machine() const {
    if (!profile_->has("virtual-machine")) return std::nullopt;
    return chassis_.machine ? *chassis_.machine : machine_of(*profile_, chassis_.model);
}

std::vector<std::string> Device::levels(const File* image) const {
    const auto version = grammar::read_version(image ? image->version : running_.version);
    std::vector<std::string> models;
    for (const auto& level : levels_of(*profile_)) {
        const auto& model = level.model;
        if (version && around_.library.runs(chassis_.platform, *version, model)) {
            models.push_back(model);
        }
    }
    return models;
}

std::string Device::level_of(const Machine& machine, const File* image) const {
    std::string model;
    for (const auto& name : levels(image)) {
        if (model.empty() || machine_of(*profile_, name).memory <= machine.memory) model = name;
    }
    return model;
}

// What its host was told while it ran, and what the software that boots makes of it. Another model
// has no return code to show again (seed 003).
void Device::take_machine(const File* image) {
    const auto now = machine();
    if (!now) return;
    if (chassis_.next_machine) {
        chassis_.machine = std::exchange(chassis_.next_machine, std::nullopt);
    }
    const auto model = level_of(chassis_.machine.value_or(*now), image);
    if (model.empty() || model == chassis_.model) return;
    chassis_.machine = chassis_.machine.value_or(*now);
    chassis_.model = model;
    for (auto& member : chassis_.agent.reservation.members) member.return_code.clear();
}

Machine Device::allowed_machine() const {
    if (profile_->has("limits-follow-entitlement")) {  // any licence on any machine
        return {static_cast<int>(profile_->number("machine.vcpus.max")),
                profile_->number("machine.memory.max")};
    }
    if (!licensed()) return {0, 0};
    if (universal_row()) return machine_of(*profile_, reserved_model().name);
    const auto level = std::find_if(settings_.licences.begin(), settings_.licences.end(),
                                    [](const auto& s) { return s.meaning == "license.level"; });
    if (level == settings_.licences.end()) return {0, 0};
    return machine_of(*profile_, profile_->word("model_of_level", level->constant));
}

bool Device::over_provisioned() const {
    const auto given = machine();
    if (!given) return false;
    const auto allowed = allowed_machine();
    return given->vcpus > allowed.vcpus || given->memory > allowed.memory;
}

std::string Device::hypervisor() const {
    if (!chassis_.hypervisor.empty()) return chassis_.hypervisor;
    return profile_->has_text("hypervisor") ? profile_->text("hypervisor") : std::string();
}

std::string Device::hardware_text() const {
    if (!chassis_.machine || !machine()) return profile_->text("hardware");
    profiles::Facts facts;
    facts.set("memory", std::int64_t{chassis_.machine->memory});
    facts.set("cores", std::int64_t{chassis_.machine->vcpus});
    return profile_->message(chassis_.machine->vcpus == 1 ? "hardware.core" : "hardware.cores",
                             facts);
}

}  // namespace lab
