#include "grammar/tree.hpp"

#include <doctest/doctest.h>

#include "grammar/fault.hpp"

using namespace grammar;

namespace {

const Numbers numbers = [](const std::string& name) -> std::optional<long> {
    if (name == "lamps.max") return 40;
    return std::nullopt;
};

Tree plant(std::string_view text, const std::set<std::string>& capabilities = {}) {
    return grow(read_outline("@mode m\n" + std::string(text), "t"), capabilities, numbers);
}

}  // namespace

TEST_CASE("nodes without their capability are gone, and what led only to them") {
    const auto text = "a  -> x [lamp]\nb  -> y [!lamp]\nc  Group\n  d  -> z [lamp] [fan]\n";
    const Tree bare = plant(text);
    REQUIRE(bare.root.children.size() == 1);
    CHECK(bare.root.children[0].keyword == "b");
    const Tree full = plant(text, {"lamp", "fan"});
    REQUIRE(full.root.children.size() == 2);
    CHECK(full.root.children[1].children[0].keyword == "d");
}

TEST_CASE("ranges become numbers and kinds placeholders") {
    const Tree tree = plant(R"(a
  <n:1-{lamps.max}>  -> x
  <w:word>  -> x
  <l:line>  -> x
  <i:address>  -> x
  <h:host>  -> x
  <t:time>  -> x
  <m:month>  -> x
  <k:token "WORD < 129 char">  -> x
)");
    const auto& nodes = tree.root.children[0].children;
    const std::vector<std::string> expected{
        "<1-40>",   "WORD",  "LINE",           "A.B.C.D", "Hostname or A.B.C.D",
        "hh:mm:ss", "MONTH", "WORD < 129 char"};
    REQUIRE(nodes.size() == expected.size());
    for (std::size_t at = 0; at < nodes.size(); ++at) CHECK(nodes[at].placeholder == expected[at]);
    CHECK(nodes[0].argument->high.value == 40);
}

TEST_CASE("ranges without their number or with crossed ends are refused") {
    CHECK_THROWS_AS(plant("<n:1-{gone}>  -> x\n"), Faults);
    CHECK_THROWS_AS(plant("<n:9-1>  -> x\n"), Faults);
    CHECK_THROWS_AS(plant("<n:50-{lamps.max}>  -> x\n"), Faults);
    CHECK_NOTHROW(plant("<n:1-{gone}>  -> x [lamp]\n"));
}
