// Network lines: who is let in, as whom, and what becomes of the line.
#include "shell/hall.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "modes/line.hpp"
#include "tests/shell/people.hpp"

using shell_test::has;
using shell_test::Served;

TEST_CASE("hall: a switch asks at its network lines what their configuration says") {
    Served served("iosxe/16.12");
    const auto device = served.device();
    served.at_console({"enable", "configure terminal", "username boss privilege 15 secret s3cret",
                       "username clerk secret other", "line vty 0 4", "login", "end"});
    auto closed = served.hall.at_network(device);
    CHECK(has(closed->take_output(), "Password required, but none set\r\n"));
    CHECK(closed->gone());
    closed.reset();
    served.at_console({"configure terminal", "line vty 0 4", "login local", "end"});
    SUBCASE("by name, and who has all privileges has them at once") {
        const auto guest = served.hall.at_network(device);
        CHECK(guest->take_output().ends_with("User Access Verification\r\n\r\nUsername: "));
        guest->type("boss\rs3cret\r");
        CHECK(guest->take_output().ends_with("Password: \r\nSwitch#"));
        guest->type("exit\r");
        CHECK(guest->take_output() == "exit\r\n");
        CHECK(guest->gone());
    }
    SUBCASE("three wrong answers end it") {
        const auto guest = served.hall.at_network(device);
        for (int tries = 0; tries < 3; ++tries) guest->type("boss\rwrong\r");
        CHECK(has(guest->take_output(), "% Login invalid\r\n"));
        CHECK(guest->gone());
    }
    SUBCASE("who has proved it already is not asked") {
        CHECK(served.hall.knows(device, "clerk", "other"));
        CHECK_FALSE(served.hall.knows(device, "clerk", "s3cret"));
        CHECK_FALSE(served.hall.knows(device, "nobody", ""));
        const auto guest = served.hall.at_network(device, "clerk");
        CHECK(guest->take_output() == "\r\nSwitch>");
        CHECK(served.hall.at_network(device, "boss")->take_output() == "\r\nSwitch#");
    }
}

TEST_CASE("hall: a line begins anew for the next one, and there are so many") {
    Served served("asa/9.20.4");
    const auto device = served.device();
    {
        const auto guest = served.hall.at_network(device);
        CHECK(has(guest->take_output(), "Type help or '?'"));
        guest->type("enable\rcisco\rconfigure terminal\rhostname elsewhere\rterminal width 100\r");
        CHECK(guest->take_output().ends_with("elsewhere(config)# "));
    }
    std::vector<std::unique_ptr<shell::Hall::Guest>> guests;
    for (int each = 0; each < 5; ++each) guests.push_back(served.hall.at_network(device, "ann"));
    CHECK(guests.back());
    CHECK(guests.front()->take_output().ends_with("elsewhere> "));
    CHECK_FALSE(served.hall.at_network(device));
    guests.erase(guests.begin());
    CHECK(served.hall.at_network(device));
}

TEST_CASE("hall: an ASA asks for a name by Telnet where it was told to") {
    Served served("asa/9.20.4");
    const auto device = served.device();
    served.at_console({"enable", "cisco", "configure terminal", "username ann password secret99",
                       "aaa authentication telnet console LOCAL"});
    const auto guest = served.hall.at_network(device);
    CHECK(guest->take_output().ends_with("User Access Verification\r\n\r\nUsername: "));
    guest->type("ann\rsecret99\r");
    const auto seen = guest->take_output();
    CHECK(has(seen, "User ann logged in to ciscoasa\r\n"));
    CHECK(seen.ends_with("ciscoasa> "));
}

TEST_CASE("hall: what one does all see who are at the device") {
    Served served("iosxe/16.12");
    const auto console = served.hall.at_console(served.device());
    const auto remote = served.hall.at_network(served.device(), "ann");
    int told = 0;
    remote->told = [&] { ++told; };
    console->type("enable\rconfigure terminal\rhostname edge\rend\r");
    CHECK(told > 0);
    remote->take_output();
    remote->type("\r");
    CHECK(remote->take_output() == "\r\nedge>");
}

TEST_CASE("hall: who presses no key for too long by the clock is sent away") {
    using namespace std::chrono_literals;
    Served served("iosxe/16.12");
    const auto device = served.device();
    served.at_console({"enable", "configure terminal", "username ann privilege 15 secret one",
                       "line vty 0 4", "login local", "end"});
    licensing::Span host{0};
    modes::Pacer live(served.world, modes::Pacer::Manner::live);
    shell::Hall::Manner manner;
    manner.clock = [&] { return host; };
    shell::Hall hall("lab", served.world, live, manner);
    const auto pass = [&](licensing::Span span) {
        host += span;
        hall.pass();
    };
    const auto guest = hall.at_network(device, "ann");
    pass(9min);
    guest->type("s");  // a key is a key, Enter or not
    CHECK(*hall.until_due() <= 10min);
    pass(9min + 59s);
    CHECK_FALSE(guest->gone());
    pass(1s);
    CHECK(guest->gone());
    CHECK(hall.at_network(device, "ann"));
}

TEST_CASE("hall: what was typed ahead is done when the device is ready for it") {
    using namespace std::chrono_literals;
    Served served("iosxe/16.12");
    licensing::Span host{0};
    modes::Pacer live(served.world, modes::Pacer::Manner::live);
    shell::Hall::Manner manner;
    manner.clock = [&] { return host; };
    shell::Hall hall("lab", served.world, live, manner);
    const auto guest = hall.at_console(served.device());
    guest->type("\renable\rping 192.0.2.99\rshow privilege\r");
    const std::string answer = "Current privilege level is 15";
    CHECK(guest->take_output().find(answer) == std::string::npos);
    host += 30s;
    hall.pass();
    CHECK(guest->take_output().find(answer) != std::string::npos);
}

TEST_CASE("hall: who came by a process that has ended is at no line") {
    Served served("asa/9.20.4");
    const auto guest = served.hall.at_network(served.device(), "ann");
    const auto kept = modes::line_states(served.world);
    Served again("asa/9.20.4");
    modes::restore_lines(again.world, kept);
    CHECK(again.world.line(again.device(), "vty 0")->visitor());
    shell::Hall hall("lab", again.world, again.pacer, {});
    CHECK_FALSE(again.world.line(again.device(), "vty 0")->visitor());
}

TEST_CASE("hall: several whose sessions end at once may all go as they are told") {
    Served served("iosxe/16.12");
    const auto device = served.device();
    std::vector<std::unique_ptr<shell::Hall::Guest>> guests(4);
    for (auto& guest : guests) {
        guest = served.hall.at_network(device);
        REQUIRE(guest);
        guest->told = [&guest] {
            if (guest && guest->gone()) guest.reset();
        };
    }
    served.at_console({"@idle 11m"});
    for (const auto& guest : guests) CHECK_FALSE(guest);
}

TEST_CASE("hall: a page is as long as the window, until somebody says otherwise") {
    Served served("iosxe/16.12");
    const auto guest = served.hall.at_network(served.device(), "boss");
    REQUIRE(guest);
    const auto page = [&] {
        guest->take_output();
        guest->type("show version\r");
        const auto seen = guest->take_output();
        guest->type("q");
        return std::count(seen.begin(), seen.end(), '\n') - 1;  // the typed line's
    };
    CHECK(page() == 22);
    guest->resize(11, 80);
    CHECK(page() == 9);
    guest->resize(0, 0);  // a terminal that does not know
    CHECK(page() == 9);
    guest->type("terminal length 5\r");
    guest->resize(12, 80);
    CHECK(page() == 3);
}

TEST_CASE("hall: at a console without power the director is heard, the device later") {
    Served served("asa/9.20.4");
    const auto guest = served.hall.at_console(served.device());
    guest->type("@device asa power off\r");
    guest->take_output();
    guest->type("show clock\rx\x15@clock");
    CHECK(guest->take_output().empty());
    guest->type("\r");
    CHECK(has(guest->take_output(), "@clock\r\n@# lab clock "));
    guest->type("@device asa power on\r");
    const auto seen = guest->take_output();
    CHECK(has(seen, "@# asa is switched on\r\n"));
    CHECK(has(seen, "> show clock\r\n"));
    CHECK(seen.ends_with("> "));
}

TEST_CASE("hall: a long advance is cut, and nobody sees it") {
    struct Cut : Served {
        explicit Cut(licensing::Span turn) : Served("iosxe/16.12") {
            shell::Hall::Manner manner;
            manner.clock = [this] { return host += std::chrono::milliseconds{1}; };
            manner.turn = turn;
            people = std::make_unique<shell::Hall>("lab", world, pacer, manner);
            console = people->at_console(device());
            remote = people->at_network(device(), "ann");
        }
        std::string seen() { return console->take_output() + remote->take_output(); }
        licensing::Span host{0};
        std::unique_ptr<shell::Hall> people;
        std::unique_ptr<shell::Hall::Guest> console, remote;
    };
    const std::string typed =
        "enable\rlicense smart register idtoken GOOD\r@network block tools.cisco.com\r";
    const std::string beyond = "show clock\r@clock\rshow license summ\tar";
    Cut whole(licensing::Span{0});
    Cut cut(std::chrono::milliseconds{1});
    for (auto* each : {&whole, &cut}) each->console->type(typed);
    whole.console->type("@advance 2d\r" + beyond);
    CHECK_FALSE(whole.people->at_work());
    // What is typed behind it waits.
    cut.console->type("@advance 2d\r" + beyond);
    int turns = 0;
    for (; cut.people->at_work(); ++turns) {
        CHECK(cut.people->until_due() == licensing::Span{0});
        CHECK(cut.console->wants().kind == modes::Wants::Kind::nothing);
        cut.people->pass();
    }
    CHECK(turns > 3);
    CHECK(cut.seen() == whole.seen());
    CHECK(cut.lab.timeline().now() == whole.lab.timeline().now());
    SUBCASE("whoever types first sees it to its end") {
        for (auto* each : {&whole, &cut}) {
            each->console->type("\x15@advance 2d\r");
            each->remote->type("show clock\r");
        }
        CHECK_FALSE(cut.people->at_work());
        CHECK(cut.seen() == whole.seen());
    }
    SUBCASE("it goes on when who asked for it has gone") {
        for (auto* each : {&whole, &cut}) each->console->type("\x15@advance 2d\r");
        CHECK(cut.people->at_work());
        cut.console.reset();
        cut.people->finish();
        CHECK(cut.lab.timeline().now() == whole.lab.timeline().now());
    }
}
