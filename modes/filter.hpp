// What stands behind a command's bar: which lines of its output pass, and how many they are.
// Where output goes to a file instead, the line sees to that.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "grammar/line.hpp"
#include "grammar/regex.hpp"

namespace modes {

// How a platform reads the pattern.
enum class Expression {
    perl,   // what is no expression is looked for as it stands
    posix,  // `_` is any delimiter; what is no expression is refused
};

class Sieve {
public:
    Sieve(grammar::FilterKind kind, bool invert, const std::string& pattern, Expression how);

    // The pattern is one, as this platform reads it.
    static bool reads(const std::string& pattern, Expression how);

    // Of whole lines, those that pass.
    std::string pass(const std::string& text);
    // How many passed so far.
    std::int64_t count() const { return count_; }

private:
    bool found(const std::string& line) const;
    bool wanted(const std::string& line);
    bool in_section(const std::string& line);

    grammar::FilterKind kind_;
    bool invert_;
    grammar::Regex regex_;
    std::optional<std::string> plain_;
    bool begun_ = false;
    std::optional<std::size_t> section_;  // the indent of the line that opened it
    std::int64_t count_ = 0;
};

}  // namespace modes
