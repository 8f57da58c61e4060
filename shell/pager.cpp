#include "shell/pager.hpp"

#include <algorithm>

#include "shell/row.hpp"

namespace shell {

void Pager::resize(int length, int width) {
    const std::size_t before = page();
    length_ = static_cast<std::size_t>(std::max(length, 0));
    width_ = static_cast<std::size_t>(std::max(width, 0));
    if (page() != before) room_ = page();
}

void Pager::obey(Manner manner) {
    const std::size_t before = page();
    manner_ = manner;
    if (page() != before) room_ = page();
}

std::size_t Pager::page() const {
    if (!manner_.more_counts || length_ < 2) return length_;
    return length_ - 1;
}

void Pager::restart() {
    room_ = page();
    unwanted_ = false;
    tail_.clear();
}

void Pager::add(modes::Piece piece) { held_.push_back(std::move(piece)); }

void Pager::pop() {
    held_.pop_front();
    shown_ = 0;
}

std::size_t Pager::rows(std::string_view line) const {
    const std::size_t wide = columns(line);
    return width_ == 0 || wide == 0 ? 1 : (wide + width_ - 1) / width_;
}

// How much of `text` goes on this page: whole lines, and the unfinished one behind them. A line
// higher than a page is shown on a page of its own.
std::size_t Pager::fitting(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = text.find('\n', at);
        if (end == std::string_view::npos) return text.size();
        const std::size_t needed = rows(text.substr(at, end - at));
        if (needed > room_ && (room_ == 0 || room_ != page())) return at;
        room_ -= std::min(needed, room_);
        at = end + 1;
    }
    return at;
}

std::optional<modes::Piece> Pager::next() {
    using Kind = modes::Piece::Kind;
    while (!standing_ && !held_.empty()) {
        modes::Piece& first = held_.front();
        const std::string_view rest = std::string_view(first.text).substr(shown_);
        if (first.kind == Kind::text && unwanted_) {
            tail_ = rest.substr(rest.rfind('\n') + 1);
            pop();
            continue;
        }
        if (first.kind == Kind::prompt) unwanted_ = false;
        const bool paged = first.kind == Kind::text && length_ > 0;
        const std::size_t fits = paged ? fitting(rest) : rest.size();
        if (fits < rest.size()) standing_ = true;
        modes::Piece piece{first.kind, std::string(rest.substr(0, fits))};
        shown_ += fits;
        if (!standing_) pop();
        if (!piece.text.empty() || piece.kind == Kind::prompt) return piece;
    }
    return {};
}

Pager::Answer Pager::press(const Key& key) {
    using Kind = Key::Kind;
    const bool page_key = key.kind == Kind::text && key.text == " ";
    if (page_key || key.kind == Kind::enter) {
        room_ = page_key ? page() : 1;
        standing_ = false;
        return Answer::goes_on;
    }
    const bool quit_key = key.kind == Kind::text && (key.text == "q" || key.text == "Q");
    if (!quit_key && key.kind != Kind::interrupt && !manner_.other_keys_quit)
        return Answer::ignored;
    quit();
    return Answer::quits;
}

void Pager::quit() {
    standing_ = false;
    unwanted_ = true;
    tail_.clear();
}

void Pager::forget() {
    held_.clear();
    shown_ = 0;
    standing_ = false;
    restart();
}

std::string Pager::question() {
    if (!unwanted_) return {};
    unwanted_ = false;
    return std::move(tail_);
}

std::string Pager::wipe(std::string_view more) const {
    const std::size_t wide = columns(more);
    const std::string blanks(wide, ' ');
    if (manner_.wipe == Manner::Wipe::blanks) return "\r" + blanks + "\r";
    const std::string back(wide, '\b');
    return back + blanks + back;
}

}  // namespace shell
