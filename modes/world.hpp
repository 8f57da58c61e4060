// The lab with its consoles: every device's lines, the sessions attached to them, and the way by
// which what happens without a command reaches those who listen.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "labs/lab.hpp"
#include "labs/state.hpp"
#include "modes/actions.hpp"
#include "modes/cues.hpp"
#include "modes/line.hpp"
#include "modes/session.hpp"

namespace modes {

class Journal;
class Grading;

class World {
public:
    // The lab outlives the world. Each device gets a console, `con 0`.
    World(lab::Lab& lab, Actions actions);
    ~World();
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    lab::Lab& lab() { return lab_; }
    const Actions& actions() const { return actions_; }

    // Makes the line when the device has none of that name; null when there is no such device.
    Line* line(const std::string& device, const std::string& name);
    std::vector<Line*> lines_of(const lab::Device& device);
    std::vector<Line*> lines();
    // Forgets all others; nobody is at them.
    void keep_lines(const std::vector<std::pair<std::string, std::string>>& by_device_and_name);

    // -- sessions --
    void join(Session& session);
    void leave(Session& session);
    const std::vector<Session*>& sessions() const { return sessions_; }
    Session* session_at(const Line& line);
    // Where who comes over the network sits down; null: nowhere. `user` is empty where nobody
    // knows yet who that is.
    Line* free_line(const std::string& device, Protocol protocol, const std::string& user = {});
    void emit(const Line& line, Piece piece);
    void attach(const Line& from, const Attach& attach);
    void detach(const Line& from);
    void log_out(Line& line);

    // -- what happened: kept from the first call on, null before it --
    Journal& keep_journal();
    Journal* journal() { return journal_.get(); }
    // -- who judges it: null where nobody does --
    Grading& be_graded(std::unique_ptr<Grading> by);  // keeps the journal too
    Grading* grading() { return grading_.get(); }

    // -- time; called by the pacer and by stage directions only --
    void advance(licensing::Span span);
    void advance_to(licensing::Instant until);
    // Time passes while people sit at the lines. What is skipped, they skip too: nobody has been
    // idle in it.
    void sit(licensing::Span span);
    // Somebody was told how long they sat there, or was sent away for it.
    bool sitting_mattered() const { return sitting_mattered_; }
    void note_sitting() { sitting_mattered_ = true; }
    // How much of it there was.
    licensing::Span sat() const;
    // How long until somebody has sat idle for too long; nothing: nobody ever has.
    std::optional<licensing::Span> until_expired() const;
    // When that is, while they sit; nothing while time is skipped.
    std::optional<licensing::Instant> as_they_sit(licensing::Span until) const;

    // Somebody typed what no command of the mode begins: for who takes that as a fault.
    std::function<void(std::string_view)> on_unknown;

    // -- stage directions: the answer's lines --
    std::vector<std::string> direct(std::string_view direction);

    // Those of the lab's exercise; null when its timeline is empty.
    const Cues* cues() const { return cues_.get(); }

    // While something acts, notices wait: they come after the prompt.
    class Act {
    public:
        explicit Act(World& world) : world_(world) { ++world_.acting_; }
        ~Act();
        Act(const Act&) = delete;
        Act& operator=(const Act&) = delete;

    private:
        World& world_;
    };

private:
    void listen_to(lab::Device& device);
    void happen(lab::Device& device, const lab::Happening& happening);
    void show(lab::Device& device, const lab::Notice& notice);
    void flush();

    lab::Lab& lab_;
    Actions actions_;
    std::vector<std::unique_ptr<Line>> lines_;
    std::vector<Session*> sessions_;
    std::unique_ptr<Journal> journal_;
    std::unique_ptr<Grading> grading_;
    int acting_ = 0;
    licensing::Span sat_{};
    std::optional<licensing::Instant> sit_since_;
    bool sitting_mattered_ = false;
    std::vector<std::pair<lab::Device*, lab::Notice>> held_;
    std::unique_ptr<Cues> cues_;
};

// What the consoles remember, for a lab that is put down and taken up again.
std::vector<lab::LineMemory> line_states(World& world);
void restore_lines(World& world, const std::vector<lab::LineMemory>& lines);

}  // namespace modes
