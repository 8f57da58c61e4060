// Reading templates: a stack of open blocks puts the lines together.
#include "profiles/template.hpp"

#include <algorithm>
#include <utility>

#include "grammar/fault.hpp"
#include "profiles/template_line.hpp"

namespace profiles {
namespace {

// Template names have no extension and stay inside the template folders.
std::string template_name(std::string name, Place place) {
    constexpr std::string_view extension = ".txt";
    if (name.ends_with(extension)) name.resize(name.size() - extension.size());
    const bool outside = name.empty() || name.front() == '/' || name.back() == '/' ||
                         name.find("..") != std::string::npos;
    if (outside) {
        throw grammar::Faults(place.file, place.line, place.column,
                              "'" + name + "' is no name of a template");
    }
    return name;
}

// Puts lines into the innermost open block.
class Builder {
public:
    Builder(std::string_view text, std::string file) : text_(text) { read_.file = std::move(file); }

    TemplateText build() &&;

private:
    struct Block {
        Directive opener;
        int line = 0;
        bool in_else = false;
        Pieces pieces;
        Pieces then;  // of an @if whose @else has come
    };

    void read_line(std::string_view line);
    void remark(std::string_view line);
    void obey(const Directive& directive);
    void turn();
    void close();
    Pieces& pieces() { return open_.empty() ? read_.pieces : open_.back().pieces; }
    void fault(int line, std::string what) { faults_.push_back({read_.file, line, 0, what}); }

    std::string_view text_;
    int line_ = 0;
    TemplateText read_;
    std::vector<Block> open_;
    std::vector<grammar::Fault> faults_;
};

TemplateText Builder::build() && {
    while (!text_.empty()) {
        ++line_;
        const auto end = text_.find('\n');
        const auto line = text_.substr(0, end);
        text_.remove_prefix(end == std::string_view::npos ? text_.size() : end + 1);
        try {
            read_line(line);
        } catch (const grammar::Faults& faults) {
            faults_.insert(faults_.end(), faults.list().begin(), faults.list().end());
        }
    }
    for (const auto& block : open_) fault(block.line, "no @end closes this");
    if (!faults_.empty()) throw grammar::Faults(std::move(faults_));
    return std::move(read_);
}

void Builder::read_line(std::string_view line) {
    if (const auto bad = line.find('\r'); bad != std::string_view::npos) {
        throw grammar::Faults(read_.file, line_, static_cast<int>(bad) + 1,
                              "a carriage return; lines end with a line feed alone");
    }
    if (line.starts_with("@#")) {
        remark(line.substr(2));
    } else if (line.starts_with('@') && !line.starts_with("@@")) {
        obey(read_directive(line, {read_.file, line_, 1}));
    } else {
        const bool escaped = line.starts_with("@@");
        append_line(pieces(), line.substr(escaped ? 1 : 0), {read_.file, line_, escaped ? 2 : 1});
        append(pieces(), "\n");
    }
}

void Builder::remark(std::string_view line) {
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    constexpr std::string_view mark = "from:";
    if (!read_.evidence.empty() || !line.starts_with(mark)) return;
    line.remove_prefix(mark.size());
    const auto first = line.find_first_not_of(' ');
    if (first == std::string_view::npos) return;
    read_.evidence = line.substr(first, line.find_last_not_of(' ') - first + 1);
}

void Builder::obey(const Directive& directive) {
    switch (directive.word) {
        case Word::if_:
        case Word::each: open_.push_back({directive, line_, false, {}, {}}); break;
        case Word::else_: turn(); break;
        case Word::use:
            pieces().push_back(
                {Use{template_name(directive.argument, {read_.file, line_, 6}), line_}});
            break;
        case Word::end: close(); break;
    }
}

void Builder::turn() {
    if (open_.empty() || open_.back().opener.word != Word::if_ || open_.back().in_else) {
        fault(line_, "@else belongs to no @if");
        return;
    }
    auto& block = open_.back();
    block.in_else = true;
    block.then = std::exchange(block.pieces, {});
}

void Builder::close() {
    if (open_.empty()) {
        fault(line_, "@end closes nothing");
        return;
    }
    auto block = std::move(open_.back());
    open_.pop_back();
    if (block.opener.word == Word::each) {
        pieces().push_back({Each{block.opener.argument, std::move(block.pieces), block.line}});
    } else if (block.in_else) {
        pieces().push_back({If{block.opener.argument, std::move(block.then),
                               std::move(block.pieces), block.line}});
    } else {
        pieces().push_back({If{block.opener.argument, std::move(block.pieces), {}, block.line}});
    }
}

}  // namespace

Template::Template(std::unique_ptr<TemplateText> text) : text_(std::move(text)) {}
Template::Template(Template&&) noexcept = default;
Template& Template::operator=(Template&&) noexcept = default;
Template::~Template() = default;

Template Template::read(std::string_view text, std::string file) {
    return Template(std::make_unique<TemplateText>(Builder(text, std::move(file)).build()));
}

Template Template::read_line(std::string_view text, std::string file, int line) {
    TemplateText read;
    read.file = std::move(file);
    if (const auto bad = text.find_first_of("\r\n"); bad != std::string_view::npos) {
        throw grammar::Faults(read.file, line, static_cast<int>(bad) + 1, "a message is one line");
    }
    append_line(read.pieces, text, {read.file, line, 1});
    return Template(std::make_unique<TemplateText>(std::move(read)));
}

}  // namespace profiles
