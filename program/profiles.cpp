// `understudy profiles` and `understudy commands`: what there is, and what it is grounded on.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <map>
#include <memory>

#include "modes/catalogue.hpp"
#include "profiles/profile.hpp"
#include "program/command.hpp"

namespace program {
namespace {

int list_profiles(const Places& places) {
    profiles::Library library(places.profiles.string());
    for (const auto& name : library.names()) {
        const auto profile = library.load(name);
        std::cout << name << "  " << profile->version().text << "  models:";
        for (const auto& model : library.models(name)) std::cout << ' ' << model;
        std::map<std::string, int> shares;
        int all = 0;
        for (const auto& evidence : profile->evidence()) {
            ++all;
            ++shares[evidence.from.starts_with("seed")       ? "seeds"
                     : evidence.from.starts_with("inferred") ? "inferred"
                                                             : "sheets"];
        }
        std::cout << "\n    grounded on:";
        for (const auto& [kind, count] : shares) {
            std::cout << ' ' << kind << ' ' << count * 100 / std::max(all, 1) << '%';
        }
        std::cout << '\n';
    }
    return held_well;
}

struct CatalogueOptions {
    std::string profile;
    std::string mode;
};

int list_commands(const CatalogueOptions& options, const Places& places) {
    profiles::Library library(places.profiles.string());
    std::cout << modes::catalogue(*library.load(options.profile), options.mode);
    return held_well;
}

}  // namespace

Job add_profiles(CLI::App& app) {
    app.add_subcommand("profiles", "platforms, versions, models; what each is grounded on");
    return list_profiles;
}

Job add_commands(CLI::App& app) {
    auto options = std::make_shared<CatalogueOptions>();
    auto& command = *app.add_subcommand("commands", "every mode and command with its help");
    command.add_option("profile", options->profile)->required();
    command.add_option("--mode", options->mode);
    return [options](const Places& places) { return list_commands(*options, places); };
}

}  // namespace program
