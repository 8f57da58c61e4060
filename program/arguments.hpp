// What a subcommand takes on the command line. A door before the library that parses it: that one
// is slow to compile, and only arguments.cpp and main.cpp do.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace program {

// An option, or a word by its place; optional unless it says otherwise.
class Argument {
public:
    explicit Argument(CLI::Option& option) : option_(option) {}
    Argument& required();
    // A single word, where many would be taken.
    Argument& once();
    Argument& one_of(const std::vector<std::string>& words);
    Argument& between(unsigned least, unsigned most);
    // In `--help` below a heading of its own, with what it is where nothing is said.
    Argument& under(const std::string& heading);

private:
    CLI::Option& option_;
};

// References that are handed in outlive the parsing, and keep what they hold where nothing is said.
class Arguments {
public:
    explicit Arguments(CLI::App& app) : app_(app) {}
    Arguments subcommand(const std::string& name, const std::string& what);

    // `names` is `--long`, `-s,--long`, or the bare name of a word taken by its place.
    Argument option(const std::string& names, std::string& into, const std::string& what = "");
    Argument option(const std::string& names, std::vector<std::string>& into,
                    const std::string& what = "");
    Argument option(const std::string& names, std::optional<std::uint64_t>& into,
                    const std::string& what = "");
    Argument option(const std::string& names, unsigned& into, const std::string& what = "");
    Argument option(const std::string& names, std::size_t& into, const std::string& what = "");
    // `--yes,!--no` is true and false.
    void flag(const std::string& names, bool& into, const std::string& what = "");

    // One subcommand of this one at most.
    void at_most_one();
    // Was this subcommand the one that was asked for?
    bool asked_for() const;

private:
    CLI::App& app_;
};

}  // namespace program
