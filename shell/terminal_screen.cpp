// What a terminal shows: pieces, notices, the pager's stop and stage directions in their order.
#include <algorithm>

#include "shell/terminal.hpp"

namespace shell {
namespace {

using Wanted = modes::Wants::Kind;

// From this width on automation wants an echo without tricks.
constexpr int verbatim_width = 511;

// Control bytes of a scripted line must not move the cursor.
std::string printable(std::string_view line) {
    std::string clean(line);
    std::erase_if(
        clean, [](char byte) { return static_cast<unsigned char>(byte) < ' ' || byte == '\x7f'; });
    return clean;
}

std::string remarked(std::string_view text) {
    std::string lines;
    while (true) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        lines += line.empty() ? "@#\n" : "@# " + std::string(line) + "\n";
        if (end == std::string_view::npos || end + 1 == text.size()) return lines;
        text.remove_prefix(end + 1);
    }
}

}  // namespace

void Terminal::refresh() {
    if (begun_) return;
    const auto screen = console_.screen();
    const int width = window_width_ > 0 ? window_width_ : screen.width;
    pager_.obey(screen.paging);
    pager_.resize(manner_.pages ? screen.length : 0, width);
    auto pieces = console_.take();
    // The device knows nothing of a direction being typed: its line is put back for a moment.
    if (!pieces.empty()) reveal_prompt();
    const bool paused = pager_.standing();
    for (auto& piece : pieces) {
        // A notice interrupts a standing pager; what a command says waits behind it.
        if (paused && piece.kind == modes::Piece::Kind::notice)
            notice(piece.text);
        else
            pager_.add(std::move(piece));
    }
    drain();
}

void Terminal::drain() {
    while (const auto piece = pager_.next()) show(*piece);
    if (pager_.standing()) {
        if (more_.empty()) {
            more_ = console_.screen().more;
            send(weave_.prompt(more_));
        }
        return;
    }
    const Wanted wanted = wants().kind;
    if (wanted == Wanted::nothing || wanted == Wanted::gone) return;
    if (wanted != Wanted::command) send(weave_.typed(pager_.question()));
    weave_.ask();
    if (directing() && !wiped_) hide_prompt(weave_.row().cursor());
}

void Terminal::show(const modes::Piece& piece) {
    using Kind = modes::Piece::Kind;
    switch (piece.kind) {
        case Kind::text: send(weave_.text(piece.text)); break;
        case Kind::notice: notice(piece.text); break;
        case Kind::prompt:
            send(weave_.prompt(piece.text));
            if (!editor_.line().empty() && !directing()) send(weave_.typed(draw_typed()));
            break;
    }
}

void Terminal::notice(const std::string& text) {
    const auto manner = console_.screen().async;
    std::string again;
    if (manner == modes::Async::synchronous && weave_.asking()) {
        again = more_.empty() ? asked() : more_;
        if (more_.empty() && !directing()) again += editor_.redraw();
    }
    send(weave_.notice(text, manner, again));
}

void Terminal::wipe_more() {
    if (!more_.empty()) send(weave_.typed(pager_.wipe(more_)));
    more_.clear();
}

// The typed line has become a direction, which stands in column 0: the device's line, which the
// typed one begins behind, makes room until the direction is over.
void Terminal::hide_prompt(std::size_t typed_from) {
    wiped_ = weave_.row().text().substr(0, typed_from);
    send(weave_.wipe());
    send(weave_.typed(draw_typed()));
}

void Terminal::reveal_prompt() {
    if (!wiped_) return;
    send(weave_.wipe());
    send(weave_.typed(*wiped_));
    wiped_.reset();
}

void Terminal::direct(std::string_view direction) {
    above_prompt(printable(direction), true);
    obeyed();
}

void Terminal::remark(std::string_view text) { above_prompt(text, false); }

// The unfinished line is taken off the screen and put back below.
void Terminal::above_prompt(std::string_view line, bool obey) {
    const bool asking = weave_.asking();
    const std::string row = weave_.row().text();
    const std::size_t behind = row.size() - std::min(row.size(), weave_.row().cursor());
    if (!row.empty()) send(weave_.wipe());
    if (obey) {
        send(weave_.typed(line));
        send(weave_.enter());
        obey_direction(line);
    } else {
        send(weave_.typed(remarked(line)));
    }
    send(weave_.typed(row + std::string(behind, '\b')));
    if (asking) weave_.resume();
}

void Terminal::obey_direction(std::string_view direction) {
    if (direction.starts_with("@#")) return;
    for (const auto& line : console_.direct(direction)) send(weave_.typed(remarked(line)));
}

// Where in the unfinished line the typed one begins.
std::size_t Terminal::typed_from() const {
    const std::size_t cursor = weave_.row().cursor();
    return cursor - std::min(cursor, editor_.drawn_cursor());
}

// The typed line begins there in the unfinished one.
void Terminal::frame(std::size_t from) {
    const auto before = std::string_view(weave_.row().text()).substr(0, from);
    const int width = scroll_width();
    const auto manner = console_.editing().long_line;
    weave_.wrap(manner == Window::Manner::wraps ? width : 0);
    editor_.frame(width, columns(before), manner);
}

std::string Terminal::draw_typed() {
    frame(weave_.row().cursor());
    return editor_.redraw();
}

std::string Terminal::asked() const { return at_command() ? console_.prompt() : weave_.asked(); }

int Terminal::scroll_width() const {
    const int width = console_.screen().width;
    if (!manner_.scrolls || width <= 0 || width >= verbatim_width) return 0;
    return window_width_ > 0 ? std::min(width, window_width_) : width;
}

}  // namespace shell
