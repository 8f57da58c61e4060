#include "grammar/outline_line.hpp"

#include <boost/spirit/home/x3.hpp>

namespace grammar {
namespace {

namespace x3 = boost::spirit::x3;
struct into;   // the x3::with tag of the line being filled
struct start;  // that of where the text begins

const auto text_of = [](const auto& range) { return std::string(range.begin(), range.end()); };

template <typename Line> auto keep(std::string Line::*member) {
    return
        [member](auto& context) { x3::get<into>(context).*member = text_of(x3::_attr(context)); };
}

// Characters: `ink` is anything visible, bytes of UTF-8 included.
const auto blanks = x3::omit[+x3::char_(' ')];
const auto gap = x3::omit[x3::repeat(2, x3::inf)[x3::char_(' ')]];
const auto ink = x3::char_ - x3::char_('\0', ' ') - '\x7f';
const auto identifier = x3::raw[x3::char_("a-zA-Z") >> *x3::char_("a-zA-Z0-9_.-")];

// Arguments.
const auto begin_argument = [](auto& context) {
    x3::get<into>(context).argument.emplace().name = text_of(x3::_attr(context));
};
const auto set_placeholder = [](auto& context) {
    x3::get<into>(context).argument->placeholder = text_of(x3::_attr(context));
};
const auto set_kind = [](auto& context) {
    x3::get<into>(context).argument->kind = x3::_attr(context);
};

const x3::symbols<ArgKind>& kinds() {
    static const x3::symbols<ArgKind> table = [] {
        x3::symbols<ArgKind> symbols;
        symbols.add("word", ArgKind::word)("line", ArgKind::line)("address", ArgKind::address);
        symbols.add("mask", ArgKind::mask)("hostname", ArgKind::hostname)("host", ArgKind::host);
        symbols.add("url", ArgKind::url)("interface", ArgKind::interface)("file", ArgKind::file);
        symbols.add("quoted", ArgKind::quoted)("nameif", ArgKind::nameif)("token", ArgKind::token)(
            "time", ArgKind::time);
        symbols.add("month", ArgKind::month);
        return symbols;
    }();
    return table;
}

auto bound(Bound Argument::*member) {
    const auto set_value = [member](auto& context) {
        Argument& argument = *x3::get<into>(context).argument;
        argument.kind = ArgKind::number;
        (argument.*member).value = x3::_attr(context);
    };
    const auto set_number = [member](auto& context) {
        Argument& argument = *x3::get<into>(context).argument;
        argument.kind = ArgKind::number;
        (argument.*member).number = text_of(x3::_attr(context));
    };
    return x3::rule<struct BoundOf>{"a number or the name of one in braces"} =
               x3::long_[set_value] | ('{' >> identifier[set_number] >> '}');
}

// A kind's name must end with the kind: `wordy` is not a word.
const auto kind_or_range = x3::rule<struct KindOrRange>{"a kind of argument or a range"} =
    (kinds()[set_kind] >> !x3::char_("a-z0-9-")) |
    (bound(&Argument::low) >> '-' >> bound(&Argument::high));
const auto shown = '"' > x3::raw[+(x3::char_ - '"')][set_placeholder] > '"';
const auto argument_name = x3::rule<struct ArgumentName>{"the argument's name"} =
    identifier[begin_argument];
const auto argument = '<' > argument_name > ':' > kind_or_range > -(blanks >> shown) > '>';

// What stands behind the help. The lookahead in `body` parses it once without keeping anything.
const auto begin_act = [](auto& context) {
    x3::get<into>(context).act = Act{text_of(x3::_attr(context)), ""};
};
const auto set_constant = [](auto& context) {
    x3::get<into>(context).act->constant = text_of(x3::_attr(context));
};
const auto add_mark = [](auto& context) {
    const auto& range = x3::_attr(context);
    const std::string text = text_of(range);
    x3::get<into>(context).marks.push_back(
        {text.substr(1, text.size() - 2),
         static_cast<int>(range.begin() - x3::get<start>(context))});
};
const auto act_name = x3::rule<struct ActName>{"an act"} = identifier[begin_act];
const auto constant = x3::raw[!x3::lit('[') >> +ink];
const auto act = x3::lit("->") >> blanks >> act_name >> -(blanks >> constant[set_constant]);
const auto mark = x3::raw['[' >> +(x3::char_ - '[' - ']') >> ']'];
const auto tail = x3::rule<struct Tail>{"`-> act`, a mark or the end"} =
    ((act >> *(blanks >> mark[add_mark])) | (mark[add_mark] % blanks)) >> x3::eoi;

const auto act_form = x3::lit("->") >> blanks >> identifier >> -(blanks >> constant);
const auto tail_form = ((act_form >> *(blanks >> mark)) | (mark % blanks)) >> x3::eoi;

const auto help_text = x3::rule<struct HelpText>{"help text"} =
    x3::raw[+ink % ' '][keep(&NodeLine::help)];
const auto body = (&tail_form >> tail) | (help_text > (x3::eoi | (gap > tail)));
const auto keyword = x3::raw[+ink][keep(&NodeLine::keyword)];
const auto behind_argument = x3::rule<struct BehindArgument>{"a blank and help text"} =
    x3::eoi | (blanks > body);
const auto behind_keyword = x3::rule<struct BehindKeyword>{"two blanks and help text"} =
    x3::eoi | (gap > body);
// The bracket ends an argument, so that one blank will do behind it.
const auto node_line = (argument > behind_argument) | (keyword > behind_keyword);

const auto directive_name = x3::rule<struct DirectiveName>{"a directive's name"} =
    x3::raw[x3::lit('#') | +ink][keep(&DirectiveLine::name)];
const auto directive_line =
    '@' > directive_name > -blanks > x3::raw[*x3::char_][keep(&DirectiveLine::text)];

template <typename Line, typename Parser>
OutlineLine read(std::string_view text, const Parser& parser) {
    Line line;
    const char* const first = text.data();
    const char* const last = first + text.size();
    try {
        const char* at = first;
        const auto whole = x3::with<into>(line)[x3::with<start>(first)[parser]];
        if (x3::parse(at, last, whole) && at == last) return line;
        return BadLine{static_cast<int>(at - first), "not a line of an outline"};
    } catch (const x3::expectation_failure<const char*>& failure) {
        return BadLine{static_cast<int>(failure.where() - first), "expected " + failure.which()};
    }
}

}  // namespace

OutlineLine read_outline_line(std::string_view text) {
    if (text.front() == '@') return read<DirectiveLine>(text, directive_line);
    return read<NodeLine>(text, node_line);
}

}  // namespace grammar
