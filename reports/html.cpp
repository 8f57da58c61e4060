#include "reports/document.hpp"
#include "reports/page_style.hpp"
#include "reports/visible.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace reports {
namespace {

std::string escaped(std::string_view bytes) {
    std::string text;
    for (const char byte : visible(bytes)) {
        switch (byte) {
            case '&': text += "&amp;"; break;
            case '<': text += "&lt;"; break;
            case '>': text += "&gt;"; break;
            case '"': text += "&quot;"; break;
            default: text += byte;
        }
    }
    return text;
}

// Words, with what stands between two backticks as code.
std::string words(std::string_view bytes) {
    std::string text;
    while (true) {
        const auto begin = bytes.find('`');
        const auto end = begin == bytes.npos ? begin : bytes.find('`', begin + 1);
        if (end == bytes.npos || end == begin + 1) return text + escaped(bytes);
        text += escaped(bytes.substr(0, begin));
        text += "<code>" + escaped(bytes.substr(begin + 1, end - begin - 1)) + "</code>";
        bytes.remove_prefix(end + 1);
    }
}

std::string_view name_of(Mark mark) {
    switch (mark) {
        case Mark::good: return "good";
        case Mark::bad: return "bad";
        case Mark::warn: return "warn";
        case Mark::neutral: return "neutral";
        case Mark::none: break;
    }
    return {};
}

// ` class="good"`, or nothing.
std::string class_of(Mark mark, std::string_view besides = {}) {
    std::string names(besides);
    if (mark != Mark::none) names += (names.empty() ? "" : " ") + std::string(name_of(mark));
    return names.empty() ? "" : fmt::format(" class=\"{}\"", names);
}

std::string signed_html(Mark mark, const std::string& inner) {
    if (mark == Mark::none) return inner;
    return fmt::format("<span class=\"sign\">{}</span>{}", sign(mark), inner);
}

std::string id_of(const std::string& id) {
    return id.empty() ? "" : fmt::format(" id=\"{}\"", escaped(id));
}

std::string link(const std::string& to, const std::string& inner) {
    return to.empty() ? inner : fmt::format("<a href=\"#{}\">{}</a>", escaped(to), inner);
}

std::string inner(const Cell& cell) {
    const auto text = cell.code ? "<code>" + escaped(cell.text) + "</code>" : words(cell.text);
    return signed_html(cell.mark, link(cell.to, text));
}

class Page {
public:
    explicit Page(const Document& document) : document_(document) {}
    std::string text();

private:
    void blocks(const std::vector<Block>& blocks);
    void block(const Heading& heading);
    void block(const Paragraph& paragraph);
    void block(const List& list);
    void block(const Table& table);
    void block(const Screen& screen);
    void block(const Folded& folded);
    void block(const Timeline& timeline);
    void contents();
    void row(const std::vector<Cell>& cells, bool named);
    std::string heading_id(const Heading& heading, int nth) const;

    const Document& document_;
    std::string out_;
    int chapters_ = 0;
};

// Headings of level 2 can be gone to, whoever named them.
std::string Page::heading_id(const Heading& heading, int nth) const {
    return heading.id.empty() ? fmt::format("part-{}", nth) : heading.id;
}

void Page::block(const Heading& heading) {
    const int level = std::clamp(heading.level, 2, 4);
    const auto id = level == 2 ? heading_id(heading, ++chapters_) : heading.id;
    out_ += fmt::format("<h{0}{1}>{2}</h{0}>\n", level, id_of(id), escaped(heading.text));
}

void Page::block(const Paragraph& paragraph) {
    const auto manner = paragraph.mark == Mark::none ? "" : class_of(paragraph.mark, "verdict");
    out_ +=
        fmt::format("<p{}>{}</p>\n", manner, signed_html(paragraph.mark, words(paragraph.text)));
}

void Page::block(const List& list) {
    const auto* tag = list.numbered ? "ol" : "ul";
    out_ += fmt::format("<{}>\n", tag);
    for (const auto& item : list.items) {
        out_ += fmt::format("<li{}>{}</li>\n", class_of(item.mark), inner(item));
    }
    out_ += fmt::format("</{}>\n", tag);
}

namespace {

// Lines that somebody set and that are short stay whole.
bool tight(const Cell& cell) {
    constexpr std::size_t short_line = 34;
    if (cell.text.find('\n') == std::string::npos) return columns(visible(cell.text)) <= 20;
    for (const auto& line : lines_of(cell.text)) {
        if (columns(visible(line)) > short_line) return false;
    }
    return true;
}

}  // namespace

void Page::row(const std::vector<Cell>& cells, bool named) {
    out_ += "<tr>";
    bool first = named;
    for (const auto& cell : cells) {
        const bool name = std::exchange(first, false);
        out_ += fmt::format("<{}{}>{}</{}>", name ? "th scope=\"row\"" : "td",
                            class_of(cell.mark, tight(cell) ? "tight" : ""), inner(cell),
                            name ? "th" : "td");
    }
    out_ += "</tr>\n";
}

void Page::block(const Table& table) {
    out_ += "<div class=\"wide\"><table>\n";
    if (!table.head.empty()) {
        out_ += "<thead><tr>";
        for (const auto& name : table.head) {
            out_ += fmt::format("<th scope=\"col\">{}</th>", escaped(name));
        }
        out_ += "</tr></thead>\n";
    }
    out_ += "<tbody>\n";
    for (const auto& cells : table.rows) row(cells, table.head.empty());
    out_ += "</tbody></table></div>\n";
}

void Page::block(const Screen& screen) {
    out_ += "<pre>";
    const auto lines = lines_of(screen.text);
    // The parser drops a first line end of a <pre>.
    if (!lines.empty() && lines.front().empty()) out_ += '\n';
    int number = 0;
    for (const auto& line : lines) {
        const auto marked = screen.marked.find(++number);
        const bool plain = marked == screen.marked.end() || marked->second == Mark::none;
        out_ += plain ? escaped(line)
                      : fmt::format("<mark{}>{}</mark>", class_of(marked->second), escaped(line));
        out_ += '\n';
    }
    out_ += "</pre>\n";
}

// A browser opens the fold whose content is gone to; so the id is in there.
void Page::block(const Folded& folded) {
    out_ += fmt::format("<details{}><summary{}>{}</summary>\n", folded.open ? " open" : "",
                        class_of(folded.mark), signed_html(folded.mark, escaped(folded.summary)));
    out_ += fmt::format("<div{}>\n", id_of(folded.id));
    blocks(folded.blocks);
    out_ += "</div></details>\n";
}

void Page::block(const Timeline& timeline) {
    out_ += "<ol class=\"time\">\n";
    for (const auto& entry : timeline.entries) {
        const auto words = escaped(entry.text);
        const bool folded = entry.folded && !entry.screen.empty();
        out_ += entry.when.empty() ? "<li class=\"note\">" : "<li>";
        if (folded) out_ += "<details><summary>";
        if (!entry.when.empty()) {
            out_ += fmt::format("<span class=\"when\">{}</span>", escaped(entry.when));
        }
        if (!entry.who.empty()) {
            out_ += fmt::format("<span class=\"who\">{}</span>", escaped(entry.who));
        }
        out_ += fmt::format(
            "<span{}>{}</span>", class_of(entry.mark),
            signed_html(entry.mark, entry.typed ? "<code>" + words + "</code>" : words));
        if (folded) out_ += "</summary>\n";
        if (!entry.screen.empty()) block(Screen{entry.screen, {}, {}});
        if (folded) out_ += "</details>";
        out_ += "</li>\n";
    }
    out_ += "</ol>\n";
}

void Page::blocks(const std::vector<Block>& blocks) {
    for (const auto& one : blocks) {
        std::visit([&](const auto& what) { block(what); }, one.is);
    }
}

void Page::contents() {
    if (document_.contents.empty()) return;
    out_ += fmt::format("<nav><p>{}</p>\n<ol>\n", escaped(document_.contents));
    int nth = 0;
    for (const auto& one : document_.blocks) {
        const auto* heading = std::get_if<Heading>(&one.is);
        if (!heading || heading->level > 2) continue;
        out_ +=
            fmt::format("<li>{}</li>\n", link(heading_id(*heading, ++nth), escaped(heading->text)));
    }
    out_ += "</ol></nav>\n";
}

std::string Page::text() {
    const auto title = escaped(document_.title);
    out_ = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"generator\" content=\"Understudy\">\n"
        "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n<h1>{}</h1>\n",
        escaped(document_.language), title, page_style, title);
    // The list of contents stands before the first chapter.
    std::size_t before = 0;
    for (const auto& one : document_.blocks) {
        if (std::holds_alternative<Heading>(one.is)) break;
        ++before;
    }
    const auto middle = document_.blocks.begin() + static_cast<std::ptrdiff_t>(before);
    blocks({document_.blocks.begin(), middle});
    contents();
    blocks({middle, document_.blocks.end()});
    out_ += "</main>\n</body>\n</html>\n";
    return std::move(out_);
}

}  // namespace

std::string html(const Document& document) { return Page(document).text(); }

}  // namespace reports
