#include "lessons/check.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <ostream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "labs/shelf.hpp"
#include "modes/actions.hpp"
#include "modes/world.hpp"
#include "transcripts/prologue.hpp"
#include "transcripts/report.hpp"

namespace lessons {
namespace {

namespace fs = std::filesystem;

// Learners whose labs are another one's.
constexpr std::array<std::uint64_t, 3> other_seeds{1001, 2002, 3003};

class Prover {
public:
    Prover(Proof& proof, const Ground& ground) : proof_(proof), ground_(ground) {}

    void all() {
        const auto plan = lab::load_plan(proof_.file);
        auto remarks = lint(plan);
        proof_.wrong = std::move(remarks.wrong);
        proof_.notes = std::move(remarks.notes);
        happenings(plan);
        nothing();
        if (there(plan.exercise.solution)) solution(plan.exercise);
        for (const auto& turn : plan.exercise.wrong_turns) {
            if (there(turn.transcript)) wrong_turn(turn);
        }
    }

private:
    void wrong(const std::string& file, int line, std::string what) {
        proof_.wrong.push_back({file, line, 0, std::move(what)});
    }
    std::string beside(const std::string& name) const {
        return (fs::path(proof_.file).parent_path() / name).lexically_normal().string();
    }
    // What is missing the lint has told.
    bool there(const std::string& name) const {
        std::error_code error;
        return !name.empty() && fs::is_regular_file(beside(name), error);
    }

    void happenings(const lab::Plan& plan);
    void nothing();
    Trial transcript(const std::string& name);
    void solution(const lab::Exercise& exercise);
    void wrong_turn(const lab::WrongTurn& turn);

    Proof& proof_;
    const Ground& ground_;
};

// What a line answered or followed, as it stood before it on the screen. The sign before the lines
// of a paste asks nothing.
std::string question(const transcripts::Lived& lived) {
    auto line = lived.shown.substr(0, lived.shown.find('\n'));
    if (lived.typed.empty() || !line.ends_with(lived.typed)) return {};
    line.resize(line.size() - lived.typed.size());
    const bool asks = std::any_of(line.begin(), line.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    });
    return asks ? line : std::string();
}

// The history meets no refusal, answers what it is asked, and the timeline is obeyed.
void Prover::happenings(const lab::Plan& plan) {
    lab::Lab lab(plan, {}, ground_.library);
    lab.switch_on();
    modes::World world(lab, modes::product_actions());
    world.keep_journal();
    const auto history = transcripts::prologue(world);
    if (!history.empty() && history.back().asked) {
        wrong(proof_.file, history.back().line, "history: ends in the middle of a question");
    }
    for (const auto& lived : history) {
        if (!lived.refused) continue;
        wrong(proof_.file, lived.line,
              fmt::format("history: {} was refused:\n{}", lived.typed, lived.shown));
    }
    for (std::size_t at = 1; at < history.size(); ++at) {
        const auto asked = question(history[at]);
        if (asked.empty() || asked != question(history[at - 1]) || !history[at - 1].asked) continue;
        wrong(proof_.file, history[at - 1].line,
              fmt::format("history: {} is no answer to `{}`", history[at - 1].typed, asked));
    }
    if (!world.cues()) return;
    world.advance(plan.exercise.timeline.back().after);
    for (const auto& fault : world.cues()->faults()) proof_.wrong.push_back(fault);
}

void Prover::nothing() {
    const auto trial = untouched(proof_.file, ground_);
    for (const auto& mark : trial.grade.marks) {
        const auto& objective = trial.exercise.objectives[mark.objective];
        const bool met = mark.what == modes::Mark::What::met;
        if (objective.never.empty() && mark.points > 0) {
            wrong(proof_.file, objective.line,
                  objective.id + " is met, at least in part, before anybody has done anything");
        }
        if (!objective.never.empty() && !met) {
            wrong(proof_.file, objective.line, objective.id + " happens before anybody is there");
        }
    }
    if (trial.grade.percent != 0) {
        wrong(proof_.file, 0, fmt::format("untouched it scores {} %", trial.grade.percent));
    }
}

// A golden transcript besides: what it shows must be what the device shows.
Trial Prover::transcript(const std::string& name) {
    const auto read = transcripts::load_transcript(beside(name));
    if (beside(read.lab) != fs::path(proof_.file).lexically_normal()) {
        wrong(read.file, read.place("lab"), "plays in another lab: " + read.lab);
    }
    auto trial = of_transcript(read, ground_);
    if (trial.played.held()) return trial;
    for (const auto& complaint : trial.played.complaints) {
        wrong(read.file, complaint.line, complaint.what);
    }
    wrong(read.file, 0, "does not hold as a transcript:\n" + transcripts::diff(read, trial.played));
    return trial;
}

void Prover::solution(const lab::Exercise& exercise) {
    const auto file = beside(exercise.solution);
    const auto trial = transcript(exercise.solution);
    const auto whole = [](const Trial& one) {
        return one.grade.percent == 100 && one.grade.passed && one.missed(false).empty();
    };
    if (!whole(trial)) {
        wrong(file, 0,
              fmt::format("the solution scores {} %: {}", trial.grade.percent, trial.why()));
        return;
    }
    for (const auto seed : other_seeds) {
        const auto other = of_keys(proof_.file, trial.keys, seed, ground_);
        ++proof_.seeds;
        if (whole(other)) continue;
        wrong(file, 0,
              fmt::format("for another learner (--seed {}) the same keys score {} %: {}", seed,
                          other.grade.percent, other.why()));
    }
}

void Prover::wrong_turn(const lab::WrongTurn& turn) {
    const auto trial = transcript(turn.transcript);
    ++proof_.turns;
    if (trial.grade.percent != turn.percent) {
        wrong(proof_.file, turn.line,
              fmt::format("{} scores {} %, not {}: {}", turn.transcript, trial.grade.percent,
                          turn.percent, trial.why()));
    }
    const auto contains = [](const std::vector<std::string>& ids, const std::string& id) {
        return std::find(ids.begin(), ids.end(), id) != ids.end();
    };
    const auto all = trial.missed(true);
    std::string differs;
    for (const auto& id : turn.missed) {
        if (!contains(all, id)) differs += fmt::format("; {} is met", id);
    }
    for (const auto& id : trial.missed(false)) {
        if (!contains(turn.missed, id)) differs += fmt::format("; {} is missed too", id);
    }
    if (!differs.empty()) wrong(proof_.file, turn.line, turn.transcript + differs);
}

void add_below(const fs::path& folder, std::vector<std::string>& files) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        const auto file = entry.path() / "lab.yaml";
        if (fs::is_regular_file(file, error)) files.push_back(file.string());
    }
    std::sort(files.begin(), files.end());
}

}  // namespace

Proof prove(const std::string& file, const Ground& ground) {
    Proof proof;
    proof.file = file;
    proof.name = name_of(file);
    try {
        Prover(proof, ground).all();
    } catch (const grammar::Faults& faults) {
        proof.readable = false;
        proof.wrong.insert(proof.wrong.end(), faults.list().begin(), faults.list().end());
    } catch (const std::exception& error) {
        proof.wrong.push_back({file, 0, 0, error.what()});
    }
    return proof;
}

std::string name_of(const std::string& file) {
    const fs::path path(file);
    if (path.filename() != "lab.yaml") return path.stem().string();
    return fs::absolute(path).lexically_normal().parent_path().filename().string();
}

std::vector<std::string> files_of(const std::vector<std::string>& asked, const std::string& labs) {
    if (asked.empty()) return lab::library_of(labs);
    std::vector<std::string> files;
    std::vector<grammar::Fault> faults;
    for (const auto& one : asked) {
        std::error_code error;
        std::vector<std::string> found;
        if (fs::is_regular_file(one, error)) {
            found = {one};
        } else if (fs::is_regular_file(fs::path(one) / "lab.yaml", error)) {
            found = {(fs::path(one) / "lab.yaml").string()};
        } else if (fs::is_directory(one, error)) {
            add_below(one, found);
        } else if (auto named = lab::lab_named(labs, one); !named.empty()) {
            found = {named};
        }
        if (found.empty())
            faults.push_back({one, 0, 0, "no such lab; `understudy labs` lists them"});
        files.insert(files.end(), found.begin(), found.end());
    }
    if (!faults.empty()) throw grammar::Faults(std::move(faults));
    return files;
}

void tell(const Proof& proof, std::ostream& out) {
    out << (proof.held() ? "ok      " : "FAILED  ") << proof.name;
    if (proof.held()) {
        out << fmt::format(
            ": untouched 0 %, solution 100 % (and for {} more learners), {} wrong "
            "turn{}",
            proof.seeds, proof.turns, proof.turns == 1 ? "" : "s");
    }
    out << '\n';
    for (const auto& fault : proof.wrong) out << "  " << grammar::to_string(fault) << '\n';
    for (const auto& note : proof.notes) out << "  note: " << note << '\n';
}

std::string json(const std::vector<Proof>& proofs) {
    auto labs = nlohmann::ordered_json::array();
    for (const auto& proof : proofs) {
        auto wrong = nlohmann::ordered_json::array();
        for (const auto& fault : proof.wrong) {
            wrong.push_back({{"file", fault.file},
                             {"line", fault.line},
                             {"column", fault.column},
                             {"what", fault.what}});
        }
        labs.push_back({{"name", proof.name},
                        {"file", proof.file},
                        {"held", proof.held()},
                        {"readable", proof.readable},
                        {"wrong_turns", proof.turns},
                        {"learners", proof.seeds},
                        {"wrong", std::move(wrong)},
                        {"notes", proof.notes}});
    }
    return labs.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace lessons
