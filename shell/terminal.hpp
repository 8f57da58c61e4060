// A person at a terminal: bytes in, bytes out. It puts the decoder, the editor, the pager and the
// weaving together around a console and knows nothing of descriptors, so a local terminal, Telnet
// and SSH are the same; a pipe is this one too, read back as a transcript.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "shell/console.hpp"
#include "shell/editor.hpp"
#include "shell/keys.hpp"
#include "shell/pager.hpp"
#include "shell/weave.hpp"

namespace shell {

class Terminal {
public:
    struct Manner {
        Weave::Ends ends = Weave::Ends::crlf;
        bool pages = true;
        bool scrolls = true;  // a line wider than the screen; else its echo is verbatim
    };
    // `console` outlives this. What it has to say already is shown.
    Terminal(Console& console, Manner manner);
    explicit Terminal(Console& console) : Terminal(console, Manner{}) {}

    void feed(std::string_view bytes);
    // Shows what came without a key: to be called when lab time has passed.
    void refresh();
    // The direction that has only begun (Console::begins) is over.
    void end_direction();
    // The person's window; a zero says that it is not known.
    void resize(int length, int width);
    // Obeys a stage direction as if typed at the prompt; possible at any moment.
    void direct(std::string_view direction);
    // A word of the program to its user, as an `@#` line above the prompt.
    void remark(std::string_view text);
    // End of input.
    void hang_up();

    std::string take_output();
    modes::Wants wants() const {
        return begun_ ? modes::Wants{modes::Wants::Kind::nothing, 0} : console_.wants();
    }
    // The escape keys that leave an attached console, empty for none.
    std::string escape() const { return console_.screen().escape; }
    bool escapes_at_start() const { return console_.screen().escape_at_start; }
    // What is typed and not entered.
    const std::string& typed() const { return editor_.line(); }

private:
    bool step();
    bool leave();
    bool break_wait();
    bool direct_in_the_dark();
    std::optional<Key> next_key(std::size_t longest);
    void page(const Key& key);
    void answer(const Key& key);
    void edit(const Key& key);

    void enter();
    void help();
    void complete();
    void redraw();
    void interrupt();
    void end_of_configuration();
    void obeyed();  // after every call that makes the console act

    void drain();
    void show(const modes::Piece& piece);
    void notice(const std::string& text);
    void wipe_more();
    void hide_prompt(std::size_t typed_from);
    void reveal_prompt();
    void above_prompt(std::string_view line, bool obey);
    void obey_direction(std::string_view direction);
    void obey_below(std::string_view direction);

    void send(const std::string& bytes) { output_ += bytes; }
    void frame(std::size_t from);
    std::size_t typed_from() const;
    std::string asked() const;
    std::string draw_typed();
    bool at_command() const { return wants().kind == modes::Wants::Kind::command; }
    // At a command prompt or a question for a line, where "@@" begins an answer; a secret may begin
    // with '@'.
    bool directing() const {
        const auto& line = editor_.line();
        const bool asked = wants().kind == modes::Wants::Kind::line;
        return line.starts_with('@') && (at_command() || (asked && !line.starts_with("@@")));
    }
    int scroll_width() const;

    Console& console_;
    Manner manner_;
    Keys keys_;
    Editor editor_;
    Pager pager_;
    Weave weave_;
    std::string input_;     // typed ahead
    std::size_t read_ = 0;  // of `input_`
    std::string output_;
    std::string more_;                  // as it stands on the screen
    std::optional<std::string> wiped_;  // the device's line in whose place a direction is typed
    std::optional<std::string> begun_;  // that direction, while it is at work
    int window_width_ = 0;
};

}  // namespace shell
