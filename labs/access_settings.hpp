// What the configuration says of those who manage the device over the network: which servers run,
// from where they may be used, who asks for a password.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace lab {

// A network from which a server may be used, by way of one interface.
struct Admission {
    std::string network;
    std::string mask;
    std::string interface;  // by nameif
};

struct AccessSettings {
    std::optional<int> https_port;  // of the server for managers; nothing: it is off
    std::vector<Admission> http, ssh;
    std::set<std::string> local;     // servers whose users are those of the local database
    std::optional<int> tls_proxies;  // at most
    bool own_ciphers = false;        // TLS has others than it comes with
    bool weak_ciphers = false;       // and none of them is 3DES or AES
};

// Does the statement admit a network to one of the device's servers?
bool is_admission(std::string_view meaning);

}  // namespace lab
