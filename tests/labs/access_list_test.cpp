#include <doctest/doctest.h>

#include "labs/access_list.hpp"
#include "labs/addresses.hpp"

namespace {

std::string shown(std::string_view text, bool extended = true) {
    const auto entry = lab::read_access_entry(text, extended);
    return entry ? entry->text : "-";
}

lab::Packet answer(int port) {
    lab::Packet packet;
    packet.protocol = "tcp";
    packet.from = *lab::address_number("198.51.100.1");
    packet.to = *lab::address_number("192.0.2.10");
    packet.from_port = port;
    packet.to_port = 49153;
    packet.established = true;
    return packet;
}

lab::AccessList list_of(const std::vector<std::string>& lines) {
    lab::AccessList list;
    for (const auto& line : lines) {
        auto entry = lab::read_access_entry(line, true);
        REQUIRE(entry);
        entry->sequence = static_cast<int>(list.entries.size() + 1) * 10;
        list.entries.push_back(*entry);
    }
    return list;
}

}  // namespace

TEST_CASE("an entry is written as a device shows it") {
    CHECK(shown("permit ip any any") == "permit ip any any");
    CHECK(shown("perm tcp any eq 443 any est") == "permit tcp any eq 443 any established");
    CHECK(shown("deny udp any eq 53 host 192.0.2.10") == "deny udp any eq domain host 192.0.2.10");
    CHECK(shown("permit tcp any any eq 80 log") == "permit tcp any any eq www log");
    CHECK(shown("permit tcp any any range 20 25") == "permit tcp any any range 20 smtp");
    CHECK(shown("permit ip 192.0.2.7 0.0.0.255 any") == "permit ip 192.0.2.0 0.0.0.255 any");
    CHECK(shown("permit icmp any any echo-reply") == "permit icmp any any echo-reply");
    CHECK(shown("remark what it is for") == "remark what it is for");
    CHECK(shown("permit 192.0.2.0 0.0.0.255", false) == "permit 192.0.2.0 0.0.0.255");
    CHECK(shown("permit host 192.0.2.1", false) == "permit 192.0.2.1");
    CHECK(shown("deny any log", false) == "deny any log");
}

TEST_CASE("what is no entry is refused") {
    for (const auto* text :
         {"", "permit", "permit tcp any", "permit tcp any any eq", "allow ip any any",
          "permit ip any any eq 443", "permit tcp any any eq 70000", "permit ip any 192.0.2.1",
          "permit ip any any please"}) {
        CAPTURE(text);
        CHECK(shown(text) == "-");
    }
}

TEST_CASE("the first entry that fits decides, and none denies") {
    const auto list = list_of({"deny tcp any eq 443 any", "permit tcp any any established"});
    CHECK_FALSE(lab::deciding(list, answer(443))->permits);
    CHECK(lab::deciding(list, answer(80))->permits);
    auto datagram = answer(53);
    datagram.protocol = "udp";
    CHECK(lab::deciding(list, datagram) == nullptr);
}
