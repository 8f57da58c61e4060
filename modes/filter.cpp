#include "modes/filter.hpp"

namespace modes {
namespace {

// `_` stands for itself, a beginning, an end, a blank or a delimiter, but not inside brackets.
std::string delimited(const std::string& pattern) {
    std::string out;
    bool inside = false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const char c = pattern[i];
        if (c == '\\' && i + 1 < pattern.size()) {
            out += c;
            out += pattern[++i];
            continue;
        }
        if (c == '[') inside = true;
        if (c == ']') inside = false;
        if (c == '_' && !inside)
            out += "(_|^|$|[ ,{}()])";
        else
            out += c;
    }
    return out;
}

grammar::Regex compiled(const std::string& pattern, Expression how) {
    if (how == Expression::perl) return grammar::Regex(pattern);
    return grammar::Regex(delimited(pattern), grammar::Regex::Manner::posix);
}

}  // namespace

Sieve::Sieve(grammar::FilterKind kind, bool invert, const std::string& pattern, Expression how)
    : kind_(kind), invert_(invert) {
    try {
        regex_ = compiled(pattern, how);
    } catch (const std::invalid_argument&) {
        plain_ = pattern;
    }
}

bool Sieve::reads(const std::string& pattern, Expression how) {
    if (how == Expression::perl) return true;
    try {
        compiled(pattern, how);
    } catch (const std::invalid_argument&) {
        return false;
    }
    return true;
}

std::string Sieve::pass(const std::string& text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        auto end = text.find('\n', at);
        if (end == std::string::npos) end = text.size();
        const auto line = text.substr(at, end - at);
        if (wanted(line)) {
            out += line + "\n";
            ++count_;
        }
        at = end + 1;
    }
    return out;
}

bool Sieve::found(const std::string& line) const {
    if (plain_) return line.find(*plain_) != std::string::npos;
    try {
        return regex_.finds(line);
    } catch (const std::runtime_error&) {
        return false;  // an expression too costly to decide finds nothing
    }
}

// A line that is found, and what stands indented below it.
bool Sieve::in_section(const std::string& line) {
    const auto indent = std::min(line.find_first_not_of(' '), line.size());
    if (section_ && indent > *section_ && indent < line.size()) return true;
    section_ = found(line) ? std::optional(indent) : std::nullopt;
    return section_.has_value();
}

bool Sieve::wanted(const std::string& line) {
    switch (kind_) {
        case grammar::FilterKind::exclude: return !found(line);
        case grammar::FilterKind::begin: return begun_ = begun_ || found(line);
        case grammar::FilterKind::grep: return found(line) != invert_;
        case grammar::FilterKind::section: return in_section(line);
        default: return found(line);
    }
}

}  // namespace modes
