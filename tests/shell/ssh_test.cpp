// What clients may send by SSH beside what ours at home do, and what becomes of it.
#include <doctest/doctest.h>
#include <libssh/libssh.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/probe/probe.hpp"
#include "tests/shell/serving.hpp"
#include "tests/shell/ssh_client.hpp"

namespace {

using probe::Two;
using shell_test::Serving;
using shell_test::SshClient;
using Time = modes::Pacer::Manner;
using Protocol = shell::Door::Protocol;

// A connection that has not logged in.
struct Caller {
    explicit Caller(std::uint16_t port, const std::string& user = "admin") {
        const int number = port;
        const int no_files = 0;
        ssh_options_set(session, SSH_OPTIONS_HOST, "127.0.0.1");
        ssh_options_set(session, SSH_OPTIONS_PORT, &number);
        ssh_options_set(session, SSH_OPTIONS_USER, user.c_str());
        ssh_options_set(session, SSH_OPTIONS_PROCESS_CONFIG, &no_files);
        REQUIRE(ssh_connect(session) == SSH_OK);
    }
    ~Caller() {
        ssh_disconnect(session);
        ssh_free(session);
    }
    Caller(const Caller&) = delete;
    Caller& operator=(const Caller&) = delete;

    ssh_session session = ssh_new();
};

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
