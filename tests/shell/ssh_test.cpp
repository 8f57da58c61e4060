// What clients may send by SSH beside what ours at home do, and what becomes of it.
#include <doctest/doctest.h>
#include <libssh/libssh.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/modes/asa_world.hpp"
#include "tests/probe/probe.hpp"
#include "tests/shell/serving.hpp"
#include "tests/shell/ssh_client.hpp"

namespace {

using probe::Two;
using shell_test::Serving;
using shell_test::SshClient;
using Time = modes::Pacer::Manner;
using Protocol = shell::Door::Protocol;
using Line = shell::Door::Line;

// A connection that has not logged in.
struct Caller {
    explicit Caller(std::uint16_t port, const std::string& user = "admin") {
        const int number = port;
        const int no_files = 0;
        ssh_options_set(session, SSH_OPTIONS_HOST, "127.0.0.1");
        ssh_options_set(session, SSH_OPTIONS_PORT, &number);
        ssh_options_set(session, SSH_OPTIONS_USER, user.c_str());
        ssh_options_set(session, SSH_OPTIONS_PROCESS_CONFIG, &no_files);
        const long seconds = 10;
        ssh_options_set(session, SSH_OPTIONS_TIMEOUT, &seconds);
        REQUIRE(ssh_connect(session) == SSH_OK);
    }
    ~Caller() {
        ssh_disconnect(session);
        ssh_free(session);
    }
    Caller(const Caller&) = delete;
    Caller& operator=(const Caller&) = delete;

    // A command, and what came back of it until the channel or the connection ended.
    std::string ask(const std::string& command) {
        auto* channel = ssh_channel_new(session);
        std::string answer;
        char bytes[4096];
        if (ssh_channel_open_session(channel) == SSH_OK &&
            ssh_channel_request_exec(channel, command.c_str()) == SSH_OK) {
            for (int got = 1; got > 0; answer.append(bytes, static_cast<std::size_t>(got))) {
                got = ssh_channel_read_timeout(channel, bytes, sizeof bytes, 0, 10'000);
                if (got <= 0) break;
            }
            status = ssh_channel_get_exit_status(channel);
        }
        ssh_channel_free(channel);
        return answer;
    }
    bool connected() { return ssh_is_connected(session) == 1; }

    ssh_session session = ssh_new();
    int status = -1;
};

void wait_for(Serving& serving, const std::string& words, int count = 1) {
    for (int tries = 0; tries < 500 && serving.logged(words) < count; ++tries) usleep(10'000);
    CHECK(serving.logged(words) == count);
}

}  // namespace

TEST_CASE("ssh: channels may be opened while others are looked after") {
    Two two;
    Serving serving(two.world, Time::held, shell_test::with_keys(), Protocol::ssh);
    auto other = std::make_unique<SshClient>(serving.port("two"));
    Caller caller(serving.port("one"));
    REQUIRE(ssh_userauth_none(caller.session, nullptr) == SSH_AUTH_SUCCESS);
    serving.busy = 300;
    other.reset();
    usleep(100'000);
    // The server will read them all at once, as much at a time as fits between two of these.
    ssh_set_blocking(caller.session, 0);
    const std::string ballast(4000, 'x');
    std::vector<ssh_channel> channels;
    for (int each = 0; each < 9; ++each) {
        channels.push_back(ssh_channel_new(caller.session));
        ssh_channel_open_session(channels.back());
        if (each > 0) ssh_send_ignore(caller.session, ballast.c_str());
    }
    ssh_set_blocking(caller.session, 1);
    for (auto* channel : channels) CHECK(ssh_channel_open_session(channel) == SSH_OK);
    SshClient late(serving.port("two"));
    CHECK(late.read_until("two> ").ends_with("two> "));
}

TEST_CASE("ssh: a command has an answer and nothing else, and so have several lines") {
    asa::World world(asa::chosen(1, "asa/9.20.4"));
    Serving serving(world.world(), Time::held, shell_test::with_keys(), Protocol::ssh,
                    Line::network);
    Caller caller(serving.port("asa"));
    REQUIRE(ssh_userauth_none(caller.session, nullptr) == SSH_AUTH_SUCCESS);
    const auto one = caller.ask("show clock");
    CHECK(one == "13:00:00.000 UTC Mon Jan 12 2026\r\n");
    CHECK(caller.status == 0);
    CHECK(caller.ask("show clock\nshow clock") == one + one);
    CHECK(caller.ask("show\tclock") == one);
    const auto help = caller.ask("show clo?");
    CHECK(help.ends_with("clock  Display system clock\r\n"));
    CHECK(caller.ask("enable\ncisco\nshow clock") == "Password: *****\r\n" + one);
    CHECK(caller.ask("enable") == "Password: ");
    CHECK(caller.status == 1);
}

TEST_CASE("ssh: asking for the ways in is free, once") {
    Two two;
    auto limits = shell_test::with_keys();
    limits.attempts = 3;
    Serving serving(two.world, Time::held, limits, Protocol::ssh, Line::network, false);
    SUBCASE("and then it counts") {
        Caller caller(serving.port("one"));
        for (int tries = 0; tries < 20 && caller.connected(); ++tries)
            ssh_userauth_none(caller.session, nullptr);
        wait_for(serving, "turned away lab=lab device=one by=ssh", 1);
        CHECK(serving.logged("limit=login-attempts") == 1);
    }
    SUBCASE("so is nothing taken from the passwords") {
        Caller caller(serving.port("one"));
        CHECK(ssh_userauth_none(caller.session, nullptr) == SSH_AUTH_DENIED);
        for (int tries = 0; tries < 2; ++tries)
            CHECK(ssh_userauth_password(caller.session, nullptr, "wrong") == SSH_AUTH_DENIED);
        CHECK(serving.logged("limit=login-attempts") == 0);
        ssh_userauth_password(caller.session, nullptr, "wrong");
        wait_for(serving, "limit=login-attempts", 1);
    }
}

TEST_CASE("ssh: a name that is too long is nobody's") {
    Two two;
    Serving serving(two.world, Time::held, shell_test::with_keys(), Protocol::ssh, Line::network);
    Caller good(serving.port("one"), std::string(128, 'a'));
    CHECK(ssh_userauth_none(good.session, nullptr) == SSH_AUTH_SUCCESS);
    Caller bad(serving.port("one"), std::string(129, 'a'));
    CHECK(ssh_userauth_none(bad.session, nullptr) == SSH_AUTH_DENIED);
}

TEST_CASE("ssh: what is no SSH ends a connection, and the log says why") {
    Two two;
    Serving serving(two.world, Time::held, shell_test::with_keys(), Protocol::ssh, Line::network);
    Caller caller(serving.port("one"));
    REQUIRE(ssh_userauth_none(caller.session, nullptr) == SSH_AUTH_SUCCESS);
    caller.ask("show " + std::string(1'000'000, 'x'));
    wait_for(serving, "why=not understood: ");
    CHECK(serving.logged("connection ended") == 1);
}

TEST_CASE("ssh: a session that nobody types in ends once") {
    Two two;
    auto limits = shell_test::with_keys();
    limits.idle = std::chrono::seconds{1};
    Serving serving(two.world, Time::held, limits, Protocol::ssh);
    SshClient client(serving.port("one"));
    CHECK(client.read_bytes(100'000).find("@# nobody typed for too long") != std::string::npos);
    wait_for(serving, "connection ended");
    CHECK(serving.logged("session ended") == 1);
    CHECK(serving.logged("limit=idle") == 2);
}
