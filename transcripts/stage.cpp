#include "transcripts/stage.hpp"

#include <filesystem>
#include <vector>

#include "labs/shelf.hpp"
#include "modes/actions.hpp"
#include "modes/grading.hpp"
#include "transcripts/prologue.hpp"

namespace transcripts {
namespace {

// A file stands beside the transcript; without @lab it is the platform's own.
std::string lab_file(const Transcript& transcript, const std::string& labs) {
    namespace fs = std::filesystem;
    const auto& name = transcript.lab;
    if (name.ends_with(".yaml")) {
        return (fs::path(transcript.file).parent_path() / name).lexically_normal().string();
    }
    if (name.empty()) {
        return lab::lab_of_platform(labs,
                                    transcript.profile.substr(0, transcript.profile.find('/')));
    }
    const auto found = lab::lab_named(labs, name);
    return found.empty() ? (fs::path(labs) / (name + ".yaml")).string() : found;
}

// The same fault, told with the line of the transcript that asked for it.
[[noreturn]] void blame(const Transcript& transcript, const std::string& word,
                        const grammar::Faults& faults) {
    auto list = faults.list();
    list.insert(list.begin(), {transcript.file, transcript.place(word), 1,
                               "@" + word + " names what cannot be loaded"});
    throw grammar::Faults(std::move(list));
}

lab::Plan plan_of(const Transcript& transcript, const std::string& labs, Plans* plans) {
    try {
        const auto file = lab_file(transcript, labs);
        return plans ? plans->of(file, transcript.seed) : lab::load_plan(file, transcript.seed);
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

namespace {

lab::Lab& opened(lab::Lab& lab, const Stage::Before& before) {
    if (!before || before(lab)) lab.switch_on();
    return lab;
}

lab::Choices choices_of(const Transcript& transcript, profiles::Library& library) {
    check_profile(transcript, library);
    return {transcript.profile, transcript.model, transcript.clock, transcript.seed};
}

}  // namespace

Stage::Stage(const Transcript& transcript, profiles::Library& library, const std::string& labs,
             const Before& before, Plans* plans)
    : transcript_(transcript),
      device_(transcript.device),
      lab_(plan_of(transcript, labs, plans), choices_of(transcript, library), library),
      world_(opened(lab_, before), modes::product_actions()) {
    const auto* device = device_.empty() ? &lab_.first_device() : lab_.device(device_);
    if (!device) {
        throw grammar::Faults(transcript.file, transcript.place("device"), 1,
                              "the lab has no device of this name: " + device_);
    }
    device_ = device->name();
    transcript_ = with_values(std::move(transcript_), lab_.plan().exercise.variables);
    prologue(world_);
    modes::start_grading(world_, labs, "en");
}

modes::Session& Stage::session() {
    if (!session_) {
        session_ = std::make_unique<modes::Session>(world_, device_, modes::Role::instructor);
        pacer_ = std::make_unique<modes::Pacer>(world_, modes::Pacer::Manner::held);
        console_ = std::make_unique<shell::SessionConsole>(*session_, *pacer_);
    }
    return *session_;
}

shell::Console& Stage::console() {
    session();
    return *console_;
}

const lab::Plan& Plans::of(const std::string& file, std::optional<std::uint64_t> seed) {
    constexpr std::size_t most = 256;  // so that memory does not grow with what is played
    const auto known = known_.find({file, seed});
    if (known != known_.end()) return known->second;
    auto plan = lab::load_plan(file, seed);
    if (known_.size() >= most) known_.clear();
    return known_.emplace(std::pair{file, seed}, std::move(plan)).first->second;
}

Outcome play(const Transcript& transcript, profiles::Library& library, const std::string& labs) {
    return play(transcript, library, labs, {});
}

namespace {

// The line of the transcript that typed it, from `next` on; commands come in its order.
int line_that_typed(const Transcript& transcript, const std::string& command, std::size_t& next) {
    for (auto at = next; at < transcript.steps.size(); ++at) {
        const auto& step = transcript.steps[at];
        if (step.kind != Step::Kind::screen || !step.text.ends_with(command)) continue;
        next = at + 1;
        return step.line;
    }
    return 0;
}

}  // namespace

Outcome play(const Transcript& transcript, profiles::Library& library, const std::string& labs,
             const Strictness& strictness, Plans* plans) {
    Stage stage(transcript, library, labs, {}, plans);
    std::vector<std::string> unknown;
    if (strictness.unknown_fails) {
        stage.world().on_unknown = [&](std::string_view command) { unknown.emplace_back(command); };
    }
    auto outcome = run(stage.transcript(), stage.console());
    std::size_t next = 0;
    for (const auto& command : unknown) {
        outcome.complaints.push_back({line_that_typed(stage.transcript(), command, next),
                                      "nobody knows this command: " + command});
    }
    return outcome;
}

}  // namespace transcripts
