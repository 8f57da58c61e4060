// What a Catalyst's line does that an ASA's does not: see iosxe.md 2 and 3.
#include <doctest/doctest.h>

#include "modes/filter.hpp"
#include "modes/line.hpp"
#include "tests/modes/asa_world.hpp"

namespace {

// Somebody has pressed RETURN at its console.
struct Catalyst : asa::World {
    Catalyst() : asa::World(asa::chosen(1, "iosxe/16.12")) { type(""); }
};

std::string sifted(grammar::FilterKind kind, const std::string& pattern, const std::string& text) {
    return modes::Sieve(kind, false, pattern, modes::Expression::posix).pass(text);
}

}  // namespace

TEST_CASE("the three errors have their blank lines, and the caret stands where matching stopped") {
    Catalyst world;
    world.type("enable");
    CHECK(world.type("show") == "% Incomplete command.\n\nSwitch#");
    CHECK(world.type("license smart regisTor") ==
          std::string(27, ' ') + "^\n% Invalid input detected at '^' marker.\n\nSwitch#");
    CHECK(world.type("sh l").starts_with("% Ambiguous command:  \"sh l\"\nSwitch#"));
    CHECK(world.type("! a remark") == "Switch#");
}

TEST_CASE("do runs an EXEC command in place, and its caret counts the do") {
    Catalyst world;
    world.type(asa::Lines{"enable", "configure terminal"});
    CHECK(world.type("do show privilege") == "Current privilege level is 15\nSwitch(config)#");
    CHECK(world.type("do show xyz") ==
          std::string(15 + 8, ' ') +
              "^\n% Invalid input detected at '^' marker.\n\nSwitch(config)#");
    CHECK(world.type("do") == "% Incomplete command.\n\nSwitch(config)#");
}

TEST_CASE("a word that is no command is looked for by name, and at once where names are not") {
    Catalyst world;
    world.type("enable");
    const std::string unknown =
        "% Bad IP address or host name% Unknown command or computer name, or unable to find "
        "computer address\n";
    CHECK(world.type("xyzzy") ==
          "Translating \"xyzzy\"...domain server (192.0.2.53)\n" + unknown + "Switch#");
    world.type({"configure terminal", "no ip domain lookup", "no logging console", "end"});
    CHECK(world.type("xyzzy") == unknown + "Switch#");
}

TEST_CASE("leaving the configuration is logged behind the new prompt, however it is left") {
    const std::string said = "%SYS-5-CONFIG_I: Configured from console by console\n";
    for (const auto* way : {"end", "exit"}) {
        Catalyst world;
        world.type(asa::Lines{"enable", "configure terminal"});
        const auto text = world.type(way);
        CHECK(text.starts_with("Switch#"));
        CHECK(text.ends_with(said));
    }
    Catalyst world;
    world.type(asa::Lines{"enable", "configure terminal"});
    world.session().end_of_configuration("hostname Core");
    const auto text = world.taken();
    CHECK(text.starts_with("Core#"));
    CHECK(text.ends_with(said));
}

TEST_CASE("help lists a mode's own commands, sorted, and beginnings side by side") {
    Catalyst world;
    world.type(asa::Lines{"enable", "configure terminal", "line con 0"});
    world.taken();
    world.session().help("lo");
    CHECK(world.taken() == "logging  login  \n");
    world.session().help("host");
    CHECK(world.taken() == "% Unrecognized command\n");
    world.session().help("logging ");
    CHECK(world.taken() == "  synchronous  Synchronized message output\n\n");
    world.session().help("logging synchronous ");
    CHECK(world.taken() == "  <cr>  <cr>\n\n");
}

TEST_CASE("a console asks who comes, and forgets nobody it let in") {
    Catalyst world;
    world.type({"enable", "configure terminal", "no logging console",
                "username boss privilege 15 secret cisco", "line con 0", "login local", "end"});
    CHECK(world.type("exit").find("Switch con0 is now available\n") != std::string::npos);
    CHECK(world.type("").ends_with("User Access Verification\n\nUsername: "));
    world.type("boss");
    CHECK(world.type("wrong") == "% Login invalid\n\nUsername: ");
    world.type("boss");
    CHECK(world.type("cisco") == "Switch#");
    CHECK(world.type("show users").find("0 con 0     boss") != std::string::npos);
}

TEST_CASE("a line's settings are its own, and terminal commands stand above them") {
    Catalyst world;
    world.type({"enable", "configure terminal", "no logging console", "line con 0", "length 40",
                "width 132", "logging synchronous", "end"});
    CHECK(world.session().screen().length == 40);
    CHECK(world.session().screen().width == 132);
    CHECK(world.session().screen().async == modes::Async::synchronous);
    world.type("terminal length 0");
    CHECK(world.session().screen().length == 0);
    world.type("terminal no length");
    CHECK(world.session().screen().length == 40);
}

TEST_CASE("in configuration the prompt has room for 20 characters of the name") {
    Catalyst world;
    world.type({"enable", "configure terminal", "no logging console"});
    CHECK(world.type("hostname distribution-switch-4-east") == "distribution-switch-(config)#");
    CHECK(world.type("line con 0") == "distribution-switch-(config-line)#");
    CHECK(world.type("end") == "distribution-switch-4-east#");
}

TEST_CASE("a section is a line and what stands indented below it") {
    const std::string text = "line con 0\n length 5\n!\nline vty 0 4\n login\nntp\n";
    using Kind = grammar::FilterKind;
    CHECK(sifted(Kind::section, "vty", text) == "line vty 0 4\n login\n");
    CHECK(sifted(Kind::section, "login|ntp", text) == " login\nntp\n");
    CHECK(sifted(Kind::include, "_vty_", text) == "line vty 0 4\n");
    CHECK_FALSE(modes::Sieve::reads("(", modes::Expression::posix));
    CHECK(modes::Sieve::reads("(", modes::Expression::perl));
}

TEST_CASE("output goes to a file, more shows it, delete takes it away") {
    Catalyst world;
    world.type("enable");
    CHECK(world.type("show clock | redirect flash:now.txt") == "Switch#");
    world.type("show clock | append now.txt");
    const auto text = world.type("more flash:/now.txt");
    CHECK(std::count(text.begin(), text.end(), '\n') == 2);
    CHECK(world.device().file("flash:now.txt")->size ==
          static_cast<long>(world.device().file("flash:now.txt")->text.size()));
    world.type({"delete now.txt", "", ""});
    CHECK(world.type("more now.txt").starts_with("%Error opening"));
}

TEST_CASE("an installed image is what the next boot runs") {
    Catalyst world;
    world.type({"enable", "@device switch image flash:new.bin 17.3.1",
                "install add file flash:new.bin activate commit", "y"});
    CHECK(world.device().running().version == "17.3.1");
    CHECK(world.device().running().image == "flash:packages.conf");
}

TEST_CASE("without a startup configuration a unit asks first, and insists on yes or no") {
    Catalyst world;
    world.type({"enable", "write erase", ""});
    CHECK(world.type(asa::Lines{"reload", ""}).find("initial configuration dialog? [yes/no]: ") !=
          std::string::npos);
    CHECK(world.type("perhaps").starts_with("% Please answer 'yes' or 'no'.\n"));
    CHECK(world.type("no").ends_with("Would you like to terminate autoinstall? [yes]: "));
    CHECK(world.type("").find("Press RETURN to get started!") != std::string::npos);
    CHECK(world.type("").ends_with("Switch>"));
}
