#include "shell/host_keys.hpp"

#include <libssh/libssh.h>
#include <libssh/server.h>
#include <sys/stat.h>

#include <cstdio>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <tuple>
#include <vector>

#include "grammar/fault.hpp"

namespace shell {
namespace {

namespace fs = std::filesystem;

constexpr int rsa_bits = 3072;

struct Kind {
    const char* file;
    ssh_keytypes_e type;
    int bits;
};
constexpr Kind kinds[] = {{"ssh_host_ed25519_key", SSH_KEYTYPE_ED25519, 0},
                          {"ssh_host_rsa_key", SSH_KEYTYPE_RSA, rsa_bits}};

ssh_key made(const Kind& kind) {
    ssh_key key = nullptr;
    if (ssh_pki_generate(kind.type, kind.bits, &key) != SSH_OK)
        throw std::runtime_error(std::string("cannot make ") + kind.file);
    return key;
}

// Nobody else may read it, and whoever looks finds all of it or nothing.
void write_key(ssh_key key, const fs::path& file) {
    const auto fresh = file.string() + ".new";
    const auto before = ::umask(077);
    const bool good =
        ssh_pki_export_privkey_file(key, nullptr, nullptr, nullptr, fresh.c_str()) == SSH_OK &&
        std::rename(fresh.c_str(), file.c_str()) == 0;
    ::umask(before);
    if (!good) throw std::runtime_error(file.string() + ": cannot be written");
}

ssh_key read_key(const fs::path& file) {
    constexpr auto others = fs::perms::group_all | fs::perms::others_all;
    if ((fs::status(file).permissions() & others) != fs::perms::none)
        throw grammar::Faults(file.string(), 0, 0, "others may read it, or write: chmod 600");
    ssh_key key = nullptr;
    if (ssh_pki_import_privkey_file(file.c_str(), nullptr, nullptr, nullptr, &key) != SSH_OK)
        throw grammar::Faults(file.string(), 0, 0, "is damaged: there is no private key in it");
    return key;
}

ssh_key kept(const Kind& kind, const std::string& folder) {
    if (folder.empty()) return made(kind);
    fs::create_directories(folder);
    const auto file = fs::path(folder) / kind.file;
    if (fs::exists(file)) return read_key(file);
    auto* key = made(kind);
    write_key(key, file);
    return key;
}

// What clients of long ago want; only where they are asked for.
constexpr const char* old_exchanges =
    "curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,"
    "diffie-hellman-group14-sha256,diffie-hellman-group16-sha512,"
    "diffie-hellman-group14-sha1,diffie-hellman-group1-sha1";
constexpr const char* old_keys = "ssh-ed25519,rsa-sha2-512,rsa-sha2-256,ssh-rsa";
constexpr const char* old_ciphers =
    "aes256-gcm@openssh.com,aes128-gcm@openssh.com,aes256-ctr,aes192-ctr,aes128-ctr,"
    "aes256-cbc,aes192-cbc,aes128-cbc,3des-cbc";
constexpr const char* old_macs = "hmac-sha2-256,hmac-sha2-512,hmac-sha1";

void allow_old(ssh_bind bind) {
    ssh_bind_options_set(bind, SSH_BIND_OPTIONS_KEY_EXCHANGE, old_exchanges);
    ssh_bind_options_set(bind, SSH_BIND_OPTIONS_HOSTKEY_ALGORITHMS, old_keys);
    ssh_bind_options_set(bind, SSH_BIND_OPTIONS_CIPHERS_C_S, old_ciphers);
    ssh_bind_options_set(bind, SSH_BIND_OPTIONS_CIPHERS_S_C, old_ciphers);
    ssh_bind_options_set(bind, SSH_BIND_OPTIONS_HMAC_C_S, old_macs);
    ssh_bind_options_set(bind, SSH_BIND_OPTIONS_HMAC_S_C, old_macs);
}

// Names that nobody here knows are passed by; a list of nothing else leaves what was there.
void choose(ssh_bind bind, const modes::Algorithms& chosen) {
    const auto set = [&](const std::string& list, auto... options) {
        if (!list.empty()) (ssh_bind_options_set(bind, options, list.c_str()), ...);
    };
    set(chosen.ciphers, SSH_BIND_OPTIONS_CIPHERS_C_S, SSH_BIND_OPTIONS_CIPHERS_S_C);
    set(chosen.macs, SSH_BIND_OPTIONS_HMAC_C_S, SSH_BIND_OPTIONS_HMAC_S_C);
    set(chosen.exchanges, SSH_BIND_OPTIONS_KEY_EXCHANGE);
}

}  // namespace

struct HostKeys::Made {
    std::vector<ssh_key> keys;
    std::map<std::tuple<std::string, bool, modes::Algorithms>, ssh_bind> binds;
};

HostKeys::HostKeys(const std::string& folder) : made_(std::make_unique<Made>()) {
    ssh_init();
    for (const auto& kind : kinds) made_->keys.push_back(kept(kind, folder));
}

bool HostKeys::kept_in(const std::string& folder) {
    bool all = true;
    for (const auto& kind : kinds) {
        const auto file = fs::path(folder) / kind.file;
        const bool there = fs::exists(file);
        if (there) ssh_key_free(read_key(file));
        all = all && there;
    }
    return all;
}

HostKeys::~HostKeys() {
    for (auto& [manner, bind] : made_->binds) ssh_bind_free(bind);
    for (auto* key : made_->keys) ssh_key_free(key);
}

ssh_bind_struct* HostKeys::bind(const std::string& version, bool old_algorithms,
                                const modes::Algorithms& chosen) {
    auto& bind = made_->binds[{version, old_algorithms, chosen}];
    if (bind) return bind;
    bind = ssh_bind_new();
    const bool no = false;
    ssh_bind_options_set(bind, SSH_BIND_OPTIONS_PROCESS_CONFIG, &no);  // the host's own files
    for (auto* key : made_->keys)
        ssh_bind_options_set(bind, SSH_BIND_OPTIONS_IMPORT_KEY, ssh_key_dup(key));
    if (!version.empty()) ssh_bind_options_set(bind, SSH_BIND_OPTIONS_BANNER, version.c_str());
    if (old_algorithms) allow_old(bind);
    choose(bind, chosen);
    return bind;
}

}  // namespace shell
