// Several people at the lines of one device: who is where, for how long, and what they share.
#include "modes/visitor.hpp"
#include "labs/doors.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "modes/line.hpp"
#include "tests/modes/asa_world.hpp"

namespace {

using modes::Protocol;
using namespace std::chrono_literals;

bool has(const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
}

std::string text_of(modes::Session& session) {
    std::string text;
    for (const auto& piece : session.take()) text += piece.text;
    return text;
}

struct People {
    explicit People(const std::string& profile) : world(asa::chosen(1, profile)) { console(); }

    modes::Session& console() { return world.session(); }
    std::unique_ptr<modes::Session> come(const std::string& user, Protocol by) {
        auto* line = world.world().free_line(device(), by, user);
        if (!line) return nullptr;
        return std::make_unique<modes::Session>(world.world(), device(), modes::Role::instructor,
                                                modes::Arrival{line->name(), user, by});
    }
    std::string device() { return world.device().name(); }
    std::string type(modes::Session& session, const asa::Lines& lines) {
        session.take();
        for (const auto& line : lines) session.enter(line);
        return text_of(session);
    }

    asa::World world;
};

const asa::Lines enabled{"",
                         "enable",
                         "configure terminal",
                         "username ann privilege 15 secret one",
                         "username bob privilege 15 secret two",
                         "line vty 0 4",
                         "login local",
                         "end"};

}  // namespace

TEST_CASE("people: a switch has as many network lines as its configuration makes") {
    People people("iosxe/16.12");
    people.type(people.console(), enabled);
    CHECK(lab::vty_count(people.world.device()) == 16);
    people.type(people.console(), {"configure terminal", "no line vty 5 15", "end"});
    CHECK(lab::vty_count(people.world.device()) == 5);
    std::vector<std::unique_ptr<modes::Session>> all;
    for (int each = 0; each < 5; ++each) all.push_back(people.come("ann", Protocol::ssh));
    CHECK(all.back());
    CHECK_FALSE(people.come("ann", Protocol::telnet));
    all[2]->hang_up();
    all.erase(all.begin() + 2);
    const auto next = people.come("bob", Protocol::telnet);
    REQUIRE(next);
    CHECK(next->line().name() == "vty 2");
}

TEST_CASE("people: five by SSH and five by Telnet at an ASA") {
    People people("asa/9.20.4");
    std::vector<std::unique_ptr<modes::Session>> all;
    for (int each = 0; each < 5; ++each) all.push_back(people.come("ann", Protocol::ssh));
    CHECK(all.back());
    CHECK_FALSE(people.come("ann", Protocol::ssh));
    for (int each = 0; each < 5; ++each) all.push_back(people.come("", Protocol::telnet));
    CHECK(all.back());
    CHECK_FALSE(people.come("", Protocol::telnet));
}

TEST_CASE("people: each has a line of their own, all see what one configures") {
    People people("iosxe/16.12");
    people.type(people.console(), enabled);
    const auto ann = people.come("ann", Protocol::ssh);
    const auto bob = people.come("bob", Protocol::telnet);
    REQUIRE(bob);
    people.type(*ann, {"configure terminal", "hostname Edge", "end", "terminal length 5"});
    CHECK(bob->prompt() == "Edge#");
    CHECK(ann->screen().length == 5);
    CHECK(bob->screen().length == 24);
    CHECK_FALSE(has(people.type(*bob, {"show history"}), "hostname"));
    const auto seen = people.type(*bob, {"show users"});
    const auto desk = modes::desk_of(people.world.world(), people.world.device());
    CHECK(has(seen, "   0 con 0                idle                 00:00:00"));
    CHECK(has(seen, "   1 vty 0     ann        idle                 00:00:00 " + desk));
    CHECK(has(seen, "*  2 vty 1     bob        idle                 00:00:00 " + desk));
}

TEST_CASE("people: a log reaches the console and who asked for it") {
    People people("iosxe/16.12");
    people.type(people.console(), enabled);
    const auto ann = people.come("ann", Protocol::ssh);
    const auto bob = people.come("bob", Protocol::ssh);
    people.type(*bob, {"terminal monitor"});
    people.console().take();
    ann->take();
    people.type(*ann, {"configure terminal", "end"});
    const auto desk = modes::desk_of(people.world.world(), people.world.device());
    const auto told = "%SYS-5-CONFIG_I: Configured from console by ann on vty0 (" + desk + ")";
    CHECK(has(text_of(people.console()), told));
    CHECK(has(text_of(*bob), told));
    CHECK_FALSE(has(text_of(*ann), told));
    people.type(*bob, {"terminal no monitor"});
    people.type(*ann, {"configure terminal", "end"});
    CHECK_FALSE(has(text_of(*bob), "CONFIG_I"));
}

TEST_CASE("people: who presses no key for too long is sent away, skipped time is no such time") {
    People people("iosxe/16.12");
    people.type(people.console(), enabled);
    people.type(people.console(),
                {"configure terminal", "line vty 0 4", "exec-timeout 5 30", "end"});
    const auto ann = people.come("ann", Protocol::ssh);
    auto& world = people.world.world();
    world.advance(24h);
    CHECK(ann->wants().kind == modes::Wants::Kind::command);
    world.sit(5min);
    CHECK(world.until_expired() == 30s);
    people.type(*ann, {"show clock"});
    world.sit(5min + 29s);
    CHECK(ann->wants().kind == modes::Wants::Kind::command);
    people.console().take();
    world.sit(1s);
    CHECK(ann->wants().kind == modes::Wants::Kind::gone);
    const auto console = text_of(people.console());
    CHECK(has(console, "%SYS-6-TTY_EXPIRE_TIMER: (exec timer expired, tty 1 ("));
    CHECK(has(console, "%SYS-6-LOGOUT: User ann has exited tty session 1("));
    CHECK(people.come("bob", Protocol::ssh)->line().name() == "vty 0");
}

TEST_CASE("people: a line that is cleared is free for the next one") {
    People people("iosxe/16.12");
    people.type(people.console(), enabled);
    const auto ann = people.come("ann", Protocol::ssh);
    people.type(*ann, {"configure terminal"});
    const auto seen = people.type(people.console(), {"clear line vty 0", ""});
    CHECK(has(seen, "[confirm]"));
    CHECK(has(seen, " [OK]\n"));
    CHECK(ann->wants().kind == modes::Wants::Kind::gone);
    CHECK(people.come("bob", Protocol::telnet)->line().name() == "vty 0");
}

TEST_CASE("people: a reload ends those who came over the network") {
    People people("asa/9.20.4");
    const auto ann = people.come("ann", Protocol::ssh);
    people.world.device().reload();
    CHECK(ann->wants().kind == modes::Wants::Kind::gone);
    CHECK(people.console().wants().kind == modes::Wants::Kind::nothing);
}

TEST_CASE("people: a chassis takes as many as its limits say") {
    People people("fxos/2.8");
    auto& device = people.world.device();
    CHECK(device.settings().access.user_sessions == 32);
    people.world.type({"admin", "Admin123", "scope system", "scope services",
                       "scope shell-session-limits", "set per-user 1", "commit-buffer", "top"});
    REQUIRE(device.settings().access.user_sessions == 1);
    const auto first = people.come("admin", Protocol::ssh);
    CHECK(first);
    CHECK_FALSE(people.come("admin", Protocol::ssh));
    CHECK(people.come("other", Protocol::ssh));
}
