// What is typed for a command by SSH, and what of all that is written is its answer.
#include "shell/errand.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

using shell::Errand;
using Wanted = Errand::Wanted;

std::string cleaned(Errand& errand, std::string written, const std::string& prompt) {
    errand.clean(written, true, prompt);
    return written;
}

}  // namespace

TEST_CASE("errand: neither echo nor prompt is the answer") {
    Errand errand("show clock");
    CHECK(errand.has_more());
    CHECK(errand.next(Wanted::command) == "show clock\r");
    CHECK_FALSE(errand.has_more());
    CHECK(cleaned(errand, "show clock\r\n12:00\r\nsw#", "sw#") == "12:00\r\n");
}

TEST_CASE("errand: an answer that comes in pieces") {
    Errand errand("ping 192.0.2.1");
    errand.next(Wanted::command);
    std::string first = "ping 192.0.2.1\r\n!!";
    errand.clean(first, false, "");
    CHECK(first == "!!");
    CHECK(cleaned(errand, "!\r\nsw#", "sw#") == "!\r\n");
    // What stands there once more is no prompt.
    CHECK(cleaned(errand, "sw#", "sw#") == "sw#");
}

TEST_CASE("errand: a question mark at the end asks for help, elsewhere it is one") {
    Errand errand("show run | i a?b\nshow clo?\nshow clock");
    CHECK(errand.next(Wanted::command) == "show run | i a\x16?b\r");
    cleaned(errand, "x\r\nsw#", "sw#");
    CHECK(errand.next(Wanted::command) == "show clo?");
    CHECK(cleaned(errand, "show clo?\r\nclock\r\nsw#show clo", "sw#") == "clock\r\n");
    // What help left on the line goes.
    CHECK(errand.next(Wanted::command) == "\x15show clock\r");
}

TEST_CASE("errand: a line answers what the line before made the device ask") {
    Errand errand("enable\nsecret\nwhy?\nyes");
    errand.next(Wanted::command);
    CHECK(cleaned(errand, "enable\r\nPassword: ", "") == "Password: ");
    CHECK(errand.next(Wanted::secret) == "secret\r");
    CHECK(cleaned(errand, "\r\nsw#", "sw#") == "\r\n");
    CHECK(errand.next(Wanted::line) == "why\x16?\r");
    CHECK(errand.next(Wanted::key) == "y");
}

TEST_CASE("errand: keys that edit are none") {
    Errand errand("sh\tclock\x03\x1a\x7f\r\n\x15");
    CHECK(errand.next(Wanted::command) == "sh clock\r");
    CHECK(errand.next(Wanted::command) == "\r");
    CHECK_FALSE(errand.has_more());
}
