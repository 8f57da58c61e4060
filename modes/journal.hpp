// What happened, entry by entry: what somebody typed, what it meant in full words, what the screen
// showed until the next entry, and what it changed. A world keeps one only when asked to
// (World::keep_journal); then the session's doors, the line and whatever is shown tell it. Secrets
// do not come in: passwords, keys and tokens are masked wherever they would stand.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/match.hpp"
#include "labs/deed.hpp"
#include "labs/state.hpp"
#include "modes/fingerprint.hpp"
#include "modes/session.hpp"

namespace modes {

class World;
class Line;

class Journal {
public:
    using Entry = lab::Deed;
    using Kind = lab::Deed::Kind;

    explicit Journal(World& world) : world_(world) {}
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    // In the order of their beginnings. The last one of each session is still open: what is shown
    // until that session's next one belongs to it.
    const std::vector<Entry>& entries() const { return entries_; }
    // Of a journal that is taken up again, before anything was typed.
    void restore(std::vector<Entry> entries) { entries_ = std::move(entries); }
    // How many of the first can no longer change.
    std::size_t closed() const;

    // How everything was before something was done.
    struct Before {
        std::vector<Fingerprint> devices;
        std::uint64_t network = 0;
    };
    // Around whatever is typed at a line. Does nothing where no journal is kept.
    class Typing {
    public:
        Typing(World& world, Line& line, Kind kind, std::string_view typed);
        ~Typing();
        Typing(const Typing&) = delete;
        Typing& operator=(const Typing&) = delete;

    private:
        Journal* journal_;
        std::size_t entry_ = 0;
        Before before_;
    };
    // Around what a command does later, when its time has come.
    class Working {
    public:
        Working(World& world, const Line& line);
        ~Working();
        Working(const Working&) = delete;
        Working& operator=(const Working&) = delete;

    private:
        Journal* journal_;
        std::size_t entry_ = 0;
        Before before_;
    };
    // What typing at this line now is.
    static Kind kind_of(const Wants& wants);

    // -- told by lines and by the world --
    // A line was recognised: `text` is what it was matched in, column for column as typed.
    void understood(const Line& line, const grammar::Matched& matched, std::string_view text,
                    bool behind_do, const std::string& filters);
    void refused(const Line& line);
    void shown(const Line& line, const Piece& piece);
    void went_down(const lab::Device& device);
    void answered(const Line& line, const std::vector<std::string>& lines);
    void left(const Session& session);

    // Without the tokens that any authority of the lab has given or somebody has typed.
    std::string masked(std::string text) const;

private:
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    std::size_t begin(Line& line, Kind kind, std::string_view typed);
    Before look() const;
    void compare(const Before& before, std::size_t entry);
    void tell_grading(std::size_t entry);
    void forget_questions();
    std::size_t entry_at(const Line& line) const;  // `none` where nobody is
    static std::string masked_direction(std::string_view direction);

    World& world_;
    std::vector<Entry> entries_;
    std::map<const Session*, std::size_t> open_;
    std::map<const Session*, std::size_t> asked_;  // by which command the question is
    std::map<std::string, std::string> prompts_;   // the last one of each line
    std::set<std::string> tokens_;                 // that were typed
};

// Writes the lab with its consoles, and its journal where one is kept.
void keep_world(World& world, lab::StateFolder& folder);

}  // namespace modes
