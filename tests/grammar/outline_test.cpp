#include "grammar/outline.hpp"

#include <doctest/doctest.h>
#include <algorithm>

#include "grammar/fault.hpp"

using namespace grammar;

namespace {

// The faults of an outline, each as it is printed.
std::vector<std::string> faults(std::string_view text,
                                const std::map<std::string, std::vector<Node>>& trees = {}) {
    try {
        read_outline(text, "t", trees);
        return {};
    } catch (const Faults& thrown) {
        std::vector<std::string> list;
        for (const Fault& fault : thrown.list()) list.push_back(to_string(fault));
        return list;
    }
}

std::string only_fault(std::string_view text) {
    const auto list = faults(text);
    return list.size() == 1 ? list.front() : std::to_string(list.size()) + " faults";
}

bool is_refused_at(const std::string& fault, const std::string& place) {
    return fault.rfind("t:" + place + ": ", 0) == 0;
}

}  // namespace

TEST_CASE("the head of an outline is read") {
    const Outline outline = read_outline(R"(@# a remark
@mode lamp
@parent house
@prompt {hostname}(lamp)#{space}
@help-header lamp commands:
@config
@commit explicit
@no
@privilege 15
@inherit base
@do exec
)",
                                         "t");
    CHECK(outline.mode == "lamp");
    CHECK(outline.parent == "house");
    CHECK(outline.prompt == "{hostname}(lamp)# ");
    CHECK(outline.help_header == "lamp commands:");
    CHECK(outline.config);
    CHECK(outline.commit == Commit::explicitly);
    CHECK(outline.negatable);
    CHECK(outline.privilege == 15);
    CHECK(outline.inherit == "base");
    CHECK(outline.run_with_do == "exec");
}

TEST_CASE("nodes carry help, act and marks") {
    const Outline outline = read_outline(R"(@mode m
@config
light                 Light <1-9> [of any] kind         [lamp]  [!dark] [any-order]
  on                  Switch it on  -> light.set on     [hidden]
  <level:1-{max.level}>  Level                          -> light.level [key]
  <name:word "WORD < 9 char">
HH:MM
quiet  [hidden]
noisy  -> make.noise
odd  [Deprecated] but help
)",
                                         "t");
    REQUIRE(outline.commands.size() == 5);
    const Node& light = outline.commands[0];
    CHECK(light.keyword == "light");
    CHECK(light.help == "Light <1-9> [of any] kind");
    CHECK(light.capabilities == std::vector<std::string>{"lamp", "!dark"});
    CHECK(light.any_order);
    CHECK_FALSE(light.act);
    CHECK(light.line == 3);
    REQUIRE(light.children.size() == 3);
    CHECK(light.children[0].act->name == "light.set");
    CHECK(light.children[0].act->constant == "on");
    CHECK(light.children[0].hidden);
    const Node& level = light.children[1];
    CHECK(level.argument->kind == ArgKind::number);
    CHECK(level.argument->low.value == 1);
    CHECK(level.argument->high.number == "max.level");
    CHECK(level.key);
    CHECK(level.act->constant.empty());
    CHECK(light.children[2].argument->placeholder == "WORD < 9 char");
    CHECK(light.children[2].act->name.empty());
    CHECK(outline.commands[1].keyword == "HH:MM");
    CHECK(outline.commands[2].hidden);
    CHECK(outline.commands[3].act->name == "make.noise");
    CHECK(outline.commands[4].help == "[Deprecated] but help");
}

TEST_CASE("trees are spliced as siblings") {
    const auto shared = read_trees(
        "@tree common\nquit  Leave  -> leave\n  now  -> leave now\n"
        "@tree more\n@use common\nhelp  -> help\n",
        "s");
    CHECK(shared.at("more").size() == 2);
    const Outline outline = read_outline(R"(@mode m
first  -> one
@use common
@tree tail
fast  Quickly  -> go fast
@# still the tree
slow  Slowly  -> go slow
@commands
go  Go
  @use tail
  home  -> go home
)",
                                         "t", shared);
    REQUIRE(outline.commands.size() == 3);
    CHECK(outline.commands[1].keyword == "quit");
    CHECK(outline.commands[1].line == 3);
    CHECK(outline.commands[1].children[0].line == 3);
    const auto& go = outline.commands[2].children;
    REQUIRE(go.size() == 3);
    CHECK(go[0].keyword == "fast");
    CHECK(go[0].line == 5);
    CHECK(go[2].keyword == "home");
}

TEST_CASE("every fault of an outline is listed with its place") {
    const auto list = faults("@mode m\n@colour red\na  -> x\n     b  -> y\n<c:wrod>  -> z\n");
    REQUIRE(list.size() == 4);
    CHECK(is_refused_at(list[0], "2:1"));
    CHECK(is_refused_at(list[1], "4:6"));
    CHECK(is_refused_at(list[2], "4:6"));
    CHECK(is_refused_at(list[3], "5:4"));
}

TEST_CASE("what an outline must not say") {
    const auto refused = [](const std::string& text, const std::string& place) {
        const std::string fault = only_fault("@mode m\n" + text);
        CAPTURE(fault);
        CHECK(is_refused_at(fault, place));
    };
    refused("a  Help  -> x [Nope]\n", "2:15");
    refused("a  Help  text\n", "2:10");
    refused("a Help\n", "2:2");
    refused("a  Help  ->\n", "2:10");
    refused("a  Help\tme  -> x\n", "2:8");
    refused("a  -> x\nA  -> y\n", "3:1");
    refused("<a:word>  -> x\n<b:word>  -> y\n", "3:1");
    refused("<a:5-x>  -> x\n", "2:4");
    refused("<a:1-99999999999999999999>  -> x\n", "2:4");
    refused("<a:wordy>  -> x\n", "2:4");
    refused("<a:word>b  -> x\n", "2:9");
    refused("a  Help\n", "2");
    refused("<a:line>  -> x\n  b  -> y\n", "2");
    refused("a  -> x\n    b  -> y\n", "3:5");
    refused("@use t\n  b  -> y\n@tree t\nc  -> z\n", "3:3");
    refused("@use gone\n", "2:1");
    refused("@tree t\na  -> x\n", "2:1");
    refused("@tree t\na  -> x\n  @use t\n@commands\n@use t\n", "4:3");
    refused("@mode n\n", "2:1");
    refused("@privilege 16\n", "2:1");
    refused("@commit never\n", "2:1");
    refused("a  -> x\n  @mode n\n", "3:1");
    CHECK(only_fault("a  -> x\n") == "t: the outline has no @mode");
    CHECK_THROWS_AS(read_trees("a  -> x\n", "t"), Faults);
    CHECK_THROWS_AS(read_trees("@mode m\n@tree t\na  -> x\n", "t"), Faults);
    CHECK_THROWS_AS(read_trees("@tree t\n@use t\n", "t"), Faults);
}

TEST_CASE("alternatives that no device has together may share a keyword") {
    CHECK(faults("@mode m\na  Old  -> x [!new]\na  New  -> y [new]\n").empty());
    CHECK(faults("@mode m\na  Old  -> x [old]\na  New  -> y [new]\n").size() == 1);
}

TEST_CASE("a `no` that is only shown needs no act") {
    CHECK(faults("@mode m\n@no\nno  Negate\n").empty());
    CHECK(faults("@mode m\nno  Negate\n").size() == 1);
    CHECK_FALSE(read_outline("@mode m\n@config\n@no\nno  Negate\n", "t").commands[0].act);
}
