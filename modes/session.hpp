// A session is a person: a user and a stack of attached lines. This is the door between the skin
// and the world: lines and keys go in, pieces of text come out, and `wants` says what the person
// is being asked. Pipe, terminal and network front ends differ only in how they turn bytes into
// these calls and pieces into bytes, so their text is the same.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "licensing/time.hpp"
#include "modes/reply.hpp"

namespace modes {

class World;
class Line;
struct Arrival;

// A piece of screen, in order. Text is a command's output, whole lines or a question; a notice
// comes without a command and is woven in by the platform's manner; a prompt ends without a
// newline and is where the person types.
struct Piece {
    enum class Kind { text, notice, prompt } kind = Kind::text;
    std::string text;
};

// How notices meet a line that is being typed.
enum class Async {
    raw,          // at the cursor
    newline,      // on a fresh line; what was typed is not shown again
    synchronous,  // on a fresh line; then prompt and what was typed again
};

enum class Role { learner, instructor };

struct Wants {
    enum class Kind {
        command,  // a command line: editing, history, `?`, Tab
        line,     // an answer, echoed
        secret,   // an answer, shown as `echo` says
        key,      // one key
        block,    // a line of a block: no `?`, no Tab
        nothing,  // a command is at work; keys wait, Ctrl-C breaks it
        gone,     // the session has ended
    } kind = Kind::command;
    char echo = 0;  // of a secret: the character shown for each typed one, 0 for none
};

// How a platform's pager behaves.
struct Paging {
    bool more_counts = false;      // the `more` text has a line of the page's length
    bool other_keys_quit = false;  // a key without meaning quits, else it is ignored
    enum class Wipe { blanks, backspaces } wipe = Wipe::blanks;
};

// Settings of the line that the skin obeys.
struct Screen {
    int length = 24;  // lines a page; 0: no pager
    int width = 80;
    Async async = Async::newline;
    std::string more;              // the pager's text, such as "<--- More --->"
    std::string escape;            // keys that leave an attached console; empty: none
    bool escape_at_start = false;  // but only as the first of a line, and shown there
    std::string interrupt;         // what is shown for Ctrl-C, such as "^C"; may be empty
    Paging paging;
    bool tab_redraws = false;  // Tab shows prompt and line anew on a fresh line
};

class Session {
public:
    // Attaches somebody to the console of `device`. World outlives the session.
    Session(World& world, const std::string& device, Role role);
    // To a network line, which begins anew.
    Session(World& world, const std::string& device, Role role, const Arrival& arrival);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    Wants wants() const;
    Screen screen() const;

    // A finished line for a command, an answer, a secret or a line of a block. A line of any
    // length and any bytes is answered. For a key question its first character counts, an empty
    // line as Enter. While a command is at work it is queued.
    void enter(std::string_view line);
    // One key for a key question ('\r' is Enter).
    void key(char key);
    // Ctrl-C: breaks a wait, drops a question, or asks for a fresh prompt.
    void interrupt();
    // Ctrl-Z: in a configuration mode back to the mode above all of them. Where the platform has
    // it so, what was typed before it is carried out first.
    void end_of_configuration(std::string_view typed = {});
    // The keys of `screen().escape` were typed.
    void escape();
    // End of input: hangs up. A question is dropped as on a lost line.
    void hang_up();
    // The front end's window changed: sets the length where the platform takes it from there.
    void resize(int length, int width);

    // `?` behind `line`: pieces of help, without echo or redrawn line.
    void help(std::string_view line);
    // What Tab appends to `line`.
    std::string complete(std::string_view line) const;
    // A line that begins with '@': obeys it and returns its answer, lines without the '@'.
    // For a learner most are refused: modes/learner.hpp.
    std::vector<std::string> direct(std::string_view direction);

    // The line's history, oldest first, for the editor's arrow keys.
    const std::vector<std::string>& history() const;
    // The prompt as it stands: for a redraw.
    std::string prompt() const;
    // What came since the last call, in order.
    std::vector<Piece> take();

    Line& line() const;
    // A key was pressed, even if nothing comes of it yet.
    void attend();
    // Whether the person is at this line, or can come back to it.
    bool holds(const Line& line) const;
    // Whether the person came to the line by way of another one, to which they can return.
    bool visits() const;

private:
    std::vector<std::string> obeyed(std::string_view direction);
    std::vector<std::string> open_console(std::string_view name);

    friend class World;
    struct Attachment;
    World& world_;
    std::vector<Attachment> attached_;
    std::vector<Piece> pieces_;
    Role role_;
    bool gone_ = false;
};

// The one caller of time. Held: time moves by stage directions and by what a command itself
// takes, and that passes at once. Live: lab time follows the host's monotonic clock, which the
// caller reads; waits longer than the patience are jumped.
class Pacer {
public:
    enum class Manner { held, live };
    Pacer(World& world, Manner manner, licensing::Span patience = std::chrono::seconds{3});

    Manner manner() const { return manner_; }

    // After anything was typed: does what is due now; when held, lets waits that end by
    // themselves end.
    void settle();
    // Live: `host` is a monotonic reading; lab time moves by what passed since the last one.
    void pass(licensing::Span host);
    // Live: when the host should call again at the latest; nothing: only when keys come.
    std::optional<licensing::Span> until_due() const;

private:
    World& world_;
    Manner manner_;
    licensing::Span patience_;
    std::optional<licensing::Span> last_;
};

}  // namespace modes
