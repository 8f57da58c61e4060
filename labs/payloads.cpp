#include "labs/payloads.hpp"

#include "labs/addresses.hpp"

namespace lab {

namespace {

constexpr int change_cipher_spec = 20;
constexpr int alert_record = 21;
constexpr int handshake = 22;
constexpr std::size_t hello_size = 512;  // newer clients fill theirs up to this

std::string dns_name(const std::string& name) {
    std::string out;
    std::string_view rest = name;
    while (!rest.empty()) {
        const auto end = std::min(rest.find('.'), rest.size());
        out += static_cast<char>(end);
        out += rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return out + '\0';
}

std::string question(const std::string& name) {
    return dns_name(name) + big_endian(1, 2) + big_endian(1, 2);  // A, IN
}

std::string with_length(const std::string& content, int bytes) {
    return big_endian(content.size(), bytes) + content;
}

std::string message(int kind, const std::string& content) {
    return big_endian(static_cast<unsigned>(kind), 1) + with_length(content, 3);
}

std::string extension(int kind, const std::string& content) {
    return big_endian(static_cast<unsigned>(kind), 2) + with_length(content, 2);
}

}  // namespace

std::string big_endian(std::uint64_t number, int bytes) {
    std::string out;
    for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(number >> (8 * i) & 255U);
    return out;
}

std::string dns_query(std::uint16_t id, const std::string& name) {
    return big_endian(id, 2) + big_endian(0x0100, 2) + big_endian(1, 2) + big_endian(0, 6) +
           question(name);
}

std::string dns_answer(std::uint16_t id, const std::string& name,
                       const std::vector<std::string>& answers) {
    const unsigned flags = answers.empty() ? 0x8183 : 0x8180;
    auto out = big_endian(id, 2) + big_endian(flags, 2) + big_endian(1, 2) +
               big_endian(answers.size(), 2) + big_endian(0, 4) + question(name);
    for (const auto& answer : answers) {  // the name once more, by its place in the message
        out += big_endian(0xc00c, 2) + big_endian(1, 2) + big_endian(1, 2) + big_endian(300, 4) +
               big_endian(4, 2) + big_endian(address_number(answer).value_or(0), 4);
    }
    return out;
}

std::string ntp_message(int version, bool server, std::uint64_t seconds) {
    constexpr std::uint64_t from_1900 = 2208988800;
    std::string out;
    out += static_cast<char>(version << 3 | (server ? 4 : 3));
    out += server ? '\x02' : '\x00';
    out += std::string{"\x06\xec", 2} + std::string(server ? 36 : 20, '\0');
    if (!server) out += std::string(16, '\0');
    return out + big_endian(seconds + from_1900, 4) + big_endian(0, 4);
}

std::string tls_record(int kind, const std::string& content) {
    return big_endian(static_cast<unsigned>(kind), 1) + big_endian(0x0303, 2) +
           with_length(content, 2);
}

std::string client_hello(const std::string& host, const Noise& noise) {
    constexpr std::string_view ciphers(
        "\xc0\x30\xc0\x2c\xc0\x28\xc0\x24\xc0\x14\x00\x9d\x00\x3d\x00\x35\xc0\x2f\xc0\x27"
        "\xc0\x13\x00\x9c\x00\x3c\x00\x2f\x00\xff",
        30);
    const auto server = big_endian(0, 1) + with_length(host, 2);
    std::string extensions =
        extension(0, with_length(server, 2)) + extension(11, with_length(big_endian(0, 1), 1)) +
        extension(10, with_length(big_endian(0x00170018, 4), 2)) + extension(35, "") +
        extension(13, with_length(big_endian(0x060105010401, 6), 2));
    const auto head = big_endian(0x0303, 2) + noise("hello", 32) + big_endian(0, 1) +
                      with_length(std::string(ciphers), 2) + big_endian(0x0100, 2);
    const auto used = 4 + head.size() + 2 + extensions.size();
    if (used + 4 < hello_size) extensions += extension(21, std::string(hello_size - used - 4, 0));
    return big_endian(handshake, 1) + big_endian(0x0301, 2) +
           with_length(message(1, head + with_length(extensions, 2)), 2);
}

std::string server_hello(const std::string& certificate, const Noise& noise) {
    const auto hello = big_endian(0x0303, 2) + noise("server", 32) +
                       with_length(noise("id", 32), 1) + big_endian(0x009d, 2) + big_endian(0, 1);
    // The server's own and those it is signed by: one authority's, as often as chains are long.
    std::string chain;
    for (int i = 0; i < 6; ++i) chain += with_length(certificate, 3);
    return tls_record(handshake,
                      message(2, hello) + message(11, with_length(chain, 3)) + message(14, ""));
}

std::string key_exchange(const Noise& noise) {
    return tls_record(handshake, message(16, with_length(noise("key", 256), 2))) + change_cipher() +
           tls_record(handshake, noise("client end", 40));
}

std::string change_cipher() { return tls_record(change_cipher_spec, std::string(1, '\x01')); }

std::string unknown_ca() { return tls_record(alert_record, std::string("\x02\x30")); }

}  // namespace lab
