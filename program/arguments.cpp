#include "program/arguments.hpp"

#include <CLI/CLI.hpp>

namespace program {

Argument& Argument::required() {
    option_.required();
    return *this;
}

Argument& Argument::once() {
    option_.expected(1);
    return *this;
}

Argument& Argument::one_of(const std::vector<std::string>& words) {
    option_.check(CLI::IsMember(words));
    return *this;
}

Argument& Argument::between(unsigned least, unsigned most) {
    option_.check(CLI::Range(least, most));
    return *this;
}

Argument& Argument::under(const std::string& heading) {
    option_.group(heading);
    option_.capture_default_str();
    return *this;
}

Arguments Arguments::subcommand(const std::string& name, const std::string& what) {
    return Arguments(*app_.add_subcommand(name, what));
}

Argument Arguments::option(const std::string& names, std::string& into, const std::string& what) {
    return Argument(*app_.add_option(names, into, what));
}

Argument Arguments::option(const std::string& names, std::vector<std::string>& into,
                           const std::string& what) {
    return Argument(*app_.add_option(names, into, what));
}

Argument Arguments::option(const std::string& names, std::optional<std::uint64_t>& into,
                           const std::string& what) {
    return Argument(*app_.add_option(names, into, what));
}

Argument Arguments::option(const std::string& names, unsigned& into, const std::string& what) {
    return Argument(*app_.add_option(names, into, what));
}

Argument Arguments::option(const std::string& names, std::size_t& into, const std::string& what) {
    return Argument(*app_.add_option(names, into, what));
}

void Arguments::flag(const std::string& names, bool& into, const std::string& what) {
    app_.add_flag(names, into, what);
}

void Arguments::at_most_one() { app_.require_subcommand(0, 1); }

bool Arguments::asked_for() const { return app_.parsed(); }

}  // namespace program
