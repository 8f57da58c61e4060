#include "grammar/version.hpp"

#include <boost/spirit/home/x3.hpp>

namespace grammar {
namespace {

namespace x3 = boost::spirit::x3;

// Nine digits fit an int and are more than any maker uses.
const x3::uint_parser<int, 10, 1, 9> number;
const x3::rule<class VersionNumbers, std::vector<int>> numbers = "numbers";
const auto numbers_def = number >> +('.' >> number) >> -('(' >> (number % '.') >> ')' >> -number);
BOOST_SPIRIT_DEFINE(numbers)

}  // namespace

std::strong_ordering Version::operator<=>(const Version& other) const {
    if (const auto order = numbers <=> other.numbers; order != 0) return order;
    return suffix <=> other.suffix;
}

bool Version::operator==(const Version& other) const { return (*this <=> other) == 0; }

std::optional<Version> read_version(std::string_view text) {
    Version version;
    version.text = text;
    const char* first = text.data();
    const char* last = first + text.size();
    if (!x3::parse(first, last, numbers, version.numbers)) return std::nullopt;
    if (!x3::parse(first, last, -x3::char_('a', 'z') >> x3::eoi, version.suffix)) {
        return std::nullopt;
    }
    while (!version.numbers.empty() && version.numbers.back() == 0) version.numbers.pop_back();
    return version;
}

}  // namespace grammar
