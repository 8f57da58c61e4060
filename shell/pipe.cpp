#include "shell/pipe.hpp"

#include <utility>

namespace shell {
namespace {

using Wanted = modes::Wants::Kind;

constexpr char ctrl_c = '\x03';
constexpr char ctrl_v = '\x16';
constexpr char ctrl_u = '\x15';
constexpr char ctrl_z = '\x1a';
constexpr Terminal::Manner paper_manner{Weave::Ends::lf, false, false};

bool ends_in_question(std::string_view text) {
    return text.ends_with('?') && !text.ends_with(std::string{ctrl_v, '?'});
}

}  // namespace

Pipe::Pipe(Console& console) : terminal_(console, paper_manner) { feed({}); }

void Pipe::feed(std::string_view bytes) {
    terminal_.feed(bytes);
    lines_ += row_.write(terminal_.take_output());
}

std::string Pipe::take_complete_lines() { return std::exchange(lines_, {}); }

bool Pipe::ends_with_escape(std::string_view text) const {
    const std::string keys = terminal_.escape();
    return !keys.empty() && (terminal_.escapes_at_start() ? text == keys : text.ends_with(keys));
}

void Pipe::type_now(std::string_view text) {
    const Wanted wanted = wants().kind;
    const bool acts = text.ends_with(ctrl_c) || text.ends_with(ctrl_z) || ends_with_escape(text);
    if (wanted == Wanted::key && !acts) return feed(text.empty() ? "\r" : text.substr(0, 1));
    // In a line of a script only the last `?` asks for help.
    if (wanted == Wanted::command && ends_in_question(text)) {
        text.remove_suffix(1);
        return feed(taken_literally(text) + "?");
    }
    feed(taken_literally(text) + (acts ? "" : "\r"));
}

void Pipe::type_line(std::string_view text) {
    const std::size_t interrupt = text.rfind(ctrl_c);
    const bool breaks = waiting() && interrupt != std::string_view::npos;
    if (breaks) feed(text.substr(interrupt, 1));
    if (breaks) text.remove_prefix(interrupt + 1);
    if (breaks && text.empty()) return type_waiting();
    if (waiting() && ends_with_escape(text)) {
        waiting_.clear();
        feed(terminal_.escape());
        return;
    }
    waiting_.emplace_back(text);
    type_waiting();
}

void Pipe::type_waiting() {
    while (!waiting_.empty() && !waiting()) {
        const std::string line = std::move(waiting_.front());
        waiting_.pop_front();
        type_now(line);
    }
}

void Pipe::direct(std::string_view direction) {
    erase_typed();
    terminal_.direct(direction);
    refresh();
}

void Pipe::remark(std::string_view text) {
    terminal_.remark(text);
    feed({});
}

void Pipe::refresh() {
    terminal_.refresh();
    feed({});
    type_waiting();
}

void Pipe::erase_typed() {
    if (!terminal_.typed().empty()) feed(std::string{ctrl_u});
}

// What is typed already is there only when nothing waits.
void Pipe::type_whole(std::string_view line) {
    const std::string& typed = terminal_.typed();
    if (line.starts_with(typed))
        line.remove_prefix(typed.size());
    else
        erase_typed();
    type_line(line);
}

std::string Pipe::feed_line(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    const Wanted wanted = wants().kind;
    const bool answered = wanted == Wanted::secret || wanted == Wanted::block ||
                          (wanted == Wanted::line && line.starts_with("@@"));
    if (line.starts_with('@') && !answered)
        direct(line);
    else
        type_whole(line);
    return take_complete_lines();
}

std::string Pipe::finish() {
    terminal_.hang_up();
    feed({});
    if (!row_.text().empty()) lines_ += row_.write("\n");
    return take_complete_lines();
}

}  // namespace shell
