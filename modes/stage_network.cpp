// What a stage direction does to the parties of the network: time servers, certificate
// authorities, their lists of revoked certificates.
#include <algorithm>

#include <fmt/format.h>

#include "modes/stage.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

Lines time_servers(lab::NetworkState& net, const Words& words) {
    const bool up = words.back() == "up";
    if (words.size() < 3 || (!up && words.back() != "down")) {
        return usage("@network ntp [HOST] up|down");
    }
    int touched = 0;
    for (auto& host : net.hosts) {
        if (!host.tells_time) continue;
        const auto& own = host.addresses;
        const bool meant = words.size() == 3 || lab::same_name(host.name, words[2]) ||
                           std::find(own.begin(), own.end(), words[2]) != own.end();
        if (!meant) continue;
        host.time_answers = up;
        ++touched;
    }
    if (touched == 0) return no("no time server is called that");
    return {
        fmt::format("{} time server{} {}", touched, touched == 1 ? "" : "s", up ? "up" : "down")};
}

Lines authorities(const lab::NetworkState& net) {
    Lines lines;
    for (const auto& authority : net.certificate_authorities) {
        const auto prints = lab::fingerprints_of(lab::certificate_of(authority));
        lines.push_back(fmt::format("{} ({}){}, MD5 {}", authority.name, authority.subject,
                                    authority.built_in ? ", built into devices" : "", prints.md5));
        if (authority.revocations.empty()) continue;
        lines.push_back(fmt::format("  revocations at {}{}", authority.revocations,
                                    authority.publishes ? "" : ", which is down"));
    }
    if (lines.empty()) lines.emplace_back("no certificate authority is in this network");
    return lines;
}

// What a unit of this lab came with in that trustpoint.
Lines built_in(World& world, const std::string& trustpoint) {
    constexpr std::size_t width = 64;
    for (const auto& device : world.lab().devices()) {
        const auto text = lab::built_in_certificate(device->profile(), trustpoint);
        if (text.empty()) continue;
        Lines lines{"-----BEGIN CERTIFICATE-----"};
        for (std::size_t at = 0; at < text.size(); at += width) {
            lines.push_back(text.substr(at, width));
        }
        lines.emplace_back("-----END CERTIFICATE-----");
        return lines;
    }
    return no("no certificate authority is called that; @network ca lists them");
}

Lines certificate(World& world, lab::NetworkState& net, const Words& words) {
    for (const auto& authority : net.certificate_authorities) {
        const bool only = words.size() == 2 && !authority.built_in;
        if (only || (words.size() == 3 && lab::same_name(authority.name, words[2]))) {
            return lab::pem_of(authority);
        }
    }
    return built_in(world, words.size() > 2 ? words[2] : "");
}

Lines revocations(lab::NetworkState& net, const Words& words) {
    const bool up = words.back() == "up";
    if (words.size() < 3 || (!up && words.back() != "down")) {
        return usage("@network crl [NAME] up|down");
    }
    int touched = 0;
    for (auto& authority : net.certificate_authorities) {
        if (words.size() == 4 && !lab::same_name(authority.name, words[2])) continue;
        authority.publishes = up;
        ++touched;
    }
    if (touched == 0) return no("no certificate authority is called that");
    return {fmt::format("{} list{} of revoked certificates {}", touched, touched == 1 ? "" : "s",
                        up ? "up" : "down")};
}

Lines cable(World& world, const Words& words) {
    if (words.size() != 4) return usage("@network cut|mend DEVICE INTERFACE");
    auto* device = world.lab().device(words[2]);
    if (!device) return no("no device is named " + words[2]);
    const auto port = lab::hardware_name(device->settings(), words[3]).value_or(words[3]);
    for (auto& one : world.lab().network().state().cables) {
        if (one.device != words[2] || one.interface != port) continue;
        one.cut = words[1] == "cut";
        return {
            fmt::format("the cable at {} of {} is {}", port, words[2], one.cut ? "cut" : "whole")};
    }
    return no("nothing is plugged in there");
}

// Whoever issues a server's certificates from now on: `old` is who did when the lab began; without
// a name a new authority, whose root is in the published bundle and in no device yet.
Lines hierarchy(World& world, lab::NetworkState& net, const Words& words) {
    if (words.size() != 3 && words.size() != 4) return usage("@network hierarchy HOST [CA|old]");
    const auto host = std::find_if(net.hosts.begin(), net.hosts.end(), [&](const lab::Host& h) {
        return lab::same_name(h.name, words[2]);
    });
    if (host == net.hosts.end()) return no("this network has no host named " + words[2]);
    auto name = words.size() == 4 ? words[3] : std::string("new-root");
    auto& all = net.certificate_authorities;
    const auto known = [&] {
        return std::find_if(all.begin(), all.end(),
                            [&](const auto& ca) { return lab::same_name(ca.name, name); });
    };
    if (name == "old") {
        for (const auto& began : world.lab().plan().network.hosts) {
            if (lab::same_name(began.name, words[2])) host->issuer = began.issuer;
        }
        return {host->name + " shows a certificate of its old issuer"};
    }
    if (known() == all.end()) {
        if (words.size() == 4) return no("no certificate authority is called " + name);
        lab::CertificateAuthority made{.name = name, .subject = "cn=Example New Root CA,o=Example"};
        made.built_in = false;
        made.published = true;
        all.push_back(made);
    }
    host->issuer = known()->name;
    return {fmt::format("{} shows a certificate of {} ({})", host->name, known()->name,
                        known()->subject)};
}

Lines purpose(lab::NetworkState& net, const Words& words) {
    const bool good = words.back() == "on";
    if (words.size() != 4 || (!good && words.back() != "off")) {
        return usage("@network server-auth HOST on|off");
    }
    for (auto& host : net.hosts) {
        if (!lab::same_name(host.name, words[2])) continue;
        host.server_auth = good;
        return {fmt::format("the certificate of {} is {}", host.name,
                            good ? "a server's" : "not a server's")};
    }
    return no("this network has no host named " + words[2]);
}

}  // namespace

std::optional<Lines> network_parties(World& world, const Words& words) {
    auto& net = world.lab().network().state();
    if (words[1] == "ntp") return time_servers(net, words);
    if (words[1] == "cut" || words[1] == "mend") return cable(world, words);
    if (words[1] == "ca") return authorities(net);
    if (words[1] == "certificate") return certificate(world, net, words);
    if (words[1] == "hierarchy") return hierarchy(world, net, words);
    if (words[1] == "server-auth") return purpose(net, words);
    if (words[1] == "crl") return revocations(net, words);
    return std::nullopt;
}

}  // namespace modes
