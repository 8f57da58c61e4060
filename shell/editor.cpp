#include "shell/editor.hpp"

#include <algorithm>

namespace shell {
namespace {

// A prompt that leaves less than this is not what decides: the line gets this much.
constexpr std::size_t least_room = 10;
constexpr std::string_view erase_to_end_of_line = "\x1b[K";

}  // namespace

void Editor::frame(int width, std::size_t column) {
    if (width <= 0) {
        room_ = 0;
        left_ = 0;
        return;
    }
    // The last column stays free: writing into it makes some terminals wrap.
    const auto wide = static_cast<std::size_t>(width);
    room_ = wide > column + 1 + least_room ? wide - column - 1 : least_room;
}

// The part of the line that fits, `$` where it is cut (seed 003 shows the cut at the right).
Editor::View Editor::view() {
    if (style_.mask == '\0') return {};
    View view{style_.mask ? std::string(line_.size(), *style_.mask) : line_, cursor_};
    if (room_ == 0 || line_.size() <= room_) {
        left_ = 0;
        return view;
    }
    const std::size_t jump = room_ / 3;
    if (cursor_ <= left_) left_ = cursor_ > jump ? cursor_ - jump : 0;
    if (cursor_ + 1 > left_ + room_) left_ = cursor_ + 1 + jump - room_;
    view.cells = view.cells.substr(left_, room_);
    if (left_ > 0) view.cells.front() = '$';
    if (left_ + room_ < line_.size()) view.cells.back() = '$';
    view.cursor -= left_;
    return view;
}

std::string Editor::draw() { return draw(view()); }

// From what is on the screen to `view`: only what differs is written.
std::string Editor::draw(const View& view) {
    const auto differ =
        std::mismatch(drawn_.begin(), drawn_.end(), view.cells.begin(), view.cells.end());
    const auto same = static_cast<std::size_t>(differ.first - drawn_.begin());
    const bool equal = same == drawn_.size() && same == view.cells.size();
    const std::size_t from = equal ? view.cursor : same;
    std::string echo;
    if (drawn_cursor_ > from)
        echo.append(drawn_cursor_ - from, '\b');
    else
        echo += drawn_.substr(drawn_cursor_, from - drawn_cursor_);
    if (!equal) {
        echo += view.cells.substr(same);
        if (drawn_.size() > view.cells.size()) echo += erase_to_end_of_line;
        echo.append(view.cells.size() - view.cursor, '\b');
    }
    drawn_ = view.cells;
    drawn_cursor_ = view.cursor;
    return echo;
}

std::string Editor::insert(std::string_view text) {
    text = text.substr(0, longest_ - std::min(longest_, line_.size()));
    const bool at_end = cursor_ == line_.size();
    line_.insert(cursor_, text);
    cursor_ += text.size();
    // The common case, and it keeps a long paste linear.
    if (at_end && room_ == 0 && !style_.mask && drawn_cursor_ == drawn_.size()) {
        drawn_ += text;
        drawn_cursor_ = drawn_.size();
        return std::string(text);
    }
    return draw();
}

std::string Editor::remove(std::size_t from, std::size_t count) {
    line_.erase(from, count);
    cursor_ = from;
    return draw();
}

std::string Editor::move(std::size_t to) {
    cursor_ = std::min(to, line_.size());
    return draw();
}

// Blanks behind the word go with it.
std::size_t Editor::word_before() const {
    std::size_t at = cursor_;
    while (at > 0 && line_[at - 1] == ' ') --at;
    while (at > 0 && line_[at - 1] != ' ') --at;
    return at;
}

std::string Editor::recall(const std::vector<std::string>& history, bool older) {
    const std::size_t at = std::min(recalled_.value_or(history.size()), history.size());
    if (older ? at == 0 : at == history.size()) return {};
    if (at == history.size()) draft_ = line_;
    const std::size_t next = older ? at - 1 : at + 1;
    recalled_ = next;
    line_ = next == history.size() ? draft_ : history[next];
    cursor_ = line_.size();
    return draw();
}

std::string Editor::edit(Key::Kind kind) {
    using Kind = Key::Kind;
    switch (kind) {
        case Kind::backspace: return cursor_ > 0 ? remove(cursor_ - 1, 1) : std::string{};
        case Kind::remove: return remove(cursor_, 1);
        case Kind::home: return move(0);
        case Kind::end: return move(line_.size());
        case Kind::left: return move(cursor_ > 0 ? cursor_ - 1 : 0);
        case Kind::right: return move(cursor_ + 1);
        case Kind::kill_to_end: return remove(cursor_, line_.size() - cursor_);
        case Kind::kill_line: return remove(0, line_.size());
        case Kind::kill_word: return remove(word_before(), cursor_ - word_before());
        default: return {};
    }
}

Editor::Pressed Editor::press(const Key& key, const std::vector<std::string>& history) {
    using Kind = Key::Kind;
    const bool quoted = quoted_;
    quoted_ = key.kind == Kind::quote;
    switch (key.kind) {
        case Kind::text: return {insert(key.text)};
        case Kind::question:
            if (quoted || !style_.commands) return {insert(key.text)};
            return {{}, Asked::help};
        case Kind::enter: return {{}, Asked::enter};
        case Kind::interrupt: return {{}, Asked::interrupt};
        case Kind::redraw: return {{}, Asked::redraw};
        case Kind::tab: return {{}, style_.commands ? Asked::complete : Asked::nothing};
        case Kind::end_of_configuration:
            return {{}, style_.commands ? Asked::end_of_configuration : Asked::nothing};
        case Kind::older:
        case Kind::newer:
            if (!style_.commands) return {};
            return {recall(history, key.kind == Kind::older)};
        default: return {edit(key.kind)};
    }
}

std::string Editor::redraw() {
    drawn_.clear();
    drawn_cursor_ = 0;
    return draw();
}

std::string Editor::finish() {
    if (style_.mask == '\0') return {};
    cursor_ = 0;
    left_ = 0;
    View whole = view();
    whole.cursor = whole.cells.size();
    cursor_ = line_.size();
    return draw(whole);
}

std::string Editor::take() {
    Editor next(longest_);
    next.style_ = style_;
    next.room_ = room_;
    std::string line = std::move(line_);
    *this = std::move(next);
    return line;
}

}  // namespace shell
