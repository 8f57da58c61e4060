#include "reports/document.hpp"
#include "reports/visible.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace reports {
namespace {

std::string signed_text(Mark mark, std::string_view text) {
    return mark == Mark::none ? std::string(text) : fmt::format("{} {}", sign(mark), text);
}

// The lines of a cell.
std::vector<std::string> lines_in(const Cell& cell) {
    return lines_of(visible(signed_text(cell.mark, cell.text)));
}

class Sheet {
public:
    Sheet(std::size_t width, std::string indent) : width_(width), indent_(std::move(indent)) {}

    void blocks(const std::vector<Block>& blocks) {
        for (const auto& one : blocks) {
            std::visit([&](const auto& what) { block(what); }, one.is);
        }
    }
    void title(const std::string& text);
    std::string take() { return std::move(out_); }

private:
    void block(const Heading& heading);
    void block(const Paragraph& paragraph);
    void block(const List& list);
    void block(const Table& table);
    void block(const Screen& screen);
    void block(const Folded& folded);
    void block(const Timeline& timeline);
    void line(std::string_view text);
    void words(std::string_view text, const std::string& first, const std::string& others);
    void row(const std::vector<std::vector<std::string>>& cells,
             const std::vector<std::size_t>& widths);

    std::size_t width_;
    std::string indent_;
    std::string out_;
};

void Sheet::line(std::string_view text) {
    while (text.ends_with(' ')) text.remove_suffix(1);
    if (!text.empty()) out_ += indent_;
    out_.append(text) += '\n';
}

void Sheet::words(std::string_view text, const std::string& first, const std::string& others) {
    const auto used = indent_.size() + others.size();
    bool begun = false;
    for (const auto& part : folded(visible(text), width_ > used + 20 ? width_ - used : 20)) {
        line((begun ? others : first) + part);
        begun = true;
    }
}

void Sheet::title(const std::string& text) {
    const auto shown = visible(text);
    line(shown);
    line(std::string(columns(shown), '='));
    line("");
}

void Sheet::block(const Heading& heading) {
    const auto shown = visible(heading.text);
    line(shown);
    if (heading.level <= 3) line(std::string(columns(shown), heading.level <= 2 ? '-' : '.'));
    line("");
}

void Sheet::block(const Paragraph& paragraph) {
    words(signed_text(paragraph.mark, paragraph.text), "",
          paragraph.mark == Mark::none ? "" : "  ");
    line("");
}

void Sheet::block(const List& list) {
    int number = 0;
    for (const auto& item : list.items) {
        const auto lead = list.numbered ? fmt::format("{}. ", ++number) : "- ";
        words(signed_text(item.mark, item.text), lead, std::string(lead.size(), ' '));
    }
    if (!list.items.empty()) line("");
}

void Sheet::row(const std::vector<std::vector<std::string>>& cells,
                const std::vector<std::size_t>& widths) {
    std::size_t height = 1;
    for (const auto& cell : cells) height = std::max(height, cell.size());
    for (std::size_t y = 0; y < height; ++y) {
        std::string text;
        for (std::size_t x = 0; x < cells.size(); ++x) {
            const auto part = y < cells[x].size() ? cells[x][y] : "";
            text += part + std::string(widths[x] - columns(part) + 2, ' ');
        }
        line(text);
    }
}

void Sheet::block(const Table& table) {
    std::vector<std::vector<std::vector<std::string>>> rows;
    if (!table.head.empty()) {
        auto& head = rows.emplace_back();
        for (const auto& name : table.head) head.push_back(lines_in({name}));
    }
    for (const auto& cells : table.rows) {
        auto& one = rows.emplace_back();
        for (const auto& cell : cells) one.push_back(lines_in(cell));
    }
    std::vector<std::size_t> widths;
    for (const auto& one : rows) {
        widths.resize(std::max(widths.size(), one.size()));
        for (std::size_t x = 0; x < one.size(); ++x) {
            for (const auto& part : one[x]) widths[x] = std::max(widths[x], columns(part));
        }
    }
    bool head = !table.head.empty();
    for (const auto& one : rows) {
        row(one, widths);
        if (!std::exchange(head, false)) continue;
        std::string rule;
        for (const auto width : widths) rule += std::string(width, '-') + "  ";
        line(rule);
    }
    if (!rows.empty()) line("");
}

void Sheet::block(const Screen& screen) {
    int number = 0;
    const bool gutter = screen.kind.empty();
    for (const auto& shown : lines_of(visible(screen.text))) {
        const bool marked = gutter && screen.marked.contains(++number);
        line((marked ? "  > " : "    ") + shown);
    }
    line("");
}

void Sheet::block(const Folded& folded) {
    words(signed_text(folded.mark, folded.summary), "", "  ");
    line("");
    Sheet below(width_, indent_ + "  ");
    below.blocks(folded.blocks);
    out_ += below.take();
}

void Sheet::block(const Timeline& timeline) {
    for (const auto& entry : timeline.entries) {
        const auto lead = entry.when + (entry.who.empty() ? "" : " " + entry.who) + "  ";
        words(visible(lead) + signed_text(entry.mark, entry.text), "", "    ");
        for (const auto& shown : lines_of(visible(entry.screen))) {
            if (!entry.screen.empty()) line("    " + shown);
        }
    }
    if (!timeline.entries.empty()) line("");
}

}  // namespace

std::string text(const Document& document, std::size_t width) {
    Sheet sheet(width, "");
    sheet.title(document.title);
    sheet.blocks(document.blocks);
    auto all = sheet.take();
    while (all.ends_with("\n\n")) all.pop_back();
    return all;
}

}  // namespace reports
