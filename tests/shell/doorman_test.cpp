// The login in front of a line: what is shown of what is typed, and how often one may try.
#include "shell/doorman.hpp"

#include <doctest/doctest.h>

namespace {

shell::Doorman doorman() {
    return {2, [](const std::string& name, const std::string& password) {
                return name == "ann" && password == "s3cret";
            }};
}

std::string typed(shell::Doorman& asked, std::string keys) { return asked.type(keys); }

}  // namespace

TEST_CASE("doorman: a name is shown, a password is not, and what follows is the device's") {
    auto asked = doorman();
    CHECK(asked.greeting() == "Username: ");
    CHECK(typed(asked, "\r") == "\r\nUsername: ");
    std::string keys = "bnn\b\b\bann\rs3crex\x7ft\rshow version\r";
    CHECK(asked.type(keys) == "bnn\b \b\b \b\b \bann\r\nPassword: \r\n");
    CHECK(asked.let_in());
    CHECK(asked.name() == "ann");
    CHECK(keys == "show version\r");
    CHECK(asked.take_failures() == 0);
}

TEST_CASE("doorman: keys that change one's mind") {
    auto asked = doorman();
    CHECK(typed(asked, "ab\x15") == "ab\b \b\b \b");
    CHECK(typed(asked, "\b\x15\x1b\x01") == "");
    CHECK(typed(asked, "ann\rwrong\x03") == "ann\r\nPassword: \r\nUsername: ");
    CHECK(typed(asked, "ann\rwrong\x15s3cret\r") == "ann\r\nPassword: \r\n");
    CHECK(asked.let_in());
}

TEST_CASE("doorman: so many tries, and names and passwords of a bounded length") {
    auto asked = doorman();
    CHECK(typed(asked, "ann\rs3cre\r") ==
          "ann\r\nPassword: \r\n@# name or password is wrong\r\nUsername: ");
    CHECK(asked.take_failures() == 1);
    // One more than a name may have: it is nobody's.
    CHECK(typed(asked, std::string(1000, 'x')) == std::string(129, 'x'));
    std::string keys = "\r\rann\rs3cret\r";
    CHECK(asked.type(keys) == "\r\nPassword: \r\n");
    CHECK(asked.given_up());
    CHECK_FALSE(asked.let_in());
    CHECK(keys.empty());
}
