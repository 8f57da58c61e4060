// What the configuration says of those who manage the device over the network: which servers run,
// from where they may be used, who asks for a password.
#pragma once

#include <chrono>
#include <map>
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

// Too many failed logins in a while, and for another while nobody is let in.
struct LoginBlock {
    std::chrono::seconds length{}, within{};
    int tries = 0;
};

struct AccessSettings {
    std::optional<int> https_port;  // of the server for managers; nothing: it is off
    std::vector<Admission> http, ssh, telnet;
    std::optional<bool> ssh_server, telnet_server;  // said to be on or off
    std::set<std::string> local;      // servers whose users are those of the local database
    bool privileged_at_once = false;  // who has the privilege need not ask for it
    bool by_methods = false;          // lines ask as `login_methods` says
    std::map<std::string, std::vector<std::string>> login_methods;  // of a list, by its name
    std::optional<LoginBlock> login_block;
    std::string block_spares;          // the access list of those whom a block does not concern
    std::optional<int> login_tries;    // of one connection by SSH
    std::optional<int> most_failures;  // of one user, who is locked out for a while then
    std::optional<std::chrono::seconds> lock_length;
    std::optional<int> ssh_version;
    std::string ssh_ciphers, ssh_macs,
        ssh_exchanges;               // as the configuration says; empty: it does not
    std::optional<int> tls_proxies;  // at most
    bool own_ciphers = false;        // TLS has others than it comes with
    bool weak_ciphers = false;       // and none of them is 3DES or AES
    // How long somebody may sit there without a key, and at all, by console, telnet or ssh; 0: for
    // ever.
    std::map<std::string, std::chrono::seconds> idle, stay;
    bool logs_logins = false, logs_failures = false;  // where they are logged only when asked for
    std::optional<int> sessions, user_sessions;       // at most, over the network; of one user
};

// Does the statement admit a network to one of the device's servers?
bool is_admission(std::string_view meaning);

}  // namespace lab
