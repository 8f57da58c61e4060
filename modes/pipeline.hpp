// What stands behind the bars of a line on platforms that chain filters as a shell does:
// `show X | grep -i state | cut -d ":" -f 2`. Names and options: fxos.md 4.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace modes {

// One filter with its words, quotes taken off.
struct PipeStage {
    std::string name;
    std::vector<std::string> words;
};

// Where a filter is not one, in the line, from 0.
struct BadPipe {
    enum class Why { unknown, ambiguous, incomplete } why = Why::unknown;
    int column = 0;
};

struct Pipeline {
    std::vector<PipeStage> stages;

    // Of a command's whole output, what comes out at the end.
    std::string run(std::string text) const;
    // Its output is not to be paged.
    bool unpaged() const;
};

// The line up to its first bar, and what is behind. Bars inside double quotes are none. `names`
// are the filters this platform has, abbreviable.
struct Piped {
    std::string_view command;
    Pipeline pipeline;  // empty: there was no bar
};
std::variant<Piped, BadPipe> read_pipeline(std::string_view line,
                                           const std::vector<std::string>& names);

}  // namespace modes
