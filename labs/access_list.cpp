#include "labs/access_list.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "labs/addresses.hpp"

namespace lab {
namespace {

struct NamedPort {
    std::string_view name;
    int port;
    std::string_view protocol;  // empty: both
};
// The ports that a list shows by name.
constexpr std::array named_ports{
    NamedPort{"bootpc", 68, "udp"}, NamedPort{"bootps", 67, "udp"}, NamedPort{"domain", 53, ""},
    NamedPort{"ftp", 21, "tcp"},    NamedPort{"ntp", 123, "udp"},   NamedPort{"pop3", 110, "tcp"},
    NamedPort{"smtp", 25, "tcp"},   NamedPort{"snmp", 161, "udp"},  NamedPort{"syslog", 514, "udp"},
    NamedPort{"telnet", 23, "tcp"}, NamedPort{"tftp", 69, "udp"},   NamedPort{"www", 80, "tcp"}};
constexpr std::array<std::string_view, 5> icmp_kinds{"echo", "echo-reply", "time-exceeded",
                                                     "ttl-exceeded", "unreachable"};

// Takes an entry apart word by word; `good` falls when a word does not fit.
class EntryReader {
public:
    explicit EntryReader(std::string_view text) {
        while (!text.empty()) {
            const auto end = std::min(text.find(' '), text.size());
            if (end > 0) words_.push_back(text.substr(0, end));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
    }

    std::optional<AccessEntry> read(bool extended) {
        const bool remark = words_.size() > 1 && is("remark");
        if (remark) return as_remark();
        made_.permits = is("permit");
        if (!made_.permits && !is("deny")) return std::nullopt;
        made_.text = made_.permits ? "permit" : "deny";
        ++at_;
        if (extended)
            read_extended();
        else
            made_.from = read_range(true);
        if (good_ && is("log")) {
            made_.log = true;
            add("log");
        }
        if (!good_ || at_ != words_.size()) return std::nullopt;
        return made_;
    }

private:
    AccessEntry as_remark() {
        made_.remark = true;
        made_.text = "remark";
        for (++at_; at_ < words_.size(); ++at_) made_.text += " " + std::string(words_[at_]);
        return made_;
    }

    void read_extended() {
        made_.protocol = word_of({"ip", "tcp", "udp", "icmp"});
        if (!good_) return;
        add(made_.protocol);
        const bool has_ports = made_.protocol == "tcp" || made_.protocol == "udp";
        made_.from = read_range(false);
        if (has_ports) made_.from_ports = read_ports();
        made_.to = read_range(false);
        if (has_ports) made_.to_ports = read_ports();
        if (made_.protocol == "tcp" && is("established", 2)) {
            made_.established = true;
            add("established");
        }
        if (made_.protocol != "icmp" || at_ == words_.size()) return;
        for (const auto kind : icmp_kinds) {
            if (words_[at_] != kind) continue;
            made_.kind = kind;
            add(made_.kind);
            return;
        }
    }

    // any | host A | A WILDCARD; in a standard list A alone is a host.
    Range read_range(bool standard) {
        if (!good_ || at_ == words_.size()) return fail();
        if (is("any")) {
            add("any");
            return {};
        }
        const bool named = is("host");
        if (named) ++at_;
        const auto address = number();
        if (!address) return fail();
        const auto shown = std::string(words_[at_]);
        ++at_;
        const bool alone = named || (standard && (at_ == words_.size() || is("log")));
        if (alone) {
            made_.text += (named && !standard ? " host " : " ") + shown;
            return {*address, 0};
        }
        const auto wildcard = number();
        if (!wildcard) return fail();
        ++at_;
        if (*wildcard == 0xffffffffU) {
            made_.text += " any";
            return {};
        }
        if (*wildcard == 0) {
            made_.text += (standard ? " " : " host ") + shown;
            return {*address, 0};
        }
        made_.text +=
            fmt::format(" {} {}", address_text(*address & ~*wildcard), address_text(*wildcard));
        return {*address & ~*wildcard, *wildcard};
    }

    Ports read_ports() {
        static constexpr std::array<std::pair<std::string_view, PortTest>, 5> tests{
            {{"eq", PortTest::eq},
             {"neq", PortTest::neq},
             {"gt", PortTest::gt},
             {"lt", PortTest::lt},
             {"range", PortTest::range}}};
        for (const auto& [word, test] : tests) {
            if (!good_ || at_ == words_.size() || words_[at_] != word) continue;
            add(std::string(word));
            Ports ports{test, port(), 0};
            ports.high = test == PortTest::range ? port() : ports.low;
            return ports;
        }
        return {};
    }

    int port() {
        if (at_ == words_.size()) return fail(), 0;
        const auto word = words_[at_];
        int value = -1;
        std::from_chars(word.data(), word.data() + word.size(), value);
        const NamedPort* known = nullptr;
        for (const auto& named : named_ports) {
            const bool here = named.protocol.empty() || named.protocol == made_.protocol;
            if (here && (named.name == word || named.port == value)) known = &named;
        }
        if (!known && (value < 0 || value > 65535)) return fail(), 0;
        add(known ? std::string(known->name) : std::to_string(value));
        return known ? known->port : value;
    }

    std::optional<std::uint32_t> number() const {
        return at_ == words_.size() ? std::nullopt : address_number(words_[at_]);
    }
    // The word at hand is `keyword`, or at least its first `shortest` letters.
    bool is(std::string_view keyword, std::size_t shortest = 3) const {
        return at_ < words_.size() && keyword.starts_with(words_[at_]) &&
               words_[at_].size() >= std::min(shortest, keyword.size());
    }
    std::string word_of(std::initializer_list<std::string_view> keywords) {
        for (const auto keyword : keywords) {
            if (is(keyword, 2)) return std::string(keyword);
        }
        good_ = false;
        return {};
    }
    void add(const std::string& word) {
        made_.text += " " + word;
        ++at_;
    }
    Range fail() {
        good_ = false;
        return {};
    }

    std::vector<std::string_view> words_;
    std::size_t at_ = 0;
    AccessEntry made_;
    bool good_ = true;
};

}  // namespace

bool Ports::hold(int port) const {
    switch (test) {
        case PortTest::any: return true;
        case PortTest::eq: return port == low;
        case PortTest::neq: return port != low;
        case PortTest::gt: return port > low;
        case PortTest::lt: return port < low;
        case PortTest::range: return port >= low && port <= high;
    }
    return false;
}

bool AccessEntry::fits(const Packet& packet) const {
    return !remark && (protocol == "ip" || protocol == packet.protocol) &&
           from.holds(packet.from) && to.holds(packet.to) && from_ports.hold(packet.from_port) &&
           to_ports.hold(packet.to_port) && (!established || packet.established) &&
           (kind.empty() || kind == packet.kind);
}

std::optional<AccessEntry> read_access_entry(std::string_view text, bool extended) {
    return EntryReader(text).read(extended);
}

const AccessEntry* deciding(const AccessList& list, const Packet& packet) {
    for (const auto& entry : list.entries) {
        if (entry.fits(packet)) return &entry;
    }
    return nullptr;
}

}  // namespace lab
