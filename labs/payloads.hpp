// The bytes inside packets: messages of DNS, NTP, TLS and HTTP, well formed as far as anybody who
// opens a capture looks. What would be encrypted is noise.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace lab {

// So many bytes that mean nothing; the first word says which.
using Noise = std::function<std::string(std::string_view, std::size_t)>;

std::string big_endian(std::uint64_t number, int bytes);

std::string dns_query(std::uint16_t id, const std::string& name);
// Without answers: no such name.
std::string dns_answer(std::uint16_t id, const std::string& name,
                       const std::vector<std::string>& answers);
std::string ntp_message(int version, bool server, std::uint64_t seconds);
std::string client_hello(const std::string& host, const Noise& noise);
// Hello, certificate and the end of the hello, in one record.
std::string server_hello(const std::string& certificate, const Noise& noise);
std::string key_exchange(const Noise& noise);
std::string change_cipher();
std::string tls_record(int kind, const std::string& content);
std::string unknown_ca();

}  // namespace lab
