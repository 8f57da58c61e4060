// The world a transcript plays in: its lab, switched on, its history lived, and one person at the
// console of one device, with all of time and chance held.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "labs/lab.hpp"
#include "modes/session.hpp"
#include "modes/world.hpp"
#include "profiles/profile.hpp"
#include "shell/console.hpp"
#include "transcripts/runner.hpp"

namespace transcripts {

// Lab files as they were read: who plays many transcripts reads each once. Not for two threads.
class Plans {
public:
    // Throws grammar::Faults.
    const lab::Plan& of(const std::string& file, std::optional<std::uint64_t> seed);

private:
    std::map<std::pair<std::string, std::optional<std::uint64_t>>, lab::Plan> known_;
};

// The world itself, for who wants more of it than to play.
class Stage {
public:
    // `before` is told the lab before anybody comes to its consoles; it is switched on unless it
    // says that it needs no switching on.
    using Before = std::function<bool(lab::Lab&)>;
    Stage(const Transcript& transcript, profiles::Library& library, const std::string& labs,
          const Before& before = {}, Plans* plans = nullptr);

    // As it is to be played here: with the values of the lab's variables.
    const Transcript& transcript() const { return transcript_; }
    lab::Lab& lab() { return lab_; }
    modes::World& world() { return world_; }
    // One person, who comes to the console of the transcript's device when first asked for.
    modes::Session& session();
    shell::Console& console();

private:
    Transcript transcript_;
    std::string device_;
    lab::Lab lab_;
    modes::World world_;
    std::unique_ptr<modes::Session> session_;
    std::unique_ptr<modes::Pacer> pacer_;
    std::unique_ptr<shell::Console> console_;
};

// `labs` is the folder of the labs that come with the program: <name>.yaml, a platform's own
// under its name. Throws grammar::Faults when there can be no such world.
Outcome play(const Transcript& transcript, profiles::Library& library, const std::string& labs);

struct Strictness {
    bool unknown_fails = false;  // a command that no outline has, even where it was expected
};
Outcome play(const Transcript& transcript, profiles::Library& library, const std::string& labs,
             const Strictness& strictness, Plans* plans = nullptr);

}  // namespace transcripts
