#include "rehearsals/scene.hpp"

#include <algorithm>
#include <sstream>
#include <utility>

#include <fmt/format.h>

#include "grammar/duration.hpp"
#include "modes/actions.hpp"
#include "modes/journal.hpp"
#include "modes/line.hpp"
#include "modes/views.hpp"
#include "rehearsals/hiding.hpp"
#include "transcripts/prologue.hpp"

namespace rehearsals {
namespace {

using Wanted = modes::Wants::Kind;
using licensing::Instant;

constexpr char ctrl_c[] = "\x03";
constexpr char ctrl_z[] = "\x1a";
constexpr std::string_view not_obeyed = "not obeyed: ";
// How long somebody waits for a prompt before they call it a failure.
constexpr std::chrono::hours longest_wait{2};

lab::Lab& opened(lab::Lab& lab) {
    lab.switch_on();
    return lab;
}

// What a device said against a line: its first words, without carets.
std::string gist(const std::string& screen) {
    std::istringstream lines(screen);
    for (std::string line; std::getline(lines, line);) {
        const auto begin = line.find_first_not_of(" ^");
        if (begin != std::string::npos) return line.substr(line.find_first_not_of(' '));
    }
    return "without a word";
}

}  // namespace

Scene::Scene(const Setting& setting, const std::string& device, std::vector<std::string> secrets)
    : lab_(setting.plan, setting.choices, setting.library),
      world_(opened(lab_), modes::product_actions()),
      secrets_(std::move(secrets)) {
    transcripts::prologue(world_);
    world_.keep_journal();
    const auto name = device.empty() ? lab_.first_device().name() : device;
    session_ = std::make_unique<modes::Session>(world_, name, modes::Role::instructor);
    pacer_ = std::make_unique<modes::Pacer>(world_, modes::Pacer::Manner::held);
    console_ = std::make_unique<shell::SessionConsole>(*session_, *pacer_);
    pipe_ = std::make_unique<shell::Pipe>(*console_);
}

std::string Scene::masked(std::string text) {
    for (const auto& secret : secrets_) mask_word(text, secret);
    return world_.journal()->masked(std::move(text));
}

// -- time and others ------------------------------------------------------------------------------

void Scene::cue(Cue cue) {
    const auto later = [&](const Cue& other) { return other.at > cue.at; };
    cues_.insert(std::find_if(cues_.begin(), cues_.end(), later), std::move(cue));
}

void Scene::pass_cues(Instant until) {
    while (!cues_.empty() && cues_.front().at <= until) {
        const auto cue = cues_.front();
        cues_.erase(cues_.begin());
        if (cue.at > now()) world_.advance_to(cue.at);
        world_.direct(cue.direction);
    }
}

std::string Scene::wait_until(Instant until) {
    pass_cues(until);
    if (until > now()) world_.advance_to(until);
    pipe_->refresh();
    return masked(pipe_->take_complete_lines());
}

std::string Scene::direct(const std::string& direction) {
    for (const auto& answer : session_->direct(direction)) {
        if (answer.starts_with(not_obeyed)) return answer.substr(not_obeyed.size());
    }
    return {};
}

// -- typing ---------------------------------------------------------------------------------------

std::string Scene::shown_since(std::size_t entry) {
    std::string text;
    const auto& entries = world_.journal()->entries();
    for (; entry < entries.size(); ++entry) text += entries[entry].screen;
    return text;
}

std::string Scene::question() const {
    auto text = pipe_->partial_line();
    while (text.ends_with(' ')) text.pop_back();
    return text.empty() ? "it waits for Enter" : "it asks: " + text;
}

void Scene::open(const std::string& device, Played& played) {
    if (device.empty() || session_->line().device().name() == device) return;
    const auto left = pipe_->partial_line();
    pipe_->direct("@console " + device);
    std::istringstream lines(pipe_->take_complete_lines());
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("@# not obeyed: ")) played.failures.push_back(line.substr(15));
        if (!line.starts_with('@') && line != left) played.screen += line + "\n";
    }
}

// A command at work is waited for, as one does before typing on.
void Scene::await() {
    const auto longest = now() + longest_wait;
    while (pipe_->wants().kind == Wanted::nothing) {
        const auto due = lab_.timeline().next_due();
        if (!due || *due > longest) return;
        pass_cues(*due);
        world_.advance_to(std::max(*due, now()));
        pipe_->refresh();
    }
}

// What was typed, without what no configuration shows either.
std::string Scene::told_as(const lab::Deed& deed) {
    const auto* device = lab_.device(deed.device);
    if (!device || deed.kind != lab::Deed::Kind::command) return deed.typed;
    const auto top = modes::masked(deed.typed, device->profile());
    const auto below = modes::masked(" " + top, device->profile()).substr(1);
    return below == deed.typed && deed.command.empty() ? without_guessed(below) : below;
}

// Takes what is shown since `raw` was typed; the journal knows how that may be told.
void Scene::take(const std::string& raw, std::size_t from, Played& played) {
    auto out = pipe_->take_complete_lines();
    const auto& entries = world_.journal()->entries();
    const auto told = from < entries.size() ? told_as(entries[from]) : raw;
    if (!raw.empty() && told != raw) {
        const auto at = out.find(raw);
        if (at != std::string::npos) out.replace(at, raw.size(), told);
        for (auto& secret : untold(raw, told)) secrets_.push_back(std::move(secret));
    }
    played.screen += masked(std::move(out));
}

void Scene::obey(const Line& line, Played& played) {
    const auto span = line.text.starts_with("@advance ")
                          ? grammar::read_duration(std::string_view(line.text).substr(9))
                          : std::nullopt;
    if (span && !cues_.empty() && cues_.front().at <= now() + *span) {
        played.screen += wait_until(now() + *span);
        return;
    }
    const auto from = world_.journal()->entries().size();
    pipe_->direct(line.text);
    const auto before = played.screen.size();
    take({}, from, played);
    const auto said = played.screen.find("@# not obeyed: ", before);
    if (said == std::string::npos) return;
    const auto end = played.screen.find('\n', said);
    played.failures.push_back(fmt::format("line {}: {}: {}", line.line, masked(line.text),
                                          played.screen.substr(said + 3, end - said - 3)));
}

// Is a line of this kind what the device wants now?
bool Scene::fits(const Line& line, Played& played) {
    const auto wanted = pipe_->wants().kind;
    const bool asked = wanted != Wanted::command && wanted != Wanted::nothing;
    std::string why;
    if (wanted == Wanted::gone)
        why = "the session has ended";
    else if (wanted == Wanted::nothing)
        why = "the device is still at work";
    else if (asked && line.kind == Line::Kind::command)
        why = question() + ", and the runbook has no answer";
    else if (!asked && line.kind == Line::Kind::answer)
        why = "there is an answer and no question";
    if (why.empty()) return true;
    // An answer may be a secret.
    const auto text = line.kind == Line::Kind::answer ? "> ..." : masked(line.text);
    played.failures.push_back(fmt::format("line {}: {}: {}", line.line, text, why));
    return false;
}

void Scene::type(const Line& line, Played& played, bool stop) {
    pass_cues(now());
    await();
    if (line.kind == Line::Kind::direction) return obey(line, played);
    if (!fits(line, played)) {
        // Who goes on all the same drops the question.
        if (stop || line.kind == Line::Kind::answer) return;
        if (pipe_->wants().kind != Wanted::gone) pipe_->type_line(ctrl_c);
        if (pipe_->wants().kind != Wanted::command) return;
    }
    const auto& entries = world_.journal()->entries();
    const auto from = entries.size();
    pipe_->type_line(line.text);
    take(line.text, from, played);
    for (auto at = from; at < entries.size(); ++at) {
        if (!entries[at].refused || line.may_be_refused) continue;
        played.failures.push_back(fmt::format("line {}: {}: refused: {}", line.line,
                                              masked(told_as(entries[at])),
                                              gist(entries[at].screen)));
    }
}

Played Scene::play(const Script& script, const std::string& device, bool stop) {
    Played played;
    played.began = now();
    played.entry = world_.journal()->entries().size();
    played.screen = masked(pipe_->take_complete_lines());
    if (!script.empty()) open(device, played);
    played.device = session_->line().device().name();
    for (const auto& line : script) {
        if (stop && !played.failures.empty()) break;
        type(line, played, stop);
        if (played.failed_line == 0 && !played.failures.empty()) played.failed_line = line.line;
    }
    await();
    played.screen += masked(pipe_->take_complete_lines());
    const auto wanted = pipe_->wants().kind;
    const bool open = wanted != Wanted::command && wanted != Wanted::gone;
    if (open && !script.empty() && played.failures.empty()) {
        played.failures.push_back(wanted == Wanted::nothing
                                      ? "the device is still at work at the end"
                                      : question() + ", at the end of what is typed");
    }
    if (open) played.screen += masked(pipe_->partial_line()) + "\n";
    return played;
}

void Scene::give_up() {
    await();
    if (pipe_->wants().kind != Wanted::command) pipe_->type_line(ctrl_c);
    if (pipe_->wants().kind == Wanted::command && session_->line().in_configuration()) {
        pipe_->type_line(ctrl_z);
    }
    pipe_->take_complete_lines();
}

}  // namespace rehearsals
