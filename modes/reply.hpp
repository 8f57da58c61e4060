// What an action answers. An action prints nothing: it names the words and their facts, and says
// what comes next: nothing, a question, a wait, a move to another mode or console, a refusal.
// A continuation gets a fresh Context and holds names, never references, so that a reload in the
// middle of a dialogue cannot dangle.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "licensing/time.hpp"
#include "profiles/facts.hpp"

namespace modes {

struct Context;
struct Reply;

// The only way to words: a template or a message of the profile, and what it is told.
struct Say {
    std::string text;
    profiles::Facts facts;
    bool open = false;  // more of the same line follows: no newline behind it
};

// Called with what the person answered; after a wait with an empty string.
using Then = std::function<Reply(Context&, const std::string& answer)>;

enum class Input {
    line,    // a line, echoed
    secret,  // a line, not echoed (or as the profile's `secret_echo` says)
    key,     // one key, no Enter
    block,   // lines until the one that is `end`; the answer holds them all
};

struct Ask {
    Say prompt;
    Input kind = Input::line;
    Then then;
    std::string end;          // of a block: the line that ends it
    bool blank_ends = false;  // an empty one does too
    bool end_within = false;  // ... or any line that holds it, which is part of the answer
    std::string again;        // of a block: what stands before each of its other lines
    Then on_break{};          // Ctrl-C; none: the question is dropped
    bool stays = false;       // at a console, for the next one, when who is asked has gone
};

// Lab time passes. Open: no end of its own, then repeats until the break; `then` runs each time,
// and ends it by answering with a move. One that says by itself when there is something to do is
// not to be missed: what it shows while nobody is at the line is kept for who comes back.
struct Wait {
    licensing::Span length{};
    bool open = false;
    Then then;
    std::function<std::optional<licensing::Instant>()> due;  // instead of every `length`
    Then on_break;  // Ctrl-C; none: the wait cannot be broken
};

struct Push {
    std::string mode;
    std::string statement;  // of the configuration the mode edits below; empty: none
};
struct Pop {
    int levels = 1;
};
struct Become {
    std::string mode;  // leave everything above it, or start anew with it
};
// Go to another device's line; `escape` are the keys that come back.
struct Attach {
    std::string device;
    std::string line;
    std::string escape;
    Then on_escape;                // on the line that was left; none: its prompt
    Then on_end;                   // the same, when the line that was gone to ends by itself
    bool escape_at_start = false;  // the keys are like others but at the start of a line
    bool quiet = false;            // it shows nothing until somebody presses Enter
    bool instead = false;          // of this line: the way back is this one's
};
struct Detach {};
struct Reload {
    bool quick = false;
};
struct Logout {};
using Move = std::variant<Push, Pop, Become, Attach, Detach, Reload, Logout>;

struct Done {};
struct Go {
    Move move;
};
struct Refused {
    Say why;
    std::optional<std::string> at;  // the argument under which a caret goes
};

struct Reply {
    std::vector<Say> say;
    std::variant<Done, Ask, Wait, Go, Refused> next;
};

// So that `return say("show-clock", facts);` reads as it should.
Reply say(std::string text, profiles::Facts facts = {});
Reply refuse(std::string why, profiles::Facts facts = {}, std::optional<std::string> at = {});
Reply go(Move move);

}  // namespace modes
