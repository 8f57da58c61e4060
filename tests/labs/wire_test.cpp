#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>

#include "labs/capture.hpp"
#include "labs/pcap.hpp"

using namespace lab;
using std::chrono::seconds;

namespace {

const licensing::Instant noon{seconds{1'768'219'200}};

Exchange exchange(Exchange::Kind kind, Exchange::Fate fate) {
    Exchange x;
    x.kind = kind;
    x.fate = fate;
    x.at = noon;
    x.length = seconds{4};
    x.from = "192.0.2.10";
    x.to = "203.0.113.5";
    x.port = 443;
    x.name = "tools.example.com";
    return x;
}

Exchange good() {
    auto x = exchange(Exchange::Kind::connection, Exchange::Fate::served);
    x.tls = true;
    x.path = "/service";
    x.signer = {.name = "root", .subject = "cn=Root,o=Example Corp"};
    return x;
}

Exchange lookup(Exchange::Fate fate) {
    auto x = exchange(Exchange::Kind::lookup, fate);
    x.length = std::chrono::milliseconds{30};
    x.port = 53;
    if (fate == Exchange::Fate::served) x.answers = {"203.0.113.5", "203.0.113.6"};
    return x;
}

std::vector<Frame> frames(const Exchange& x) {
    return frames_of("chassis", x, OwnStack{}, licensing::Chance(1));
}

PacketTest filter(std::string_view text) {
    const auto read = read_packet_filter(text, [](const std::string& name) {
        return name == "tools.example.com" ? std::vector<std::string>{"203.0.113.5"}
                                           : std::vector<std::string>{};
    });
    const auto* test = std::get_if<PacketTest>(&read);
    if (!test) FAIL(text << ": " << std::get<FilterFault>(read).what);
    return *test;
}

std::string fault(std::string_view text) {
    const auto read = read_packet_filter(text, {});
    const auto* wrong = std::get_if<FilterFault>(&read);
    return wrong ? wrong->what : "";
}

int taken(std::string_view text, const std::vector<Frame>& from) {
    const auto test = filter(text);
    return static_cast<int>(
        std::count_if(from.begin(), from.end(), [&](auto& f) { return test.takes(f); }));
}

}  // namespace

TEST_CASE("wire: a name nobody answers for is asked for twice, by two questions") {
    const auto asked = frames(lookup(Exchange::Fate::unanswered));
    REQUIRE(asked.size() == 4);
    CHECK(asked[0].id == asked[1].id);
    CHECK(asked[2].id == asked[3].id);
    CHECK(asked[0].id != asked[2].id);
    CHECK(std::chrono::round<seconds>(asked[3].at - asked[0].at) == seconds{6});
}

TEST_CASE("wire: an answer comes back, and sizes are those of the wire") {
    auto x = lookup(Exchange::Fate::served);
    x.name = "tools.cisco.com";
    const auto both = frames(x);
    REQUIRE(both.size() == 2);
    CHECK(both[0].length() == 75);
    CHECK(both[1].length() == 107);
    CHECK(both[1].load == Load::dns_answer);
    CHECK(both[1].at - both[0].at == x.length);
}

TEST_CASE("wire: a good exchange is a handshake, TLS, an answer and an end") {
    auto x = good();
    const auto all = frames(x);
    REQUIRE(all.size() > 20);
    CHECK(all[0].length() == 74);
    CHECK(all[1].length() == 60);
    CHECK(all[2].length() == 54);
    CHECK(all[3].load == Load::client_hello);
    CHECK(all[3].length() == 571);
    CHECK(all[10].tcp.acknowledged == 3 * 1330 + 1);
    for (std::size_t i = 1; i < all.size(); ++i) CHECK(all[i - 1].at <= all[i].at);
    CHECK(all.back().at - all.front().at < seconds{5});
    const auto exchange_key =
        std::find_if(all.begin(), all.end(), [](auto& f) { return f.load == Load::key_exchange; });
    REQUIRE(exchange_key != all.end());
    CHECK(exchange_key->length() == 372);
}

TEST_CASE("wire: what goes wrong shows") {
    auto x = good();
    x.fate = Exchange::Fate::unanswered;
    CHECK(frames(x).size() == 3);  // at once, after one second and after three
    CHECK(frames(x)[2].tcp.again);
    x.fate = Exchange::Fate::refused;
    REQUIRE(frames(x).size() == 2);
    CHECK(frames(x)[1].tcp.flags == (rst | ack));
    x.fate = Exchange::Fate::distrusted;
    const auto told = frames(x);
    CHECK(std::any_of(told.begin(), told.end(), [](auto& f) { return f.load == Load::alert; }));
    x.fate = Exchange::Fate::turned_away;
    x.tunnel = 443;
    const auto away = frames(x);
    CHECK(std::none_of(away.begin(), away.end(),
                       [](auto& f) { return f.load == Load::client_hello; }));
}

TEST_CASE("wire: the last exchanges of a device are kept, and no more") {
    Wire wire;
    for (int i = 0; i < 1000; ++i) wire.carry("a", lookup(Exchange::Fate::served));
    CHECK(wire.carried("a") == 1000);
    CHECK(wire.of("a").size() == 64);
    CHECK(wire.of("a").back().nth == 999);
    CHECK(wire.of("b").empty());
}

TEST_CASE("capture: takes what passes from its start on, when it has passed") {
    Wire wire;
    wire.carry("a", lookup(Exchange::Fate::unanswered));
    Capture capture(wire, "a", OwnStack{}, licensing::Chance(1), filter("udp port 53"),
                    noon + seconds{1});
    CHECK(capture.take(noon + seconds{1}).empty());
    REQUIRE(capture.next_due());
    CHECK(*capture.next_due() > noon + seconds{2});
    CHECK(capture.take(noon + seconds{3}).size() == 1);
    auto x = good();
    x.at = noon + seconds{3};
    wire.carry("a", x);
    CHECK(capture.take(noon + std::chrono::hours{1}).size() == 2);
    CHECK_FALSE(capture.next_due());
}

TEST_CASE("packet filter: takes what it says") {
    auto all = frames(good());
    const auto tcp = static_cast<int>(all.size());
    for (auto& f : frames(lookup(Exchange::Fate::served))) all.push_back(f);
    CHECK(taken("", all) == tcp + 2);
    CHECK(taken("tcp", all) == tcp);
    CHECK(taken("udp port 53", all) == 2);
    CHECK(taken("tcp port 443 and (host 203.0.113.5 or host 198.51.100.1)", all) == tcp);
    CHECK(taken("port 53 or 443", all) == tcp + 2);
    CHECK(taken("host 203.0.113.5 and not port 443", all) == 2);
    CHECK(taken("!(port 443)", all) == 2);
    CHECK(taken("udp dst port domain", all) == 1);
    CHECK(taken("src host 192.0.2.10 && udp", all) == 1);
    CHECK(taken("src or dst net 192.0.2.0/24", all) == tcp + 2);
    CHECK(taken("net 10", all) == 0);
    CHECK(taken("host tools.example.com", all) == tcp + 2);
    CHECK(taken("portrange 50-60", all) == 2);
    CHECK(taken("greater 571 and src 192.0.2.10", all) >= 1);
    CHECK(taken("arp", all) == 0);
    CHECK(taken("tcp and udp or port 53", all) == 2);
}

TEST_CASE("packet filter: what is wrong is said as by the library that reads filters") {
    const std::string syntax = "can't parse filter expression: syntax error";
    CHECK(fault("udp prt 53") == syntax);
    CHECK(fault("tcp port 443 and (host 192.0.2.1") == syntax);
    CHECK(fault("port") == syntax);
    CHECK(fault("and") == syntax);
    CHECK(fault("port 99999") == "illegal port number 99999 > 65535");
    CHECK(fault("host nowhere.example") == "unknown host 'nowhere.example'");
}

TEST_CASE("pcap: a file that others open") {
    auto all = frames(lookup(Exchange::Fate::served));
    for (auto& f : frames(good())) all.push_back(f);
    const auto bytes = pcap_of(all, seconds{0}, 10000);
    if (const char* path = std::getenv("UNDERSTUDY_PCAP"))
        std::ofstream(path, std::ios::binary) << bytes;
    CHECK(bytes.substr(0, 4) == std::string("\x4d\x3c\xb2\xa1"));
    const auto one = pcap_of({all[0]}, seconds{0}, 10000);
    CHECK(one.size() == 24 + 16 + static_cast<std::size_t>(all[0].length()));
    CHECK(one.substr(40 + 12, 2) == std::string("\x08\0", 2));
    const auto cut = pcap_of({all[0]}, seconds{0}, 60);
    CHECK(cut.size() == 24 + 16 + 60);
}
