#include "shell/editor.hpp"

#include <algorithm>

namespace shell {
namespace {

constexpr std::string_view erase_to_end_of_line = "\x1b[K";

}  // namespace

void Editor::frame(int width, std::size_t column, Window::Manner manner) {
    paper_ = width <= 0;
    window_.frame(width, column, manner);
}

Editor::View Editor::view() {
    if (style_.mask == '\0') return {};
    return window_.look(line_, cursor_, style_.mask);
}

std::string Editor::draw() { return draw(view()); }

// From what is on the screen to `view`: only what differs is written.
std::string Editor::draw(const View& view) {
    const auto differ =
        std::mismatch(drawn_.begin(), drawn_.end(), view.cells.begin(), view.cells.end());
    const auto same = static_cast<std::size_t>(differ.first - drawn_.begin());
    const bool equal = same == drawn_.size() && same == view.cells.size();
    std::string echo = window_.walk(drawn_, drawn_cursor_, equal ? view.cursor : same);
    if (!equal) {
        std::string cells = view.cells;
        const bool erases = drawn_.size() > cells.size();
        if (erases && !paper_) cells.resize(drawn_.size(), ' ');
        echo += cells.substr(same);
        if (erases && paper_) echo += erase_to_end_of_line;
        echo += window_.turn(cells.size(), ' ');
        echo += window_.walk(cells, cells.size(), view.cursor);
    }
    drawn_ = view.cells;
    drawn_cursor_ = view.cursor;
    return echo;
}

std::string Editor::put(std::string_view text) {
    line_.insert(cursor_, text);
    cursor_ += text.size();
    return draw();
}

// Behind all there is: the common case, and it keeps a long paste linear.
std::string Editor::append(std::string_view text) {
    line_ += text;
    cursor_ = line_.size();
    std::string echo;
    for (const char byte : text) {
        drawn_ += byte;
        echo += byte;
        echo += window_.turn(drawn_.size(), ' ');
    }
    drawn_cursor_ = drawn_.size();
    return echo;
}

// A run of characters is shown as if each came alone, so that the bytes do not depend on how a
// network cuts them.
std::string Editor::insert(std::string_view text) {
    text = text.substr(0, longest_ - std::min(longest_, line_.size()));
    const bool at_end = cursor_ == line_.size();
    const bool shown = drawn_cursor_ == drawn_.size() && !style_.mask;
    if (at_end && shown && window_.whole()) return append(text);
    if (!at_end || window_.whole()) return put(text);
    std::string echo;
    for (const char byte : text) echo += put({&byte, 1});
    return echo;
}

std::string Editor::remove(std::size_t from, std::size_t count) {
    line_.erase(from, count);
    cursor_ = from;
    return draw();
}

std::string Editor::kill(std::size_t from, std::size_t to) {
    if (from < to) killed_ = line_.substr(from, to - from);
    return remove(from, to - from);
}

// Behind the last character those two change places that stand in front of the cursor.
std::string Editor::transpose() {
    const std::size_t at = std::min(cursor_, line_.size() - std::min<std::size_t>(line_.size(), 1));
    if (at == 0) return {};
    std::swap(line_[at - 1], line_[at]);
    cursor_ = at + 1;
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

// Blanks in front of the word belong to it.
std::size_t Editor::word_behind() const {
    std::size_t at = cursor_;
    while (at < line_.size() && line_[at] == ' ') ++at;
    while (at < line_.size() && line_[at] != ' ') ++at;
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
        case Kind::word_left: return move(word_before());
        case Kind::word_right: return move(word_behind());
        case Kind::kill_to_end: return kill(cursor_, line_.size());
        case Kind::kill_to_start: return kill(0, cursor_);
        case Kind::kill_line: return kill(0, style_.kills_backward ? cursor_ : line_.size());
        case Kind::kill_word: return kill(word_before(), cursor_);
        case Kind::kill_next_word: return kill(cursor_, word_behind());
        case Kind::yank: return insert(killed_);
        case Kind::transpose: return transpose();
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
    if (style_.mask == '\0' || window_.stands()) return {};
    cursor_ = 0;
    window_.rewind();
    View whole = view();
    whole.cursor = whole.cells.size();
    cursor_ = line_.size();
    return draw(whole);
}

std::string Editor::take() {
    Editor next(longest_);
    next.style_ = style_;
    next.window_ = window_;
    next.window_.rewind();
    next.paper_ = paper_;
    next.killed_ = std::move(killed_);
    std::string line = std::move(line_);
    *this = std::move(next);
    return line;
}

}  // namespace shell
