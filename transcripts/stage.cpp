#include "transcripts/stage.hpp"

#include <filesystem>
#include <vector>

#include "labs/lab.hpp"
#include "modes/actions.hpp"
#include "modes/session.hpp"
#include "modes/world.hpp"
#include "shell/console.hpp"

namespace transcripts {
namespace {

// A file stands beside the transcript; without @lab it is the platform's own.
std::string lab_file(const Transcript& transcript, const std::string& labs) {
    namespace fs = std::filesystem;
    const auto& name = transcript.lab;
    if (name.ends_with(".yaml")) {
        return (fs::path(transcript.file).parent_path() / name).lexically_normal().string();
    }
    const auto shipped =
        name.empty() ? transcript.profile.substr(0, transcript.profile.find('/')) : name;
    return (fs::path(labs) / (shipped + ".yaml")).string();
}

// The same fault, told with the line of the transcript that asked for it.
[[noreturn]] void blame(const Transcript& transcript, const std::string& word,
                        const grammar::Faults& faults) {
    auto list = faults.list();
    list.insert(list.begin(), {transcript.file, transcript.place(word), 1,
                               "@" + word + " names what cannot be loaded"});
    throw grammar::Faults(std::move(list));
}

lab::Plan plan_of(const Transcript& transcript, const std::string& labs) {
    try {
        return lab::load_plan(lab_file(transcript, labs));
    } catch (const grammar::Faults& faults) {
        blame(transcript, transcript.lab.empty() ? "profile" : "lab", faults);
    }
}

void check_profile(const Transcript& transcript, profiles::Library& library) {
    if (transcript.profile.empty()) return;
    try {
        library.load(transcript.profile);
    } catch (const grammar::Faults& faults) {
        blame(transcript, "profile", faults);
    }
    if (transcript.model.empty()) return;
    try {
        library.load(transcript.profile, transcript.model);
    } catch (const grammar::Faults& faults) {
        blame(transcript, "model", faults);
    }
}

}  // namespace

Outcome play(const Transcript& transcript, profiles::Library& library, const std::string& labs) {
    check_profile(transcript, library);
    const lab::Choices choices{transcript.profile, transcript.model, transcript.clock,
                               transcript.seed};
    lab::Lab lab(plan_of(transcript, labs), choices, library);
    lab.switch_on();
    modes::World world(lab, modes::product_actions());
    const auto* device =
        transcript.device.empty() ? &lab.first_device() : lab.device(transcript.device);
    if (!device) {
        throw grammar::Faults(transcript.file, transcript.place("device"), 1,
                              "the lab has no device of this name: " + transcript.device);
    }
    modes::Session session(world, device->name(), modes::Role::instructor);
    modes::Pacer pacer(world, modes::Pacer::Manner::held);
    shell::SessionConsole console(session, pacer);
    return run(transcript, console);
}

}  // namespace transcripts
