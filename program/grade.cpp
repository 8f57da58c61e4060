// `understudy grade`: how somebody has done in a lab, from what is kept of their session.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

#include "grammar/duration.hpp"
#include "grammar/fault.hpp"
#include "labs/state.hpp"
#include "lessons/graded.hpp"
#include "modes/actions.hpp"
#include "modes/grading.hpp"
#include "program/command.hpp"
#include "program/opening.hpp"
#include "program/whole_file.hpp"

namespace program {
namespace {

namespace fs = std::filesystem;

struct GradeOptions : Asked {
    std::string session;
    std::string language = "en";
    std::string learner;
    std::string device;
    std::vector<std::string> secrets;
    std::string pace = "5s";
    bool text = false;
    std::string json, html;
};

void put(const std::string& file, const std::string& text) {
    if (file == "-")
        std::cout << text;
    else
        write_whole(file, text);
}

// Bytes as they are: a terminal's log holds carriage returns. One more than anybody reads is read,
// so that what is too much is seen to be.
std::string bytes_of(std::istream& in) {
    std::string text;
    char block[65'536];
    while (text.size() <= lessons::longest_session &&
           (in.read(block, sizeof block) || in.gcount() > 0)) {
        text.append(block, static_cast<std::size_t>(in.gcount()));
    }
    return text;
}

std::string bytes_of_file(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in || fs::is_directory(file)) throw grammar::Faults(file, 0, 0, "cannot be read");
    return bytes_of(in);
}

lessons::Graded of_state(const GradeOptions& options, const Places& places,
                         profiles::Library& library, lab::Words words) {
    if (!fs::exists(fs::path(options.state) / "current")) {
        throw grammar::Faults(options.state, 0, 0, "keeps no lab");
    }
    lab::Choices choices;
    auto plan = plan_for(options, places, choices);
    lab::Lab lab(std::move(plan), choices, library);
    lab::StateFolder state(options.state, made_of(options, lab.plan()));
    state.load(lab);
    modes::World world(lab, modes::product_actions());
    modes::restore_lines(world, state.lines());
    modes::start_grading(world, places.labs.string(), words.language(), state.deeds());
    return lessons::graded(world, std::move(words));
}

lessons::Graded of_session(const GradeOptions& options, const Places& places,
                           profiles::Library& library, lab::Words words) {
    lessons::Session session;
    session.file = options.session == "-" ? "standard input" : options.session;
    session.text = options.session == "-" ? bytes_of(std::cin) : bytes_of_file(options.session);
    session.options.device = options.device;
    session.options.secrets = options.secrets;
    const auto pace = grammar::read_duration(options.pace);
    if (!pace) throw grammar::Faults("--pace", 0, 0, "not a span such as 5s");
    session.options.pace = *pace;
    lab::Choices choices;
    auto plan = plan_for(options, places, choices);
    return lessons::grade_session(session, std::move(plan), choices, library, places.labs.string(),
                                  std::move(words));
}

// The report has them all.
void tell_unplaced(const GradeOptions& options, const std::vector<lessons::Unplaced>& lines) {
    constexpr std::size_t most = 20;
    const auto file = options.session == "-" ? "standard input" : options.session;
    for (std::size_t at = 0; at < std::min(most, lines.size()); ++at) {
        std::cerr << "understudy: "
                  << grammar::to_string(
                         {file, lines[at].line, 1, "could not be played: " + lines[at].text})
                  << '\n';
    }
    if (lines.size() <= most) return;
    std::cerr << "understudy: " << file << ": and " << lines.size() - most << " more\n";
}

int grade(const GradeOptions& options, const Places& places) {
    if (options.session.empty() == options.state.empty()) {
        throw grammar::Faults("grade", 0, 0, "wants a session's text, or --state DIR");
    }
    static auto& library = *new profiles::Library(places.profiles.string());
    {
        lab::Choices choices;
        if (plan_for(options, places, choices).exercise.empty()) {
            throw grammar::Faults(options.what, 0, 0, "asks for nothing: it has no objectives");
        }
    }
    auto words = lab::Words::load((places.labs / "words").string(), options.language);
    auto graded = options.state.empty() ? of_session(options, places, library, std::move(words))
                                        : of_state(options, places, library, std::move(words));
    graded.learner = options.learner;
    if (!options.html.empty()) put(options.html, reports::html(lessons::document(graded)));
    if (!options.json.empty()) put(options.json, lessons::json(graded));
    const bool nothing_else = options.json.empty() && options.html.empty();
    if (options.text || nothing_else) std::cout << reports::text(lessons::document(graded, false));
    tell_unplaced(options, graded.replayed.unplaced);
    return graded.grade.passed ? held_well : failed;
}

}  // namespace

Job add_grade(Arguments& app) {
    auto options = std::make_shared<GradeOptions>();
    auto command = app.subcommand("grade", "how somebody has done in a lab");
    command.option("lab", options->what, "a lab of the library, its file or folder").required();
    command.option("session", options->session,
                   "a transcript, a pipe's output or a terminal's log; - is standard input");
    command.option("--state", options->state, "the folder that keeps the lab instead");
    command.option("--device", options->device, "whose console the session began at");
    command.option("--seed", options->seed, "the learner's, where it was not the lab's own");
    command.option("--lang", options->language, "of the report, such as zh-TW");
    command.option("--learner", options->learner, "whom the report names");
    command.option("--secret", options->secrets,
                   "typed where nothing is echoed, in this order; else the lab's default");
    command.option("--pace", options->pace,
                   "lab time before each line of a log that tells of none");
    command.flag("--text", options->text, "on standard output; what happens without the others");
    command.option("--json", options->json, "a file, or - for standard output");
    command.option("--html", options->html, "a file, or - for standard output");
    return [options](const Places& places) { return grade(*options, places); };
}

}  // namespace program
