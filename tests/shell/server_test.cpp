// The server over real sockets on loopback: what a client gets, and what it cannot do to others.
#include "shell/server.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "tests/modes/asa_world.hpp"
#include "tests/probe/probe.hpp"
#include "tests/shell/client.hpp"
#include "tests/shell/serving.hpp"

namespace {

using probe::Two;
using shell_test::Client;
using shell_test::Serving;
using Time = modes::Pacer::Manner;

const std::string greeting = "\xff\xfb\x01\xff\xfb\x03\xff\xfd\x1f";

bool has(const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
}

// Of this process, in kilobytes.
long resident() {
    long pages = 0;
    std::ifstream("/proc/self/statm") >> pages >> pages;
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

}  // namespace

TEST_CASE("serve: options, the prompt, an echo and an answer, in so many writes") {
    Two two;
    Serving serving(two.world, Time::held);
    Client client(serving.port("one"));
    CHECK(client.read_until("> ") == greeting + "one> ");
    client.send("show running\r\n");
    const auto shown = client.read_until("one> ");
    CHECK(shown.starts_with("show running\r\n"));
    CHECK(has(shown, "hostname one\r\n"));
    client.send("exi");
    CHECK(client.read_until("exi") == "exi");
}

TEST_CASE("serve: what this machine alone can reach") {
    for (const auto* host : {"127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1", "localhost"})
        CHECK(shell::Server::is_local(host));
    for (const auto* host : {"0.0.0.0", "::", "192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1"})
        CHECK_FALSE(shell::Server::is_local(host));
}

TEST_CASE("serve: a console is one person's, and stands as it was left") {
    Two two;
    Serving serving(two.world, Time::held, {.busy = std::chrono::milliseconds{150}});
    auto first = std::make_unique<Client>(serving.port("one"));
    first->read_until("> ");
    first->send("setup\r");
    first->read_until("# ");
    Client second(serving.port("one"));
    CHECK(second.read_all() == greeting + "@# the console of one is in use\r\n");
    CHECK(second.closed());
    Client other(serving.port("two"));
    CHECK(other.read_until("> ") == greeting + "two> ");
    // Who comes at the moment the other goes gets the seat.
    first->close();
    Client third(serving.port("one"));
    CHECK(third.read_until("# ") == greeting + "one(setup)# ");
}

TEST_CASE("serve: a device without a free line closes the door without a word") {
    asa::World world(asa::chosen(1, "asa/9.20.4"));
    Serving serving(world.world(), Time::held, {.busy = std::chrono::milliseconds{80}},
                    shell::Door::Protocol::telnet, shell::Door::Line::network);
    const auto port = serving.port("asa");
    std::vector<std::unique_ptr<Client>> five;
    for (int each = 0; each < 5; ++each) {
        five.push_back(std::make_unique<Client>(port));
        CHECK(has(five.back()->read_until("> "), "ciscoasa> "));
    }
    Client sixth(port);
    CHECK(sixth.read_all().empty());
    CHECK(sixth.closed());
    CHECK(serving.logged("every line of asa is in use") == 1);
    five.front()->close();
    Client next(port);
    CHECK(has(next.read_until("> "), "ciscoasa> "));
}

TEST_CASE("serve: live time passes with nobody typing") {
    Two two;
    Serving serving(two.world, Time::live);
    Client client(serving.port("one"));
    client.read_until("> ");
    client.send("watch\r");
    CHECK(has(client.read_until("2\r\n", 5000), "1\r\n"));
    client.send("\xff\xf4");  // Interrupt Process
    CHECK(client.read_until("one> ").ends_with("one> "));
}

TEST_CASE("serve: it ends when told to, people are told, state is put down") {
    Two two;
    Serving serving(two.world, Time::live);
    Client client(serving.port("one"));
    client.read_until("> ");
    client.send("setup\r");
    client.read_until("# ");
    serving.end();
    const auto last = client.read_all();
    CHECK(has(last, "@# the server was told to end\r\n"));
    CHECK(client.closed());
    CHECK(serving.kept() == 1);
    CHECK_FALSE(Client(serving.port("one")).open());
}

TEST_CASE("serve: it ends by itself when nobody comes") {
    Two two;
    Serving serving(two.world, Time::held, {.all_idle = std::chrono::seconds{1}});
    {
        Client client(serving.port("one"));
        client.read_until("> ");
        client.send("show running\r");
        client.read_until("> ");
    }
    serving.wait();
    CHECK(serving.logged("ending why=nobody came any more") == 1);
}

TEST_CASE("serve: limits of sessions and of an address") {
    Two two;
    shell::Limits limits;
    limits.per_address = 2;
    Serving serving(two.world, Time::held, limits);
    Client one(serving.port("one"));
    Client two_(serving.port("two"));
    one.read_until("> ");
    two_.read_until("> ");
    Client third(serving.port("one"));
    CHECK(has(third.read_all(), "@# there are too many sessions from your address\r\n"));
    third.close();
    one.close();
    for (int tries = 0; tries < 50 && serving.logged("the client has gone") < 1; ++tries)
        usleep(20'000);
    Client again(serving.port("one"));
    CHECK(has(again.read_until("> "), "one> "));
}

TEST_CASE("serve: who does not type is told to go") {
    Two two;
    Serving serving(two.world, Time::held, {.idle = std::chrono::seconds{1}});
    Client client(serving.port("one"));
    CHECK(has(client.read_all(), "@# nobody typed for too long\r\n"));
    CHECK(client.closed());
}

TEST_CASE("serve: what a line has too much is dropped, and told of once a line") {
    Two two;
    Serving serving(two.world, Time::held, {.line = 12});
    Client client(serving.port("one"));
    client.read_until("> ");
    client.send("show running and a good deal more of it");
    client.send(" and more\r");
    CHECK(has(client.read_until("one> "), "hostname one\r\n"));
    client.send("show running\r");
    CHECK(has(client.read_until("one> "), "hostname one\r\n"));
    CHECK(serving.logged("line cut") == 1);
    CHECK(serving.logged("limit=max-line") == 1);
}

TEST_CASE("serve: a lab that cannot be kept is told of once and tried again") {
    Two two;
    Serving serving(two.world, Time::held, {.keep = std::chrono::seconds{1}});
    serving.full = true;
    Client client(serving.port("one"));
    client.read_until("> ");
    client.send("setup\r");
    client.read_until("# ");
    const auto wait_for = [&](const std::string& words) {
        for (int tries = 0; tries < 500 && serving.logged(words) == 0; ++tries) usleep(10'000);
        return serving.logged(words);
    };
    CHECK(wait_for("not kept lab=lab why=no room") == 1);
    usleep(1'200'000);
    CHECK(serving.logged("not kept") == 1);
    CHECK(serving.kept() == 0);
    serving.full = false;
    CHECK(wait_for("kept again") == 1);
    CHECK(serving.kept() == 1);
}

TEST_CASE("serve: a turn for which all others waited is told of") {
    Two two;
    Serving serving(two.world, Time::held, {.slow = std::chrono::milliseconds{0}});
    Client client(serving.port("one"));
    client.read_until("> ");
    CHECK(serving.logged("everybody waited lab=lab ms=") > 0);
}

TEST_CASE("serve: a lab that fails ends its own sessions and no other's") {
    Two broken;
    Two whole;
    Serving bad(broken.world, Time::held);
    Serving good(whole.world, Time::held);
    Client client(bad.port("one"));
    Client bystander(bad.port("two"));
    client.read_until("> ");
    client.send("spin\r");  // ten thousand wakes at one instant
    CHECK(has(client.read_all(), "@# the lab has failed\r\n"));
    CHECK(has(bystander.read_all(), "@# the lab has failed\r\n"));
    CHECK(bad.logged("lab failed") == 1);
    Client late(bad.port("one"));
    CHECK(has(late.read_all(), "@# the lab has failed\r\n"));
    Client other(good.port("one"));
    CHECK(has(other.read_until("> "), "one> "));
}

TEST_CASE("serve: a fault in what is done for one client takes nothing from the others") {
    Two two;
    Serving serving(two.world, Time::held);
    Client other(serving.port("two"));
    other.read_until("> ");
    serving.trip = true;
    Client unlucky(serving.port("one"));
    for (int tries = 0; tries < 500 && serving.logged("fault") == 0; ++tries) usleep(10'000);
    CHECK(serving.logged("fault why=tripped") == 1);
    other.send("show running\r");
    CHECK(has(other.read_until("two> "), "hostname two\r\n"));
    other.close();
    Client late(serving.port("two"));
    CHECK(has(late.read_until("> "), "two> "));
}

TEST_CASE("serve: abuse is answered, nobody else notices, memory returns") {
    Two two;
    shell::Limits limits;
    limits.busy = std::chrono::milliseconds{0};
    limits.unread = 300'000;
    Serving serving(two.world, Time::held, limits);
    Client other(serving.port("two"));
    other.read_until("> ");
    const auto still_well = [&] {
        other.send("show running\r");
        return has(other.read_until("two> "), "hostname two\r\n");
    };
    CHECK(still_well());
    const auto before = resident();
    SUBCASE("a line of ten megabytes") {
        for (int round = 0; round < 2; ++round) {
            Client client(serving.port("one"), 4096);
            client.read_until("> ");
            const std::string part(100'000, 'x');
            for (int sent = 0; sent < 100; ++sent) {
                client.send(part, 500);
                client.read_bytes(part.size(), 2);
            }
            client.send("\r");
            CHECK(still_well());
            client.vanish();
        }
    }
    SUBCASE("a client that types and never reads") {
        Client client(serving.port("one"), 4096);
        for (int sent = 0; sent < 200; ++sent) {
            std::string lines;
            for (int line = 0; line < 200; ++line) lines += "show running\r";
            if (!client.send(lines, 100)) break;
        }
        CHECK(still_well());
        CHECK(resident() - before < 20'000);
    }
    SUBCASE("bytes of any kind") {
        std::uint64_t state = 1;
        for (int round = 0; round < 30; ++round) {
            Client client(serving.port("one"));
            std::string bytes;
            while (bytes.size() < 20'000) {
                state = state * 6364136223846793005U + 1442695040888963407U;
                const auto byte = static_cast<char>(state >> 56U);
                bytes += (state >> 40U) % 4 == 0 ? '\xff' : byte;
            }
            client.send(bytes, 200);
            if (round % 2 == 0) client.vanish();
        }
        CHECK(still_well());
    }
    SUBCASE("two hundred at once, half of them gone in the middle of an option") {
        std::vector<Client> clients;
        for (int each = 0; each < 200; ++each) {
            clients.emplace_back(serving.port("one"));
            clients.back().send("\xff\xfa\x1f");
        }
        for (std::size_t each = 0; each < clients.size(); each += 2) clients[each].vanish();
        CHECK(still_well());
        clients.clear();
        CHECK(still_well());
    }
    other.close();
    serving.end();
    CHECK(resident() - before < 20'000);
}
