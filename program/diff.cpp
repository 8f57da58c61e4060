// `understudy diff`: two sessions compared with understanding.
#include <fmt/format.h>

#include <iostream>
#include <memory>

#include "grammar/fault.hpp"
#include "program/command.hpp"
#include "program/whole_file.hpp"
#include "transcripts/compare.hpp"
#include "transcripts/terminal_log.hpp"

namespace program {
namespace {

struct DiffOptions {
    std::string left;
    std::string right;
    bool values = false;
    bool strict = false;
};

std::vector<std::string> lines_of(const std::string& file) {
    const auto bytes = read_whole(file);
    if (!transcripts::looks_like_text(bytes)) throw grammar::Faults(file, 1, 1, "is no text");
    std::vector<std::string> lines;
    for (auto& line : transcripts::read_log(bytes, {}).lines) lines.push_back(std::move(line.text));
    return lines;
}

int diff(const DiffOptions& options) {
    const auto made = transcripts::compare(lines_of(options.left), lines_of(options.right),
                                           options.left, options.right);
    std::cout << made.diff;
    for (const auto& contradiction : made.contradictions) {
        std::cout << fmt::format("serials do not agree: {}\n", contradiction);
    }
    if (options.values) {
        for (const auto& value : made.values) std::cout << value << '\n';
    }
    for (std::size_t kind = 0; kind < made.lines.size(); ++kind) {
        if (made.lines[kind] == 0) continue;
        std::cout << fmt::format("{} differ in {} lines of one wording\n",
                                 transcripts::value_names[kind], made.lines[kind]);
    }
    const bool good =
        options.strict ? made.same() : made.same_wording() && made.contradictions.empty();
    return good ? held_well : failed;
}

}  // namespace

Job add_diff(Arguments& app) {
    auto options = std::make_shared<DiffOptions>();
    auto command = app.subcommand("diff", "two sessions, but for dates and serials");
    command.option("left", options->left).required();
    command.option("right", options->right).required();
    command.flag("--values", options->values, "tell the dates and serials that differ");
    command.flag("--strict", options->strict, "they count too");
    return [options](const Places&) { return diff(*options); };
}

}  // namespace program
