// Printing templates, and checking their names before anything is printed.
#include <fmt/format.h>

#include <iterator>
#include <type_traits>
#include <utility>

#include "grammar/fault.hpp"
#include "profiles/template.hpp"
#include "profiles/template_body.hpp"

namespace profiles {
namespace {

// @use may not recurse; what is used is found by name, so a circle shows only while following it.
constexpr int deepest_use = 16;

// Records see their own facts first, then those around them.
struct Scope {
    const Facts& facts;
    const Scope* outer;
};

const Value* find_fact(const Scope& scope, std::string_view name) {
    for (const Scope* at = &scope; at != nullptr; at = at->outer) {
        if (const Value* value = at->facts.find(name)) return value;
    }
    return nullptr;
}

bool empty_handed(const Value* value) {
    return value == nullptr || std::holds_alternative<std::monostate>(*value);
}

// A value without its hole's alignment. `format` is that of an instant, "" its usual one.
std::string text_of(const Value& value, const Wording& wording, std::string_view format) {
    return std::visit(
        [&](const auto& held) -> std::string {
            using Held = std::decay_t<decltype(held)>;
            if constexpr (std::is_same_v<Held, bool>)
                return held ? "yes" : "no";
            else if constexpr (std::is_same_v<Held, std::int64_t>)
                return std::to_string(held);
            else if constexpr (std::is_same_v<Held, std::string>)
                return held;
            else if constexpr (std::is_same_v<Held, State>)
                return wording.word(held);
            else if constexpr (std::is_same_v<Held, Stamp>)
                return wording.stamp(held, format);
            else
                return {};
        },
        value);
}

class Printer {
public:
    Printer(const Wording& wording, const Find& find) : wording_(wording), find_(find) {}

    void print(const TemplateText& text, const Scope& scope);
    std::string take() && { return std::move(out_); }

private:
    void print(const Pieces& pieces, const Scope& scope);
    void print_hole(const Hole& hole, const Scope& scope);
    void print_each(const Each& each, const Scope& scope);
    void print_use(const Use& use, const Scope& scope);
    std::string spec(const Hole& hole, const Scope& scope) const;

    const Wording& wording_;
    const Find& find_;
    std::string out_;
    const TemplateText* text_ = nullptr;
    int depth_ = 0;
};

void Printer::print(const TemplateText& text, const Scope& scope) {
    const auto* outer = std::exchange(text_, &text);
    print(text.pieces, scope);
    text_ = outer;
}

void Printer::print(const Pieces& pieces, const Scope& scope) {
    for (const auto& piece : pieces) {
        if (const auto* text = std::get_if<std::string>(&piece.content)) {
            out_ += *text;
        } else if (const auto* hole = std::get_if<Hole>(&piece.content)) {
            print_hole(*hole, scope);
        } else if (const auto* choice = std::get_if<If>(&piece.content)) {
            const bool holds = truthy(find_fact(scope, choice->name));
            print(holds ? choice->then : choice->otherwise, scope);
        } else if (const auto* each = std::get_if<Each>(&piece.content)) {
            print_each(*each, scope);
        } else {
            print_use(std::get<Use>(piece.content), scope);
        }
    }
}

void Printer::print_each(const Each& each, const Scope& scope) {
    const Value* value = find_fact(scope, each.name);
    if (value == nullptr) return;
    if (const auto* records = std::get_if<Records>(value)) {
        for (const auto& record : *records) print(each.body, Scope{record, &scope});
    }
}

// The fmt string of a hole whose width is computed. A width that nobody knows is none at all.
std::string Printer::spec(const Hole& hole, const Scope& scope) const {
    std::string whole = "{:";
    for (const auto& part : hole.spec) {
        whole += part.text;
        if (part.name.empty()) continue;
        const Value* width = find_fact(scope, part.name);
        if (empty_handed(width)) continue;
        const auto* number = std::get_if<std::int64_t>(width);
        if (number == nullptr || *number > 0) whole += text_of(*width, wording_, "");
    }
    return whole + "}";
}

void Printer::print_hole(const Hole& hole, const Scope& scope) {
    const Value* value = find_fact(scope, hole.name);
    const bool bare = hole.kind == SpecKind::none || hole.kind == SpecKind::format;
    if (empty_handed(value)) {
        if (hole.kind != SpecKind::text) return;  // else the column keeps its width
    } else if (bare) {
        out_ += text_of(*value, wording_, hole.ready);
        return;
    }
    const std::string computed = hole.ready.empty() ? spec(hole, scope) : std::string();
    const auto form = fmt::runtime(hole.ready.empty() ? computed : hole.ready);
    try {
        if (hole.kind == SpecKind::number && std::holds_alternative<std::int64_t>(*value)) {
            fmt::format_to(std::back_inserter(out_), form, std::get<std::int64_t>(*value));
        } else {
            const auto text = empty_handed(value) ? "" : text_of(*value, wording_, "");
            fmt::format_to(std::back_inserter(out_), form, text);
        }
    } catch (const fmt::format_error&) {
        throw grammar::Faults(text_->file, hole.line, hole.column,
                              "{" + hole.name + "} has a value that its format does not fit");
    }
}

void Printer::print_use(const Use& use, const Scope& scope) {
    const Template* used = find_ ? find_(use.name) : nullptr;
    if (used == nullptr) {
        throw grammar::Faults(text_->file, use.line, 0, "there is no template '" + use.name + "'");
    }
    if (depth_ == deepest_use) {
        throw grammar::Faults(text_->file, use.line, 0, "@use goes round in a circle");
    }
    ++depth_;
    print(used->text(), scope);
    --depth_;
}

}  // namespace

std::string Template::render(const Facts& facts, const Wording& wording, const Find& find) const {
    Printer printer(wording, find);
    printer.print(*text_, Scope{facts, nullptr});
    return std::move(printer).take();
}

}  // namespace profiles
