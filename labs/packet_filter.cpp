#include "labs/packet_filter.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "labs/addresses.hpp"

namespace lab {

namespace {

using Kind = PacketTest::Kind;
using Side = PacketTest::Side;

constexpr std::uint32_t highest_port = 65535;

FilterFault syntax() { return {"can't parse filter expression: syntax error"}; }

std::vector<std::string> filter_words(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    const auto end = [&] {
        if (!word.empty()) words.push_back(std::exchange(word, {}));
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const auto two = text.substr(i, 2);
        if (c == ' ' || c == '\t') {
            end();
        } else if (c == '(' || c == ')' || c == '!') {
            end();
            words.emplace_back(1, c);
        } else if (two == "&&" || two == "||") {
            end();
            words.emplace_back(two == "&&" ? "and" : "or");
            ++i;
        } else {
            word += c;
        }
    }
    end();
    return words;
}

std::optional<std::uint32_t> number_of(std::string_view text) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc{} && end == text.data() + text.size() && !text.empty();
    return whole ? std::optional(number) : std::nullopt;
}

std::optional<std::uint32_t> filter_port(const std::string& word) {
    static constexpr std::array<std::pair<std::string_view, std::uint32_t>, 9> names{{
        {"ftp", 21},
        {"ssh", 22},
        {"telnet", 23},
        {"domain", 53},
        {"tftp", 69},
        {"http", 80},
        {"ntp", 123},
        {"snmp", 161},
        {"https", 443},
    }};
    for (const auto& [name, port] : names)
        if (word == name) return port;
    return number_of(word);
}

PacketTest joined(Kind kind, PacketTest left, PacketTest right) {
    PacketTest test;
    test.kind = kind;
    test.parts.push_back(std::move(left));
    test.parts.push_back(std::move(right));
    return test;
}

// What is said in front of a value, and holds on for the next one.
struct Qualifiers {
    std::string protocol, side, type;
    bool any() const { return !protocol.empty() || !side.empty() || !type.empty(); }
};

class FilterReader {
public:
    FilterReader(std::string_view text, const NameLookup& lookup)
        : words_(filter_words(text)), lookup_(lookup) {}

    std::variant<PacketTest, FilterFault> read() {
        if (words_.empty()) return PacketTest{};
        auto test = expression();
        if (!fault_ && at_ != words_.size()) fault_ = syntax();
        if (fault_) return *fault_;
        return test;
    }

private:
    bool next_is(std::string_view word) const { return at_ < words_.size() && words_[at_] == word; }
    bool took(std::string_view word) {
        if (!next_is(word)) return false;
        ++at_;
        return true;
    }
    PacketTest wrong(FilterFault fault) {
        if (!fault_) fault_ = std::move(fault);
        at_ = words_.size();
        return {};
    }

    PacketTest expression() {
        auto left = term();
        while (next_is("and") || next_is("or")) {
            const auto kind = words_[at_++] == "and" ? Kind::both : Kind::either;
            left = joined(kind, std::move(left), term());
        }
        return left;
    }

    PacketTest term() {
        if (took("not") || took("!")) {
            PacketTest test;
            test.kind = Kind::denied;
            test.parts.push_back(term());
            return test;
        }
        if (!took("(")) return primitive();
        auto inside = expression();
        if (!took(")")) return wrong(syntax());
        return inside;
    }

    Qualifiers qualifiers();
    PacketTest primitive();
    PacketTest value(const Qualifiers& said);
    PacketTest address(const std::string& word, bool network);
    PacketTest port(const std::string& word, bool range);

    std::vector<std::string> words_;
    const NameLookup& lookup_;
    std::size_t at_ = 0;
    Qualifiers held_;
    std::optional<FilterFault> fault_;
};

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

Qualifiers FilterReader::qualifiers() {
    Qualifiers said;
    const auto here = [&](auto words) { return at_ < words_.size() && one_of(words_[at_], words); };
    using Words = std::initializer_list<std::string_view>;
    if (here(Words{"ip", "tcp", "udp", "icmp", "ip6", "arp", "rarp"}))
        said.protocol = words_[at_++];
    if (here(Words{"src", "dst"})) {
        said.side = words_[at_++];
        const bool other = at_ + 1 < words_.size() && one_of(words_[at_], {"or", "and"}) &&
                           one_of(words_[at_ + 1], {"src", "dst"});
        if (other) {
            said.side = words_[at_];
            at_ += 2;
        }
    }
    if (here(Words{"host", "net", "port", "portrange"})) said.type = words_[at_++];
    return said;
}

PacketTest protocol_test(const std::string& name) {
    PacketTest test;
    test.kind = Kind::carrier;
    if (name == "tcp") test.carrier = Carrier::tcp;
    if (name == "udp") test.carrier = Carrier::udp;
    if (name == "icmp") test.carrier = Carrier::icmp;
    test.none = one_of(name, {"ip6", "arp", "rarp"});
    return test;
}

PacketTest FilterReader::primitive() {
    if (at_ == words_.size()) return wrong(syntax());
    if (next_is("less") || next_is("greater")) {
        const bool less = words_[at_++] == "less";
        const auto number = at_ < words_.size() ? number_of(words_[at_++]) : std::nullopt;
        if (!number) return wrong(syntax());
        PacketTest test;
        test.kind = Kind::length;
        test.low = less ? 0 : *number;
        test.high = less ? *number : 0xffffffff;
        return test;
    }
    auto said = qualifiers();
    const bool ends = at_ == words_.size() || one_of(words_[at_], {"and", "or", ")"});
    if (ends && !said.protocol.empty() && said.side.empty() && said.type.empty()) {
        return protocol_test(said.protocol);
    }
    if (ends || one_of(words_[at_], {"not", "!", "("})) return wrong(syntax());
    if (!said.any()) said = held_;
    held_ = said;
    auto test = value(said);
    if (said.protocol.empty()) return test;
    return joined(Kind::both, protocol_test(said.protocol), std::move(test));
}

PacketTest FilterReader::value(const Qualifiers& said) {
    const auto& word = words_[at_++];
    const bool ports = said.type == "port" || said.type == "portrange";
    // `udp prt 53` is no sentence, whoever `prt` may be.
    const bool over = at_ == words_.size() || one_of(words_[at_], {"and", "or", ")"});
    if (!over && !(said.type == "net" && next_is("mask"))) return wrong(syntax());
    auto test = ports ? port(word, said.type == "portrange") : address(word, said.type == "net");
    test.side = said.side == "src"   ? Side::source
                : said.side == "dst" ? Side::destination
                : said.side == "and" ? Side::each
                                     : Side::any;
    for (auto& part : test.parts) part.side = test.side;
    return test;
}

PacketTest FilterReader::address(const std::string& word, bool network) {
    PacketTest test;
    test.kind = Kind::address;
    auto text = word;
    const auto slash = word.find('/');
    if (slash != std::string::npos) {
        const auto bits = number_of(std::string_view(word).substr(slash + 1));
        text = word.substr(0, slash);
        if (!bits || *bits > 32 || !network) return wrong(syntax());
        test.mask = *bits == 0 ? 0 : 0xffffffffU << (32 - *bits);
    } else if (network) {  // 10.62 is 10.62.0.0/16
        int parts = 1 + static_cast<int>(std::count(text.begin(), text.end(), '.'));
        if (took("mask")) {
            const auto mask = at_ < words_.size() ? address_number(words_[at_++]) : std::nullopt;
            if (!mask) return wrong(syntax());
            test.mask = *mask;
        } else if (parts < 4) {
            test.mask = 0xffffffffU << (8 * (4 - parts));
        }
        for (; parts < 4; ++parts) text += ".0";
    }
    if (const auto number = address_number(text)) {
        test.low = *number;
        return test;
    }
    const auto known = lookup_ ? lookup_(text) : std::vector<std::string>{};
    if (known.empty()) return wrong({"unknown host '" + word + "'"});
    PacketTest any;
    any.kind = Kind::either;
    for (const auto& one : known) {
        test.low = address_number(one).value_or(0);
        any.parts.push_back(test);
    }
    return any;
}

PacketTest FilterReader::port(const std::string& word, bool range) {
    PacketTest test;
    test.kind = Kind::port;
    const auto dash = range ? word.find('-') : std::string::npos;
    const auto low = filter_port(word.substr(0, dash));
    const auto high = dash == std::string::npos ? low : filter_port(word.substr(dash + 1));
    if (!low || !high) {
        return wrong({(range ? "unknown port in range '" : "unknown port '") + word + "'"});
    }
    const auto most = std::max(*low, *high);
    if (most > highest_port) {
        return wrong({"illegal port number " + std::to_string(most) + " > 65535"});
    }
    test.low = std::min(*low, *high);
    test.high = most;
    return test;
}

bool side_holds(Side side, bool source, bool destination) {
    switch (side) {
        case Side::source: return source;
        case Side::destination: return destination;
        case Side::each: return source && destination;
        case Side::any: break;
    }
    return source || destination;
}

}  // namespace

bool PacketTest::takes(const Frame& frame) const {
    const auto by = [&](const PacketTest& part) { return part.takes(frame); };
    switch (kind) {
        case Kind::all: return true;
        case Kind::both: return std::all_of(parts.begin(), parts.end(), by);
        case Kind::either: return std::any_of(parts.begin(), parts.end(), by);
        case Kind::denied: return !parts.front().takes(frame);
        case Kind::carrier: return !none && (!carrier || *carrier == frame.carrier);
        case Kind::length: {
            const auto bytes = static_cast<std::uint32_t>(frame.length());
            return low <= bytes && bytes <= high;
        }
        case Kind::address: {
            const auto is = [&](const std::string& text) {
                return (address_number(text).value_or(0) & mask) == (low & mask);
            };
            return side_holds(side, is(frame.from), is(frame.to));
        }
        case Kind::port: break;
    }
    if (frame.carrier == Carrier::icmp) return false;
    const auto is = [&](int port) {
        return low <= static_cast<std::uint32_t>(port) && static_cast<std::uint32_t>(port) <= high;
    };
    return side_holds(side, is(frame.from_port), is(frame.to_port));
}

std::variant<PacketTest, FilterFault> read_packet_filter(std::string_view text,
                                                         const NameLookup& lookup) {
    return FilterReader(text, lookup).read();
}

}  // namespace lab
