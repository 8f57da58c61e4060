// A line of a device: con 0, vty 0. It is the device's, not the person's: its mode stack, terminal
// settings, history, debugs, uncommitted edits and the question being asked stay when nobody is
// attached, and are found again by who comes back.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/line.hpp"
#include "grammar/match.hpp"
#include "labs/device.hpp"
#include "licensing/timeline.hpp"
#include "modes/pipeline.hpp"
#include "modes/reply.hpp"
#include "modes/session.hpp"
#include "modes/visitor.hpp"

namespace modes {

struct Context;

// Beginnings of commands that this model, or where somebody is at work on it, does not have.
std::vector<std::string> absent_here(const lab::Device& device);

// A mode on the stack, and the configuration statement it edits below.
struct Frame {
    std::string mode;
    std::string statement;  // identity; empty: none
};

// What a line keeps of itself over `--state`.
struct LineState {
    std::vector<Frame> frames;
    std::string user;  // who logged in by name; empty: nobody did
    std::vector<std::string> history;
    std::optional<int> pager, width, history_size;
    std::optional<int> window_length;  // of who is there, until they say another
    std::string directory;             // on flash, where the platform knows such; empty: its root
    bool monitor = false;
    std::map<std::string, int> debugs;  // topic: level
    std::string partition;              // that it is at work on; empty: on the device itself
};

class Line : public licensing::Party {
public:
    Line(World& world, lab::Device& device, std::string name);

    const std::string& name() const { return name_; }
    lab::Device& device() { return device_; }
    const lab::Device& device() const { return device_; }
    bool is_console() const { return name_.starts_with("con"); }
    LineState& state() { return state_; }
    const LineState& state() const { return state_; }
    std::vector<lab::Edit>& pending() { return pending_; }
    // What a command has printed while nobody was at the line.
    std::string& missed() { return missed_; }
    bool in_dialogue() const { return question_.has_value(); }
    const std::vector<lab::Edit>& pending() const { return pending_; }

    // The platform's first mode; `greet` says what a login says first.
    void start(bool greet);
    // Somebody comes over the network: the line begins anew for them, `desk` is from where. A
    // known one, whom nothing is asked, sits there at once.
    void arrive(const Arrival& arrival, const std::string& desk, bool known = false);
    // The same after a boot: with the questions of a unit that has no configuration.
    void begin();
    // The device goes down or comes up.
    void power_lost(const lab::GoingDown& down);
    void power_returned(const std::vector<std::string>& messages);

    Wants wants() const;
    Screen screen() const;
    std::string prompt() const;
    void show_prompt();

    void enter(std::string_view line);
    void key(char key);
    void interrupt();
    void end_of_configuration(std::string_view typed);
    // The person hung up in the middle of it; what a console asks of everybody stays, unless all
    // of it has to go.
    void drop_dialogue(bool all = false);
    void help(std::string_view line);
    std::string complete(std::string_view line) const;
    // To another partition, empty: to the device itself; from below the configuration mode to it.
    void change_to(const std::string& partition);
    // Runs a continuation or an action's answer on this line.
    void proceed(Reply reply);

    // Typed while a command was at work; entered when it is done.
    void queue(std::string_view line) { queued_.emplace_back(line); }
    bool enter_queued();

    // Waiting for lab time: until when; nothing: for a person, or without an end.
    std::optional<licensing::Instant> busy_until() const;

    std::string_view party() const override { return party_; }
    std::optional<licensing::Instant> next_due() const override;
    void wake(licensing::Instant now) override;

    // Who is at the line, as the device calls them.
    std::string user() const;
    // Nothing: nobody is.
    const std::optional<Visitor>& visitor() const { return visitor_; }
    std::optional<Visitor>& visitor() { return visitor_; }
    void attend();     // a key was pressed
    void logged_in();  // whoever it is has shown who they are
    void login_failed(const std::string& user);
    // Whoever it was is there no more; the line is for the next one.
    void vacate(const std::string& why = {});
    // How long no key was pressed; nothing at all where nobody is.
    licensing::Span idle() const;
    // How long until it is too long, by the people's own time; nothing: it never is.
    std::optional<licensing::Span> until_expired() const;
    // The device shuts the line, whoever is there.
    void expire(const std::string& why);
    // How often somebody came to it since the device is up.
    int uses() const { return uses_; }
    void set_uses(int uses) { uses_ = uses; }
    // Its number among all lines of the device.
    int number() const;
    // What is said to who leaves: the name of a template.
    std::string farewell() const;
    Context context();
    const profiles::Mode& mode() const;
    bool in_configuration() const;
    // Where its commands come from, as log lines name it: console, vty0.
    std::string place() const;
    // How many modes deep into configuration the line is.
    int configuration_depth() const;
    // What the configuration says of this line; all defaults when it says nothing.
    lab::LineSettings settings() const;
    // How many commands the line remembers.
    int history_size() const;

private:
    struct Waiting {
        licensing::Instant next{};
        Wait wait;
    };

    // A line on its way: behind `do` it is another mode's, its own blanked `do` in front.
    struct Typed {
        std::string text;
        std::vector<grammar::Layer> layers;
        const profiles::Mode* mode = nullptr;
    };
    std::vector<grammar::Layer> layers() const;
    Typed read(std::string_view text) const;
    std::optional<int> lacks(const grammar::Matched& matched) const;
    lab::Device::Stay stay() const { return {device_, state_.partition}; }
    bool is_remark(char first) const;
    void run(std::string_view text);
    bool take_filter(const grammar::Filter& filter);
    grammar::ReadLine take_pipeline(std::string_view text);
    bool call_lone_word(const Typed& typed, const grammar::Outcome& outcome);
    void keep_output(grammar::FilterKind kind, const std::string& text);
    void tell_journal(const grammar::Matched& matched, const Typed& typed,
                      const grammar::Input& input) const;
    void tell_refused() const;
    void run_matched(const grammar::Matched& matched, int leaves);
    void note_operator(const grammar::Matched& matched, bool edits);
    Reply edit(const grammar::Matched& matched);
    void show_help(std::vector<grammar::Choice> choices, const std::string& title, bool bare,
                   bool beginning);
    void complain(const grammar::Outcome& outcome, std::string_view text);
    void refused(const Refused& refused);
    void move(const Move& move);
    void leave(int levels);
    void sit_down();
    void finish();
    void show(const Say& say);
    void announce(const std::string& text, const profiles::Facts& facts);
    void print(const std::string& text);
    void ask(Ask ask);
    void pose() const;  // the question again, or for the first time
    void drop_filter();
    void answer(const std::string& text);

    World& world_;
    lab::Device& device_;
    std::string name_;
    std::string party_;
    LineState state_;
    std::optional<Visitor> visitor_;
    int uses_ = 0;
    std::vector<lab::Edit> pending_;
    std::optional<Ask> question_;
    std::string block_;  // of a block being typed
    std::optional<Waiting> waiting_;
    bool waits_for_break_ = false;
    std::deque<std::string> queued_;
    const grammar::Matched* matched_ = nullptr;  // while its action runs
    bool ends_after_ = false;                    // Ctrl-Z was typed behind the line at work
    std::optional<grammar::FilterKind> filter_;
    bool filter_inverted_ = false;
    std::string filter_pattern_;
    std::string filtered_;
    bool keeps_missed_ = false;         // a command whose output waits for who comes back
    std::string missed_;                // that output
    std::optional<Pipeline> pipeline_;  // in place of the filter, where filters are chained
    bool unpaged_ = false;              // the output of this command is not paged
};

}  // namespace modes
