// The twin as files: a lab, and the startup configurations it names.
#include <fmt/format.h>

#include "rehearsals/twin_draft.hpp"
#include "rehearsals/twin_yaml.hpp"

namespace rehearsals {
namespace {

std::string device_text(const DraftDevice& device, bool whole) {
    const auto& plan = device.plan;
    std::string text = fmt::format("  - name: {}\n    profile: {}\n    model: {}\n",
                                   quoted(plan.name), plan.profile, plan.model);
    const auto line = [&](const char* key, const std::string& value) {
        if (!value.empty()) text += fmt::format("    {}: {}\n", key, quoted(value));
    };
    line("version", plan.version);
    line("pid", plan.pid);
    line("serial", plan.serial);
    line("mac", plan.mac);
    line("chassis", plan.chassis);
    if (!plan.chassis.empty()) text += fmt::format("    slot: {}\n", plan.slot);
    if (!plan.members.empty()) text += "    members:\n";
    for (const auto& member : plan.members) {
        text += fmt::format("      - {{serial: {}, model: {}}}\n", quoted(member.serial),
                            quoted(member.model));
    }
    if (!plan.images.empty()) text += "    images:\n";
    for (const auto& image : plan.images) {
        text += fmt::format("      - {{file: {}, version: {}, size: {}}}\n", quoted(image.path),
                            quoted(image.version), image.size);
    }
    if (!device.cables.empty()) text += "    cables:\n";
    for (const auto& [interface, segment] : device.cables) {
        text += fmt::format("      {}: {}\n", quoted(interface), quoted(segment));
    }
    if (!whole || !plan.startup) return text;
    if (!device.startup_file.empty()) {
        line("startup_file", device.startup_file);
    } else {
        line("hostname", plan.hostname);
        text +=
            fmt::format("    {}: {}\n", plan.startup_is_template ? "startup_template" : "startup",
                        quoted(*plan.startup));
    }
    return text;
}

}  // namespace

std::string lab_text(const Draft& draft, bool whole) {
    std::string text;
    if (whole) {
        text =
            "# A twin of real devices: made by `understudy twin` of what was collected from them. "
            "Secrets are\n# stand-ins; every password is `cisco`. `understudy run lab.yaml` opens "
            "it.\n";
        text += "title: " + quoted("A twin of " + draft.twin.from) + "\n";
    }
    text += "clock: " + grammar::to_string(draft.begins) + "\n\n";
    for (const auto& [key, value] : draft.world) text += key + ":\n" + value + "\n";
    text += "devices:\n";
    for (const auto& device : draft.devices) text += device_text(device, whole);
    if (whole && !draft.history.empty()) {
        text += "\n# How it came to stand as it was found: what was typed and when.\nhistory: |\n";
        for (const auto& line : draft.history) text += (line.empty() ? "" : "  " + line) + "\n";
    }
    return text;
}

lab::Plan plan_of(const Draft& draft) {
    auto plan = lab::read_plan(lab_text(draft, false), "lab.yaml");
    for (std::size_t at = 0; at < plan.devices.size(); ++at) {
        const auto& ours = draft.devices[at].plan;
        plan.devices[at].startup = ours.startup;
        plan.devices[at].startup_is_template = ours.startup_is_template;
        plan.devices[at].hostname = ours.hostname;
    }
    return plan;
}

std::vector<TwinFile> write_down(const Draft& draft) {
    std::vector<TwinFile> files{{"lab.yaml", lab_text(draft, true)}};
    for (const auto& device : draft.devices) {
        if (!device.startup_file.empty() && device.plan.startup) {
            files.push_back({device.startup_file, *device.plan.startup});
        }
    }
    return files;
}

}  // namespace rehearsals
