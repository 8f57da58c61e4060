// Save, load, go on is go on: a golden transcript played in a lab that is put down and taken up
// again while it is played, as a new process would.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "labs/state.hpp"
#include "tests/modes/asa_world.hpp"
#include "transcripts/report.hpp"
#include "transcripts/stage.hpp"
#include "transcripts/suite.hpp"

namespace taken_up {

using transcripts::Stage;

inline const std::string source = UNDERSTUDY_SOURCE;

// A console whose lab is written down and read into a new one before some commands.
class TakenUp : public shell::Console {
public:
    using When = std::function<bool(std::size_t)>;  // by the number of the command
    TakenUp(const transcripts::Transcript& transcript, When when)
        : transcript_(transcript), when_(std::move(when)), stage_(make({})) {}

    modes::Wants wants() const override { return at().wants(); }
    modes::Screen screen() const override { return at().screen(); }
    void enter(std::string_view line) override {
        break_off();
        at().enter(line);
    }
    void key(char key) override { at().key(key); }
    void interrupt() override { at().interrupt(); }
    void end_of_configuration(std::string_view typed) override { at().end_of_configuration(typed); }
    void escape() override { at().escape(); }
    void hang_up() override { at().hang_up(); }
    void resize(int length, int width) override { at().resize(length, width); }
    void help(std::string_view line) override { at().help(line); }
    std::string complete(std::string_view line) const override { return at().complete(line); }
    std::vector<std::string> direct(std::string_view direction) override {
        break_off();
        return at().direct(direction);
    }
    const std::vector<std::string>& history() const override { return at().history(); }
    std::string prompt() const override { return at().prompt(); }
    std::vector<modes::Piece> take() override { return at().take(); }
    void settle() override { at().settle(); }

    std::string changed() const { return changed_; }  // by being written and read

private:
    shell::Console& at() const { return stage_->console(); }
    std::unique_ptr<Stage> make(const Stage::Before& before) const {
        return std::make_unique<Stage>(transcript_, asa::library(), source + "/labs", before);
    }

    // A question is dropped when its asker ends, and so are a command at work and a visit.
    bool rests() const {
        const auto lines = stage_->world().lines();
        return !stage_->session().visits() &&
               std::all_of(lines.begin(), lines.end(), [](modes::Line* line) {
                   return !line->device().up() || line->wants().kind == modes::Wants::Kind::command;
               });
    }

    void break_off() {
        const auto& session = stage_->session();
        if (wants().kind != modes::Wants::Kind::command || !rests()) return;
        if (!when_(commands_++)) return;
        const auto device = session.line().device().name();
        const auto line = session.line().name();
        const auto saved = lab::write_state(stage_->lab(), modes::line_states(stage_->world()));
        std::vector<lab::LineMemory> lines;
        stage_ = make([&](lab::Lab& lab) {
            lines = lab::read_state(lab, saved, "lab.yaml");
            return false;
        });
        modes::restore_lines(stage_->world(), lines);
        const auto again = lab::write_state(stage_->lab(), modes::line_states(stage_->world()));
        if (changed_.empty()) changed_ = asa::difference(again, saved);
        stage_->console().direct("@console " + device + (line == "con 0" ? "" : " " + line));
        stage_->console().take();
    }

    const transcripts::Transcript& transcript_;
    When when_;
    std::unique_ptr<Stage> stage_;
    std::size_t commands_ = 0;
    std::string changed_;
};

// What differs when the transcript is played with these breaks; nothing when it holds.
inline std::string played(const transcripts::Transcript& transcript, const TakenUp::When& when) {
    TakenUp console(transcript, when);
    const auto outcome = transcripts::run(transcript, console);
    auto text = console.changed();
    for (const auto& complaint : outcome.complaints) text += complaint.what + "\n";
    if (!outcome.held()) text += transcripts::diff(transcript, outcome);
    return text;
}

// Every so many commands a lab is put down: where first, depends on the transcript's name. A lab
// of several devices takes longer, and the budget of all tests is two minutes.
constexpr std::size_t stride = 4;

// All transcripts of a platform that do not go on as if nothing had been, and how.
inline std::string of_platform(const std::string& platform) {
    std::string text;
    for (const auto& file : transcripts::find_transcripts({source + "/transcripts/" + platform})) {
        const auto name = file.substr(source.size() + 1);
        const auto first = licensing::Chance(1).draw(name, "put down", 0) % stride;
        const auto transcript = transcripts::load_transcript(file);
        const auto wrong =
            played(transcript, [&](std::size_t number) { return number % stride == first; });
        if (!wrong.empty()) text += name + "\n" + wrong + "\n";
    }
    return text;
}

}  // namespace taken_up
