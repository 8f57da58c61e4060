#include <doctest/doctest.h>
#include <array>
#include <cstdint>

#include "grammar/match.hpp"

using namespace grammar;

namespace {

Tree plant(std::string_view text) {
    return grow(read_outline("@mode m\n" + std::string(text), "t"), {}, nullptr);
}

// The texts of all sections, with a bar between sections; `!` when there is none.
std::string shown(std::span<const Layer> layers, std::string_view line) {
    const Help found = help(layers, line);
    CHECK(found.sections.empty() == found.error.has_value());
    if (found.error) return "!";
    std::string text;
    for (const Section& section : found.sections) {
        if (!text.empty()) text += " |";
        for (const Choice& choice : section.choices) {
            text += (text.empty() ? "" : " ") + choice.text;
        }
    }
    return text;
}

std::string shown(const Tree& tree, std::string_view line) {
    const Layer layer{&tree, 0};
    return shown({&layer, 1}, line);
}

std::string completed(const Tree& tree, std::string_view line) {
    const Layer layer{&tree, 0};
    return complete({&layer, 1}, line);
}

const Tree& house() {
    static const Tree tree = plant(R"(@no
no              Negate
show            Show
  lamp          A lamp              -> show.lamp
    <n:1-25>    Number              -> show.lamp
  lamps         All lamps           -> show.lamps
  ghost         Unseen              -> ghost [hidden]
serve           Serve               -> serve  [any-order]
  port          Port                -> serve
  host          Host
    <host:host> Host                -> serve
say             Say
  <text:line>   Text                -> say
name            Name
  <name:word>   Name                -> name
)");
    return tree;
}

}  // namespace

TEST_CASE("`?` behind a blank shows what may follow") {
    CHECK(shown(house(), "") == "no show serve say name");
    CHECK(shown(house(), "show ") == "lamp lamps");
    CHECK(shown(house(), "sh lamp ") == "<1-25> <cr>");
    CHECK(shown(house(), "show lamps ") == "<cr>");
    CHECK(shown(house(), "say ") == "LINE");
    CHECK(shown(house(), "say it again ") == "LINE <cr>");
    CHECK(shown(house(), "serve ") == "port host <cr>");
    CHECK(shown(house(), "serve port ") == "host <cr>");
    CHECK(shown(house(), "serve host x ") == "port <cr>");
    CHECK(help(std::array{Layer{&house(), 0}}, "").sections[0].choices[1].help == "Show");
}

TEST_CASE("`?` in a word shows what the word may become") {
    CHECK(shown(house(), "s") == "show serve say");
    CHECK(shown(house(), "show lamp") == "lamp lamps");
    CHECK(shown(house(), "show lamp 2") == "<1-25>");
    CHECK(shown(house(), "show lamp 26") == "!");
    CHECK(shown(house(), "serve host 10.") == "Hostname or A.B.C.D");
    CHECK(shown(house(), "show g") == "!");
}

TEST_CASE("`?` behind `no`") {
    CHECK(shown(house(), "no ") == "show serve say name");
    CHECK(shown(house(), "no s") == "show serve say");
    CHECK(shown(house(), "no name ") == "WORD <cr>");
    CHECK(shown(house(), "name ") == "WORD");
    CHECK(completed(house(), "no na") == "me ");
    CHECK(completed(house(), "no n") == "ame ");
}

TEST_CASE("wrong words before `?` are told as a match would") {
    const std::array layers{Layer{&house(), 0}};
    const auto error = [&](std::string_view line) { return *help(layers, line).error; };
    CHECK(std::get<Ambiguous>(error("s ")).candidates.size() == 3);
    CHECK(std::get<Unknown>(error("shoe ")).column == 3);
    CHECK(std::get<Unknown>(error("show lamp 26 ")).column == 10);
    CHECK(std::get<Unknown>(error("show x")).column == 5);
    // Only one of the three goes on with `l`.
    CHECK(shown(house(), "sh l") == "lamp lamps");
}

TEST_CASE("each layer has its section") {
    const Tree other = plant("show  More\n  room  -> show.room\nquit  -> quit\n");
    const std::array layers{Layer{&house(), 0}, Layer{&other, 1}};
    CHECK(shown(layers, "show ") == "lamp lamps | room");
    CHECK(shown(layers, "q") == "quit");
    CHECK(help(layers, "q").sections[0].layer == 1);
    CHECK(complete(layers, "sho") == "w ");
    CHECK(complete(layers, "show r") == "oom ");
}

TEST_CASE("Tab appends the rest of the only keyword") {
    CHECK(completed(house(), "sho") == "w ");
    CHECK(completed(house(), "SHO") == "w ");
    CHECK(completed(house(), "show") == " ");
    CHECK(completed(house(), "s") == "");
    CHECK(completed(house(), "show lamp") == "");
    CHECK(completed(house(), "show gh") == "");
    CHECK(completed(house(), "show ") == "");
    CHECK(completed(house(), "") == "");
    CHECK(completed(house(), "serve port h") == "ost ");
    CHECK(completed(house(), "xyz") == "");
    CHECK(completed(house(), "say wo") == "");
}

TEST_CASE("everything that help shows, match accepts") {
    const std::array layers{Layer{&house(), 0}};
    const Help found = help(layers, "");
    for (const Choice& choice : found.sections.at(0).choices) {
        const Outcome outcome = match(layers, choice.text);
        CHECK_FALSE(std::holds_alternative<Unknown>(outcome));
        CHECK_FALSE(std::holds_alternative<Ambiguous>(outcome));
    }
}

TEST_CASE("help survives hostile lines") {
    CHECK(shown(house(), std::string(100'000, 'x')) == "!");
    CHECK(shown(house(), "\x1b[A") == "!");
    CHECK(shown(house(), "say " + std::string(100'000, 'x') + " ") == "LINE <cr>");
}

TEST_CASE("a line that matches may end, says help, unless it calls the words ambiguous") {
    const std::array layers{Layer{&house(), 0}};
    const std::array words{"no", "n", "show", "sh",   "lamp", "lam",   "3",    "26",  "serve",
                           "s",  "p", "port", "host", "h",    "a.b.c", "name", "say", "\x01"};
    std::uint32_t state = 1;
    for (int round = 0; round < 20'000; ++round) {
        std::string line;
        for (std::uint32_t left = 1 + round % 5; left > 0; --left) {
            state = state * 1664525 + 1013904223;
            line += std::string(words[(state >> 16) % words.size()]) + " ";
        }
        CAPTURE(line);
        const bool matched = std::holds_alternative<Matched>(match(layers, line));
        const Help found = help(layers, line);
        complete(layers, std::string_view(line).substr(0, line.size() - 1));
        const bool ends = !found.error && found.sections.front().choices.back().text == "<cr>";
        const bool ambiguous = found.error && std::holds_alternative<Ambiguous>(*found.error);
        // One way among several may be the only one that ends; help still asks which.
        const bool agrees = matched ? ends || ambiguous : !ends || ambiguous;
        REQUIRE(agrees);
    }
}
