// `understudy twin`: a lab made of what was collected from real devices.

#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <memory>

#include "grammar/fault.hpp"
#include "labs/plan.hpp"
#include "profiles/profile.hpp"
#include "program/command.hpp"
#include "program/whole_file.hpp"
#include "rehearsals/twin.hpp"
#include "reports/document.hpp"

namespace program {
namespace {

struct TwinOptions {
    std::string from;
    std::string out;
    std::string html;
    bool json = false;
};

namespace fs = std::filesystem;

// Taken away again unless it became the folder that was asked for.
class Scaffold {
public:
    explicit Scaffold(fs::path path) : path_(std::move(path)) {
        std::error_code error;
        if (!fs::create_directory(path_, error)) {
            throw grammar::Faults(path_.string(), 0, 0, "cannot be made");
        }
    }
    ~Scaffold() {
        std::error_code error;
        if (!kept_) fs::remove_all(path_, error);
    }
    Scaffold(const Scaffold&) = delete;
    Scaffold& operator=(const Scaffold&) = delete;

    const fs::path& path() const { return path_; }
    void become(const fs::path& folder) {
        std::error_code error;
        fs::rename(path_, folder, error);
        if (error) throw grammar::Faults(folder.string(), 0, 0, "cannot be made");
        kept_ = true;
    }

private:
    fs::path path_;
    bool kept_ = false;
};

fs::path new_folder(const std::string& asked) {
    auto folder = fs::path(asked).lexically_normal();
    if (!folder.has_filename()) folder = folder.parent_path();
    std::error_code error;
    if (fs::exists(fs::symlink_status(folder, error))) {
        throw grammar::Faults(folder.string(), 0, 0, "is there already");
    }
    return folder;
}

void write_folder(const std::vector<rehearsals::TwinFile>& files, const fs::path& folder) {
    Scaffold part(folder.string() + ".new-" + std::to_string(::getpid()));
    for (const auto& file : files) write_whole((part.path() / file.name).string(), file.text);
    lab::load_plan((part.path() / "lab.yaml").string());  // what is handed over opens
    part.become(folder);
}

int twin(const TwinOptions& options, const Places& places) {
    const auto folder = options.out.empty() ? fs::path() : new_folder(options.out);
    profiles::Library library(places.profiles.string());
    const auto made = rehearsals::make_twin(options.from, library, places.labs.string());
    const auto document = rehearsals::twin_document(made);
    if (!folder.empty()) write_folder(made.files, folder);
    if (!options.html.empty()) write_whole(options.html, reports::html(document));
    std::cout << (options.json ? rehearsals::twin_json(made) : reports::text(document, 100));
    return held_well;
}

}  // namespace

Job add_twin(Arguments& app) {
    auto options = std::make_shared<TwinOptions>();
    auto command = app.subcommand("twin", "a lab made of what was collected from devices");
    command.option("--from", options->from, "the folder of collected outputs").required();
    command.option("--out", options->out, "a folder to make, with lab.yaml in it");
    command.option("--html", options->html, "the report as a page");
    command.flag("--json", options->json, "the report for machines");
    return [options](const Places& places) { return twin(*options, places); };
}

}  // namespace program
