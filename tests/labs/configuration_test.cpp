// The tree of statements: set, replace, take away, order, defaults, what is always shown.
#include <doctest/doctest.h>

#include "labs/configuration.hpp"

namespace {

using lab::Configuration;
using lab::Edit;
using lab::Rules;
using lab::Statement;
using Lines = std::vector<std::string>;

// "port 1|speed" is the statement "port 1 speed" whose identity is "port 1".
Statement statement(const std::string& text, const std::string& opens = "") {
    Statement s;
    const auto bar = text.find('|');
    s.identity = text.substr(0, bar);
    s.text = bar == std::string::npos ? text : s.identity + " " + text.substr(bar + 1);
    s.opens = opens;
    return s;
}

Statement no(const std::string& identity) {
    auto s = statement(identity);
    s.negated = true;
    return s;
}

const Rules rules = [] {
    Rules made;
    made.order["config"] = {"hostname", "port", "port 2", "route"};
    made.order["config-port"] = {"speed", "name"};
    made.always_shown["config-port"] = {"name"};
    made.defaults["config"] = {statement("service"), statement("width|80")};
    made.defaults["config-port"] = {statement("speed|auto")};
    made.barred = {"port"};
    return made;
}();

struct Typed {
    Configuration configuration;
    bool operator()(const Statement& s, std::vector<std::string> path = {}) {
        return configuration.apply({std::move(path), s}, rules);
    }
    Lines lines(bool all = false) const { return configuration.lines(rules, all); }
};

}  // namespace

TEST_CASE("a statement is set, set again, replaced and taken away") {
    Typed typed;
    CHECK(typed(statement("hostname|a")));
    CHECK_FALSE(typed(statement("hostname|a")));
    CHECK(typed(statement("hostname|b")));
    CHECK(typed.lines() == Lines{"hostname b"});
    CHECK(typed(no("hostname")));
    CHECK_FALSE(typed(no("hostname")));
    CHECK(typed.lines().empty());
}

TEST_CASE("statements stand in the profile's order, what it does not name as typed, last") {
    Typed typed;
    for (const auto* text : {"zeta", "route|x", "alpha", "route|y", "hostname|h"}) {
        typed(statement(text));
    }
    CHECK(typed.lines() == Lines{"hostname h", "route y", "zeta", "alpha"});
    typed(statement("port 1", "config-port"));
    CHECK(typed.lines()[1] == "port 1");
}

TEST_CASE("taking away a beginning takes away all that begins so, by whole words") {
    Typed typed;
    for (const auto* text : {"server 1", "server 2", "server 22", "servers"}) {
        typed(statement(text));
    }
    CHECK(typed(no("server 2")));
    CHECK(typed.lines() == Lines{"server 1", "server 22", "servers"});
    CHECK(typed(no("server")));
    CHECK(typed.lines() == Lines{"servers"});
}

TEST_CASE("a block keeps its children when it is entered again and loses them when it goes") {
    Typed typed;
    typed(statement("port 1", "config-port"));
    typed(statement("name|a"), {"port 1"});
    typed(statement("speed|10"), {"port 1"});
    CHECK_FALSE(typed(statement("port 1", "config-port")));
    CHECK(typed.lines() == Lines{"port 1", " speed 10", " name a", "!"});
    CHECK(typed.configuration.find({"port 1", "name"})->text == "name a");
    CHECK(typed.configuration.find({"port 1", "nothing"}) == nullptr);
    CHECK(typed.configuration.find({}) == nullptr);
    typed(no("port 1"));
    typed(statement("port 1", "config-port"));
    CHECK(typed.lines() == Lines{"port 1", " no name", "!"});
}

TEST_CASE("defaults are hidden, shown by all, and denied aloud when they are flags") {
    Typed typed;
    CHECK(typed.lines().empty());
    CHECK(typed.lines(true) == Lines{"service", "width 80"});
    typed(statement("width|80"));
    CHECK(typed.lines().empty());
    typed(statement("width|90"));
    CHECK(typed.lines() == Lines{"width 90"});
    CHECK(typed.lines(true) == Lines{"width 90", "service"});
    typed(no("width"));
    CHECK(typed.lines().empty());
    CHECK(typed(no("service")));
    CHECK_FALSE(typed(no("service")));
    CHECK(typed.lines() == Lines{"no service"});
    CHECK(typed.lines(true) == Lines{"no service", "width 80"});
    typed(statement("service"));
    CHECK(typed.lines().empty());
}

TEST_CASE("what is always shown is shown as denied where it is not") {
    Typed typed;
    typed(statement("port 1", "config-port"));
    CHECK(typed.lines() == Lines{"port 1", " no name", "!"});
    typed(statement("name|x"), {"port 1"});
    CHECK(typed.lines() == Lines{"port 1", " name x", "!"});
    CHECK(typed.configuration.lines(rules, true) ==
          Lines{"port 1", " speed auto", " name x", "!", "service", "width 80"});
}

TEST_CASE("a section is its statements alone, by whole words") {
    Typed typed;
    for (const auto* name : {"port 1", "port 12"}) typed(statement(name, "config-port"));
    typed(statement("portal"));
    CHECK(typed.configuration.section("port 1", rules, false) == Lines{"port 1", " no name", "!"});
    CHECK(typed.configuration.section("port", rules, false).size() == 6);
    CHECK(typed.configuration.section("nothing", rules, false).empty());
}

TEST_CASE("an edit below what is not there makes the way") {
    Typed typed;
    CHECK(typed(statement("name|a"), {"port 1"}));
    CHECK(typed.configuration.find({"port 1", "name"}) != nullptr);
}
