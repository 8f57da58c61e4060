// `understudy record`: a session on a lab of ours, or on a device far away, as a transcript.

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <vector>

#include "grammar/fault.hpp"
#include "program/command.hpp"
#include "program/importing.hpp"
#include "program/run.hpp"
#include "program/whole_file.hpp"
#include "shell/tty.hpp"

namespace program {
namespace {

namespace fs = std::filesystem;

struct RecordOptions {
    RunOptions run;
    std::string platform;
    std::vector<std::string> program;
};

void write_out(int to, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(to, bytes.data(), bytes.size());
        if (written > 0)
            bytes.remove_prefix(static_cast<std::size_t>(written));
        else if (errno != EINTR)
            return;
    }
}

// The program at a terminal of its own, as large as ours.
int start(const std::vector<std::string>& program, pid_t& child) {
    std::vector<char*> words;
    for (const auto& word : program) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    const auto size = shell::window_size(STDOUT_FILENO);
    winsize window{};
    window.ws_row = static_cast<unsigned short>(size.length > 0 ? size.length : 24);
    window.ws_col = static_cast<unsigned short>(size.width > 0 ? size.width : 80);
    int terminal = -1;
    child = ::forkpty(&terminal, nullptr, nullptr, &window);
    if (child == 0) {
        ::execvp(words.front(), words.data());
        ::_exit(127);
    }
    if (child < 0) throw grammar::Faults(program.front(), 0, 0, std::strerror(errno));
    return terminal;
}

// Passes on what is typed and what is shown; returns what was shown, and keeps it in the log as it
// comes: whoever is ended from outside has that.
std::string relay(int terminal, int log) {
    std::optional<shell::RawTerminal> raw;
    if (shell::is_terminal(STDIN_FILENO)) raw.emplace(STDIN_FILENO);
    std::string shown;
    bool typing = true;
    while (true) {
        pollfd watched[] = {{terminal, POLLIN, 0}, {typing ? STDIN_FILENO : -1, POLLIN, 0}};
        if (::poll(watched, 2, -1) < 0 && errno != EINTR) break;
        char bytes[4096];
        if (watched[1].revents != 0) {
            const auto got = ::read(STDIN_FILENO, bytes, sizeof bytes);
            if (got > 0) write_out(terminal, {bytes, static_cast<std::size_t>(got)});
            typing = got > 0;
            if (got == 0) write_out(terminal, "\x04");
        }
        if (watched[0].revents != 0) {
            const auto got = ::read(terminal, bytes, sizeof bytes);
            if (got <= 0) break;  // the program has left its terminal
            write_out(STDOUT_FILENO, {bytes, static_cast<std::size_t>(got)});
            write_out(log, {bytes, static_cast<std::size_t>(got)});
            shown.append(bytes, static_cast<std::size_t>(got));
        }
    }
    return shown;
}

int record_program(const RecordOptions& options, const Places& places) {
    if (options.platform.empty()) {
        throw grammar::Faults("--platform", 0, 0, "is needed to read another program's screen");
    }
    const auto log = options.run.record + ".log";
    const int kept = ::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (kept < 0) {
        throw grammar::Faults(log, 0, 0, std::string("cannot be written: ") + std::strerror(errno));
    }
    pid_t child = -1;
    const int terminal = start(options.program, child);
    const auto shown = relay(terminal, kept);
    ::close(kept);
    ::close(terminal);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127 && shown.empty()) {
        throw grammar::Faults(options.program.front(), 0, 0, "cannot be started");
    }
    // Nothing that was seen is lost, whatever becomes of the transcript.
    write_whole(log, shown);
    return import_to(shown, {log, options.platform, options.run.model, options.run.record}, places);
}

// Told before anything is typed, not after an evening's work.
void check_target(const std::string& file) {
    const auto folder = fs::absolute(file).parent_path();
    if (fs::is_directory(file)) {
        throw grammar::Faults(file, 0, 0, "cannot be written: it is a folder");
    }
    if (!fs::is_directory(folder) || ::access(folder.c_str(), W_OK) != 0) {
        throw grammar::Faults(file, 0, 0, "cannot be written: no folder to write it in");
    }
}

int record(const RecordOptions& options, const Places& places) {
    check_target(options.run.record);
    if (!options.program.empty()) return record_program(options, places);
    if (!options.run.state.empty()) {
        throw grammar::Faults("--state", 0, 0, "a transcript begins where its lab begins");
    }
    return run(options.run, places);
}

}  // namespace

Job add_record(Arguments& app) {
    auto options = std::make_shared<RecordOptions>();
    auto command = app.subcommand("record", "a session as a transcript");
    command.option("transcript", options->run.record, "where it is written").required();
    add_options(command, options->run);
    command.option("--platform", options->platform,
                   "whose prompts another program shows, such as asa/9.18");
    command.option("--program", options->program,
                   "instead of a lab, such as: --program ssh admin@192.0.2.1");
    return [options](const Places& places) { return record(*options, places); };
}

}  // namespace program
