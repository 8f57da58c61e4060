// A world in which a runbook is lived through: a lab, and one person at its consoles, all time and
// chance held. Lines are typed as into a pipe, so that what is seen is what a terminal shows; what
// a runbook did not foresee (a refused command, a question, no question) is noted as a failure.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "labs/deed.hpp"
#include "labs/lab.hpp"
#include "modes/session.hpp"
#include "modes/world.hpp"
#include "profiles/profile.hpp"
#include "rehearsals/runbook.hpp"
#include "shell/console.hpp"
#include "shell/pipe.hpp"

namespace rehearsals {

// What a world is made of; the same setting gives the same world.
struct Setting {
    lab::Plan plan;
    lab::Choices choices;
    profiles::Library& library;
};

// What came of a script.
struct Played {
    std::string screen;                 // secrets masked
    std::vector<std::string> failures;  // in words; empty: all as foreseen
    int failed_line = 0;                // of the script, the first; 0: none, or behind its end
    std::string device;                 // at whose console it began
    licensing::Instant began{};
    std::size_t entry = 0;  // the journal's first of it
};

class Scene {
public:
    // `secrets`: values that no screen shows. Throws grammar::Faults when there is no such world.
    Scene(const Setting& setting, const std::string& device, std::vector<std::string> secrets);
    Scene(const Scene&) = delete;
    Scene& operator=(const Scene&) = delete;

    lab::Lab& lab() { return lab_; }
    modes::World& world() { return world_; }
    licensing::Instant now() { return lab_.timeline().now(); }

    // What somebody else does meanwhile: done when its time has come.
    struct Cue {
        licensing::Instant at{};
        std::string direction;
    };
    void cue(Cue cue);

    // At the console of `device`; empty: where the person is. Stops at the first failure when
    // `stop` says so; what is then left is not typed.
    Played play(const Script& script, const std::string& device, bool stop);
    // What the devices showed since then, without what was typed.
    std::string shown_since(std::size_t entry);
    // Time passes, nobody types; what that showed.
    std::string wait_until(licensing::Instant until);
    // To the director alone; why it was not obeyed, or nothing.
    std::string direct(const std::string& direction);
    // Drops a question that is open and leaves configuration, as one does before going back.
    void give_up();

    // Those that it was given and those that were typed.
    const std::vector<std::string>& secrets() const { return secrets_; }
    // Without the secrets.
    std::string masked(std::string text);

private:
    void open(const std::string& device, Played& played);
    void type(const Line& line, Played& played, bool stop);
    void obey(const Line& line, Played& played);
    bool fits(const Line& line, Played& played);
    void pass_cues(licensing::Instant until);
    void await();
    std::string told_as(const lab::Deed& deed);
    void take(const std::string& raw, std::size_t from, Played& played);
    std::string question() const;

    lab::Lab lab_;
    modes::World world_;
    std::unique_ptr<modes::Session> session_;
    std::unique_ptr<modes::Pacer> pacer_;
    std::unique_ptr<shell::SessionConsole> console_;
    std::unique_ptr<shell::Pipe> pipe_;
    std::vector<std::string> secrets_;
    std::vector<Cue> cues_;  // the earliest first
};

}  // namespace rehearsals
