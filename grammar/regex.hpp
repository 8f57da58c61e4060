// Regular expressions, in Perl's manner unless it is said otherwise. A door before the library that
// matches them: it is slow to compile, and only regex.cpp does.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace grammar {

// What an expression found. It looks into the text that was searched, which has to stay.
class Found {
public:
    Found();
    ~Found();
    Found(const Found&) = delete;
    Found& operator=(const Found&) = delete;

    // Group 0 is the whole. A group that took no part is empty and not `has`.
    std::string str(int group = 0) const;
    std::string str(const char* group) const;
    bool has(int group) const;
    bool has(const char* group) const;
    // Where the whole begins in the text, and how long it is.
    std::size_t position() const;
    std::size_t length() const;

private:
    friend class Regex;
    struct Groups;
    std::unique_ptr<Groups> groups_;
};

// Compiled once; copies share it.
class Regex {
public:
    enum class Manner {
        perl,
        perl_any_case,
        posix,  // extended
    };

    Regex() = default;  // finds nothing
    // Throws std::invalid_argument with the reason when `text` is no expression.
    explicit Regex(const std::string& text, Manner manner = Manner::perl);

    bool empty() const { return !compiled_; }

    // Of the whole text; anywhere in it, not before `from`. Both throw std::runtime_error when the
    // expression is too costly to decide.
    bool matches(std::string_view text) const;
    bool matches(std::string_view text, Found& found) const;
    bool finds(std::string_view text) const;
    bool finds(std::string_view text, Found& found, std::size_t from = 0) const;
    // The same where a dot ends at the line's end.
    bool finds_in_lines(std::string_view text) const;

    // The text with every place it is found in, or the first, in other words: $1, \1 are groups.
    std::string replaced(const std::string& text, const std::string& with) const;
    std::string replaced_once(const std::string& text, const std::string& with) const;

private:
    struct Compiled;
    std::shared_ptr<const Compiled> compiled_;
};

}  // namespace grammar
