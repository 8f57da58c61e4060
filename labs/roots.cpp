#include "labs/roots.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <mutex>

#include "grammar/duration.hpp"
#include "labs/pki.hpp"

namespace lab {
namespace {

// "2014-01-16T18:12:23Z" as certificates have it: 140116181223Z
std::string certificate_time(std::string text) {
    std::erase_if(text, [](char c) { return c == '-' || c == ':' || c == 'T'; });
    return text.substr(std::min<std::size_t>(2, text.size()));
}

licensing::DeviceTime moment_of(const std::string& text) {
    const auto read = grammar::read_moment(text);
    return licensing::DeviceTime{read ? read->time_since_epoch() : licensing::Span{}};
}

Root root_of(std::string_view entry) {
    constexpr std::string_view bar = " | ";
    std::array<std::string, 5> parts;
    for (auto& part : parts) {
        const auto end = std::min(entry.find(bar), entry.size());
        part = entry.substr(0, end);
        entry.remove_prefix(std::min(end + bar.size(), entry.size()));
    }
    Root root{.trustpoint = parts[0], .authority = {.name = parts[2], .subject = parts[2]}};
    root.authority.serial = parts[1];
    root.authority.from = certificate_time(parts[3]);
    root.authority.until = certificate_time(parts[4]);
    root.from = moment_of(parts[3]);
    root.until = moment_of(parts[4]);
    return root;
}

}  // namespace

std::vector<Root> roots_of(const profiles::Profile& profile) {
    std::vector<Root> roots;
    if (!profile.has_list("roots")) return roots;
    for (const auto& entry : profile.list("roots")) roots.push_back(root_of(entry));
    return roots;
}

const std::string& certificate_of(const Root& root) {
    // Labs run in threads of their own.
    static std::mutex guard;
    static std::map<std::string, std::string> made;
    const std::scoped_lock lock(guard);
    auto& bytes = made[root.authority.serial + root.authority.subject];
    if (bytes.empty()) bytes = certificate_of(root.authority);
    return bytes;
}

profiles::Facts root_lines(const profiles::Profile& profile) {
    using profiles::Facts;
    profiles::Records roots;
    profiles::Records chains;
    for (const auto& root : roots_of(profile)) {
        roots.push_back(Facts{}.set("name", root.trustpoint));
        Facts name;
        name.set("name", root.trustpoint).set("serial", root.authority.serial);
        chains.push_back(Facts{}.set("line", profile.message("line.chain", name)));
        chains.push_back(Facts{}.set("line", " " + profile.message("line.certificate", name)));
        for (const auto& line : hex_lines(certificate_of(root), HexLetters::small)) {
            chains.push_back(Facts{}.set("line", "    " + line));
        }
    }
    return Facts{}.set("roots", std::move(roots)).set("chain_lines", std::move(chains));
}

}  // namespace lab
