// `understudy rehearse`: a change window lived through before its night, and a report of it.

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <vector>

#include "grammar/fault.hpp"
#include "program/command.hpp"
#include "program/opening.hpp"
#include "program/whole_file.hpp"
#include "rehearsals/report.hpp"

namespace program {
namespace {

namespace fs = std::filesystem;

struct RehearseOptions {
    std::string runbook;
    std::string lab;
    std::optional<std::uint64_t> seed;
    std::string markdown, json, html;
    bool go_on = false;
    bool quiet = false;
};

// The runbooks that come with the program, each in a folder of its own.
fs::path shelf_of(const Places& places) {
    return places.labs.parent_path() / "rehearsals" / "runbooks";
}

int list_runbooks(const Places& places) {
    std::vector<fs::path> files;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(shelf_of(places), none)) {
        const auto file = entry.path() / "runbook.yaml";
        if (fs::exists(file)) files.push_back(file);
    }
    std::sort(files.begin(), files.end());
    std::size_t width = 0;
    for (const auto& file : files) {
        width = std::max(width, file.parent_path().filename().string().size());
    }
    for (const auto& file : files) {
        auto name = file.parent_path().filename().string();
        name.resize(width, ' ');
        const auto text = rehearsals::load_runbook_text(file.string());
        std::cout << name << "  " << rehearsals::read_runbook(text, file.string()).title << '\n';
    }
    std::cout << "\n`understudy rehearse NAME` lives through one of them, `understudy rehearse "
                 "FILE` through yours.\n";
    return held_well;
}

std::string runbook_file(const std::string& asked, const Places& places) {
    if (asked.ends_with(".yaml") || fs::is_regular_file(asked)) return asked;
    const auto shipped = shelf_of(places) / asked / "runbook.yaml";
    if (asked.find('/') == std::string::npos && fs::exists(shipped)) return shipped.string();
    throw grammar::Faults(asked, 0, 0,
                          "no such runbook; `understudy rehearse` lists those that come along");
}

// What --lab says, else what the runbook says: a file beside it, or a profile or lab by its name.
std::string lab_of(const RehearseOptions& options, const rehearsals::Runbook& book) {
    if (!options.lab.empty()) return options.lab;
    if (book.lab.empty()) {
        throw grammar::Faults(book.file, 0, 0, "names no `lab`; say --lab LAB");
    }
    const auto beside = (fs::path(book.file).parent_path() / book.lab).lexically_normal();
    const bool folder = fs::exists(beside / "lab.yaml");  // as `understudy twin` makes one
    return folder || book.lab.ends_with(".yaml") ? beside.string() : book.lab;
}

void write_reports(const RehearseOptions& options, const rehearsals::Rehearsal& rehearsal,
                   const rehearsals::About& about) {
    const auto document = rehearsals::document_of(rehearsal, about);
    std::vector<std::pair<std::string, std::string>> files;
    if (!options.markdown.empty()) {
        files.emplace_back(options.markdown, reports::markdown(document));
    }
    if (!options.html.empty()) files.emplace_back(options.html, reports::html(document));
    if (!options.json.empty()) {
        files.emplace_back(options.json, rehearsals::json_of(rehearsal, about));
    }
    for (const auto& [file, bytes] : files) write_whole(file, bytes);
}

int rehearse(const RehearseOptions& options, const Places& places) {
    if (options.runbook.empty()) return list_runbooks(places);
    const auto file = runbook_file(options.runbook, places);
    const auto text = rehearsals::load_runbook_text(file);
    const auto book = rehearsals::read_runbook(text, file);
    static auto& library = *new profiles::Library(places.profiles.string());
    Asked asked;
    asked.what = lab_of(options, book);
    asked.seed = options.seed;
    lab::Choices choices;
    auto plan = plan_for(asked, places, choices);
    const auto& named = options.lab.empty() ? book.lab : options.lab;
    const rehearsals::About about{options.runbook,
                                  plan.title.empty() ? named : plan.title + " (" + named + ")",
                                  options.seed.value_or(plan.seed)};
    const rehearsals::Setting setting{std::move(plan), choices, library};
    const auto rehearsal = rehearsals::rehearse(text, file, setting, {!options.go_on});
    write_reports(options, rehearsal, about);
    if (!options.quiet) std::cout << reports::text(rehearsals::summary_of(rehearsal, about), 100);
    return rehearsal.held() ? held_well : failed;
}

}  // namespace

Job add_rehearse(Arguments& app) {
    auto options = std::make_shared<RehearseOptions>();
    auto command = app.subcommand("rehearse", "live through a change window, report it");
    command.option("runbook", options->runbook,
                   "a runbook's file, or the name of one that comes along; none: lists them");
    command.option("--lab", options->lab, "in place of the runbook's: a profile or a lab file");
    command.option("--seed", options->seed);
    command.option("--markdown", options->markdown, "write the report as Markdown");
    command.option("--json", options->json, "write the report as JSON");
    command.option("--html", options->html, "write the report as one HTML page");
    command.flag("--go-on,!--stop-at-failure", options->go_on,
                 "go on after a step that failed; else the rest is not tried");
    command.flag("--quiet", options->quiet, "no summary on standard output");
    return [options](const Places& places) { return rehearse(*options, places); };
}

}  // namespace program
