// What one line of a screen may look like where its bytes cannot be known: a regular expression
// or a glob, each for the whole line. Compiled once; copies share it.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace transcripts {

class Pattern {
public:
    // Throws std::invalid_argument with the reason when `text` is no expression.
    static Pattern regex(const std::string& text);
    // `*` is any run, `?` one character, a backslash takes the next one literally.
    static Pattern glob(const std::string& text);

    bool matches(std::string_view line) const { return matches_(line); }

private:
    using Matches = std::function<bool(std::string_view)>;
    explicit Pattern(Matches matches) : matches_(std::move(matches)) {}

    Matches matches_;
};

}  // namespace transcripts
