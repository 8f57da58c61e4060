#include "lessons/trial.hpp"

#include <filesystem>

#include <fmt/format.h>

#include "transcripts/stage.hpp"

namespace lessons {
namespace {

using Kind = Keys::Stroke::Kind;
using transcripts::Stage;
using transcripts::Transcript;

// One that shows nothing, in the lab of this file.
Transcript empty_in(const std::string& file) {
    Transcript transcript;
    transcript.file = file;
    transcript.lab = std::filesystem::path(file).filename().string();
    return transcript;
}

Trial judged(Stage& stage) {
    Trial trial;
    trial.exercise = stage.lab().plan().exercise;
    // A lab that asks nothing is nobody's to judge.
    if (const auto* grading = stage.world().grading()) trial.grade = grading->grade();
    return trial;
}

// Passes everything on, and writes down what may change something.
class Recorder : public shell::Console {
public:
    Recorder(shell::Console& console, Keys& keys) : console_(console), keys_(keys) {}

    modes::Wants wants() const override { return console_.wants(); }
    modes::Screen screen() const override { return console_.screen(); }
    void enter(std::string_view line) override {
        note(Kind::enter, line);
        console_.enter(line);
    }
    void key(char key) override {
        note(Kind::key, {&key, 1});
        console_.key(key);
    }
    void interrupt() override {
        note(Kind::interrupt, {});
        console_.interrupt();
    }
    void end_of_configuration(std::string_view typed) override {
        note(Kind::end_of_configuration, typed);
        console_.end_of_configuration(typed);
    }
    void escape() override {
        note(Kind::escape, {});
        console_.escape();
    }
    void hang_up() override { console_.hang_up(); }
    void resize(int length, int width) override { console_.resize(length, width); }
    void help(std::string_view line) override { console_.help(line); }
    std::string complete(std::string_view line) const override { return console_.complete(line); }
    std::vector<std::string> direct(std::string_view direction) override {
        note(Kind::direct, direction);
        return console_.direct(direction);
    }
    const std::vector<std::string>& history() const override { return console_.history(); }
    std::string prompt() const override { return console_.prompt(); }
    std::vector<modes::Piece> take() override { return console_.take(); }
    void settle() override { console_.settle(); }

private:
    void note(Kind kind, std::string_view text) {
        keys_.strokes.push_back({kind, std::string(text)});
    }

    shell::Console& console_;
    Keys& keys_;
};

void press(shell::Console& console, Kind kind, const std::string& text) {
    switch (kind) {
        case Kind::enter: console.enter(text); break;
        case Kind::key: console.key(text.front()); break;
        case Kind::interrupt: console.interrupt(); break;
        case Kind::end_of_configuration: console.end_of_configuration(text); break;
        case Kind::escape: console.escape(); break;
        case Kind::direct: console.direct(text); break;
    }
    console.settle();
    console.take();
}

}  // namespace

std::vector<std::string> Trial::missed(bool with_bonuses) const {
    std::vector<std::string> ids;
    for (const auto& mark : grade.marks) {
        const auto& objective = exercise.objectives[mark.objective];
        if (mark.what == modes::Mark::What::met || (objective.bonus && !with_bonuses)) continue;
        ids.push_back(objective.id);
    }
    return ids;
}

std::string Trial::why() const {
    std::string text;
    for (const auto& mark : grade.marks) {
        const auto& objective = exercise.objectives[mark.objective];
        if (mark.what == modes::Mark::What::met || objective.bonus) continue;
        text += fmt::format("{}{}", text.empty() ? "" : "; ", objective.id);
        if (!mark.wrong.empty()) text += fmt::format(" ({})", fmt::join(mark.wrong, ", "));
    }
    return text;
}

Trial untouched(const std::string& file, const Ground& ground) {
    Stage stage(empty_in(file), ground.library, ground.labs);
    stage.session();
    return judged(stage);
}

Trial of_transcript(const Transcript& transcript, const Ground& ground) {
    Stage stage(transcript, ground.library, ground.labs);
    Keys keys;
    keys.variables = stage.lab().plan().exercise.variables;
    Recorder recorder(stage.console(), keys);
    auto played = run(stage.transcript(), recorder);
    auto trial = judged(stage);
    trial.played = std::move(played);
    trial.keys = std::move(keys);
    return trial;
}

Trial of_keys(const std::string& file, const Keys& keys, std::uint64_t seed, const Ground& ground) {
    auto transcript = empty_in(file);
    transcript.seed = seed;
    Stage stage(transcript, ground.library, ground.labs);
    const auto& variables = stage.lab().plan().exercise.variables;
    for (const auto& stroke : keys.strokes) {
        const auto text = lab::with_values(lab::with_names(stroke.text, keys.variables), variables,
                                           [](const std::string&, std::size_t) {});
        press(stage.console(), stroke.kind, text);
    }
    return judged(stage);
}

}  // namespace lessons
