// A session written down while it is lived: what was typed, and when. The transcript is what a
// pipe shows when the same is typed into the same lab again, with `@advance` (or `@idle`) where
// time passed, so that it holds by the very way it was made.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "licensing/time.hpp"
#include "licensing/timeline.hpp"
#include "profiles/profile.hpp"
#include "shell/console.hpp"

namespace transcripts {

struct Keystroke {
    enum class Kind { line, secret, key, interrupt, end, escape, help, direction };
    licensing::Instant at{};
    Kind kind = Kind::line;
    std::string text;
    bool at_work = false;  // a command was
};

// Stands between a front end and the console, and notes what goes in.
class Recorder : public shell::Console {
public:
    // Both outlive this.
    Recorder(shell::Console& console, const licensing::Timeline& timeline)
        : console_(console), timeline_(timeline) {}

    const std::vector<Keystroke>& keystrokes() const { return keystrokes_; }

    modes::Wants wants() const override { return console_.wants(); }
    modes::Screen screen() const override { return console_.screen(); }
    modes::Editing editing() const override { return console_.editing(); }
    void enter(std::string_view line) override;
    void key(char key) override;
    void interrupt() override;
    void end_of_configuration(std::string_view typed) override;
    void escape() override;
    void hang_up() override { console_.hang_up(); }
    void resize(int length, int width) override { console_.resize(length, width); }
    void help(std::string_view line) override;
    std::string complete(std::string_view line) const override { return console_.complete(line); }
    std::vector<std::string> direct(std::string_view direction) override;
    const std::vector<std::string>& history() const override { return console_.history(); }
    std::string prompt() const override { return console_.prompt(); }
    std::vector<modes::Piece> take() override { return console_.take(); }
    void settle() override { console_.settle(); }

private:
    void note(Keystroke::Kind kind, std::string_view text);

    shell::Console& console_;
    const licensing::Timeline& timeline_;
    std::vector<Keystroke> keystrokes_;
};

// `front` are the lines that say which world it was (`@profile asa/9.18` ...), `file` where the
// transcript will stand. `idle_until`: it mattered how long nobody pressed a key, so that time is
// let pass by `@idle`, up to then. Throws grammar::Faults when there can be no such world.
std::string written_down(const std::string& front, const std::vector<Keystroke>& keystrokes,
                         const std::string& file, profiles::Library& library,
                         const std::string& labs,
                         const std::optional<licensing::Instant>& idle_until = {});

}  // namespace transcripts
