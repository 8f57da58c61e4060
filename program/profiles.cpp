// `understudy profiles` and `understudy commands`: what there is, and what it is grounded on.

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>

#include "grammar/fault.hpp"
#include "modes/actions.hpp"
#include "modes/catalogue.hpp"
#include "modes/views.hpp"
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

// Every version of the platforms that the folder touches, with its first model.
void check_added(const std::string& folder, const Places& places) {
    profiles::Library library(places.profiles.string());
    const auto actions = modes::product_actions();
    const auto views = modes::views();
    std::vector<grammar::Fault> faults;
    const auto adopt = [&](const std::vector<grammar::Fault>& more) {
        for (const auto& fault : more) {
            const auto same = [&](const grammar::Fault& known) {
                return grammar::to_string(known) == grammar::to_string(fault);
            };
            if (std::none_of(faults.begin(), faults.end(), same)) faults.push_back(fault);
        }
    };
    for (const auto& name : library.names()) {
        const auto platform = name.substr(0, name.find('/'));
        if (!std::filesystem::is_directory(std::filesystem::path(folder) / platform)) continue;
        try {
            const auto profile = library.load(name);
            adopt(profile->check(views));
            adopt(actions.check(*profile));
        } catch (const grammar::Faults& wrong) {
            adopt(wrong.list());
        }
    }
    if (!faults.empty()) throw grammar::Faults(std::move(faults));
}

Job add_profiles(Arguments& app) {
    app.subcommand("profiles", "platforms, versions, models; what each is grounded on");
    return list_profiles;
}

Job add_commands(Arguments& app) {
    auto options = std::make_shared<CatalogueOptions>();
    auto command = app.subcommand("commands", "every mode and command with its help");
    command.option("profile", options->profile).required();
    command.option("--mode", options->mode);
    return [options](const Places& places) { return list_commands(*options, places); };
}

}  // namespace program
