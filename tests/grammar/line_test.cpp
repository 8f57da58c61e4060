#include "grammar/line.hpp"

#include <doctest/doctest.h>
#include <array>

using namespace grammar;

namespace {

constexpr std::array filters{FilterKind::include, FilterKind::exclude, FilterKind::begin,
                             FilterKind::grep, FilterKind::count};

Input input(std::string_view line) {
    const ReadLine read = read_line(line, filters);
    REQUIRE(std::holds_alternative<Input>(read));
    return std::get<Input>(read);
}

BadFilter bad(std::string_view line, std::span<const FilterKind> known = filters) {
    const ReadLine read = read_line(line, known);
    REQUIRE(std::holds_alternative<BadFilter>(read));
    return std::get<BadFilter>(read);
}

}  // namespace

TEST_CASE("a line without a bar is all command") {
    CHECK(input("  show run  ").command == "show run");
    CHECK(input("").command.empty());
    CHECK(input("pass a|b").command == "pass a|b");
    CHECK(input("|").command == "|");
    CHECK_FALSE(input("show run").filter);
}

TEST_CASE("a filter keeps the blanks of its pattern") {
    const Input read = input("show run | i foo  bar ");
    CHECK(read.command == "show run");
    REQUIRE(read.filter);
    CHECK(read.filter->kind == FilterKind::include);
    CHECK(read.filter->pattern == "foo  bar");
    CHECK(input("show run |INC a | b").filter->pattern == "a | b");
}

TEST_CASE("grep can be inverted") {
    CHECK(input("show x | grep -v a b").filter->invert);
    CHECK(input("show x | grep -v a b").filter->pattern == "a b");
    CHECK_FALSE(input("show x | grep -vx").filter->invert);
    CHECK_FALSE(input("show x | i -v").filter->invert);
}

TEST_CASE("a filter that is none says why, at its bar") {
    CHECK(bad("show run | foo x").why == BadFilter::Why::unknown);
    CHECK(bad("show run | foo x").column == 9);
    CHECK(bad("show run |").why == BadFilter::Why::incomplete);
    CHECK(bad("show run | ").why == BadFilter::Why::incomplete);
    CHECK(bad("show run | include").why == BadFilter::Why::incomplete);
    CHECK(bad("show run | grep -v").why == BadFilter::Why::incomplete);
    const std::array alike{FilterKind::section, FilterKind::begin, FilterKind::append};
    CHECK(bad("show | i x", alike).why == BadFilter::Why::unknown);
    const std::array same_letter{FilterKind::exclude, FilterKind::tee, FilterKind::exclude};
    CHECK(bad("show | e x", same_letter).why == BadFilter::Why::ambiguous);
    CHECK(bad("show | i x", {}).why == BadFilter::Why::unknown);
}

TEST_CASE("filters have names") {
    CHECK(keyword(FilterKind::redirect) == "redirect");
    CHECK(filter_kind("tee") == FilterKind::tee);
    CHECK_FALSE(filter_kind("te"));
}
