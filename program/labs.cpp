// `understudy labs`: the labs that ask something of a learner; `show` tells of one, `check` proves
// them.

#include <iostream>
#include <memory>

#include "grammar/fault.hpp"
#include "lessons/catalogue.hpp"
#include "lessons/check.hpp"
#include "program/command.hpp"

namespace program {
namespace {

struct LabsOptions {
    std::vector<std::string> which;
    bool json = false;
    std::string language = "en";
    std::string role = "learner";
    std::optional<std::uint64_t> seed;
};

lab::Words words_for(const LabsOptions& options, const Places& places) {
    return lab::Words::load((places.labs / "words").string(), options.language);
}

int list(const LabsOptions& options, const Places& places) {
    std::vector<lessons::Offer> offers;
    std::vector<grammar::Fault> faults;
    for (const auto& file : lessons::files_of({}, places.labs.string())) {
        try {
            offers.push_back(lessons::offer_of(file));
        } catch (const grammar::Faults& found) {
            faults.insert(faults.end(), found.list().begin(), found.list().end());
        }
    }
    std::cout << (options.json
                      ? lessons::json_of(offers, options.language)
                      : reports::text(lessons::table_of(offers, words_for(options, places))))
              << std::flush;
    if (!faults.empty()) throw grammar::Faults(std::move(faults));
    return held_well;
}

int show(const LabsOptions& options, const Places& places) {
    const bool instructor = options.role == "instructor";
    const auto file = lessons::files_of(options.which, places.labs.string()).front();
    const auto offer = lessons::offer_of(file, options.seed);
    std::cout << (options.json
                      ? lessons::json_of(offer, options.language, instructor)
                      : reports::text(
                            lessons::page_of(offer, words_for(options, places), instructor), 120));
    return held_well;
}

int check(const LabsOptions& options, const Places& places) {
    profiles::Library library(places.profiles.string());
    const lessons::Ground ground{library, places.labs.string()};
    std::vector<lessons::Proof> proofs;
    for (const auto& file : lessons::files_of(options.which, ground.labs)) {
        proofs.push_back(lessons::prove(file, ground));
        if (!options.json) lessons::tell(proofs.back(), std::cout);
        std::cout << std::flush;
    }
    if (options.json) std::cout << lessons::json(proofs);
    int status = held_well;
    for (const auto& proof : proofs) {
        if (!proof.held()) status = std::max(status, proof.readable ? failed : bad_usage);
    }
    return status;
}

}  // namespace

Job add_labs(Arguments& app) {
    auto options = std::make_shared<LabsOptions>();
    auto command = app.subcommand("labs", "labs to learn from: a table of them");
    const auto common = [options](Arguments& of) {
        of.flag("--json", options->json);
        of.option("--lang", options->language, "of the labs' texts, such as zh-TW");
    };
    common(command);
    auto shows = command.subcommand("show", "all that a learner may know of one");
    shows.option("lab", options->which, "a name, file or folder").required().once();
    shows.option("--role", options->role, "an instructor reads the way out too")
        .one_of({"learner", "instructor"});
    shows.option("--seed", options->seed, "the lab of another learner");
    common(shows);
    auto checks = command.subcommand("check", "prove labs by their own transcripts");
    checks.option("labs", options->which, "names, files or folders; else the whole library");
    checks.flag("--json", options->json);
    command.at_most_one();
    return [options, shows, checks](const Places& places) {
        if (shows.asked_for()) return show(*options, places);
        return checks.asked_for() ? check(*options, places) : list(*options, places);
    };
}

}  // namespace program
