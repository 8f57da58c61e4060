#include "grammar/duration.hpp"

#include <array>
#include <boost/spirit/home/x3.hpp>
#include <utility>
#include <vector>

namespace grammar {
namespace {

namespace x3 = boost::spirit::x3;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::weeks;

struct Part {
    long long count = 0;
    int thousandths = 0;
    Span unit{};
};
struct into;  // the x3::with tag of what is being filled

constexpr Span longest = std::chrono::duration_cast<Span>(std::chrono::years{10'000});

const x3::uint_parser<long long, 10, 1, 15> count;
const x3::uint_parser<int, 10, 2, 2> two;
const x3::uint_parser<int, 10, 4, 4> four;

template <typename Range> int thousandths(const Range& digits) {
    int value = 0;
    auto digit = digits.begin();
    for (int place = 0; place < 3; ++place) {
        value = value * 10 + (digit == digits.end() ? 0 : *digit++ - '0');
    }
    return value;
}

const auto fraction = '.' >> x3::raw[x3::repeat(1, 3)[x3::char_('0', '9')]];

const x3::symbols<Span>& units() {
    static const x3::symbols<Span> table = [] {
        x3::symbols<Span> symbols;
        symbols.add("w", weeks{1})("d", days{1})("h", hours{1})("m", minutes{1});
        symbols.add("s", seconds{1})("ms", milliseconds{1});
        return symbols;
    }();
    return table;
}

const auto begin_part = [](auto& context) {
    x3::get<into>(context).push_back(Part{x3::_attr(context), 0, {}});
};
const auto set_fraction = [](auto& context) {
    x3::get<into>(context).back().thousandths = thousandths(x3::_attr(context));
    // Only seconds have a fraction; the mark lets the sum refuse any other.
    x3::get<into>(context).back().unit = seconds{1};
};
const auto set_unit = [](auto& context) {
    Part& part = x3::get<into>(context).back();
    if (part.unit != Span{} && part.unit != x3::_attr(context)) x3::_pass(context) = false;
    part.unit = x3::_attr(context);
};

struct Calendar {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, thousandth = 0;
};

template <typename Parser> auto field(const Parser& parser, int Calendar::*member) {
    return parser[(
        [member](auto& context) { x3::get<into>(context).*member = x3::_attr(context); })];
}

bool valid(const Calendar& c, const std::chrono::year_month_day& date) {
    return date.ok() && c.hour < 24 && c.minute < 60 && c.second < 60;
}

std::string padded(long long value, std::size_t width) {
    std::string text = std::to_string(value);
    return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

// ".25" for 250 thousandths, nothing for none.
std::string shortest_fraction(long long thousandth) {
    if (thousandth == 0) return "";
    std::string text = "." + padded(thousandth, 3);
    while (text.back() == '0') text.pop_back();
    return text;
}

}  // namespace

std::optional<Span> read_duration(std::string_view text) {
    std::vector<Part> parts;
    const char* first = text.data();
    const auto part = count[begin_part] >> -fraction[set_fraction] >> units()[set_unit];
    const auto whole = x3::with<into>(parts)[+part >> x3::eoi];
    if (!x3::parse(first, first + text.size(), whole)) return std::nullopt;

    Span sum{};
    Span previous = Span::max();
    for (const Part& each : parts) {
        const bool descends = each.unit < previous;
        if (!descends || each.count > longest / each.unit) return std::nullopt;
        sum += each.count * each.unit + milliseconds{each.thousandths};
        if (sum > longest) return std::nullopt;
        previous = each.unit;
    }
    return sum;
}

std::string to_string(Span span) {
    if (span < Span{}) return "-" + to_string(-span);
    static constexpr std::array<std::pair<Span, const char*>, 3> large{
        {{days{1}, "d"}, {hours{1}, "h"}, {minutes{1}, "m"}}};
    std::string text;
    for (const auto& [unit, name] : large) {
        if (span >= unit) text += std::to_string(span / unit) + name;
        span %= unit;
    }
    if (span >= seconds{1}) {
        return text + std::to_string(span / seconds{1}) +
               shortest_fraction((span % seconds{1}).count()) + "s";
    }
    if (span > Span{}) return text + std::to_string(span.count()) + "ms";
    return text.empty() ? "0s" : text;
}

std::optional<Moment> read_moment(std::string_view text) {
    Calendar c;
    const auto set_thousandth = [](auto& context) {
        x3::get<into>(context).thousandth = thousandths(x3::_attr(context));
    };
    const auto date = field(four, &Calendar::year) >> '-' >> field(two, &Calendar::month) >> '-' >>
                      field(two, &Calendar::day);
    const auto time = field(two, &Calendar::hour) >> ':' >> field(two, &Calendar::minute) >> ':' >>
                      field(two, &Calendar::second) >> -fraction[set_thousandth];
    const auto whole = date >> -(x3::omit[x3::char_("T ")] >> time >> -x3::lit('Z')) >> x3::eoi;
    const char* first = text.data();
    if (!x3::parse(first, first + text.size(), x3::with<into>(c)[whole])) return std::nullopt;

    using namespace std::chrono;
    const year_month_day day = year{c.year} / month{static_cast<unsigned>(c.month)} /
                               std::chrono::day{static_cast<unsigned>(c.day)};
    if (!valid(c, day)) return std::nullopt;
    return sys_days{day} + hours{c.hour} + minutes{c.minute} + seconds{c.second} +
           milliseconds{c.thousandth};
}

std::string to_string(Moment moment) {
    const auto midnight = std::chrono::floor<days>(moment);
    const std::chrono::year_month_day date{midnight};
    const std::chrono::hh_mm_ss time{moment - midnight};
    std::string text = padded(static_cast<int>(date.year()), 4) + "-" +
                       padded(static_cast<unsigned>(date.month()), 2) + "-" +
                       padded(static_cast<unsigned>(date.day()), 2) + "T" +
                       padded(time.hours().count(), 2) + ":" + padded(time.minutes().count(), 2) +
                       ":" + padded(time.seconds().count(), 2);
    const auto thousandth = time.subseconds().count();
    if (thousandth != 0) text += "." + padded(thousandth, 3);
    return text + "Z";
}

}  // namespace grammar
