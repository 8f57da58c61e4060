#include "shell/telnet.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

using shell::Telnet;

// Bytes from numbers, so that no escape sequence swallows its neighbour.
template <class... Byte> std::string bytes(Byte... byte) {
    return std::string{static_cast<char>(byte)...};
}

}  // namespace

TEST_CASE("the server echoes, does not go ahead, asks for the window") {
    Telnet telnet;
    CHECK(telnet.greeting() == bytes(255, 251, 1, 255, 251, 3, 255, 253, 31));
    // A client that agrees needs no answer.
    const auto agreed = telnet.receive(bytes(255, 253, 1, 255, 253, 3, 255, 251, 31));
    CHECK(agreed.answer.empty());
    CHECK(agreed.keys.empty());
}

TEST_CASE("what nobody asked for is declined, once per request") {
    Telnet telnet;
    telnet.greeting();
    CHECK(telnet.receive(bytes(255, 251, 24)).answer == bytes(255, 254, 24));
    CHECK(telnet.receive(bytes(255, 253, 5)).answer == bytes(255, 252, 5));
    CHECK(telnet.receive(bytes(255, 252, 24, 255, 254, 5)).answer.empty());
    CHECK(telnet.receive(bytes(255, 251, 1)).answer == bytes(255, 254, 1));
    CHECK(telnet.receive(bytes(255, 253, 31)).answer == bytes(255, 252, 31));
}

TEST_CASE("a client that declines everything ends the talk after one answer each") {
    Telnet telnet;
    telnet.greeting();
    const auto first = telnet.receive(bytes(255, 254, 1, 255, 254, 3, 255, 252, 31));
    CHECK(first.answer == bytes(255, 252, 1, 255, 252, 3, 255, 254, 31));
    CHECK(telnet.receive(bytes(255, 254, 1, 255, 254, 3, 255, 252, 31)).answer.empty());
    CHECK(telnet.receive(bytes(255, 253, 1)).answer == bytes(255, 251, 1));
}

TEST_CASE("Enter is CR LF, CR NUL, CR or LF, and counts once") {
    Telnet telnet;
    CHECK(telnet.receive("a\r\nb\r" + bytes(0) + "c\rd\ne").keys == "a\rb\rc\rd\ne");
    CHECK(telnet.receive("\r").keys == "\r");
    CHECK(telnet.receive("\n").keys.empty());
    CHECK(telnet.receive("\n").keys == "\n");
}

TEST_CASE("the window, in any cut, with a doubled 255 in it") {
    Telnet telnet;
    const auto whole = bytes(255, 250, 31, 0, 132, 0, 43, 255, 240);
    const auto at_once = telnet.receive(whole);
    REQUIRE(at_once.window);
    CHECK(at_once.window->width == 132);
    CHECK(at_once.window->length == 43);
    std::optional<shell::WindowSize> window;
    for (const char byte : bytes(255, 250, 31, 1, 255, 255, 0, 24, 255, 240)) {
        const auto read = telnet.receive(std::string(1, byte));
        CHECK(read.keys.empty());
        if (read.window) window = read.window;
    }
    REQUIRE(window);
    CHECK(window->width == 511);
    CHECK(window->length == 24);
}

TEST_CASE("other options' words and endless ones are swallowed") {
    Telnet telnet;
    const auto odd = bytes(255, 250, 24, 0) + std::string(1'000'000, 'x') + bytes(255, 240) + "y";
    const auto read = telnet.receive(odd);
    CHECK(read.keys == "y");
    CHECK_FALSE(read.window);
}

TEST_CASE("keys of the network terminal") {
    Telnet telnet;
    CHECK(telnet.receive(bytes(255, 244, 255, 247, 255, 248, 255, 255)).keys ==
          bytes(3, 0x7f, 0x15, 255));
    CHECK(telnet.receive(bytes(255, 246)).answer == "\r\n[Yes]\r\n");
    CHECK(telnet.receive(bytes(255, 241, 255, 249)).keys.empty());
}

TEST_CASE("a byte 255 of a text is sent twice") {
    CHECK(Telnet::escaped("plain") == "plain");
    CHECK(Telnet::escaped(bytes(255, 'a', 255, 255)) == bytes(255, 255, 'a', 255, 255, 255, 255));
}
