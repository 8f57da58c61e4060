#include "profiles/yaml_reader.hpp"

#include <doctest/doctest.h>

using profiles::YamlReader;

namespace {

std::vector<std::string> faults_of(const auto& action) {
    std::vector<std::string> texts;
    try {
        action();
    } catch (const grammar::Faults& faults) {
        for (const auto& fault : faults.list()) texts.push_back(grammar::to_string(fault));
    }
    return texts;
}

using List = std::vector<std::string>;

}  // namespace

TEST_CASE("all faults of a file at once, in its order") {
    YamlReader reader("a: 017\nb: yes\nc: [x, {y: z}]\nd:\na: 1\ne: ~\n<<: 1\n", "f.yaml");
    const auto entries = reader.entries(reader.root());
    REQUIRE(entries.size() == 3);
    reader.texts(entries[2].value);
    reader.boolean(entries[1].value);
    reader.number(entries[0].value);
    reader.unknown(entries[2]);
    CHECK(faults_of([&] { reader.finish(); }) ==
          List{"f.yaml:1:4: a whole number is expected here, not '017'",
               "f.yaml:2:4: true or false is expected here, not 'yes'",
               "f.yaml:3:1: 'c' is not known here",
               "f.yaml:3:8: a text is expected here, not a map", "f.yaml:4:1: 'd' has no value",
               "f.yaml:5:1: 'a' stands here twice, first in line 1", "f.yaml:6:1: 'e' has no value",
               "f.yaml:7:1: '<<' merges nothing here"});
}

TEST_CASE("what is right is read as it stands") {
    YamlReader reader("v: 9.20\nn: -12\nb: true\nl: [a, 'b c']\nt: {value: x, from: book}\n", "f");
    const auto entries = reader.entries(reader.root());
    REQUIRE(entries.size() == 5);
    CHECK(reader.text(entries[0].value) == "9.20");
    CHECK(reader.number(entries[1].value) == -12);
    CHECK(reader.boolean(entries[2].value));
    CHECK(reader.texts(entries[3].value) == List{"a", "b c"});
    CHECK(reader.text(reader.value(entries[4].value)) == "x");
    CHECK(reader.evidence(entries[4].value) == "book");
    CHECK(reader.evidence(entries[0].value) == "");
    reader.finish();
}

TEST_CASE("a text that is not one document is refused") {
    CHECK(faults_of([] { YamlReader("", "f"); }) == List{"f: is empty"});
    CHECK(faults_of([] { YamlReader("a: 1\n---\nb: 2\n", "f"); }) ==
          List{"f: holds several documents"});
    CHECK(faults_of([] { YamlReader("a: [1\nb: 2\n", "f"); }).front().starts_with("f:2:"));
    CHECK(faults_of([] { YamlReader("a: *b\n", "f"); }).size() == 1);
    CHECK(faults_of([] {
              YamlReader reader("- a\n", "f");
              reader.entries(reader.root());
              reader.finish();
          }) == List{"f:1:1: a map is expected here, not a list"});
}
