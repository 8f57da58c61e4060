#include "modes/journal.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <memory>

#include "tests/modes/asa_world.hpp"

using Kind = modes::Journal::Kind;

namespace {

struct Kept : asa::World {
    explicit Kept(const lab::Choices& choices = {}) : asa::World(choices) {
        session();
        world().keep_journal();
    }
    const std::vector<lab::Deed>& all() { return world().journal()->entries(); }
    const lab::Deed& last() { return all().back(); }
};

std::string everything(Kept& kept) {
    std::string text;
    for (const auto& entry : kept.all()) {
        text += entry.typed + "\n" + entry.command + "\n" + entry.prompt + entry.screen + "\n";
    }
    return text;
}

}  // namespace

TEST_CASE("a world keeps no journal unless it is asked to") {
    asa::World world;
    world.type("enable");
    CHECK(world.world().journal() == nullptr);
}

TEST_CASE("an entry says what was typed, what it meant, and what came of it") {
    Kept world;
    world.type("ena");
    CHECK(world.last().kind == Kind::command);
    CHECK(world.last().prompt == "ciscoasa> ");
    CHECK(world.last().typed == "ena");
    CHECK(world.last().command == "enable");
    world.type("cisco");
    CHECK(world.last().kind == Kind::secret);
    CHECK(world.last().prompt == "Password: ");
    CHECK(world.last().typed == "*****");
    world.type("sh lic sta | i Reg");
    const auto& look = world.last();
    CHECK(look.device == "asa");
    CHECK(look.line == "con 0");
    CHECK(look.prompt == "ciscoasa# ");
    CHECK(look.command == "show license status | include Reg");
    CHECK(look.screen.find("Registration") != std::string::npos);
    CHECK(look.screen.find("ciscoasa#") == std::string::npos);
    CHECK(!look.refused);
    CHECK(look.changed.empty());
    world.type("frobnicate");
    CHECK(world.last().refused);
    CHECK(world.last().command.empty());
}

TEST_CASE("an entry is changing when it alters configuration, startup or licensing") {
    Kept world;
    world.type(asa::log_in);
    world.type("conf t");
    CHECK(world.last().changed.empty());
    world.type("hostname edge");
    CHECK(world.last().changed == asa::Lines{"asa"});
    CHECK(world.last().saved.empty());
    world.type("hostname edge");  // as it was
    CHECK(world.last().changed.empty());
    world.type("do show version");
    world.type("end");
    world.type("write memory");
    CHECK(world.last().command == "write memory");
    CHECK(world.last().changed == asa::Lines{"asa"});
    CHECK(world.last().saved == asa::Lines{"asa"});
    world.type("@advance 40d");
    CHECK(world.last().kind == Kind::direction);
    CHECK(world.last().changed.empty());
    world.type("@network block nowhere.example");
    CHECK(world.last().refused);
    CHECK(world.last().changed.empty());
    world.type("@network block tools.cisco.com");
    CHECK(world.last().changed == asa::Lines{lab::changed_network});
    world.type("show license all");
    CHECK(world.last().changed.empty());
}

TEST_CASE("looking at everything changes nothing") {
    Kept world;
    world.type(asa::joined({asa::log_in, asa::register_unit, {"@advance 1m"}}));
    for (const auto& line : asa::show_all) {
        world.type(line);
        CAPTURE(line);
        CHECK(world.last().changed.empty());
        CHECK(world.last().saved.empty());
    }
}

TEST_CASE("giving a registration back is a change before the answer is there") {
    Kept world(asa::chosen(1, "iosxe/16.12"));
    world.type(asa::Lines{"", "enable", "license smart register idtoken GOOD", "@advance 1m"});
    world.type("license smart deregister");
    CHECK(world.last().changed == asa::Lines{"switch"});
}

TEST_CASE("registering is a change, and its token is not in the journal") {
    Kept world;
    world.type(asa::joined({asa::log_in, asa::register_unit}));
    CHECK(world.last().command == "license smart register idtoken *****");
    CHECK(world.last().typed == "license smart register idtoken *****");
    CHECK(world.last().changed == asa::Lines{"asa"});
    CHECK(world.last().exact == "license smart register idtoken GOOD");
    world.type("show history");
    world.type("@authority token list");
    CHECK(everything(world).find("GOOD") == std::string::npos);
}

TEST_CASE("to ask the authority again is to look, not to change") {
    Kept world;
    world.type(asa::joined({asa::log_in, asa::register_unit, {"@advance 1m"}}));
    world.type("license smart renew auth");
    CHECK(world.last().command == "license smart renew auth");
    CHECK(world.last().changed.empty());
    world.type(asa::Lines{"@advance 1m", "license smart renew id"});
    CHECK(world.last().changed.empty());
    world.type(asa::Lines{"@advance 1m", "license smart register idtoken GOOD force"});
    CHECK(world.last().changed == asa::Lines{"asa"});
}

TEST_CASE("passwords and keys are masked, also in lines that nobody understands") {
    Kept world;
    world.type(asa::log_in);
    world.type("configure terminal");
    world.type("username ann password Secret-1 privilege 15");
    CHECK(world.last().typed == "username ann password ***** privilege 15");
    world.type("enable password Secret-2");
    world.type("failover key Secret-3");
    world.type("usrname bob password Secret-4");
    world.type("license smart register idtokn Secret-5 force");
    world.type("license smart regster idtoken Secret-6");
    CHECK(everything(world).find("Secret-1") == std::string::npos);
    CHECK(everything(world).find("Secret-2") == std::string::npos);
    CHECK(everything(world).find("Secret-3") == std::string::npos);
    CHECK(everything(world).find("Secret-4") == std::string::npos);
    CHECK(everything(world).find("Secret-6") == std::string::npos);
}

TEST_CASE("a reboot is told where it was asked for") {
    Kept world;
    world.type(asa::log_in);
    world.type("reload");
    world.type("y");
    const auto& all = world.all();
    const bool told = std::any_of(all.begin(), all.end(),
                                  [](const auto& entry) { return !entry.rebooted.empty(); });
    CHECK(told);
    const auto reload = std::find_if(all.begin(), all.end(),
                                     [](const auto& entry) { return entry.command == "reload"; });
    REQUIRE(reload != all.end());
    CHECK(!reload->refused);
}

TEST_CASE("what somebody was asked who has gone is forgotten") {
    Kept world;
    world.leave();
    alignas(modes::Session) std::array<std::byte, sizeof(modes::Session)> place{};
    auto* person = new (place.data()) modes::Session(world.world(), "asa", modes::Role::instructor);
    person->enter("enable");
    std::destroy_at(person);
    place.fill({});  // whoever still asks them falls
    world.session().interrupt();
    world.type("show clock");
    CHECK(world.last().command == "show clock");
}

TEST_CASE("notices belong to the entry before them") {
    Kept world(asa::chosen(1, "iosxe"));
    world.type("enable");
    world.type("configure terminal");
    world.type("end");
    CHECK(world.last().notices.find("%SYS-5-CONFIG_I") != std::string::npos);
    CHECK(world.last().screen.find("%SYS-5-CONFIG_I") != std::string::npos);
    world.type("conf t");
    world.type("do sh ver | i uptime");
    CHECK(world.last().command == "do show version | include uptime");
    world.session().help("do show ");
    CHECK(world.last().kind == Kind::help);
    CHECK(world.last().typed == "do show ?");
    world.session().interrupt();
    CHECK(world.last().kind == Kind::interrupt);
}
