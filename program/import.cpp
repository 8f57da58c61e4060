// `understudy import`: a terminal program's log as a golden transcript.
#include <fmt/format.h>

#include <iostream>
#include <memory>

#include "profiles/profile.hpp"
#include "program/command.hpp"
#include "program/importing.hpp"
#include "program/whole_file.hpp"
#include "transcripts/import.hpp"

namespace program {

int import_to(const std::string& bytes, const ImportAs& as, const Places& places) {
    profiles::Library library(places.profiles.string());
    const auto profile = library.load(as.platform, as.model);
    const auto made = transcripts::import_log(bytes, as.log, *profile, as.model);
    if (as.out.empty())
        std::cout << made.text << std::flush;
    else
        write_whole(as.out, made.text);
    for (const auto* remarks : {&made.taken, &made.unplaced}) {
        for (const auto& remark : *remarks) {
            std::cerr << fmt::format("{}:{}: {}\n", as.log, remark.line, remark.what);
        }
    }
    std::cerr << fmt::format("understudy: {} commands, {} to look at\n", made.commands,
                             made.unplaced.size());
    return as.strict && !made.unplaced.empty() ? failed : held_well;
}

Job add_import(Arguments& app) {
    auto as = std::make_shared<ImportAs>();
    auto command = app.subcommand("import", "a terminal program's log as a transcript");
    command.option("log", as->log, "what it kept of a session").required();
    command.option("--platform", as->platform, "whose prompts it shows, such as asa/9.18")
        .required();
    command.option("--model", as->model, "the hardware, such as fpr2140");
    command.option("-o,--out", as->out, "the transcript; else standard output");
    command.flag("--strict", as->strict, "what cannot be placed is a failure");
    return [as](const Places& places) { return import_to(read_whole(as->log), *as, places); };
}

}  // namespace program
