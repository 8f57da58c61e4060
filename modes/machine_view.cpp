// Views of what a device runs on: show vm, show memory, show cpu.
#include <fmt/format.h>

#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/views.hpp"

namespace modes {
namespace {

using profiles::Facts;
using profiles::State;

constexpr std::int64_t megabyte = 1024 * 1024;

State status(std::int64_t given, std::int64_t allowed) {
    return {"machine_status", given > allowed ? "over" : "compliant"};
}

// Of a machine that nobody gives its memory the hardware's line says how much there is.
std::int64_t memory_of(const lab::Device& device) {
    if (const auto machine = device.machine()) return machine->memory;
    const auto text = device.hardware_text();
    const auto end = text.find(" MB RAM");
    const auto begin = text.rfind(' ', end == std::string::npos ? end : end - 1);
    if (end == std::string::npos || begin == std::string::npos) return 0;
    return std::atol(text.c_str() + begin + 1);
}

std::string percent(std::int64_t part, std::int64_t whole) {
    return std::to_string(whole > 0 ? (part * 100 + whole / 2) / whole : 0);
}

Reply show_machine(Context& c) { return say("show-" + c.constant, machine_view(c.device)); }

}  // namespace

Facts machine_view(const lab::Device& device) {
    Facts facts;
    const auto total = memory_of(device) * megabyte;
    const auto& profile = device.profile();
    const auto used = profile.has_number("memory.used")
                          ? std::min<std::int64_t>(profile.number("memory.used"), total)
                          : total;
    facts.set("free", total - used).set("used", used).set("total", total);
    facts.set("free_percent", percent(total - used, total));
    facts.set("used_percent", percent(used, total));
    const auto machine = device.machine();
    facts.set("virtual", machine.has_value());
    if (!machine) return facts;
    const auto allowed = device.allowed_machine();
    facts.set("vcpus", std::int64_t{machine->vcpus}).set("memory", std::int64_t{machine->memory});
    facts.set("allowed_vcpus", std::int64_t{allowed.vcpus});
    facts.set("allowed_memory", std::int64_t{allowed.memory});
    facts.set("cpu_status", status(machine->vcpus, allowed.vcpus));
    facts.set("memory_status", status(machine->memory, allowed.memory));
    facts.set("hypervisor", device.hypervisor());
    if (profile.has_text("model_id")) facts.set("model_id", profile.text("model_id"));
    return facts;
}

profiles::Schema machine_schema() {
    return {{"free", "used", "total", "free_percent", "used_percent", "virtual", "vcpus", "memory",
             "allowed_vcpus", "allowed_memory", "cpu_status", "memory_status", "hypervisor",
             "model_id"},
            {}};
}

std::vector<Action> machine_actions() { return {{"show.machine", {}, show_machine}}; }

}  // namespace modes
