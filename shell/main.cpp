// The wiring: command line, descriptors and the real clock, and nothing that thinks.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>
#include <iostream>
#include <map>
#include <set>

#include "grammar/duration.hpp"
#include "grammar/fault.hpp"
#include "labs/lab.hpp"
#include "labs/state.hpp"
#include "modes/actions.hpp"
#include "modes/catalogue.hpp"
#include "modes/session.hpp"
#include "modes/world.hpp"
#include "profiles/profile.hpp"
#include "shell/console.hpp"
#include "shell/pipe.hpp"
#include "shell/terminal.hpp"
#include "shell/tty.hpp"
#include "transcripts/suite.hpp"

namespace {

namespace fs = std::filesystem;
using modes::Pacer;

constexpr int held_well = 0;
constexpr int bad_usage = 2;

struct Places {
    fs::path profiles;
    fs::path labs;
};

// The data stands in the tree the program was built from: beside it or above it.
Places find_places(const std::string& chosen) {
    std::error_code error;
    auto folder = fs::read_symlink("/proc/self/exe", error).parent_path();
    Places places;
    for (; !folder.empty(); folder = folder.parent_path()) {
        if (fs::is_directory(folder / "profiles") && fs::is_directory(folder / "labs")) {
            places = {folder / "profiles", folder / "labs"};
            break;
        }
        if (folder == folder.root_path()) break;
    }
    if (!chosen.empty()) {
        places.profiles = chosen;
        if (places.labs.empty()) places.labs = fs::path(chosen) / ".." / "labs";
    }
    if (places.profiles.empty()) {
        throw grammar::Faults("profiles", 0, 0, "not found near the program; say --profiles DIR");
    }
    return places;
}

struct RunOptions {
    std::string what = "asa";
    std::string device;
    std::string model;
    std::string clock;
    std::optional<std::uint64_t> seed;
    std::string state;
    std::string role = "instructor";
    std::string time;
    std::string patience = "3s";
};

lab::Plan plan_for(const RunOptions& options, const Places& places, lab::Choices& choices) {
    choices.model = options.model;
    choices.seed = options.seed;
    if (!options.clock.empty()) {
        choices.clock = grammar::read_moment(options.clock);
        if (!choices.clock) {
            throw grammar::Faults("--clock", 0, 0,
                                  "not a moment such as 2026-01-12T13:00:00Z: " + options.clock);
        }
    }
    if (options.what.ends_with(".yaml")) return lab::load_plan(options.what);
    choices.profile = options.what;
    const auto platform = options.what.substr(0, options.what.find('/'));
    const auto file = places.labs / (platform + ".yaml");
    if (!fs::exists(file)) {
        throw grammar::Faults(options.what, 0, 0,
                              "no such profile or lab; `understudy profiles` lists them");
    }
    return lab::load_plan(file.string());
}

licensing::Span host_clock() {
    return std::chrono::duration_cast<licensing::Span>(
        std::chrono::steady_clock::now().time_since_epoch());
}

void write_all(const std::string& bytes) {
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

void at_terminal(shell::SessionConsole& console, Pacer& pacer, const std::string& remark,
                 const std::function<void()>& keep) {
    shell::RawTerminal raw(STDIN_FILENO);
    shell::Terminal terminal(console);
    if (const auto size = shell::window_size(STDOUT_FILENO); size.width > 0) {
        terminal.resize(size.length, size.width);
    }
    terminal.remark(remark);
    const bool live = pacer.manner() == Pacer::Manner::live;
    while (terminal.wants().kind != modes::Wants::Kind::gone) {
        write_all(terminal.take_output());
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
    write_all(terminal.take_output() + "\r\n");
}

void at_pipe(shell::SessionConsole& console, Pacer& pacer, const std::function<void()>& keep) {
    shell::Pipe pipe(console);
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
        write_all(said);
        if (pipe.wants().kind == modes::Wants::Kind::gone) break;
    }
    write_all(pipe.finish());
}

int run(const RunOptions& options, const Places& places) {
    // The process ends with it: to take it apart first would only take time.
    static auto& library = *new profiles::Library(places.profiles.string());
    lab::Choices choices;
    auto plan = plan_for(options, places, choices);
    lab::Lab lab(std::move(plan), choices, library);
    std::optional<lab::StateFolder> state;
    if (!options.state.empty()) {
        state.emplace(options.state,
                      options.what + (options.model.empty() ? "" : " ") + options.model);
        if (!state->empty() && (options.seed || !options.clock.empty())) {
            throw grammar::Faults(options.state, 0, 0,
                                  "keeps a lab with a clock and a seed of its own");
        }
    }
    const bool resumed = state && state->load(lab);
    if (!resumed) lab.switch_on();
    modes::World world(lab, modes::product_actions());
    if (resumed) modes::restore_lines(world, state->lines());
    auto* device = options.device.empty() ? &lab.first_device() : lab.device(options.device);
    if (!device) throw grammar::Faults("--device", 0, 0, "no device is named " + options.device);

    const bool terminal = shell::is_terminal(STDIN_FILENO) && shell::is_terminal(STDOUT_FILENO);
    const bool live = options.time.empty() ? terminal : options.time == "live";
    const auto patience = grammar::read_duration(options.patience);
    if (!patience) throw grammar::Faults("--patience", 0, 0, "not a span such as 3s");
    modes::Session session(
        world, device->name(),
        options.role == "learner" ? modes::Role::learner : modes::Role::instructor);
    Pacer pacer(world, live ? Pacer::Manner::live : Pacer::Manner::held, *patience);
    if (live) pacer.pass(host_clock());
    shell::SessionConsole console(session, pacer);
    // What was done is kept at once: a process may end in many ways.
    const auto keep = [&] {
        if (state) state->save(lab, modes::line_states(world));
    };
    if (terminal)
        at_terminal(console, pacer, opening(lab, *device), keep);
    else
        at_pipe(console, pacer, keep);
    keep();
    return held_well;
}

int list_profiles(const Places& places) {
    profiles::Library library(places.profiles.string());
    for (const auto& name : library.names()) {
        const auto profile = library.load(name);
        std::cout << name << "  " << profile->version().text << "  models:";
        for (const auto& model : library.models(name)) std::cout << ' ' << model;
        std::map<std::string, int> shares;
        int all = 0;
        for (const auto& evidence : profile->evidence()) {
            ++all;
            ++shares[evidence.from.starts_with("seed")       ? "seeds"
                     : evidence.from.starts_with("inferred") ? "inferred"
                                                             : "sheets"];
        }
        std::cout << "\n    grounded on:";
        for (const auto& [kind, count] : shares) {
            std::cout << ' ' << kind << ' ' << count * 100 / std::max(all, 1) << '%';
        }
        std::cout << '\n';
    }
    return held_well;
}

struct TestOptions {
    std::vector<std::string> paths;
    bool update = false;
    std::string junit;
    unsigned jobs = 1;
    std::string shard;
};

// I/N from 1; existing runners count from 0 in the environment.
std::pair<unsigned, unsigned> shard_of(const std::string& text) {
    unsigned index = 1;
    unsigned total = 1;
    if (!text.empty()) {
        char rest = 0;
        if (std::sscanf(text.c_str(), "%u/%u%c", &index, &total, &rest) != 2 || index < 1 ||
            index > total) {
            throw grammar::Faults("--shard", 0, 0, "not I/N with I from 1 to N: " + text);
        }
    } else if (const char* which = std::getenv("TEST_SHARD_INDEX")) {
        const char* many = std::getenv("TEST_TOTAL_SHARDS");
        index = static_cast<unsigned>(std::strtoul(which, nullptr, 10)) + 1;
        total = many ? static_cast<unsigned>(std::strtoul(many, nullptr, 10)) : 1;
        if (total < 1 || index > total) {
            throw grammar::Faults("TEST_SHARD_INDEX", 0, 0, "not below TEST_TOTAL_SHARDS");
        }
    }
    return {index, total};
}

int test(const TestOptions& options, const Places& places) {
    transcripts::SuiteOptions suite;
    suite.profiles = places.profiles.string();
    suite.labs = places.labs.string();
    suite.update = options.update;
    suite.jobs = options.jobs;
    suite.junit = options.junit;
    std::tie(suite.shard, suite.shards) = shard_of(options.shard);
    return transcripts::run_suite(options.paths, suite, std::cout);
}

}  // namespace

// `understudy asa/9.18 --model fpr2140` means `understudy run asa/9.18 ...`: what is no subcommand
// and no option of the program itself is for `run`.
std::vector<std::string> words_of(int argc, char** argv) {
    std::vector<std::string> words(argv + 1, argv + argc);
    static const std::set<std::string> ours{"run",    "profiles", "commands",  "test",
                                            "--help", "-h",       "--profiles"};
    const bool named = !words.empty() && words[0].starts_with("--profiles=");
    if (!words.empty() && !named && !ours.contains(words[0])) words.insert(words.begin(), "run");
    std::reverse(words.begin(), words.end());  // as CLI11 wants them
    return words;
}

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);
    CLI::App app{
        "A stand-in for network devices: their command lines, their licensing, their days."};
    std::string profiles_folder;
    app.add_option("--profiles", profiles_folder, "the folder of profiles");
    app.require_subcommand(0, 1);

    RunOptions run_options;
    auto* run_command = app.add_subcommand("run", "a console on one device, or on a lab");
    run_command->add_option("what", run_options.what, "a profile (asa, asa/9.18) or a lab file");
    run_command->add_option("--device", run_options.device, "whose console opens");
    run_command->add_option("--model", run_options.model, "the hardware, such as fpr2140");
    run_command->add_option("--clock", run_options.clock, "lab time at the start");
    run_command->add_option("--seed", run_options.seed, "of chance");
    run_command->add_option("--state", run_options.state, "a folder that keeps the lab");
    run_command->add_option("--role", run_options.role)
        ->check(CLI::IsMember({"learner", "instructor"}));
    run_command->add_option("--time", run_options.time)->check(CLI::IsMember({"held", "live"}));
    run_command->add_option("--patience", run_options.patience, "waits longer are jumped");

    auto* profiles_command =
        app.add_subcommand("profiles", "platforms, versions, models; what each is grounded on");

    std::string commands_profile;
    std::string commands_mode;
    auto* commands_command = app.add_subcommand("commands", "every mode and command with its help");
    commands_command->add_option("profile", commands_profile)->required();
    commands_command->add_option("--mode", commands_mode);

    TestOptions test_options;
    auto* test_command = app.add_subcommand("test", "run golden transcripts");
    test_command->add_option("paths", test_options.paths)->required();
    test_command->add_flag("--update", test_options.update, "write down what was seen");
    test_command->add_option("--junit", test_options.junit, "write a JUnit report");
    test_command->add_option("-j", test_options.jobs, "how many at once")
        ->check(CLI::Range(1U, 256U));
    test_command->add_option("--shard", test_options.shard, "I/N, from 1");

    try {
        app.parse(words_of(argc, argv));
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? held_well : bad_usage;
    }
    try {
        const auto places = find_places(profiles_folder);
        if (*profiles_command) return list_profiles(places);
        if (*commands_command) {
            profiles::Library library(places.profiles.string());
            std::cout << modes::catalogue(*library.load(commands_profile), commands_mode);
            return held_well;
        }
        if (*test_command) return test(test_options, places);
        return run(run_options, places);
    } catch (const grammar::Faults& faults) {
        for (const auto& fault : faults.list()) {
            std::cerr << "understudy: " << grammar::to_string(fault) << '\n';
        }
    } catch (const std::exception& error) {
        std::cerr << "understudy: " << error.what() << '\n';
    }
    return bad_usage;
}
