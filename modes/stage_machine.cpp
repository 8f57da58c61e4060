// What is done to the hardware of a virtual machine.
#include <fmt/format.h>

#include "modes/stage.hpp"
#include "modes/world.hpp"

namespace modes {

// What the host gives a virtual machine; it is taken in at the next boot.
Lines hardware_direction(World& world, lab::Device& device, const Words& words) {
    auto machine = device.chassis().next_machine ? device.chassis().next_machine : device.machine();
    if (!machine) return no(device.name() + " is no virtual machine");
    for (std::size_t at = 3; at + 1 < words.size(); at += 2) {
        const auto number = stage_number(words[at + 1]);
        if (number && words[at] == "vcpu" && *number >= 1 && *number <= 64) {
            machine->vcpus = *number;
        } else if (number && words[at] == "ram" && *number >= 512 && *number <= 262'144) {
            machine->memory = *number;
        } else {
            return no("not understood: " + words[at] + " " + words[at + 1]);
        }
    }
    if (words.size() < 5 || words.size() % 2 == 0) {
        return usage("@device NAME hardware [vcpu N] [ram MB]");
    }
    const auto level = device.level_of(*machine);
    world.lab().stock_levels();
    device.resize(*machine);
    return {fmt::format("{} has {} vCPUs and {} MB, which is {}, when it boots next", device.name(),
                        machine->vcpus, machine->memory, level)};
}

}  // namespace modes
