// Who comes in at a line, what they are told on the way, and with what privilege they are there.
#include <doctest/doctest.h>

#include "tests/shell/people.hpp"

using shell_test::has;
using shell_test::Lines;
using shell_test::Served;

namespace {

Lines joined(Lines first, const Lines& more) {
    first.insert(first.end(), more.begin(), more.end());
    return first;
}

const Lines users{"username boss privilege 15 secret s3cret", "username clerk secret other"};

}  // namespace

TEST_CASE("login: banners of a switch, each in its place") {
    Served served("iosxe/16.12");
    served.at_console(joined(
        {"enable", "configure terminal"},
        joined(users,
               {"banner motd # Of the day #", "banner login # Members #",
                "banner exec # Welcome to $(hostname) #", "line vty 0 4", "login local", "end"})));
    const auto telnet = served.at_network({"clerk", "other"});
    CHECK(telnet ==
          "\r\n Of the day \r\n Members \r\n\r\nUser Access Verification\r\n\r\nUsername: clerk\r\n"
          "Password: \r\n\r\n Welcome to Switch \r\nSwitch>");
    // By SSH the second one came before the login.
    CHECK(served.hall.ssh_banner(served.device()) == " Members ");
    CHECK(served.at_network({}, "boss") ==
          "\r\n Of the day \r\n\r\n Welcome to Switch \r\nSwitch#");
}

TEST_CASE("login: lists of methods say how a switch asks, and who has what privilege") {
    Served served("iosxe/16.12");
    const Lines lists{"aaa new-model", "aaa authentication login default local",
                      "aaa authentication login doors line",
                      "aaa authentication login far group tacacs+ enable", "enable secret Enable1"};
    served.at_console(joined(
        {"enable", "configure terminal"},
        joined(users, joined(lists, {"line con 0", "login authentication far", "end", "exit"}))));
    SUBCASE("by name; the privilege is the exec authorization's business") {
        auto seen = served.at_network({"boss", "wrong", "boss", "s3cret"});
        CHECK(has(seen, "% Authentication failed\r\n\r\nUsername: "));
        CHECK(seen.ends_with("\r\nSwitch>"));
        served.at_console({"", "Enable1", "enable", "Enable1", "configure terminal",
                           "aaa authorization exec default local", "end", "exit"});
        CHECK(served.at_network({"boss", "s3cret"}).ends_with("\r\nSwitch#"));
        CHECK(served.at_network({"clerk", "other"}).ends_with("\r\nSwitch>"));
    }
    SUBCASE("a server that is not there is passed by") {
        const auto seen = served.at_console({"", "Enable1"});
        CAPTURE(seen);
        CHECK(has(seen, "Password: \r\nSwitch>"));
        CHECK(has(served.at_console({"exit", "", "wrong"}), "% Authentication failed"));
    }
    SUBCASE("by the line's password") {
        served.at_console({"", "Enable1", "enable", "Enable1", "configure terminal", "line vty 0 4",
                           "login authentication doors", "password door", "privilege level 15",
                           "end", "exit"});
        CHECK(served.at_network({"door"}).ends_with("Password: \r\nSwitch#"));
    }
}

TEST_CASE("login: after too many failures a switch is quiet") {
    Served served("iosxe/16.12");
    served.at_console(joined({"enable", "configure terminal"},
                             joined(users, {"login block-for 100 attempts 3 within 60",
                                            "line vty 0 4", "login local", "end"})));
    CHECK_FALSE(served.hall.refuses(served.device(), modes::Way::telnet, false));
    served.at_network({"boss", "a", "boss", "b", "boss", "c"});
    CHECK(served.hall.refuses(served.device(), modes::Way::telnet, false));
    CHECK(has(served.at_console({"show logging | include QUIET"}), "%SEC_LOGIN-1-QUIET_MODE_ON"));
    served.at_console({"@advance 2m"});
    for (int tries = 0; tries < 3; ++tries) {
        CHECK_FALSE(served.hall.refuses(served.device(), modes::Way::ssh, false));
        served.hall.failed(served.device(), "boss");
    }
    CHECK(served.hall.refuses(served.device(), modes::Way::ssh, false));
    served.at_console({"@advance 2m"});
    CHECK_FALSE(served.hall.refuses(served.device(), modes::Way::telnet, false));
}

TEST_CASE("login: an ASA tells who came how often, and lets in where it was told to") {
    Served served("asa/9.20.4");
    served.at_console(
        {"enable", "cisco", "configure terminal", "username ann password secret99 privilege 15",
         "aaa authentication telnet console LOCAL", "banner motd For $(domain)", "banner motd only",
         "banner login Say who.", "banner exec On $(hostname)", "domain-name example.com"});
    const auto first = served.at_network({"ann", "secret99"});
    CAPTURE(first);
    CHECK(has(first, "For example.com\r\nonly\r\nSay who.\r\n\r\nUser Access Verification\r\n"));
    CHECK(has(first,
              "On ciscoasa\r\nUser ann logged in to ciscoasa\r\n"
              "Logins over the last 1 days: 1.  \r\nFailed logins since the last login: 0.  \r\n"));
    CHECK(first.ends_with("ciscoasa> "));
    served.at_console({"aaa authorization exec LOCAL auto-enable"});
    const auto second = served.at_network({"ann", "wrong", "ann", "secret99"});
    CHECK(has(second,
              "Logins over the last 1 days: 2.  Last login: 13:00:00 UTC Jan 12 2026 from "
              "192.0.2.50\r\nFailed logins since the last login: 1.  \r\n"));
    CHECK(second.ends_with("ciscoasa# "));
}

TEST_CASE("login: the console of an ASA asks too where it was told to") {
    Served served("asa/9.20.4");
    const auto seen = served.at_console({"enable", "cisco", "configure terminal",
                                         "username ann password secret99",
                                         "aaa authentication serial console LOCAL", "end", "exit",
                                         "ann", "wrong", "ann", "secret99"});
    CHECK(has(seen, "Logoff\r\n\r\n\r\nUser Access Verification\r\n\r\nUsername: ann\r\n"));
    CHECK(
        has(seen, "Login incorrect\r\nUsername: ann\r\nPassword: ********\r\nUser ann logged in"));
    CHECK(seen.ends_with("ciscoasa> "));
}

TEST_CASE("login: where it admits networks to its shell an ASA's own users need a word more") {
    Served served("asa/9.20.4");
    served.at_console({"enable", "cisco", "configure terminal", "username ann password secret99"});
    CHECK(served.hall.knows(served.device(), "ann", "secret99"));
    served.at_console({"ssh 192.0.2.0 255.255.255.0 management"});
    CHECK_FALSE(served.hall.knows(served.device(), "ann", "secret99"));
    served.at_console({"aaa authentication ssh console LOCAL"});
    CHECK(served.hall.knows(served.device(), "ann", "secret99"));
}

TEST_CASE("login: a chassis counts, and has its first password changed") {
    SUBCASE("one in use") {
        Served served("fxos/2.8");
        CHECK(has(served.at_network({"admin", "Admin123"}),
                  "Successful login attempts for user 'admin' : 1\r\nCisco Firepower"));
        CHECK(has(served.at_network({"admin", "Admin123"}),
                  "Successful login attempts for user 'admin' : 2\r\n"
                  "Last login: Mon Jan 12 13:00:00 UTC 2026 on 10.62.148.50\r\n"));
    }
    SUBCASE("a fresh one") {
        Served served("fxos/2.8", true);
        const auto seen =
            served.at_network({"admin", "Admin123", "Better-1", "Other-1", "Better-1", "Better-1"});
        CHECK(has(seen, "Hello admin. You must change your password.\r\nEnter new password: "));
        CHECK(has(seen, "Passwords do not match.\r\nEnter new password: "));
        CHECK(has(seen, "Your password was updated successfully.\r\n"));
        CHECK(served.hall.knows(served.device(), "admin", "Better-1"));
        CHECK(has(served.at_network({"admin", "Better-1"}), "attempts for user 'admin' : 2"));
    }
}

TEST_CASE("login: a user of a chassis who may not") {
    Served served("fxos/2.8");
    const auto device = served.device();
    const auto gets_in = [&] { return served.hall.knows(device, "ann", "s3cretPass1"); };
    served.at_console(
        {"scope security", "create local-user ann", "set password s3cretPass1", "commit-buffer"});
    CHECK(gets_in());
    SUBCASE("inactive, by word or by key") {
        served.at_console({"set account-status inactive"});
        CHECK(gets_in());  // not committed
        served.at_console({"commit-buffer"});
        CHECK_FALSE(gets_in());
        served.at_console({"set account-status active", "commit-buffer"});
        CHECK(gets_in());
    }
    SUBCASE("from a day on") {
        served.at_console({"set expiration jan 14 2026", "commit-buffer"});
        CHECK(gets_in());
        served.world.direct("@advance 2d");
        CHECK_FALSE(gets_in());
    }
    SUBCASE("locked out for failing, for a while") {
        served.at_console({"up", "set max-login-attempts 2", "set user-account-unlock-time 600",
                           "commit-buffer"});
        served.hall.failed(device, "ann");
        CHECK(gets_in());
        served.hall.failed(device, "ann");
        CHECK_FALSE(gets_in());
        served.hall.failed(device, "ann");  // makes it no longer
        served.world.direct("@advance 10m");
        CHECK(gets_in());
        served.hall.failed(device, "ann");
        CHECK(gets_in());
        served.hall.failed(device, "ann");
        CHECK_FALSE(gets_in());
        served.at_console({"scope local-user ann", "clear lock-status"});
        CHECK(gets_in());
    }
    SUBCASE("but for the one who always may") {
        served.at_console(
            {"up", "scope local-user admin", "set account-status inactive", "commit-buffer"});
        CHECK(served.hall.knows(device, "admin", "Admin123"));
    }
}
