// Whether a device takes somebody who comes over the network, as their client sees it.
#include <doctest/doctest.h>

#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "labs/lab.hpp"
#include "modes/actions.hpp"
#include "shell/hall.hpp"
#include "shell/server.hpp"
#include "tests/shell/client.hpp"
#include "tests/shell/ssh_client.hpp"

namespace {

using Lines = std::vector<std::string>;

const std::string source = UNDERSTUDY_SOURCE;

bool has(const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
}

struct Opened {
    explicit Opened(const std::string& profile, const std::string& model = "", bool anybody = false,
                    const std::string& desk = "")
        : library(source + "/profiles"), lab(plan(profile, desk), chosen(profile, model), library) {
        lab.switch_on();
        world = std::make_unique<modes::World>(lab, modes::product_actions());
        pacer = std::make_unique<modes::Pacer>(*world, modes::Pacer::Manner::held);
        hall = std::make_unique<shell::Hall>("lab", *world, *pacer, shell::Hall::Manner{});
        server = std::make_unique<shell::Server>(shell::Limits{}, [this](const auto& event) {
            const std::lock_guard guard(mutex);
            log += event.what + ";";
            for (const auto& [key, value] : event.fields) log += key + "=" + value + ";";
        });
        using Door = shell::Door;
        for (const auto protocol : {Door::Protocol::telnet, Door::Protocol::ssh}) {
            Door door;
            door.host = "127.0.0.1";
            door.hall = hall.get();
            door.device = device();
            door.line = Door::Line::network;
            door.protocol = protocol;
            door.anybody = anybody;
            ports.push_back(server->open(door));
        }
    }
    ~Opened() {
        if (!thread.joinable()) return;
        server->end();
        thread.join();
    }
    static lab::Plan plan(const std::string& profile, const std::string& desk) {
        auto plan =
            lab::load_plan(source + "/labs/" + profile.substr(0, profile.find('/')) + ".yaml");
        plan.desk = desk;
        return plan;
    }
    static lab::Choices chosen(const std::string& profile, const std::string& model) {
        lab::Choices choices;
        choices.profile = profile;
        choices.model = model;
        return choices;
    }
    std::string device() { return std::string(lab.first_device().name()); }
    // Before the server runs.
    std::string typed(const Lines& lines) {
        const auto guest = hall->at_console(device());
        for (const auto& line : lines) guest->type(line + "\r");
        return guest->take_output();
    }
    // What a client sees until the other side closes, or stops.
    std::string seen(std::size_t way) {
        if (!thread.joinable()) thread = std::thread([this] { server->run(); });
        shell_test::Client client(ports[way]);
        REQUIRE(client.open());
        auto got = client.read_all(300);
        closed = client.closed();
        return got;
    }
    // What the server offers to agree on.
    std::string offered() {
        if (!thread.joinable()) thread = std::thread([this] { server->run(); });
        shell_test::Client client(ports[1]);
        client.read_until("\r\n");
        client.send("SSH-2.0-test\r\n");
        return client.read_all(300);
    }
    std::string by_telnet() { return seen(0); }
    std::string by_ssh() { return seen(1); }

    profiles::Library library;
    lab::Lab lab;
    std::unique_ptr<modes::World> world;
    std::unique_ptr<modes::Pacer> pacer;
    std::unique_ptr<shell::Hall> hall;
    std::unique_ptr<shell::Server> server;
    std::vector<std::uint16_t> ports;
    std::thread thread;
    std::mutex mutex;
    std::string log;
    bool closed = false;
};

Lines asa_configured(const Lines& lines) {
    Lines all{"enable", "cisco", "configure terminal"};
    all.insert(all.end(), lines.begin(), lines.end());
    return all;
}

Lines ios_configured(const Lines& lines) {
    Lines all{"enable", "configure terminal"};
    all.insert(all.end(), lines.begin(), lines.end());
    all.push_back("end");
    return all;
}

}  // namespace

TEST_CASE("doors: where the configuration says nothing, they are open, and the log says so once") {
    Opened asa("asa/9.20.4");
    CHECK(has(asa.by_ssh(), "SSH-2.0-Cisco-1.25"));
    CHECK(has(asa.by_telnet(), "ciscoasa> "));
    asa.by_ssh();
    const std::lock_guard guard(asa.mutex);
    const auto first = asa.log.find("open to all");
    CHECK(first != std::string::npos);
    CHECK(asa.log.find("way=ssh", asa.log.find("way=ssh") + 1) == std::string::npos);
}

TEST_CASE("doors: an ASA admits whom its ssh and telnet lines admit") {
    Opened asa("asa/9.20.4");
    SUBCASE("the desk's network") {
        asa.typed(asa_configured({"ssh 192.0.2.0 255.255.255.0 management",
                                  "telnet 192.0.2.0 255.255.255.0 management"}));
        CHECK(has(asa.by_ssh(), "SSH-2.0-Cisco-1.25"));
        CHECK(has(asa.by_telnet(), "ciscoasa> "));
    }
    SUBCASE("another") {
        asa.typed(asa_configured({"ssh 198.51.100.0 255.255.255.0 management",
                                  "telnet 198.51.100.0 255.255.255.0 management"}));
        CHECK(asa.by_ssh() == "");
        CHECK(asa.closed);
        CHECK(asa.by_telnet() == "");
        CHECK(asa.closed);
        const std::lock_guard guard(asa.mutex);
        CHECK(has(asa.log, "refused by the device"));
        CHECK(has(asa.log, "does not admit it from there: SSH from 192.0.2.50"));
    }
    SUBCASE("without a key pair it hangs up") {
        asa.typed(asa_configured(
            {"ssh 192.0.2.0 255.255.255.0 management", "crypto key zeroize rsa", "yes"}));
        CHECK(asa.by_ssh() == "");
        CHECK(asa.closed);
    }
}

TEST_CASE("doors: an ASA that lost 3DES offers a cipher that nobody has") {
    // Registered by a token that does not allow export-controlled functionality.
    const Lines lines = asa_configured({"ssh 192.0.2.0 255.255.255.0 management",
                                        "crypto key generate rsa modulus 2048",
                                        "license smart register idtoken PLAIN", "@advance 5m",
                                        "end", "reload noconfirm", "@advance 20m"});
    for (const bool anybody : {false, true}) {
        Opened asa("asa/9.18", "fpr2130", anybody);
        const auto typed = asa.typed(lines);
        CAPTURE(typed);
        const auto got = asa.by_ssh();
        CHECK(has(got, "SSH-2.0-Cisco-1.25\r\n"));
        CHECK(has(got, "des-cbc"));
        CHECK_FALSE(has(got, "aes"));
    }
}

TEST_CASE("doors: a switch takes what its lines take, from whom its access list lets by") {
    Opened ios("iosxe/16.12");
    SUBCASE("Telnet only") {
        ios.typed(ios_configured({"line vty 0 15", "transport input telnet"}));
        CHECK(ios.by_ssh() == "");
        CHECK(ios.closed);
        CHECK(has(ios.by_telnet(), "Password required, but none set"));
    }
    SUBCASE("neither") {
        ios.typed(ios_configured({"line vty 0 15", "transport input none"}));
        CHECK(ios.by_ssh() == "");
        CHECK(ios.by_telnet() == "");
    }
    SUBCASE("an access list that does not let the desk by") {
        ios.typed(ios_configured(
            {"access-list 7 permit 198.51.100.0 0.0.0.255", "line vty 0 15", "access-class 7 in"}));
        CHECK(ios.by_ssh() == "");
        CHECK(ios.closed);
        CHECK(ios.by_telnet() == "");
    }
    SUBCASE("one that does") {
        ios.typed(ios_configured(
            {"access-list 7 permit 192.0.2.0 0.0.0.255", "line vty 0 15", "access-class 7 in"}));
        CHECK(has(ios.by_ssh(), "SSH-2.0-Cisco-1.25"));
    }
    SUBCASE("without keys nobody listens") {
        ios.typed(ios_configured({"crypto key zeroize rsa", "yes"}));
        CHECK(ios.by_ssh() == "");
        CHECK(ios.closed);
    }
}

TEST_CASE("doors: a switch offers the algorithms that it is configured to") {
    Opened ios("iosxe/16.12");
    ios.typed(ios_configured({"ip ssh server algorithm encryption aes256-ctr",
                              "ip ssh server algorithm kex ecdh-sha2-nistp256"}));
    const auto offer = ios.offered();
    CHECK(has(offer, "aes256-ctr"));
    CHECK_FALSE(has(offer, "aes128"));
    CHECK(has(offer, "ecdh-sha2-nistp256"));
    CHECK_FALSE(has(offer, "curve25519"));
}

TEST_CASE("doors: --ssh-anybody passes by rules, not by what is missing") {
    Opened ios("iosxe/16.12", "", true);
    ios.typed(ios_configured(
        {"access-list 7 permit 198.51.100.0 0.0.0.255", "line vty 0 15", "access-class 7 in"}));
    CHECK(has(ios.by_ssh(), "SSH-2.0-Cisco-1.25"));
}

TEST_CASE("doors: a chassis has servers to switch on and off, and blocks of addresses") {
    Opened chassis("fxos/2.8");
    CHECK(chassis.by_telnet() == "");
    CHECK(chassis.closed);
}

TEST_CASE("doors: a chassis without SSH, or with none for the desk") {
    for (const std::string change : {"disable ssh-server", "delete ip-block 0.0.0.0 0 ssh"}) {
        Opened chassis("fxos/2.8");
        chassis.typed({"scope system", "scope services", change, "commit-buffer"});
        CHECK(chassis.by_ssh() == "");
        CHECK(chassis.closed);
    }
    Opened chassis("fxos/2.8");
    chassis.typed({"scope system", "scope services", "enable telnet-server", "commit-buffer"});
    CHECK(has(chassis.by_ssh(), "SSH-2.0-"));
    CHECK(has(chassis.by_telnet(), "login: "));
}

// -- what is agreed on, and for how long ----------------------------------------------------------

namespace {

struct Trying {
    explicit Trying(std::uint16_t port) : session(ssh_new()) {
        const int number = port;
        const int no_files = 0;
        ssh_options_set(session, SSH_OPTIONS_HOST, "127.0.0.1");
        ssh_options_set(session, SSH_OPTIONS_PORT, &number);
        ssh_options_set(session, SSH_OPTIONS_USER, "ann");
        ssh_options_set(session, SSH_OPTIONS_PROCESS_CONFIG, &no_files);
    }
    ~Trying() {
        ssh_disconnect(session);
        ssh_free(session);
    }
    Trying(const Trying&) = delete;
    Trying& operator=(const Trying&) = delete;
    ssh_session session;
};

}  // namespace

TEST_CASE("doors: an ASA offers what it comes with, or what its lines choose") {
    Opened asa("asa/9.20.4");
    SUBCASE("it comes with") {
        const auto offer = asa.offered();
        CHECK(has(offer, "diffie-hellman-group14-sha256"));
        CHECK_FALSE(has(offer, "curve25519"));
        CHECK(has(offer, "aes128-ctr"));
        CHECK_FALSE(has(offer, "chacha20"));
        CHECK_FALSE(has(offer, "hmac-sha1"));
    }
    SUBCASE("chosen") {
        asa.typed(asa_configured(
            {"ssh cipher integrity medium", "ssh key-exchange group ecdh-sha2-nistp256"}));
        const auto offer = asa.offered();
        CHECK(has(offer, "ecdh-sha2-nistp256"));
        CHECK_FALSE(has(offer, "group14"));
        CHECK(has(offer, "hmac-sha1"));
    }
}

TEST_CASE("doors: a switch counts the tries of who comes by SSH") {
    Opened ios("iosxe/16.12");
    ios.typed(ios_configured({"username ann secret right", "ip ssh authentication-retries 2"}));
    ios.by_ssh();
    Trying client(ios.ports[1]);
    REQUIRE(ssh_connect(client.session) == SSH_OK);
    CHECK(ssh_userauth_password(client.session, nullptr, "wrong") == SSH_AUTH_DENIED);
    ssh_userauth_password(client.session, nullptr, "wrong");
    CHECK(ssh_userauth_password(client.session, nullptr, "right") == SSH_AUTH_ERROR);
    const std::lock_guard guard(ios.mutex);
    CHECK(has(ios.log, "why=too many attempts to log in;"));
    CHECK(has(ios.log, "limit=ip ssh authentication-retries;"));
}

TEST_CASE("doors: a switch waits as long for a login as it is told to") {
    Opened ios("iosxe/16.12");
    ios.typed(ios_configured({"ip ssh time-out 1"}));
    ios.by_ssh();
    shell_test::Client client(ios.ports[1]);
    client.read_until("\r\n");
    client.read_all(3000);
    CHECK(client.closed());
    const std::lock_guard guard(ios.mutex);
    CHECK(has(ios.log, "limit=ip ssh time-out;"));
}

TEST_CASE("doors: an ASA shows what was agreed on with the client that came") {
    Opened asa("asa/9.20.4", "", true);
    asa.by_ssh();
    shell_test::SshClient client(asa.ports[1]);
    REQUIRE(client.open());
    client.read_until("> ");
    client.send("enable\r");
    client.read_until("word: ");
    client.send("cisco\r");
    client.read_until("# ");
    client.send("show ssh sessions\r");
    const auto seen = client.read_until("# ");
    CAPTURE(seen);
    CHECK(has(seen, "IN   aes256-ctr sha256   SessionStarted   admin"));
    CHECK(has(seen, "OUT  aes256-ctr sha256   SessionStarted   admin"));
}
