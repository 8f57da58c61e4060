// A process that is killed at any of its writes loses nothing that it had confirmed: a lab in
// `--state` is as it was before or as it is afterwards, never in between.
#include <doctest/doctest.h>

#include <fcntl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <set>
#include <string>

#include "labs/state.hpp"
#include "tests/modes/asa_world.hpp"
#include "tests/profiles/box.hpp"

namespace {

namespace fs = std::filesystem;

// Calls that change what is on the disk or on the screen.
bool changes(const __ptrace_syscall_info& info) {
    static const std::set<std::uint64_t> always{
        SYS_write,   SYS_pwrite64, SYS_fsync,     SYS_fdatasync, SYS_ftruncate,
        SYS_mkdirat, SYS_renameat, SYS_renameat2, SYS_symlinkat, SYS_unlinkat,
#ifdef SYS_rename
        SYS_mkdir,   SYS_rename,   SYS_symlink,   SYS_unlink,    SYS_rmdir,
#endif
    };
    if (info.entry.nr == SYS_openat) return (info.entry.args[2] & O_CREAT) != 0;
    return always.contains(info.entry.nr);
}

struct Run {
    std::string shown;
    bool ended = false;  // by itself
};

// The program on the lab of `folder` with `typed`, killed before its change of that number.
class Victim {
public:
    Victim(const std::string& folder, const std::string& typed) {
        int in[2];
        int out[2];
        REQUIRE(::pipe(in) == 0);
        REQUIRE(::pipe(out) == 0);
        child_ = ::fork();
        if (child_ == 0) {
            ::dup2(in[0], STDIN_FILENO);
            ::dup2(out[1], STDOUT_FILENO);
            for (const int end : {in[0], in[1], out[0], out[1]}) ::close(end);
            ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
            ::execl(UNDERSTUDY_PROGRAM, "understudy", "run", "asa", "--state", folder.c_str(),
                    nullptr);
            ::_exit(127);
        }
        ::close(in[0]);
        ::close(out[1]);
        REQUIRE(::write(in[1], typed.data(), typed.size()) == static_cast<ssize_t>(typed.size()));
        ::close(in[1]);
        out_ = out[0];
    }

    Run killed_at(int number) {
        Run run;
        run.ended = !stepped_to(number);
        char bytes[4096];
        for (auto n = ::read(out_, bytes, sizeof bytes); n > 0;
             n = ::read(out_, bytes, sizeof bytes)) {
            run.shown.append(bytes, static_cast<std::size_t>(n));
        }
        ::close(out_);
        return run;
    }

private:
    // Whether it came so far; it is dead afterwards.
    bool stepped_to(int number) const {
        int status = 0;
        ::waitpid(child_, &status, 0);
        ::ptrace(PTRACE_SETOPTIONS, child_, nullptr, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
        int signal = 0;
        while (WIFSTOPPED(status)) {
            ::ptrace(PTRACE_SYSCALL, child_, nullptr, signal);
            ::waitpid(child_, &status, 0);
            if (!WIFSTOPPED(status)) break;
            const bool call = WSTOPSIG(status) == (SIGTRAP | 0x80);
            signal = call ? 0 : WSTOPSIG(status);
            if (!call) continue;
            __ptrace_syscall_info info{};
            ::ptrace(PTRACE_GET_SYSCALL_INFO, child_, sizeof info, &info);
            if (info.op != PTRACE_SYSCALL_INFO_ENTRY || !changes(info) || number-- > 0) continue;
            ::kill(child_, SIGKILL);
            ::waitpid(child_, &status, 0);
            return true;
        }
        return false;
    }

    pid_t child_ = 0;
    int out_ = -1;
};

struct Kept {
    bool saved = false;     // the name is in the startup configuration
    bool reloaded = false;  // and the unit has booted since
};

Kept kept_in(const std::string& folder) {
    asa::World world({}, false);
    lab::StateFolder state(folder, "asa");
    REQUIRE(state.load(world.lab()));
    const auto& startup = world.device().chassis().startup;
    return {startup && startup->find("hostname outlived\n") != std::string::npos,
            world.device().running().booted > licensing::Instant{} &&
                world.device().chassis().reloaded};
}

}  // namespace

TEST_CASE("killed at any write of a save and a reload, a lab is whole and has what was confirmed") {
    const box::Folder place;
    const auto before = place.path() + "/before";
    {
        asa::World world(asa::chosen(3, "asa"));
        world.type(asa::joined({asa::log_in, {"configure terminal", "hostname outlived", "end"}}));
        lab::StateFolder(before, "asa").save(world.lab(), modes::line_states(world.world()));
    }
    CHECK_FALSE(kept_in(before).saved);
    const auto folder = place.path() + "/lab";
    int deaths = 0;
    int lost = 0;
    for (bool ended = false; !ended; ++deaths) {
        REQUIRE(deaths < 500);
        fs::remove_all(folder);
        fs::copy(before, folder, fs::copy_options::recursive | fs::copy_options::copy_symlinks);
        const auto run = Victim(folder, "write memory\nreload\n\nshow clock\n").killed_at(deaths);
        ended = run.ended;
        CAPTURE(deaths);
        CAPTURE(run.shown);
        const auto kept = kept_in(folder);
        if (run.shown.find("[OK]") != std::string::npos) CHECK(kept.saved);
        if (run.shown.find("Reading from flash") != std::string::npos) CHECK(kept.reloaded);
        if (kept.reloaded) CHECK(kept.saved);
        if (!kept.saved) ++lost;
    }
    CHECK(deaths > 20);
    CHECK(lost > 0);
    CHECK(lost < deaths);
}
