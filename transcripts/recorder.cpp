#include "transcripts/recorder.hpp"

#include <sstream>
#include <utility>

#include "grammar/duration.hpp"
#include "shell/pipe.hpp"
#include "transcripts/stage.hpp"

namespace transcripts {

using KeyKind = Keystroke::Kind;

void Recorder::note(KeyKind kind, std::string_view text) {
    const bool at_work = wants().kind == modes::Wants::Kind::nothing;
    keystrokes_.push_back({timeline_.now(), kind, std::string(text), at_work});
}

void Recorder::enter(std::string_view line) {
    const bool secret = wants().kind == modes::Wants::Kind::secret;
    note(secret ? KeyKind::secret : KeyKind::line, line);
    console_.enter(line);
}

void Recorder::key(char key) {
    note(KeyKind::key, key == '\r' ? std::string_view() : std::string_view(&key, 1));
    console_.key(key);
}

void Recorder::interrupt() {
    note(KeyKind::interrupt, "\x03");
    console_.interrupt();
}

void Recorder::end_of_configuration(std::string_view typed) {
    note(KeyKind::end, std::string(typed) + "\x1a");
    console_.end_of_configuration(typed);
}

void Recorder::escape() {
    note(KeyKind::escape, screen().escape);
    console_.escape();
}

void Recorder::help(std::string_view line) {
    note(KeyKind::help, std::string(line) + "?");
    console_.help(line);
}

std::vector<std::string> Recorder::direct(std::string_view direction) {
    if (direction != "@quit") note(KeyKind::direction, direction);
    return console_.direct(direction);
}

namespace {

class Writer {
public:
    Writer(std::string front, Stage& stage, std::string passing)
        : text_(std::move(front)),
          stage_(stage),
          pipe_(stage.console()),
          passing_(std::move(passing)) {}

    void type(const Keystroke& keystroke);
    std::string finish();
    void let_pass(licensing::Instant until);

private:
    void take(bool answers = false) { put(pipe_.take_complete_lines(), answers); }
    void put(const std::string& lines, bool answers = false);
    void direct(const std::string& direction);

    std::string text_;
    Stage& stage_;
    shell::Pipe pipe_;
    std::string passing_;  // the direction that lets time pass
    std::string unseen_;
};

// What was finished on the screen; the director's answers are not part of it.
void Writer::put(const std::string& finished, bool answers) {
    std::istringstream lines(finished);
    bool ours = answers;
    for (std::string line; std::getline(lines, line);) {
        ours = ours && line.starts_with('@');
        if (!ours) text_ += written(line) + std::exchange(unseen_, {}) + "\n";
    }
}

void Writer::direct(const std::string& direction) {
    take();
    text_ += direction + "\n";
    pipe_.direct(direction);
    take(true);
}

// To the millisecond; a held world is ahead where a command took its time at once.
void Writer::let_pass(licensing::Instant until) {
    const auto now = stage_.lab().timeline().now();
    if (until > now) direct(passing_ + grammar::to_string(grammar::Span{until - now}));
}

void Writer::type(const Keystroke& keystroke) {
    const auto wanted = pipe_.wants().kind;
    if (wanted == modes::Wants::Kind::gone) return;
    // With time held a command that ends by itself has ended: there is nothing left to break.
    const bool broke = keystroke.kind == KeyKind::interrupt && keystroke.at_work;
    if (broke && wanted != modes::Wants::Kind::nothing) return;
    let_pass(keystroke.at);
    switch (keystroke.kind) {
        case KeyKind::direction: direct(keystroke.text); return;
        case KeyKind::secret:
            take();
            text_ += "@secret " + keystroke.text + "\n";
            break;
        default: break;
    }
    // A key that the device does not show stands in the line as itself.
    const bool shown = !stage_.console().screen().interrupt.empty();
    unseen_ = keystroke.kind == KeyKind::interrupt && !shown ? keystroke.text : "";
    put(pipe_.feed_line(keystroke.text));
}

std::string Writer::finish() {
    // The prompt that the session was left at, as the file's last line.
    take();
    if (!pipe_.partial_line().empty()) text_ += written(pipe_.partial_line()) + "\n";
    return std::move(text_);
}

}  // namespace

std::string written_down(const std::string& front, const std::vector<Keystroke>& keystrokes,
                         const std::string& file, profiles::Library& library,
                         const std::string& labs,
                         const std::optional<licensing::Instant>& idle_until) {
    // A transcript has to show something; the world needs only the front.
    const auto world = read_transcript(front + "#\n", file);
    Stage stage(world, library, labs);
    Writer writer(front, stage, idle_until ? "@idle " : "@advance ");
    for (const auto& keystroke : keystrokes) writer.type(keystroke);
    if (idle_until) writer.let_pass(*idle_until);
    return writer.finish();
}

}  // namespace transcripts
