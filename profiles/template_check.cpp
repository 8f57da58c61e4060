// What can be said of a template before anything is printed: its names against a view's, and what
// it refers to.
#include <algorithm>
#include <set>
#include <string>

#include "grammar/fault.hpp"
#include "profiles/template.hpp"
#include "profiles/template_body.hpp"

namespace profiles {
namespace {

struct SchemaScope {
    const Schema& schema;
    const SchemaScope* outer;
};

// Follows every way through a template, as if each @if held and each list had one record.
class Checker {
public:
    explicit Checker(const Find& find) : find_(find) {}

    void check(const TemplateText& text, const SchemaScope& scope);
    std::vector<grammar::Fault> take() && { return std::move(faults_); }

private:
    void check(const Pieces& pieces, const SchemaScope& scope);
    void check_value(const Hole& hole, const std::string& name, const SchemaScope& scope);
    void check_each(const Each& each, const SchemaScope& scope);
    void check_use(const Use& use, const SchemaScope& scope);
    void fault(int line, int column, std::string what) {
        faults_.push_back({open_.back()->file, line, column, std::move(what)});
    }

    const Find& find_;
    std::vector<const TemplateText*> open_;  // the template and those whose @use led here
    std::vector<grammar::Fault> faults_;
};

bool offers(const Schema& schema, const std::string& name) {
    return std::find(schema.names.begin(), schema.names.end(), name) != schema.names.end();
}

// The innermost schema that knows the name in either way.
const Schema* home(const SchemaScope& scope, const std::string& name) {
    for (const SchemaScope* at = &scope; at != nullptr; at = at->outer) {
        if (offers(at->schema, name) || at->schema.lists.contains(name)) return &at->schema;
    }
    return nullptr;
}

void Checker::check(const TemplateText& text, const SchemaScope& scope) {
    open_.push_back(&text);
    check(text.pieces, scope);
    open_.pop_back();
}

void Checker::check(const Pieces& pieces, const SchemaScope& scope) {
    for (const auto& piece : pieces) {
        if (const auto* hole = std::get_if<Hole>(&piece.content)) {
            check_value(*hole, hole->name, scope);
            for (const auto& part : hole->spec) {
                if (!part.name.empty()) check_value(*hole, part.name, scope);
            }
        } else if (const auto* choice = std::get_if<If>(&piece.content)) {
            if (home(scope, choice->name) == nullptr) {
                fault(choice->line, 0, "the view offers no '" + choice->name + "'");
            }
            check(choice->then, scope);
            check(choice->otherwise, scope);
        } else if (const auto* each = std::get_if<Each>(&piece.content)) {
            check_each(*each, scope);
        } else if (const auto* use = std::get_if<Use>(&piece.content)) {
            check_use(*use, scope);
        }
    }
}

void Checker::check_value(const Hole& hole, const std::string& name, const SchemaScope& scope) {
    const Schema* schema = home(scope, name);
    if (schema == nullptr) {
        fault(hole.line, hole.column, "the view offers no '" + name + "'");
    } else if (!offers(*schema, name)) {
        fault(hole.line, hole.column, "'" + name + "' is a list; @each prints it");
    }
}

void Checker::check_each(const Each& each, const SchemaScope& scope) {
    const Schema* schema = home(scope, each.name);
    if (schema == nullptr || !schema->lists.contains(each.name)) {
        fault(each.line, 0, "the view offers no list '" + each.name + "'");
        return;
    }
    check(each.body, SchemaScope{schema->lists.at(each.name), &scope});
}

void Checker::check_use(const Use& use, const SchemaScope& scope) {
    const Template* used = find_ ? find_(use.name) : nullptr;
    if (used == nullptr) {
        fault(use.line, 0, "there is no template '" + use.name + "'");
    } else if (std::find(open_.begin(), open_.end(), &used->text()) != open_.end()) {
        fault(use.line, 0, "@use goes round in a circle");
    } else {
        check(used->text(), scope);
    }
}

void collect(const Pieces& pieces, std::set<std::string>& uses, std::set<std::string>& formats) {
    for (const auto& piece : pieces) {
        if (const auto* hole = std::get_if<Hole>(&piece.content)) {
            if (hole->kind == SpecKind::format) formats.insert(hole->ready);
        } else if (const auto* choice = std::get_if<If>(&piece.content)) {
            collect(choice->then, uses, formats);
            collect(choice->otherwise, uses, formats);
        } else if (const auto* each = std::get_if<Each>(&piece.content)) {
            collect(each->body, uses, formats);
        } else if (const auto* use = std::get_if<Use>(&piece.content)) {
            uses.insert(use->name);
        }
    }
}

}  // namespace

const std::string& Template::file() const { return text_->file; }
const std::string& Template::evidence() const { return text_->evidence; }

std::vector<std::string> Template::uses() const {
    std::set<std::string> uses;
    std::set<std::string> formats;
    collect(text_->pieces, uses, formats);
    return {uses.begin(), uses.end()};
}

std::vector<std::string> Template::formats() const {
    std::set<std::string> uses;
    std::set<std::string> formats;
    collect(text_->pieces, uses, formats);
    return {formats.begin(), formats.end()};
}

void Template::check(const Schema& schema, const Find& find) const {
    Checker checker(find);
    checker.check(*text_, SchemaScope{schema, nullptr});
    auto faults = std::move(checker).take();
    if (!faults.empty()) throw grammar::Faults(std::move(faults));
}

}  // namespace profiles
