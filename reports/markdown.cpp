// Markdown as GitHub, GitLab and most trackers read it.
#include "reports/document.hpp"
#include "reports/visible.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace reports {
namespace {

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

std::string escaped_words(std::string_view line) {
    std::string text;
    for (const char byte : line) {
        if (std::string_view("\\`*_<>[]|~&").find(byte) != std::string_view::npos) text += '\\';
        text += byte == '\t' ? ' ' : byte;
    }
    return text;
}

// A line of words that would begin a list, a heading or a rule gets a backslash.
bool begins_block(std::string_view line) {
    if (line.empty()) return false;
    if (std::string_view("+-=#").find(line.front()) != std::string_view::npos) return true;
    const auto digits = std::find_if_not(line.begin(), line.end(), is_digit);
    return digits != line.begin() && digits != line.end() && (*digits == '.' || *digits == ')');
}

std::string escaped_line(std::string_view line) {
    std::string text;
    while (line.starts_with(' ') || line.starts_with('\t')) line.remove_prefix(1);
    std::size_t at = 0;
    if (begins_block(line)) {
        while (is_digit(line[at])) text += line[at++];
        text += '\\';
    }
    return text + escaped_words(line.substr(at));
}

// Lines joined by `between`.
std::string escaped(std::string_view bytes, std::string_view between) {
    std::string text;
    bool first = true;
    for (const auto& line : lines_of(visible(bytes))) {
        if (!first) text += between;
        first = false;
        text += escaped_line(line);
    }
    return text;
}

// Within a tag nothing is Markdown.
std::string escaped_html(std::string_view bytes) {
    std::string text;
    for (const char byte : visible(bytes)) {
        if (byte == '<')
            text += "&lt;";
        else if (byte == '&')
            text += "&amp;";
        else
            text += byte == '\n' ? ' ' : byte;
    }
    return text;
}

std::size_t longest_run(std::string_view text, char of) {
    std::size_t longest = 0;
    std::size_t run = 0;
    for (const char byte : text) {
        run = byte == of ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return longest;
}

std::string code(std::string_view line, bool in_table);

// Words, with what stands between two backticks as code.
std::string words(std::string_view bytes, std::string_view between, bool in_table) {
    std::string text;
    bool first = true;
    for (const auto& line : lines_of(bytes)) {
        if (!first) text += between;
        first = false;
        std::string_view rest = line;
        const auto said = [&](std::string_view part) {
            const bool begins = rest.size() == line.size();
            return begins ? escaped_line(visible(part)) : escaped_words(visible(part));
        };
        while (true) {
            const auto begin = rest.find('`');
            const auto end = begin == rest.npos ? begin : rest.find('`', begin + 1);
            if (end == rest.npos || end == begin + 1) break;
            text += said(rest.substr(0, begin));
            text += code(rest.substr(begin + 1, end - begin - 1), in_table);
            rest.remove_prefix(end + 1);
        }
        text += said(rest);
    }
    return text;
}

std::string signed_markdown(Mark mark, const std::string& inner) {
    return mark == Mark::none ? inner : fmt::format("{} {}", sign(mark), inner);
}

// Within a table a bar ends the cell even in code.
std::string code(std::string_view line, bool in_table) {
    const auto words = visible(line);
    if (words.empty()) return {};
    const std::string fence(longest_run(words, '`') + 1, '`');
    std::string inner;
    for (const char byte : words) {
        if (byte == '|' && in_table) inner += '\\';
        inner += byte == '\t' ? ' ' : byte;
    }
    const bool room = inner.starts_with('`') || inner.ends_with('`');
    return fmt::format("{0}{2}{1}{2}{0}", fence, inner, room ? " " : "");
}

std::string inner(const Cell& cell, bool in_table) {
    std::string text;
    if (cell.code) {
        bool first = true;
        for (const auto& line : lines_of(cell.text)) {
            if (!first) text += "<br>";
            first = false;
            text += code(line, in_table);
        }
    } else {
        text = words(cell.text, "<br>", in_table);
    }
    return signed_markdown(cell.mark, text);
}

class Paper {
public:
    void blocks(const std::vector<Block>& blocks) {
        for (const auto& one : blocks) {
            std::visit([&](const auto& what) { block(what); }, one.is);
        }
    }
    std::string take() { return std::move(out_); }
    void block(const Heading& heading);

private:
    void block(const Paragraph& paragraph);
    void block(const List& list);
    void block(const Table& table);
    void block(const Screen& screen);
    void block(const Folded& folded);
    void block(const Timeline& timeline);
    void row(const std::vector<std::string>& cells, std::size_t width);

    std::string out_;
};

void Paper::block(const Heading& heading) {
    const std::string marks(static_cast<std::size_t>(std::clamp(heading.level, 1, 4)), '#');
    out_ += fmt::format("{} {}\n\n", marks, escaped(heading.text, " "));
}

void Paper::block(const Paragraph& paragraph) {
    const auto text = words(paragraph.text, "  \n", false);
    if (paragraph.mark == Mark::none)
        out_ += text + "\n\n";
    else
        out_ += fmt::format("**{}** {}\n\n", sign(paragraph.mark), text);
}

void Paper::block(const List& list) {
    int number = 0;
    for (const auto& item : list.items) {
        const auto mark = list.numbered ? fmt::format("{}.", ++number) : "-";
        out_ += fmt::format("{} {}\n", mark, inner(item, false));
    }
    if (!list.items.empty()) out_ += '\n';
}

void Paper::row(const std::vector<std::string>& cells, std::size_t width) {
    out_ += '|';
    for (std::size_t i = 0; i < width; ++i) {
        out_ += fmt::format(" {} |", i < cells.size() ? cells[i] : "");
    }
    out_ += '\n';
}

void Paper::block(const Table& table) {
    std::size_t width = table.head.size();
    for (const auto& cells : table.rows) width = std::max(width, cells.size());
    if (width == 0) return;
    std::vector<std::string> cells;
    for (const auto& name : table.head) cells.push_back(escaped(name, " "));
    row(cells, width);
    row(std::vector<std::string>(width, "---"), width);
    for (const auto& one : table.rows) {
        cells.clear();
        for (const auto& cell : one) cells.push_back(inner(cell, true));
        row(cells, width);
    }
    out_ += '\n';
}

// The fence is longer than any within; marked lines of a screen stand behind a `>`.
void Paper::block(const Screen& screen) {
    const auto words = visible(screen.text);
    const std::string fence(std::max<std::size_t>(3, longest_run(words, '`') + 1), '`');
    const bool gutter = screen.kind.empty() && !screen.marked.empty();
    out_ += fence + (screen.kind.empty() ? "text" : screen.kind) + "\n";
    int number = 0;
    for (const auto& line : lines_of(words)) {
        const bool marked = screen.marked.contains(++number);
        out_ += fmt::format("{}{}\n", gutter ? (marked ? "> " : "  ") : "", line);
    }
    out_ += fence + "\n\n";
}

void Paper::block(const Folded& folded) {
    const auto summary = signed_markdown(folded.mark, escaped_html(folded.summary));
    out_ +=
        fmt::format("<details{}><summary>{}</summary>\n\n", folded.open ? " open" : "", summary);
    blocks(folded.blocks);
    out_ += "</details>\n\n";
}

void Paper::block(const Timeline& timeline) {
    for (const auto& entry : timeline.entries) {
        const auto what = entry.typed ? code(entry.text, false) : escaped(entry.text, " ");
        out_ += fmt::format("- {}{}{} {}\n", escaped(entry.when, " "), entry.who.empty() ? "" : " ",
                            escaped(entry.who, " "), signed_markdown(entry.mark, what));
        if (entry.screen.empty()) continue;
        Paper below;
        below.block(Screen{entry.screen, {}, {}});
        out_ += '\n';
        for (const auto& line : lines_of(below.take())) {
            out_ += line.empty() ? "\n" : "  " + line + "\n";
        }
    }
    if (!timeline.entries.empty()) out_ += '\n';
}

}  // namespace

std::string markdown(const Document& document) {
    Paper paper;
    paper.block(Heading{1, document.title, {}});
    paper.blocks(document.blocks);
    auto text = paper.take();
    while (text.ends_with("\n\n")) text.pop_back();
    return text;
}

}  // namespace reports
