#include "shell/terminal.hpp"

#include <algorithm>

namespace shell {
namespace {

using Wanted = modes::Wants::Kind;

// More typed ahead than this is lost, as on a device (whose buffer is far smaller).
constexpr std::size_t longest_typed_ahead = 1'000'000;
// Read at a time, so that only what truly waits counts as typed ahead.
constexpr std::size_t largest_part = 65'536;
constexpr char interrupt_key = '\x03';
constexpr char ctrl_caret = '\x1e';  // Ctrl-^, the escape sequence that a ping speaks of

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}
// Ctrl-^ x is meant as well as Ctrl-^ X.
bool same_key(char left, char right) { return lower(left) == lower(right); }

}  // namespace

Terminal::Terminal(Console& console, Manner manner)
    : console_(console), manner_(manner), weave_(manner.ends) {
    refresh();
    pager_.restart();
}

std::string Terminal::take_output() {
    std::string output;
    output.swap(output_);
    return output;
}

void Terminal::feed(std::string_view bytes) {
    do {
        const std::string_view part = bytes.substr(0, largest_part);
        bytes.remove_prefix(part.size());
        input_ +=
            part.substr(0, longest_typed_ahead - std::min(longest_typed_ahead, input_.size()));
        while (step()) {}
        input_.erase(0, read_);
        read_ = 0;
    } while (!bytes.empty());
}

// One key; false when there is none or it has to wait.
bool Terminal::step() {
    if (read_ == input_.size() || begun_) return false;
    const Wanted wanted = wants().kind;
    if (wanted == Wanted::gone) {
        read_ = input_.size();
        return false;
    }
    const std::string keys = escape();
    if (wanted == Wanted::nothing && !pager_.standing())
        return break_wait() || direct_in_the_dark();
    const bool leaves_here = !console_.screen().escape_at_start || editor_.line().empty();
    if (!keys.empty() && leaves_here && keys_.idle() && same_key(input_[read_], keys.front())) {
        const std::string_view rest = std::string_view(input_).substr(read_, keys.size());
        if (std::equal(rest.begin(), rest.end(), keys.begin(), same_key))
            return rest.size() == keys.size() && leave();
    }
    const bool one = pager_.standing() || wanted == Wanted::key;
    const auto key = next_key(one ? 1 : input_.size());
    if (!key) return false;
    if (pager_.standing())
        page(*key);
    else if (wanted == Wanted::key)
        answer(*key);
    else
        edit(*key);
    return true;
}

std::optional<Key> Terminal::next_key(std::size_t longest) {
    const std::string keys = escape();
    const char stop = keys.empty() ? '\0' : keys.front();
    auto read = keys_.next(std::string_view(input_).substr(read_),
                           {longest, stop, console_.editing().seven_bits && !directing()});
    read_ += read.bytes;
    return std::move(read.key);
}

// The escape keys stand at the front of the input.
bool Terminal::leave() {
    const auto screen = console_.screen();
    read_ += screen.escape.size();
    editor_.take();
    wiped_.reset();
    if (screen.escape_at_start) {
        send(weave_.typed(screen.escape));
        send(weave_.enter());
    }
    wipe_more();
    pager_.forget();
    console_.escape();
    obeyed();
    return true;
}

// A command is at work: keys stay where they are, but Ctrl-C and the escape keys act at once.
bool Terminal::break_wait() {
    const std::string keys = escape();
    const auto begin = input_.begin() + static_cast<std::ptrdiff_t>(read_);
    // Ctrl-^ breaks too, unless it is how a console is left.
    const bool leaves = keys.starts_with(ctrl_caret);
    const auto broken = std::find_if(begin, input_.end(), [&](char key) {
        return key == interrupt_key || (key == ctrl_caret && !leaves);
    });
    // Where they must begin a line, only the first key behind an Enter can be meant.
    const auto end =
        console_.screen().escape_at_start && begin != input_.end()
            ? begin + static_cast<std::ptrdiff_t>(std::min(keys.size(), input_.size() - read_))
            : input_.end();
    auto left = keys.empty() ? end : std::search(begin, end, keys.begin(), keys.end(), same_key);
    if (left == end) left = input_.end();
    if (left < broken) {
        // What was typed ahead was meant for the console that is left.
        read_ = static_cast<std::size_t>(left - input_.begin());
        return leave();
    }
    if (broken == input_.end()) return false;
    input_.erase(broken);
    send(weave_.typed(console_.screen().interrupt));
    send(weave_.fresh());
    pager_.restart();
    console_.interrupt();
    obeyed();
    return true;
}

// The keys of a device that is down wait for it; the director hears at once, for who else would
// switch it on, or let time pass until it has booted?
bool Terminal::direct_in_the_dark() {
    constexpr std::string_view kills = "\x03\x15";  // what was typed before is not meant
    if (!console_.dark()) return false;
    for (auto from = read_;;) {
        const auto end = input_.find_first_of("\r\n", from);
        if (end == std::string::npos) return false;
        auto line = input_.substr(from, end - from);
        line.erase(0, line.find_last_of(kills) + 1);
        if (!line.starts_with('@')) {
            from = end + 1;
            continue;
        }
        input_.erase(from, end + 1 - from);
        direct(line);
        return true;
    }
}

void Terminal::page(const Key& key) {
    const auto answer = pager_.press(key);
    if (answer == Pager::Answer::ignored) return;
    wipe_more();
    const bool broken = key.kind == Key::Kind::interrupt && wants().kind == Wanted::nothing;
    if (broken) console_.interrupt();
    if (broken) obeyed();
    drain();
}

// A key question: the key is shown and the line is over.
void Terminal::answer(const Key& key) {
    using Kind = Key::Kind;
    if (key.kind == Kind::interrupt) return interrupt();
    const bool shown = key.kind == Kind::text || key.kind == Kind::question;
    if (!shown && key.kind != Kind::enter) return;
    if (shown) send(weave_.typed(key.text));
    send(weave_.enter());
    pager_.restart();
    console_.key(shown ? key.text.front() : '\r');
    obeyed();
}

void Terminal::edit(const Key& key) {
    using Asked = Editor::Asked;
    const auto wanted = wants();
    const bool secret = wanted.kind == Wanted::secret;
    editor_.obey({wanted.kind == Wanted::command && !directing(),
                  secret ? std::optional<char>(wanted.echo) : std::nullopt,
                  console_.editing().kills_backward});
    if (editor_.line().empty()) frame(weave_.row().cursor());
    const std::size_t from = typed_from();
    const auto pressed = editor_.press(key, console_.history());
    if (directing() == wiped_.has_value()) {
        send(weave_.typed(pressed.echo));
    } else if (wiped_) {
        reveal_prompt();
        send(weave_.typed(draw_typed()));
    } else {
        hide_prompt(from);
    }
    switch (pressed.asked) {
        case Asked::nothing: break;
        case Asked::enter: enter(); break;
        case Asked::help: help(); break;
        case Asked::complete: complete(); break;
        case Asked::redraw: redraw(); break;
        case Asked::interrupt: interrupt(); break;
        case Asked::end_of_configuration: end_of_configuration(); break;
    }
}

void Terminal::enter() {
    send(weave_.typed(editor_.finish()));
    send(weave_.enter());
    const std::string line = editor_.take();
    if (!wiped_) {
        pager_.restart();
        console_.enter(line);
        return obeyed();
    }
    if (console_.begins(line))
        begun_ = line;
    else
        obey_below(line);
}

void Terminal::end_direction() {
    if (!begun_) return;
    const std::string direction = std::move(*begun_);
    begun_.reset();
    obey_below(direction);
    feed({});
}

// The device's line comes back below the answer.
void Terminal::obey_below(std::string_view direction) {
    const std::string standing = std::move(*wiped_);
    wiped_.reset();
    obey_direction(direction);
    send(weave_.typed(standing));
    weave_.resume();
    obeyed();
}

// The help goes through the pager, then the prompt, which brings back what was typed.
void Terminal::help() {
    const std::string line(editor_.before_cursor());
    send(weave_.typed(editor_.before_cursor().size() == editor_.line().size() ? "" : "\x1b[K"));
    send(weave_.typed("?"));
    send(weave_.enter());
    pager_.restart();
    console_.help(line);
    for (auto& piece : console_.take()) pager_.add(std::move(piece));
    pager_.add({modes::Piece::Kind::prompt, console_.prompt()});
    drain();
}

void Terminal::complete() {
    const std::string line(editor_.before_cursor());
    const std::string echo = editor_.insert(console_.complete(line));
    if (!console_.screen().tab_redraws) return send(weave_.typed(echo));
    send(weave_.enter());
    send(weave_.typed(asked()));
    weave_.resume();
    send(weave_.typed(draw_typed()));
}

void Terminal::redraw() {
    send(weave_.fresh());
    if (!wiped_) send(weave_.typed(asked()));
    send(weave_.typed(draw_typed()));
}

void Terminal::interrupt() {
    send(weave_.typed(editor_.finish() + console_.screen().interrupt));
    send(weave_.enter());
    editor_.take();
    wiped_.reset();
    pager_.restart();
    console_.interrupt();
    obeyed();
}

void Terminal::end_of_configuration() {
    send(weave_.typed(editor_.finish() + "^Z"));
    send(weave_.enter());
    const std::string line = editor_.take();
    pager_.restart();
    console_.end_of_configuration(line);
    obeyed();
}

void Terminal::obeyed() {
    console_.settle();
    refresh();
}

void Terminal::resize(int length, int width) {
    window_width_ = width;
    console_.resize(length, width);
    if (!editor_.line().empty()) frame(typed_from());
    refresh();
}

void Terminal::hang_up() {
    begun_.reset();
    input_.clear();
    read_ = 0;
    editor_.take();
    reveal_prompt();
    wipe_more();
    pager_.forget();
    if (wants().kind == Wanted::gone) return;
    console_.hang_up();
    refresh();
}

}  // namespace shell
