// What clients were measured to care about, over real sockets: how often an Enter counts, how wide
// a line is, what a pager writes, and what a new session begins with.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/modes/asa_world.hpp"
#include "tests/shell/client.hpp"
#include "tests/shell/screen.hpp"
#include "tests/shell/serving.hpp"
#include "tests/shell/ssh_client.hpp"

namespace {

using shell_test::Client;
using shell_test::Serving;
using shell_test::SshClient;
using Time = modes::Pacer::Manner;
using Protocol = shell::Door::Protocol;
using Line = shell::Door::Line;

// A shipped platform behind one door.
struct Served {
    asa::World world;
    Serving serving;
    explicit Served(const std::string& profile, Protocol protocol = Protocol::ssh,
                    Line line = Line::network)
        : world(asa::chosen(1, profile)),
          serving(world.world(), Time::held, shell_test::with_keys(), protocol, line) {}
    std::uint16_t port() { return serving.port(world.device().name()); }
};

template <class Talker>
std::string say(Talker& client, const std::string& keys, const std::string& end) {
    client.send(keys);
    return client.read_until(end);
}

const std::vector<std::string> enters{"\r", "\n", "\r\n", std::string("\r\0", 2)};

// Each in turn: at a command, a password, a key question and one prompt more.
template <class Talker> void enters_count_once(Talker& client, const std::string& enter) {
    CAPTURE(enter);
    CHECK(say(client, enter, "> ") == "\r\nciscoasa> ");
    CHECK(say(client, enter + enter + "x", "x") == "\r\nciscoasa> \r\nciscoasa> x");
    client.send("\x15");
    client.read_bytes(3);
    CHECK(say(client, "enable" + enter, ": ") == "enable\r\nPassword: ");
    CHECK(say(client, "cisco" + enter, "# ") == "*****\r\nciscoasa# ");
    CHECK(say(client, "reload" + enter, "confirm] ").ends_with("Proceed with reload? [confirm] "));
    CHECK(say(client, "n" + std::string("disable"), "disable").ends_with("ciscoasa# disable"));
    CHECK(say(client, enter + "y", "y") == "\r\nciscoasa> y");
}

}  // namespace

TEST_CASE("serve: an Enter counts once, however a client sends it") {
    for (const auto& enter : enters) {
        Served telnet("asa", Protocol::telnet, Line::console);
        Client client(telnet.port());
        client.read_until("> ");
        enters_count_once(client, enter);
        Served ssh("asa", Protocol::ssh, Line::console);
        SshClient other(ssh.port());
        other.read_until("> ");
        enters_count_once(other, enter);
    }
}

TEST_CASE("serve: an ASA keeps to its configured width, a switch to the client's window") {
    const std::string line(120, 'x');
    Served firewall("asa");
    SshClient wide(firewall.port(), 1000, 511);
    wide.read_until("> ");
    CHECK(say(wide, line + "\r", "> ").find("xxx$\r\n") != std::string::npos);
    say(wide, "enable\r", ": ");
    say(wide, "cisco\r", "# ");
    say(wide, "configure terminal\r", ")# ");
    for (const std::string width : {"511", "0"}) {
        CHECK(say(wide, "terminal width " + width + "\r", ")# ")
                  .starts_with("terminal width " + width + "\r\n"));
        CHECK(say(wide, line + "\r", ")# ").starts_with(line + "\r\n"));
    }
    Served switch_("iosxe/16.12");
    SshClient other(switch_.port(), 1000, 511);
    other.read_until(">");
    CHECK(say(other, line + "\r", ">").starts_with(line + "\r\n"));
}

TEST_CASE("serve: a window that changes under a long line holds what is typed then") {
    Served served("iosxe/16.12");
    SshClient client(served.port(), 24, 132);
    client.read_until(">");
    CHECK(say(client, std::string(100, 'x'), std::string(100, 'x')) == std::string(100, 'x'));
    client.resize(24, 60);
    client.send("y");
    const auto moved = client.read_bytes(259);
    shell_test::Screen screen;
    screen.write("Switch>" + std::string(100, 'x') + moved);
    CHECK(screen.row().substr(0, 9) == "Switch>$x");
    CHECK(screen.column() < 60);
}

TEST_CASE("serve: what a session said of its terminal is gone with it") {
    Served served("iosxe/16.12");
    const auto first_page = [&](SshClient& client) {
        return say(client, "show running-config\r", " --More-- ");
    };
    {
        SshClient client(served.port());
        client.read_until(">");
        say(client, "enable\r", "#");
        CHECK(say(client, "terminal length 0\r", "#").ends_with("length 0\r\nSwitch#"));
        CHECK(say(client, "show running-config\r", "\nend\r\n\r\nSwitch#").find("More") ==
              std::string::npos);
        say(client, "exit\r", "exit\r\n");
    }
    SshClient again(served.port());
    again.read_until(">");
    say(again, "enable\r", "#");
    const auto shown = first_page(again);
    CHECK(shown.ends_with("\r\n --More-- "));
    // 23 rows: the last line of the page takes two of 80 columns.
    CHECK(std::count(shown.begin(), shown.end(), '\n') == 1 + 22);
}

TEST_CASE("serve: the pager's bytes at small lengths") {
    const std::string wiped = std::string(10, '\b') + std::string(10, ' ') + std::string(10, '\b');
    Served switch_("iosxe/16.12");
    SshClient client(switch_.port());
    client.read_until(">");
    say(client, "enable\r", "#");
    const auto lines = [](const std::string& text) {
        return std::count(text.begin(), text.end(), '\n');
    };
    say(client, "terminal width 0\r", "#");
    say(client, "terminal length 5\r", "#");
    CHECK(lines(say(client, "show version\r", " --More-- ")) == 1 + 4);
    const auto page = say(client, " ", " --More-- ");
    CHECK(page.starts_with(wiped));
    CHECK(lines(page) == 4);
    CHECK(lines(say(client, "\r", " --More-- ")) == 1);
    CHECK(say(client, "q", "#") == wiped + "Switch#");

    Served firewall("asa");
    SshClient other(firewall.port());
    other.read_until("> ");
    say(other, "enable\r", ": ");
    say(other, "cisco\r", "# ");
    const std::string more = "<--- More --->";
    say(other, "terminal pager 5\r", "# ");
    CHECK(lines(say(other, "show version\r", more)) == 1 + 5);
    CHECK(say(other, " ", more).starts_with("\r" + std::string(14, ' ') + "\r"));
    CHECK(say(other, "q", "# ").ends_with("\rciscoasa# "));
    for (const std::string off : {"terminal pager 0", "no terminal pager"}) {
        say(other, "terminal pager 1\r", "# ");
        CHECK(lines(say(other, "show version\r", more)) == 1 + 1);
        say(other, "q", "# ");
        say(other, off + "\r", "# ");
        CHECK(say(other, "show version\r", "\r\nciscoasa# ").find(more) == std::string::npos);
    }
}
