#include "profiles/template_line.hpp"

#include <fmt/format.h>
#include <boost/fusion/include/adapt_struct.hpp>
#include <boost/spirit/home/x3.hpp>

#include <algorithm>
#include <cassert>
#include <cctype>

#include "grammar/fault.hpp"

namespace profiles {
namespace {

// One run of text (name empty) or one hole, as written.
struct Run {
    std::string text;
    std::string name;
    std::vector<SpecPart> spec;
    const char* place = nullptr;
};

}  // namespace
}  // namespace profiles

BOOST_FUSION_ADAPT_STRUCT(profiles::Directive, word, argument)
BOOST_FUSION_ADAPT_STRUCT(profiles::SpecPart, text, name)
BOOST_FUSION_ADAPT_STRUCT(profiles::Run, text, name, spec)

namespace profiles {
namespace {

namespace syntax {

namespace x3 = boost::spirit::x3;

struct HoleTag {
    template <class Iterator, class Context>
    void on_success(const Iterator& first, const Iterator&, Run& run, const Context&) {
        run.place = first;
    }
};

const std::string nothing;
const auto closing = x3::rule<class ClosingTag>{"'}' behind the name"} = x3::lit('}');
const auto line_end = x3::rule<class LineEndTag>{"the end of the line"} = x3::eoi;
const auto text_end = x3::rule<class TextEndTag>{"'}}' for a brace that opens nothing"} = x3::eoi;
const auto name = x3::rule<class NameTag, std::string>{"a name"} = x3::char_("a-zA-Z_") >>
                                                                   *x3::char_("a-zA-Z0-9_.");
const auto file_name = x3::rule<class FileNameTag, std::string>{"the name of a template"} =
    +x3::char_("a-zA-Z0-9_./-");

// `{space}` is a letter, not a hole: no fact can be called that.
const auto letter = x3::rule<class LetterTag, char>{"a letter"} =
    (x3::char_ - x3::char_("{}")) | ("{{" >> x3::attr('{')) | ("}}" >> x3::attr('}')) |
    ("{space}" >> x3::attr(' '));
const auto text = x3::rule<class TextTag, Run>{
    "text"} = +letter >> x3::attr(nothing) >> x3::attr(std::vector<SpecPart>{});
const auto spec_text = x3::rule<class SpecTextTag, SpecPart>{
    "a format"} = +(x3::char_ - x3::char_("{}")) >> x3::attr(nothing);
const auto spec_name = x3::rule<class SpecNameTag, SpecPart>{"a width"} =
    x3::attr(nothing) >> '{' > name > closing;
const auto spec = x3::rule<class SpecTag, std::vector<SpecPart>>{"a format behind the colon"} =
    +(spec_text | spec_name);
const auto hole = x3::rule<HoleTag, Run>{"a hole"} = x3::attr(nothing) >> '{' > name >
                                                     ((':' > spec) |
                                                      x3::attr(std::vector<SpecPart>{})) > closing;
const auto runs = x3::rule<class RunsTag, std::vector<Run>>{"a line"} = *(text | hole) > text_end;

struct Named : x3::symbols<Word> {
    Named() { add("if", Word::if_)("each", Word::each); }
} const named;
struct Bare : x3::symbols<Word> {
    Bare() { add("else", Word::else_)("end", Word::end); }
} const bare;
struct Using : x3::symbols<Word> {
    Using() { add("use", Word::use); }
} const use;
const auto blank = x3::rule<class BlankTag>{"one blank"} = x3::lit(' ');
const auto word = x3::rule<class WordTag, Directive>{"@if, @else, @each, @use, @end, @# or @@"} =
    (named > blank > name) | (use > blank > file_name) | (bare > x3::attr(nothing));
const auto directive = x3::rule<class DirectiveTag, Directive>{"a directive"} =
    '@' > word > line_end;

}  // namespace syntax

template <class Result, class Grammar>
Result parse(std::string_view text, const Grammar& grammar, Place place) {
    Result result;
    const char* at = text.data();
    try {
        const bool read = boost::spirit::x3::parse(at, text.data() + text.size(), grammar, result);
        assert(read);  // every choice ends in an expectation
        static_cast<void>(read);
    } catch (const boost::spirit::x3::expectation_failure<const char*>& failure) {
        const auto column = static_cast<int>(failure.where() - text.data()) + place.column;
        throw grammar::Faults(place.file, place.line, column, "expected " + failure.which());
    }
    return result;
}

bool fmt_takes(const std::string& spec, const auto& value) {
    try {
        static_cast<void>(fmt::format(fmt::runtime(spec), value));
        return true;
    } catch (const fmt::format_error&) {
        return false;
    }
}

// No format specification of fmt looks like a name of two letters or more.
bool names_a_format(const std::string& spec) {
    return spec.size() > 1 && std::islower(static_cast<unsigned char>(spec.front())) != 0 &&
           std::all_of(spec.begin(), spec.end(), [](unsigned char c) {
               return std::isalnum(c) != 0 || c == '_' || c == '-';
           });
}

// Decides once what fmt would say at every printing: a computed width stands as 1 meanwhile.
Hole make_hole(const Run& run, Place place) {
    Hole hole;
    hole.name = run.name;
    hole.spec = run.spec;
    hole.line = place.line;
    hole.column = place.column;
    if (run.spec.empty()) return hole;
    const bool computed = std::any_of(run.spec.begin(), run.spec.end(),
                                      [](const SpecPart& part) { return !part.name.empty(); });
    std::string spec;
    for (const auto& part : run.spec) spec += part.name.empty() ? part.text : "1";
    if (!computed && names_a_format(spec)) {
        hole.kind = SpecKind::format;
        hole.ready = spec;
        return hole;
    }
    const std::string whole = "{:" + spec + "}";
    if (fmt_takes(whole, std::string_view("x"))) {
        hole.kind = SpecKind::text;
    } else if (fmt_takes(whole, 1L)) {
        hole.kind = SpecKind::number;
    } else {
        throw grammar::Faults(place.file, place.line, place.column, "'" + spec + "' is no format");
    }
    if (!computed) hole.ready = whole;
    return hole;
}

}  // namespace

Directive read_directive(std::string_view line, Place place) {
    return parse<Directive>(line, syntax::directive, place);
}

void append(Pieces& pieces, std::string_view text) {
    if (text.empty()) return;
    if (!pieces.empty()) {
        if (auto* last = std::get_if<std::string>(&pieces.back().content)) {
            *last += text;
            return;
        }
    }
    pieces.push_back({std::string(text)});
}

void append_line(Pieces& pieces, std::string_view line, Place place) {
    for (const auto& run : parse<std::vector<Run>>(line, syntax::runs, place)) {
        if (run.name.empty()) {
            append(pieces, run.text);
        } else {
            const auto column = static_cast<int>(run.place - line.data()) + place.column;
            pieces.push_back({make_hole(run, {place.file, place.line, column})});
        }
    }
}

}  // namespace profiles
