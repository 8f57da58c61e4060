#include "shell/errand.hpp"

#include <utility>

#include "shell/keys.hpp"

namespace shell {

// A Tab is a blank here, and no other key that would edit is one.
Errand::Errand(std::string_view command) {
    lines_.emplace_back();
    for (const char key : command) {
        if (key == '\n')
            lines_.emplace_back();
        else if (key == '\t')
            lines_.back() += ' ';
        else if (static_cast<unsigned char>(key) >= ' ' && key != '\x7f')
            lines_.back() += key;
    }
}

std::string Errand::next(Wanted wanted) {
    auto line = std::move(lines_.front());
    lines_.pop_front();
    at_work_ = true;
    // What answers a question stays behind it; a key has no end.
    echoes_ = wanted == Wanted::command || wanted == Wanted::block;
    const std::string kill = std::exchange(helped_, {}).empty() ? "" : "\x15";
    if (wanted == Wanted::key && !line.empty()) return line.substr(0, 1);
    if (wanted != Wanted::command || !line.ends_with('?'))
        return kill + taken_literally(line) + "\r";
    line.pop_back();
    helped_ = line;
    return kill + taken_literally(line) + "?";
}

void Errand::clean(std::string& written, bool at_rest, const std::string& prompt) {
    if (const auto echo = written.find("\r\n"); echoes_ && echo != std::string::npos) {
        written.erase(0, echo + 2);
        echoes_ = false;
    }
    if (!at_rest || !std::exchange(at_work_, false)) return;
    const auto standing = prompt + helped_;
    if (prompt.empty() || !written.ends_with(standing)) return;
    written.resize(written.size() - standing.size());
}

}  // namespace shell
