// Line templates: a transcript with holes (house style, section 4). A directive owns its line and
// leaves no trace; every other line is literal, odd blanks and crooked rules included.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "profiles/facts.hpp"

namespace profiles {

// The names a view offers to templates, and those of the records of its lists. A template that
// uses another name is refused when it is loaded.
struct Schema {
    std::vector<std::string> names;
    std::map<std::string, Schema> lists;
};

// How values become text: the profile's part of rendering.
struct Wording {
    // words.<group>.<key>; throws grammar::Faults for an unknown word.
    std::function<std::string(const State&)> word;
    std::function<std::string(const Stamp&, std::string_view format)> stamp;  // "" is `time`
};

class Template;
struct TemplateText;  // as read: template_body.hpp
// Finds what @use names; null when there is no such template.
using Find = std::function<const Template*(const std::string& name)>;

class Template {
public:
    // Syntax: `@if name`, `@else`, `@each list`, `@use file`, `@end`, `@# remark`, `@@...` for a
    // device line that begins with '@'; holes `{name}`, `{name:spec}` (the rest goes to fmt, or
    // names a format for an instant), `{name:<{width}}` (a computed width), `{{`, `}}`,
    // `{space}`. Widths count code points. Throws grammar::Faults.
    static Template read(std::string_view text, std::string file);
    // The same for a one-line message, without directives.
    static Template read_line(std::string_view text, std::string file, int line);

    Template(Template&&) noexcept;
    Template& operator=(Template&&) noexcept;
    ~Template();

    const std::string& file() const;
    // The text of the first `@# from:` remark: what the template is grounded on.
    const std::string& evidence() const;
    std::vector<std::string> uses() const;     // templates named by @use, without .txt
    std::vector<std::string> formats() const;  // formats of instants that holes name

    // Every line ends with '\n', but a read_line's does not. An absent name prints nothing but
    // the blanks of its width. Throws grammar::Faults for a template that is not found, and for
    // a text where the hole's format wants a number.
    std::string render(const Facts& facts, const Wording& wording, const Find& find) const;

    // Refuses names the schema does not offer (@use followed). Throws grammar::Faults.
    void check(const Schema& schema, const Find& find) const;

    const TemplateText& text() const { return *text_; }  // for what prints it

private:
    explicit Template(std::unique_ptr<TemplateText> text);
    std::unique_ptr<TemplateText> text_;
};

}  // namespace profiles
