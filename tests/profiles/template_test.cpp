#include "profiles/template.hpp"

#include <doctest/doctest.h>

#include "grammar/fault.hpp"

using profiles::Facts;
using profiles::Records;
using profiles::Schema;
using profiles::Stamp;
using profiles::State;
using profiles::Template;

namespace {

const profiles::Wording wording{
    [](const State& state) { return state.group + "/" + state.key; },
    [](const Stamp&, std::string_view format) { return "<" + std::string(format) + ">"; }};

const profiles::Find nowhere = [](const std::string&) { return nullptr; };

std::string rendered(std::string_view text, const Facts& facts) {
    return Template::read(text, "t.txt").render(facts, wording, nowhere);
}

std::vector<std::string> faults_of(const auto& action) {
    std::vector<std::string> texts;
    try {
        action();
    } catch (const grammar::Faults& faults) {
        for (const auto& fault : faults.list()) texts.push_back(grammar::to_string(fault));
    }
    return texts;
}

std::vector<std::string> read_faults(std::string_view text) {
    return faults_of([&] { Template::read(text, "t.txt"); });
}

using List = std::vector<std::string>;

}  // namespace

TEST_CASE("every line but a directive is literal") {
    CHECK(rendered("", {}) == "");
    CHECK(rendered("\n", {}) == "\n");
    CHECK(rendered("no end", {}) == "no end\n");
    CHECK(rendered("\n  odd   blanks  \n\n====\n", {}) == "\n  odd   blanks  \n\n====\n");
    CHECK(rendered("end:{space}{space}\n", {}) == "end:  \n");
    CHECK(rendered("{{a}} }}\n", {}) == "{a} }\n");
    CHECK(rendered("@@home\n @if\n", {}) == "@home\n @if\n");
    CHECK(rendered("@# a remark {that is not read\nx\n", {}) == "x\n");
}

TEST_CASE("holes print facts") {
    Facts facts;
    facts.set("name", std::string("asa")).set("count", std::int64_t{7}).set("on", true);
    facts.set("state", State{"registration", "pending"}).set("when", Stamp{});
    CHECK(rendered("{name}-{count}\n", facts) == "asa-7\n");
    CHECK(rendered("{absent}|\n", facts) == "|\n");
    CHECK(rendered("{state}\n", facts) == "registration/pending\n");
    CHECK(rendered("{when} {when:clock}\n", facts) == "<> <clock>\n");
    CHECK(rendered("{name:clock}\n", facts) == "asa\n");
}

TEST_CASE("what stands behind the colon goes to fmt") {
    Facts facts;
    facts.set("name", std::string("asa")).set("count", std::int64_t{7}).set("w", std::int64_t{6});
    facts.set("accent", std::string("caf\u00e9")).set("when", Stamp{}).set("no", std::int64_t{0});
    CHECK(rendered("{name:<6}|{name:>6}|{name:^5}|{name:->5}\n", facts) ==
          "asa   |   asa| asa |--asa\n");
    CHECK(rendered("{count:>5}|{count:02}|{count:<3}|{count:5}|\n", facts) ==
          "    7|07|7  |7    |\n");
    CHECK(rendered("{accent:<6}|\n", facts) == "caf\u00e9  |\n");
    CHECK(rendered("{name:<{w}}|{name:>{w}}|{name:<{no}}|{name:<{absent}}|\n", facts) ==
          "asa   |   asa|asa|asa|\n");
    CHECK(rendered("{absent:<3}|{absent:02}|\n", facts) == "   ||\n");
    CHECK(rendered("{when:<4}|\n", facts) == "<>  |\n");
    CHECK(faults_of([&] { rendered("x{name:02}\n", facts); }) ==
          List{"t.txt:1:2: {name} has a value that its format does not fit"});
}

TEST_CASE("blocks") {
    Facts inner;
    inner.set("title", std::string("tier"));
    Facts facts;
    facts.set("title", std::string("outer")).set("rows", Records{inner, Facts{}});
    facts.set("none", Records{}).set("off", false).set("empty", std::string());
    CHECK(rendered("@each rows\n- {title}\n@end\n", facts) == "- tier\n- outer\n");
    CHECK(rendered("@each absent\n-\n@end\n@each none\n-\n@end\n@each title\n-\n@end\n", facts) ==
          "");
    CHECK(rendered("@if rows\na\n@else\nb\n@end\n", facts) == "a\n");
    for (const std::string name : {"none", "off", "empty", "absent"}) {
        CHECK(rendered("@if " + name + "\na\n@else\nb\n@end\n", facts) == "b\n");
        CHECK(rendered("@if " + name + "\na\n@end\n", facts) == "");
    }
    CHECK(rendered("@if rows\n@if off\nx\n@else\n@each rows\ny\n@end\n@end\n@end\n", facts) ==
          "y\ny\n");
}

TEST_CASE("@use prints another template with the facts at hand") {
    const auto used = Template::read("<{title}>\n", "used.txt");
    const profiles::Find find = [&](const std::string& name) -> const Template* {
        return name == "sub/used" ? &used : nullptr;
    };
    Facts inner;
    inner.set("title", std::string("in"));
    Facts facts;
    facts.set("rows", Records{inner});
    const auto text =
        Template::read("@each rows\n@use sub/used.txt\n@end\n@use sub/used\n", "t.txt");
    CHECK(text.render(facts, wording, find) == "<in>\n<>\n");
    CHECK(text.uses() == List{"sub/used"});
    CHECK(faults_of([&] { text.render(facts, wording, nowhere); }) ==
          List{"t.txt:2: there is no template 'sub/used'"});
    CHECK(read_faults("@use ../x\n") == List{"t.txt:1:6: '../x' is no name of a template"});
}

TEST_CASE("a circle of @use ends in a fault") {
    const auto self = Template::read("@use self\n", "self.txt");
    const profiles::Find find = [&](const std::string&) { return &self; };
    CHECK(faults_of([&] { self.render({}, wording, find); }).size() == 1);
    CHECK(faults_of([&] { self.check({}, find); }) ==
          List{"self.txt:1: @use goes round in a circle"});
}

TEST_CASE("faults of a template, all at once and with their places") {
    CHECK(read_faults("ok\n{}\nx } y\n{name\n{a:}\n") ==
          List{"t.txt:2:2: expected a name",
               "t.txt:3:3: expected '}}' for a brace that opens nothing",
               "t.txt:4:6: expected '}' behind the name",
               "t.txt:5:4: expected a format behind the colon"});
    CHECK(read_faults("@unless x\n") ==
          List{"t.txt:1:2: expected @if, @else, @each, @use, @end, @# or @@"});
    CHECK(read_faults("@if  x\n@end \n").size() == 2);
    CHECK(read_faults("@if a\n@each b\n") ==
          List{"t.txt:1: no @end closes this", "t.txt:2: no @end closes this"});
    CHECK(read_faults("@end\n") == List{"t.txt:1: @end closes nothing"});
    CHECK(read_faults("@each a\n@else\n@end\n") == List{"t.txt:2: @else belongs to no @if"});
    CHECK(read_faults("@if a\n@else\n@else\n@end\n") == List{"t.txt:3: @else belongs to no @if"});
    CHECK(read_faults("{a:<5q}\n") == List{"t.txt:1:1: '<5q' is no format"});
    CHECK(read_faults("ab\r\n").front().starts_with("t.txt:1:3: a carriage return"));
}

TEST_CASE("evidence is the first remark that says from") {
    CHECK(Template::read("@# odd\n@#  from: a  b \n@# from: c\n", "t").evidence() == "a  b");
    CHECK(Template::read("x\n", "t").evidence() == "");
}

TEST_CASE("a message is one line, without its end") {
    const auto text = Template::read_line("@at {name}{space}", "m.yaml", 4);
    CHECK(text.render(Facts().set("name", std::string("x")), wording, nowhere) == "@at x ");
    CHECK(faults_of([] { Template::read_line("a {", "m.yaml", 4); }) ==
          List{"m.yaml:4:4: expected a name"});
    CHECK(faults_of([] { Template::read_line("a\nb", "m.yaml", 4); }).size() == 1);
    CHECK(Template::read_line("{a:clock} {b:<3} {c:02}", "m", 1).formats() == List{"clock"});
}

TEST_CASE("check refuses names that the view does not offer") {
    Schema schema;
    schema.names = {"name", "w"};
    schema.lists["rows"].names = {"title"};
    const auto check = [&](std::string_view text) {
        return faults_of([&] { Template::read(text, "t.txt").check(schema, nowhere); });
    };
    CHECK(check("{name:<{w}}\n@each rows\n{title}{name}\n@end\n@if rows\n@end\n").empty());
    CHECK(check("a {nmae}\n@if titel\n@end\n") ==
          List{"t.txt:1:3: the view offers no 'nmae'", "t.txt:2: the view offers no 'titel'"});
    CHECK(check("{title}\n").size() == 1);
    CHECK(check("{name:<{v}}\n").size() == 1);
    CHECK(check("{rows}\n") == List{"t.txt:1:1: 'rows' is a list; @each prints it"});
    CHECK(check("@each name\n@end\n") == List{"t.txt:1: the view offers no list 'name'"});
    CHECK(check("@use gone\n") == List{"t.txt:1: there is no template 'gone'"});
}
