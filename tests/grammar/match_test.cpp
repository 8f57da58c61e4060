#include "grammar/match.hpp"

#include <doctest/doctest.h>
#include <array>

using namespace grammar;

namespace {

Tree plant(std::string_view text) {
    return grow(read_outline("@mode m\n" + std::string(text), "t"), {}, nullptr);
}

Outcome say(const Tree& tree, std::string_view line) {
    const Layer layer{&tree, 0};
    return match({&layer, 1}, line);
}

// The outcome in one word or two, for short tests.
std::string told(const Tree& tree, std::string_view line) {
    const Outcome outcome = say(tree, line);
    if (const auto* matched = std::get_if<Matched>(&outcome)) return canonical(*matched);
    if (const auto* unknown = std::get_if<Unknown>(&outcome)) {
        return "?" + std::to_string(unknown->column) + "," + std::to_string(unknown->word_column);
    }
    if (const auto* ambiguous = std::get_if<Ambiguous>(&outcome)) {
        std::string text =
            "ambiguous " + std::string(ambiguous->word) + "@" + std::to_string(ambiguous->column);
        for (const std::string& each : ambiguous->candidates) text += " " + each;
        return text;
    }
    return std::holds_alternative<Incomplete>(outcome) ? "incomplete" : "empty";
}

const Tree& house() {
    static const Tree tree = plant(R"(
show            Show
  lamp          A lamp              -> show.lamp
  lamps         All lamps           -> show.lamps
    <n:1-5>     One of them         -> show.lamps
  list          List
    rooms       Rooms               -> list.rooms
set             Set
  clock         Clock
    <at:time>   Time                -> clock
      <day:1-31>  Day
        <month:month>  Month        -> clock day
shut            Shut                -> shut
say             Say
  <text:line>   Text                -> say
ping            Ping
  tcp           TCP
    <host:host> Host                -> ping tcp
  <host:host>   Host                -> ping
call            Call
  <n:1-9>       Number              -> call number
  <who:word>    Who                 -> call who
  <all:line>    Everything          -> call all
)");
    return tree;
}

}  // namespace

TEST_CASE("a line matches by its shortest unique prefixes") {
    CHECK(told(house(), "show lamp") == "show lamp");
    CHECK(told(house(), "  SHO   LAMPS 3 ") == "show lamps 3");
    CHECK(told(house(), "se cl 12:00:00 3 jan") == "set clock 12:00:00 3 jan");
    CHECK(told(house(), "sh li r") == "show list rooms");
    CHECK(told(house(), "") == "empty");
    CHECK(told(house(), " \t ") == "empty");
}

TEST_CASE("the whole line decides between keywords") {
    // `sh` is show or shut until the line goes on as only one of them does. That one of them lacks
    // a word does not make it the other. `say` takes anything.
    CHECK(told(house(), "sh lamp") == "show lamp");
    CHECK(told(house(), "s cl 1:2:3") == "ambiguous s@0 set say");
    CHECK(told(house(), "sh") == "ambiguous sh@0 show shut");
    CHECK(told(house(), "se") == "incomplete");
    CHECK(told(house(), "show l") == "ambiguous l@5 lamp lamps list");
    CHECK(told(house(), "show lam 3") == "show lamps 3");
    CHECK(told(house(), "sho xyz") == "?4,4");
    CHECK(told(house(), "s xyz") == "say xyz");
}

TEST_CASE("an exact keyword beats a longer one") {
    CHECK(told(house(), "show lamp 3") == "?10,10");
}

TEST_CASE("ambiguity is told where the ways part, in the outline's order") {
    const Tree tree = plant("zoo  -> z\nbeta  B\n  x  -> b\nbear  B\n  x  -> b\nbean  -> n\n");
    CHECK(told(tree, " be x") == "ambiguous be@1 beta bear");
    CHECK(told(tree, "be") == "ambiguous be@0 beta bear bean");
    CHECK(told(tree, "be y") == "ambiguous be@0 beta bear bean");
    CHECK(told(tree, "bet y") == "?4,4");
}

TEST_CASE("the caret stands under what can no longer match") {
    CHECK(told(house(), "xyz") == "?0,0");
    CHECK(told(house(), "show lomp") == "?6,5");
    CHECK(told(house(), "show lampen") == "?9,5");
    CHECK(told(house(), "show lamps 9") == "?11,11");
    CHECK(told(house(), "show lamps 3 x") == "?13,13");
    CHECK(told(house(), "set clock 25:00:00") == "?10,10");
    CHECK(told(house(), "ping 10.0.0.999") == "?5,5");
}

TEST_CASE("a keyword beats an argument unless only the argument reaches the end") {
    CHECK(told(house(), "ping tcp") == "incomplete");
    CHECK(told(house(), "ping tcp here") == "ping tcp here");
    CHECK(told(house(), "ping there") == "ping there");
}

TEST_CASE("the more specific argument wins") {
    const auto act = [](std::string_view line) {
        return std::get<Matched>(say(house(), line)).end().act->constant;
    };
    CHECK(act("call 7") == "number");
    CHECK(act("call 70") == "who");
    CHECK(act("call 7 now") == "all");
}

TEST_CASE("arguments keep their case and are found by name") {
    const Outcome outcome = say(house(), "say  Hello   World ");
    const auto& path = std::get<Matched>(outcome).path;
    CHECK(path.argument("text") == "Hello   World");
    CHECK(path.step("text")->column == 5);
    CHECK(path.argument("none").empty());
    CHECK(path.step("none") == nullptr);
}

TEST_CASE("children in any order, each once") {
    const Tree tree = plant(R"(
serve           Serve               [any-order]
  port          Port
    <port:1-99> Number              -> serve
  host          Host
    <host:word> Name                -> serve
      via       Through
        <via:word>  Name            -> serve
  fast          Fast                -> serve
)");
    CHECK(told(tree, "serve port 1 host a fast") == "serve port 1 host a fast");
    CHECK(told(tree, "serve fast host a via b port 1") == "serve fast host a via b port 1");
    CHECK(told(tree, "serve host a fast via b") == "?18,18");
    CHECK(told(tree, "serve fast fast") == "?11,11");
    CHECK(told(tree, "serve port") == "incomplete");
    CHECK(told(tree, "serve") == "incomplete");
}

TEST_CASE("`no` negates, and then values may be missing") {
    const Tree tree = plant(R"(@config
@no
no              Negate
address         Address
  <a:address>   Address
    <m:mask>    Mask
server          Server
  <s:address>   Server              [key]
speed           Speed               [one-of]
  fast          Fast
  slow          Slow
name            Name
  <n:word>      Name
)");
    CHECK(told(tree, "no address") == "no address");
    CHECK(told(tree, "no address 1.2.3.4") == "no address 1.2.3.4");
    CHECK(told(tree, "no server") == "incomplete");
    CHECK(told(tree, "no server 1.2.3.4") == "no server 1.2.3.4");
    CHECK(told(tree, "no speed") == "no speed");
    CHECK(told(tree, "no sp f") == "no speed fast");
    CHECK(told(tree, "speed") == "incomplete");
    CHECK(told(tree, "no") == "incomplete");
    CHECK(told(tree, "n name") == "ambiguous n@0 no name");
    CHECK(told(tree, "n spe fast") == "no speed fast");
    CHECK(told(tree, "no no speed") == "?4,3");
    CHECK(told(plant("@no\na  -> x\n"), "n") == "incomplete");
    CHECK(told(plant("@no\nno  Negate\na  -> x\n"), "n") == "incomplete");
    CHECK(told(plant("a  -> x\n"), "no a") == "?0,0");
}

TEST_CASE("the identity of a statement ends before its first value") {
    const Tree tree = plant(R"(@config
@no
address         Address
  <a:address>   Address
    <m:mask>    Mask
server          Server
  <s:address>   Server              [key]
    port        Port
speed           Speed               [one-of]
  fast          Fast
)");
    const auto identify = [&](std::string_view line) {
        const Outcome outcome = say(tree, line);
        return identity(std::get<Matched>(outcome));
    };
    CHECK(identify("addr 1.2.3.4 255.0.0.0") == "address");
    CHECK(identify("no addr") == "address");
    CHECK(identify("ser 1.2.3.4 p") == "server 1.2.3.4 port");
    CHECK(identify("spe f") == "speed");
}

TEST_CASE("layers are tried in order") {
    const Tree near = plant("alpha  -> near\nbeta  B\n  x  -> near\n");
    const Tree far = plant("alpha  -> far\nbeta  -> far\nalps  -> far\ngamma  -> far\n");
    const std::array layers{Layer{&near, 7}, Layer{&far, 8}};
    const auto layer = [&](std::string_view line) {
        return std::get<Matched>(match(layers, line)).layer;
    };
    CHECK(layer("alpha") == 0);
    CHECK(layer("al") == 0);
    CHECK(layer("beta") == 1);
    CHECK(layer("gam") == 1);
    CHECK(std::get<Unknown>(match(layers, "beta y")).word_column == 5);
    CHECK(std::get<Unknown>(match(layers, "gamba")).column == 3);
}

TEST_CASE("hostile lines have a quick and clean outcome") {
    CHECK(told(house(), std::string(100'000, 'x')) == "?0,0");
    CHECK(told(house(), "say " + std::string(100'000, 'x')).size() == 100'004);
    std::string words = "show";
    for (int i = 0; i < 50'000; ++i) words += " l";
    CHECK(told(house(), words).substr(0, 9) == "ambiguous");
    CHECK(told(house(), "show\x1b[A lamp") == "?4,0");
    CHECK(told(house(), "say a\x07z") == "?4,4");

    std::string outline = "a  A  [any-order]\n";
    for (int i = 10; i < 40; ++i) outline += "  b" + std::to_string(i) + "  -> x\n";
    const Tree tree = plant(outline);
    std::string line = "a";
    for (int i = 0; i < 40; ++i) line += " b";
    CHECK(told(tree, line).substr(0, 11) == "ambiguous b");
}

TEST_CASE("a verb is no part of what a line speaks of") {
    const auto yard = plant(R"(
create  Make  [verb create]  [as enter]
  dns
    <server:word>  Server  -> dns  [key]
delete  Drop  [verb remove]
  dns
    <server:word>  Server  -> dns  [key]
enable  On  [verb]
  https  Web  -> https
set     Set
  port
    <n:1-9>  Number  -> port
)");
    const auto matched = [&](std::string_view line) { return std::get<Matched>(say(yard, line)); };
    CHECK(identity(matched("create dns a")) == "dns a");
    CHECK(canonical(matched("create dns a")) == "enter dns a");
    CHECK(verb(matched("create dns a")) == Verb::create);
    CHECK(identity(matched("delete dns a")) == "dns a");
    CHECK(verb(matched("delete dns a")) == Verb::remove);
    CHECK(identity(matched("enable https")) == "https");
    CHECK(verb(matched("enable https")) == Verb::plain);
    CHECK(identity(matched("set port 4")) == "set port");
    CHECK(verb(matched("set port 4")) == Verb::none);
}
