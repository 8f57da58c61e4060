#include "transcripts/terminal_log.hpp"

#include <algorithm>
#include <cstdint>

#include "grammar/regex.hpp"
#include "shell/row.hpp"

namespace transcripts {
namespace {

constexpr char escape = '\x1b';

bool matches(const std::string& line, const grammar::Regex& pattern, grammar::Found& found) {
    return line.size() < 400 && pattern.finds(line, found);
}

// Some terminals of Windows write two bytes a character, some a mark in front.
std::string narrowed(std::string_view bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF")) return std::string(bytes.substr(3));
    if (!bytes.starts_with("\xFF\xFE")) return std::string(bytes);
    std::string text;
    for (std::size_t at = 2; at + 1 < bytes.size(); at += 2) {
        text += bytes[at + 1] == 0 ? bytes[at] : '?';
    }
    return text;
}

class LogReader {
public:
    explicit LogReader(const std::vector<std::string>& pagers) : pagers_(pagers) {}

    TerminalLog read(const std::string& text);

private:
    std::string without_titles(std::string line);
    std::string without_pagers(std::string line);
    void drop_frames();
    void drop_stamps();
    void remark(int line, const std::string& what);

    const std::vector<std::string>& pagers_;
    int number_ = 0;
    TerminalLog log_;
};

void LogReader::remark(int line, const std::string& what) {
    const auto same = [&](const LogRemark& known) { return known.what == what; };
    if (std::any_of(log_.remarks.begin(), log_.remarks.end(), same)) return;
    log_.remarks.push_back({line, what});
}

// Sequences that carry a text for the terminal itself: ESC ] ... BEL, or ESC backslash.
std::string LogReader::without_titles(std::string line) {
    for (auto at = line.find("\x1b]"); at != std::string::npos; at = line.find("\x1b]", at)) {
        const auto end = line.find_first_of("\a\x1b", at + 2);
        const auto behind = end == std::string::npos ? line.size()
                            : line[end] == '\a'      ? end + 1
                                                     : std::min(end + 2, line.size());
        line.erase(at, behind - at);
        remark(number_, "window titles were taken away");
    }
    return line;
}

// The pager's question and how it was wiped: by going back, blanks, and going back again.
std::string LogReader::without_pagers(std::string line) {
    for (const auto& pager : pagers_) {
        for (auto at = line.find(pager); at != std::string::npos; at = line.find(pager, at)) {
            auto end = line.find_first_not_of("\b\r \a", at + pager.size());
            const bool alone = end == std::string::npos;
            if (alone) end = line.size();
            // Blanks behind the last step back are the next line's own, where it has more.
            const auto back = line.find_last_of("\b\r", end - 1);
            if (!alone && back != std::string::npos && back >= at + pager.size()) end = back + 1;
            auto begin = at;
            while (begin > 0 && (line[begin - 1] == '\r' || line[begin - 1] == '\b')) --begin;
            line.erase(begin, end - begin);
            at = begin;
            remark(number_, "a pager's questions were taken away");
        }
    }
    return line;
}

// The lines that programs put around a session.
void LogReader::drop_frames() {
    static const grammar::Regex frame("^(=~=~=~=|Script (started|done) on )");
    std::erase_if(log_.lines, [&](const LogLine& line) {
        grammar::Found found;
        if (!matches(line.text, frame, found)) return false;
        remark(line.number, "a terminal program's own lines were taken away");
        return true;
    });
}

// Only where nearly every line has one, or a log line's own time would be lost.
void LogReader::drop_stamps() {
    static const grammar::Regex stamp(
        "^\\[?(\\d{4}[-/.]\\d\\d[-/.]\\d\\d[ T])?\\d\\d:\\d\\d:\\d\\d([.,]\\d{1,6})?\\]? ?:? ?");
    std::size_t with = 0;
    std::size_t all = 0;
    grammar::Found found;
    for (const auto& line : log_.lines) {
        if (line.text.empty()) continue;
        ++all;
        with += matches(line.text, stamp, found);
    }
    if (with < 3 || with * 10 < all * 9) return;
    for (auto& line : log_.lines) {
        if (!matches(line.text, stamp, found)) continue;
        line.text.erase(0, found.length());
        remark(line.number, "the time before each line was taken away");
    }
}

TerminalLog LogReader::read(const std::string& text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        auto line = text.substr(at, end - at);
        at = end + 1;
        ++number_;
        while (line.ends_with('\r')) line.pop_back();
        // Wiped, the question left its row to the next line, which may be an empty one.
        const bool blank = line.empty() || line.find_first_of("\r\b\x1b") != std::string::npos;
        line = without_pagers(without_titles(std::move(line)));
        if (line.empty() && !blank) continue;  // there was nothing else on it
        const bool redrawn = line.find_first_of("\r\b\x1b") != std::string::npos;
        if (line.find(escape) != std::string::npos) {
            remark(number_, "control sequences were taken away");
        }
        shell::Row row;
        row.write(line);
        auto shown = row.text();
        // What was erased with blanks is not there, and no blank was printed.
        if (redrawn) shown.erase(shown.find_last_not_of(' ') + 1);
        log_.lines.push_back({std::move(shown), number_, redrawn});
    }
    drop_frames();
    drop_stamps();
    return std::move(log_);
}

}  // namespace

TerminalLog read_log(std::string_view bytes, const std::vector<std::string>& pagers) {
    return LogReader(pagers).read(narrowed(bytes));
}

bool looks_like_text(std::string_view bytes) {
    const auto head = narrowed(bytes.substr(0, 65536));
    std::size_t odd = 0;
    for (const char c : head) {
        const auto byte = static_cast<std::uint8_t>(c);
        if (byte == 0) return false;
        const bool known = byte == '\n' || byte == '\r' || byte == '\t' || byte == '\b' ||
                           byte == '\a' || byte == static_cast<std::uint8_t>(escape);
        odd += byte < ' ' && !known;
    }
    return odd * 10 <= head.size();
}

}  // namespace transcripts
