#include "lessons/replay.hpp"

#include <algorithm>
#include <deque>
#include <sstream>

#include "modes/session.hpp"
#include "modes/stage.hpp"
#include "shell/console.hpp"
#include "shell/pipe.hpp"
#include "shell/row.hpp"
#include "transcripts/typing.hpp"

namespace lessons {
namespace {

using Wanted = modes::Wants::Kind;

constexpr const char* ctrl_c = "\x03";

std::string without_end_blanks(const std::string& text) {
    return text.substr(0, text.find_last_not_of(' ') + 1);
}

bool is_direction(const std::string& line) {
    return line.size() > 1 && line[0] == '@' && line[1] >= 'a' && line[1] <= 'z';
}

// Escape sequences that carry a text for the terminal itself: ESC ] ... BEL or ESC backslash.
std::string without_titles(const std::string& log) {
    std::string text;
    text.reserve(log.size());
    for (std::size_t at = 0; at < log.size(); ++at) {
        if (log[at] != '\x1b' || at + 1 >= log.size() || log[at + 1] != ']') {
            text += log[at];
            continue;
        }
        const auto end = log.find_first_of("\a\x1b\n", at + 2);
        if (end == std::string::npos) break;
        at = log[end] == '\a' ? end : log[end] == '\n' ? end - 1 : end + 1;
    }
    return text;
}

class Replay {
public:
    Replay(modes::World& world, const ReplayOptions& options, licensing::Span pace)
        : world_(world),
          pace_(pace),
          secrets_(options.secrets.begin(), options.secrets.end()),
          session_(world, world.lab().first_device().name(), modes::Role::instructor),
          pacer_(world, modes::Pacer::Manner::held),
          console_(session_, pacer_),
          pipe_(console_) {}

    // False when nobody is at the console any more.
    bool line(int number, const std::string& text, bool refused);
    void end() { pipe_.finish(); }

    Replayed replayed;

private:
    bool typed_behind(const std::string& prompt, const std::string& text);
    void type(std::string rest);
    std::string secret();

    modes::World& world_;
    licensing::Span pace_;
    std::deque<std::string> secrets_;
    modes::Session session_;
    modes::Pacer pacer_;
    shell::SessionConsole console_;
    shell::Pipe pipe_;
};

bool Replay::line(int number, const std::string& text, bool refused) {
    pipe_.take_complete_lines();
    auto wanted = pipe_.wants().kind;
    if (wanted == Wanted::gone) return false;
    if (is_direction(text) && wanted != Wanted::secret && wanted != Wanted::block) {
        if (!refused) pipe_.direct(text);
        if (!refused) ++replayed.typed;
        return true;
    }
    if (text.starts_with('@') && wanted != Wanted::block) return true;
    const bool prompted = transcripts::prompt_shaped(text);
    // A command at work there that had ended on the other screen.
    if (wanted == Wanted::nothing && prompted) pipe_.type_line(ctrl_c);
    const auto prompt = console_.prompt();
    if (pipe_.partial_line().empty() && !prompt.empty() && text.starts_with(prompt)) {
        pipe_.type_line("");  // a notice has taken the prompt off the line
    }
    if (typed_behind(pipe_.partial_line(), text)) return true;
    // Behind `?` the line stands there again, and somebody took it back.
    if (pipe_.wants().kind == Wanted::command && pipe_.partial_line() != prompt &&
        pipe_.partial_line().starts_with(prompt) && text.starts_with(prompt)) {
        pipe_.erase_typed();
        if (typed_behind(prompt, text)) return true;
    }
    if (prompted) replayed.unplaced.push_back({number, text, pipe_.partial_line()});
    return true;
}

// A block's lines may stand behind nothing at all.
bool Replay::typed_behind(const std::string& prompt, const std::string& text) {
    const auto wanted = pipe_.wants().kind;
    if (wanted == Wanted::block && prompt.empty()) {
        type(text);
        return true;
    }
    const auto shown = without_end_blanks(prompt);
    if (shown.empty() || !text.starts_with(shown)) return false;
    if (wanted == Wanted::secret) {
        pipe_.type_line(secret());
        ++replayed.typed;
        return true;
    }
    if (wanted == Wanted::nothing || wanted == Wanted::gone) return false;
    auto rest = text.starts_with(prompt) ? text.substr(prompt.size()) : text.substr(shown.size());
    // A prompt with nothing behind it: Enter, or the end of what was seen.
    if (rest.empty() && wanted == Wanted::command) return true;
    type(std::move(rest));
    return true;
}

void Replay::type(std::string rest) {
    const auto wanted = pipe_.wants().kind;
    if (pace_ > licensing::Span{0} && wanted == Wanted::command) {
        world_.advance(pace_);
        pipe_.refresh();
    }
    pipe_.type_line(transcripts::keys_for(std::move(rest), wanted, console_.screen()));
    ++replayed.typed;
}

std::string Replay::secret() {
    if (!secrets_.empty()) {
        auto first = std::move(secrets_.front());
        secrets_.pop_front();
        return first;
    }
    const auto& profile = session_.line().device().profile();
    return profile.has_text("enable.password.default") ? profile.text("enable.password.default")
                                                       : std::string();
}

bool tells_of_time(const std::vector<std::string>& lines) {
    return std::any_of(lines.begin(), lines.end(), [](const std::string& line) {
        return line.starts_with("@advance") || line.starts_with("@clock set");
    });
}

}  // namespace

std::vector<std::string> screen_lines(const std::string& log) {
    shell::Row row;
    std::istringstream text(row.write(without_titles(log)) + row.text());
    std::vector<std::string> lines;
    for (std::string line; std::getline(text, line);) lines.push_back(line);
    return lines;
}

Replayed replay(const std::string& log, modes::World& world, const ReplayOptions& options) {
    const auto lines = screen_lines(log);
    Replay replay(world, options, tells_of_time(lines) ? licensing::Span{0} : options.pace);
    for (std::size_t at = 0; at < lines.size(); ++at) {
        static constexpr std::string_view answer = "@# ";
        const bool refused = at + 1 < lines.size() && lines[at + 1].starts_with(answer) &&
                             modes::is_refusal(lines[at + 1].substr(answer.size()));
        if (!replay.line(static_cast<int>(at) + 1, lines[at], refused)) break;
    }
    replay.end();
    return std::move(replay.replayed);
}

}  // namespace lessons
