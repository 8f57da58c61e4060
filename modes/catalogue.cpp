#include "modes/catalogue.hpp"

#include <fmt/format.h>

#include "grammar/fault.hpp"

namespace modes {
namespace {

void list(const grammar::Branch& branch, std::size_t depth, std::string& out) {
    for (const auto& child : branch.children) {
        if (child.hidden) continue;
        out += fmt::format("{:{}}{:<{}}  {}\n", "", depth * 2, child.placeholder,
                           depth * 2 < 30 ? 32 - depth * 2 : 2, child.help);
        list(child, depth + 1, out);
    }
}

}  // namespace

std::string catalogue(const profiles::Profile& profile, const std::string& mode) {
    std::string out;
    for (const auto* each : profile.modes()) {
        if (!mode.empty() && each->outline.mode != mode) continue;
        out += fmt::format("mode {}\n", each->outline.mode);
        list(each->tree.root, 1, out);
    }
    if (out.empty()) throw grammar::Faults(profile.name(), 0, 0, "has no mode named " + mode);
    return out;
}

}  // namespace modes
