#include "shell/window.hpp"

#include <algorithm>

namespace shell {
namespace {

// A prompt that leaves less than this is not what decides: the line gets this much.
constexpr std::size_t least_room = 10;

// IOS: the vendor's manual shows 62 characters behind a prompt of 15 on a screen of 80, then the
// line ten columns further to the left, a `$` in its first cell, and behind as many cells a `$`
// where it goes on at the right. Public captures of switches (file ids 63626599163, 20666743554,
// 15988537304) fill the same 77 columns.
constexpr std::size_t shift_margin = 3;
constexpr std::size_t shift_step = 10;

// ASA: 79 columns, the last one `$`, in seed 003 and in what users of netmiko report (its issues
// 254, 281, 2039); there 43 characters behind a prompt of 37 have become `$` and 16, the rest of
// the row blanks. That it keeps two columns free to the right while it is cut there is inferred.
constexpr std::size_t jump_margin = 1;
constexpr std::size_t jump_step = 26;

}  // namespace

void Window::frame(int width, std::size_t column, Manner manner) {
    manner_ = manner;
    column_ = column;
    room_ = width_ = 0;
    if (width > 0 && manner == Manner::wraps) width_ = static_cast<std::size_t>(width);
    if (width <= 0 || manner == Manner::wraps) return rewind();
    const auto wide = static_cast<std::size_t>(width);
    const auto margin = column + (manner == Manner::shifts ? shift_margin : jump_margin);
    room_ = std::max(wide, margin + least_room) - margin;
}

// Until the cursor stands in the room, and not on a `$`.
void Window::shift(std::size_t size, std::size_t cursor) {
    const std::size_t step = std::min(shift_step, room_ / 2);
    const std::size_t last = cursor < size ? cursor + 1 : cursor;
    while (last > left_ + room_) left_ += step;
    while (left_ > 0 && cursor <= left_) left_ -= std::min(left_, step);
}

void Window::jump(std::size_t size, std::size_t cursor) {
    const std::size_t step = std::min(jump_step, room_ * 2 / 3);
    const bool cut_right = size > left_ + room_;
    const bool near_left = left_ > 0 && cursor < left_ + room_ + 1 - step / 2;
    const std::size_t ahead = cursor + (cut_right || near_left ? 2 : 0);
    left_ = ahead > room_ ? (ahead + step - room_ - 1) / step * step : 0;
}

Window::View Window::look(std::string_view line, std::size_t cursor, std::optional<char> mask) {
    const auto cells = [&](std::size_t from, std::size_t most) {
        const auto part = line.substr(std::min(from, line.size()), most);
        return mask ? std::string(part.size(), *mask) : std::string(part);
    };
    if (room_ == 0) return {cells(0, line.size()), cursor};
    const bool shifts = manner_ == Manner::shifts;
    if (shifts)
        shift(line.size(), cursor);
    else
        jump(line.size(), cursor);
    View view{cells(left_, room_), cursor - left_};
    if (left_ > 0) view.cells.front() = '$';
    if (line.size() <= left_ + room_) return view;
    if (shifts)
        view.cells += '$';
    else
        view.cells.back() = '$';
    return view;
}

std::string Window::walk(std::string_view cells, std::size_t from, std::size_t to) const {
    const auto row = [&](std::size_t cell) { return width_ ? (column_ + cell) / width_ : 0; };
    if (row(from) == row(to)) {
        if (to < from) return std::string(from - to, '\b');
        return std::string(cells.substr(from, to - from));
    }
    const bool up = to < from;
    const auto rows = up ? row(from) - row(to) : row(to) - row(from);
    const auto column = (column_ + to) % width_;
    auto bytes = "\x1b[" + std::to_string(rows) + (up ? "A\r" : "B\r");
    if (column > 0) bytes += "\x1b[" + std::to_string(column) + "C";
    return bytes;
}

std::string Window::turn(std::size_t cell, char next) const {
    const bool at_end = width_ > 0 && cell > 0 && (column_ + cell) % width_ == 0;
    return at_end ? std::string{next, '\r'} : std::string{};
}

}  // namespace shell
