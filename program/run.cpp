// `understudy run`: a console on one device, or on a lab, at a terminal or as a pipe.
#include <fmt/format.h>

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <iostream>
#include <memory>

#include "grammar/duration.hpp"
#include "grammar/fault.hpp"
#include "labs/lab.hpp"
#include "labs/state.hpp"
#include "lessons/catalogue.hpp"
#include "modes/actions.hpp"
#include "modes/grading.hpp"
#include "modes/journal.hpp"
#include "modes/session.hpp"
#include "modes/world.hpp"
#include "profiles/profile.hpp"
#include "program/command.hpp"
#include "program/run.hpp"
#include "program/whole_file.hpp"
#include "shell/console.hpp"
#include "shell/pipe.hpp"
#include "shell/terminal.hpp"
#include "shell/tty.hpp"
#include "transcripts/prologue.hpp"
#include "transcripts/recorder.hpp"
#include "transcripts/report.hpp"
#include "transcripts/stage.hpp"

namespace program {
namespace {

using modes::Pacer;

void print(const std::string& bytes) {
    std::size_t done = 0;
    while (done < bytes.size()) {
        const auto written = ::write(STDOUT_FILENO, bytes.data() + done, bytes.size() - done);
        if (written > 0)
            done += static_cast<std::size_t>(written);
        else if (errno != EINTR && errno != EAGAIN)
            return;  // nobody reads any more
    }
}

// One line for the newcomer: where they are and what they need to get on.
std::string opening(const lab::Lab& lab, const lab::Device& device) {
    std::string text = fmt::format("lab of {} ({})", device.name(), device.profile().name());
    if (device.profile().has_text("enable.password.default")) {
        const auto& password = device.profile().text("enable.password.default");
        text += "; enable password: " + (password.empty() ? "none, just Enter" : password);
    }
    for (const auto& authority : lab.plan().authorities) {
        if (!authority.tokens.empty()) text += "; token: " + authority.tokens.front().id;
    }
    return text + "; @help, @quit";
}

// A learner hears the story of the lab, and nothing that is the instructor's.
std::string first_words(modes::World& world, const lab::Device& device, modes::Role role) {
    if (role == modes::Role::instructor || !world.grading()) return opening(world.lab(), device);
    return lessons::welcome(world.lab().plan(), world.grading()->words());
}

void at_terminal(shell::Console& console, Pacer& pacer, const std::string& remark,
                 const std::function<void()>& keep) {
    shell::RawTerminal raw(STDIN_FILENO);
    shell::Terminal terminal(console);
    if (const auto size = shell::window_size(STDOUT_FILENO); size.width > 0) {
        terminal.resize(size.length, size.width);
    }
    terminal.remark(remark);
    const bool live = pacer.manner() == Pacer::Manner::live;
    while (terminal.wants().kind != modes::Wants::Kind::gone) {
        print(terminal.take_output());
        pollfd watched[] = {{STDIN_FILENO, POLLIN, 0}, {raw.changes(), POLLIN, 0}};
        int timeout = -1;
        if (live) {
            if (auto due = pacer.until_due()) {
                timeout =
                    static_cast<int>(std::min<licensing::Span::rep>(due->count() + 1, 60'000));
            }
        }
        const int ready = ::poll(watched, 2, timeout);
        if (live) {
            pacer.pass(host_clock());
            terminal.refresh();
        }
        if (ready <= 0) continue;
        if (watched[1].revents != 0) {
            if (const auto size = raw.take_change()) terminal.resize(size->length, size->width);
        }
        if (watched[0].revents != 0) {
            char bytes[4096];
            const auto got = ::read(STDIN_FILENO, bytes, sizeof bytes);
            const std::string_view typed(bytes, got > 0 ? static_cast<std::size_t>(got) : 0);
            if (got > 0)
                terminal.feed(typed);
            else if (got == 0 || errno != EINTR)
                terminal.hang_up();
            if (typed.find('\r') != std::string_view::npos) keep();
        }
    }
    print(terminal.take_output() + "\r\n");
}

void at_pipe(shell::Console& console, Pacer& pacer, const std::string& remark,
             const std::function<void()>& keep) {
    shell::Pipe pipe(console);
    if (!remark.empty()) pipe.remark(remark);
    std::string line;
    while (std::getline(std::cin, line)) {
        if (pacer.manner() == Pacer::Manner::live) {
            pacer.pass(host_clock());
            pipe.refresh();
        }
        if (line.ends_with('\r')) line.pop_back();
        // What is said to be done has been kept: the process may end behind any word of it.
        const auto said = pipe.feed_line(line);
        keep();
        print(said);
        if (pipe.wants().kind == modes::Wants::Kind::gone) break;
    }
    print(pipe.finish());
}

// The lines of a transcript that say which world it plays in.
std::string front_of(const RunOptions& options, lab::Lab& lab, const lab::Choices& choices,
                     const lab::Device& device) {
    std::string text;
    if (choices.profile.empty()) {
        namespace fs = std::filesystem;
        const fs::path folder = fs::absolute(options.record).parent_path();
        text = "@lab " + fs::absolute(lab.plan().file).lexically_relative(folder).string() + "\n";
    } else {
        const auto& first = lab.devices().front();
        text = "@profile " + first->profile().name() + "\n";
    }
    if (!options.model.empty()) text += "@model " + options.model + "\n";
    if (!options.device.empty()) text += "@device " + device.name() + "\n";
    if (choices.clock) text += "@clock " + grammar::to_string(*choices.clock) + "\n";
    if (choices.seed) text += "@seed " + std::to_string(*choices.seed) + "\n";
    return text + "@from recorded session\n";
}

// Writes the transcript and lives through it once more; what does not hold is said.
int write_down(const RunOptions& options, const std::string& front,
               const transcripts::Recorder& recorder, profiles::Library& library,
               const Places& places, modes::World& world) {
    const auto labs = places.labs.string();
    std::optional<licensing::Instant> idle_until;
    if (world.sitting_mattered()) idle_until = world.lab().timeline().now();
    const auto text = transcripts::written_down(front, recorder.keystrokes(), options.record,
                                                library, labs, idle_until);
    write_whole(options.record, text);
    const auto transcript = transcripts::read_transcript(text, options.record);
    const auto outcome = transcripts::play(transcript, library, labs);
    if (outcome.held()) return held_well;
    std::cerr << "understudy: " << options.record << ": does not hold when lived through again\n"
              << transcripts::diff(transcript, outcome);
    return failed;
}

}  // namespace

int run(const RunOptions& options, const Places& places) {
    // The process ends with it: to take it apart first would only take time.
    static auto& library = *new profiles::Library(places.profiles.string());
    lab::Choices choices;
    auto plan = plan_for(options, places, choices);
    lab::Lab lab(std::move(plan), choices, library);
    std::optional<lab::StateFolder> state;
    if (!options.state.empty()) {
        state.emplace(options.state, made_of(options, lab.plan()));
        if (!state->empty() && (options.seed || !options.clock.empty())) {
            throw grammar::Faults(options.state, 0, 0,
                                  "keeps a lab with a clock and a seed of its own");
        }
    }
    const bool resumed = state && state->load(lab);
    if (!resumed) lab.switch_on();
    modes::World world(lab, modes::product_actions());
    if (resumed) modes::restore_lines(world, state->lines());
    transcripts::prologue(world);
    modes::start_grading(world, places.labs.string(), options.language,
                         resumed ? state->deeds() : std::vector<lab::Deed>{});
    auto* device = options.device.empty() ? &lab.first_device() : lab.device(options.device);
    if (!device) throw grammar::Faults("--device", 0, 0, "no device is named " + options.device);

    const bool terminal = shell::is_terminal(STDIN_FILENO) && shell::is_terminal(STDOUT_FILENO);
    const bool live = options.time.empty() ? terminal : options.time == "live";
    const auto patience = grammar::read_duration(options.patience);
    if (!patience) throw grammar::Faults("--patience", 0, 0, "not a span such as 3s");
    const auto role = options.role == "learner" ? modes::Role::learner : modes::Role::instructor;
    modes::Session session(world, device->name(), role);
    Pacer pacer(world, live ? Pacer::Manner::live : Pacer::Manner::held, *patience);
    if (live) pacer.pass(host_clock());
    shell::SessionConsole console(session, pacer);
    transcripts::Recorder recorder(console, lab.timeline());
    shell::Console& door =
        options.record.empty() ? static_cast<shell::Console&>(console) : recorder;
    // What was done is kept at once: a process may end in many ways.
    const auto keep = [&] {
        if (state) modes::keep_world(world, *state);
    };
    if (terminal)
        at_terminal(door, pacer, first_words(world, *device, role), keep);
    else if (role == modes::Role::learner && world.grading())
        at_pipe(door, pacer, first_words(world, *device, role), keep);
    else
        at_pipe(door, pacer, {}, keep);
    keep();
    if (options.record.empty()) return held_well;
    return write_down(options, front_of(options, lab, choices, *device), recorder, library, places,
                      world);
}

void add_options(Arguments command, RunOptions& options) {
    command.option("what", options.what,
                   "a profile (asa, asa/9.18), a lab of `understudy labs`, or a lab file");
    command.option("--device", options.device, "whose console opens");
    add_options(command, static_cast<Lived&>(options));
    command.option("--patience", options.patience, "waits longer are jumped");
}

Job add_run(Arguments& app) {
    auto options = std::make_shared<RunOptions>();
    add_options(app.subcommand("run", "a console on one device, or on a lab"), *options);
    return [options](const Places& places) { return run(*options, places); };
}

}  // namespace program
