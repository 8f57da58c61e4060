#include "modes/journal.hpp"

#include <algorithm>
#include <array>

#include "modes/grading.hpp"
#include "modes/line.hpp"
#include "modes/stage.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

using lab::mask;

// Of one entry; a person has stopped reading long before.
constexpr std::size_t most_shown = 1'000'000;

std::string name_of(const Line& line) { return line.device().name() + " " + line.name(); }

void note(std::vector<std::string>& names, const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

bool secret(const grammar::Branch& branch) {
    const auto& argument = branch.argument;
    return argument && (argument->kind == grammar::ArgKind::token || argument->name == "password" ||
                        argument->name == "key");
}

// Whether the character can stand in a token: what merely holds a token's letters stays.
bool in_token(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '%';
}

void mask_word(std::string& text, const std::string& word) {
    if (word.empty()) return;
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at)) {
        const auto end = at + word.size();
        const bool alone =
            (at == 0 || !in_token(text[at - 1])) && (end == text.size() || !in_token(text[end]));
        if (alone) text.replace(at, word.size(), mask);
        at += alone ? std::string_view(mask).size() : 1;
    }
}

// A line that nobody understood may still hold a secret: what stands behind such a word.
std::string without_guessed_secrets(const std::string& typed) {
    static constexpr std::array<std::string_view, 5> names{"idtoken", "password", "passphrase",
                                                           "secret", "community"};
    std::size_t at = 0;
    while (at < typed.size()) {
        const auto start = std::min(typed.find_first_not_of(' ', at), typed.size());
        const auto end = std::min(typed.find(' ', start), typed.size());
        const auto word = std::string_view(typed).substr(start, end - start);
        const bool names_it = std::any_of(names.begin(), names.end(), [&](auto name) {
            return word.size() >= 4 && name.starts_with(word.substr(0, name.size()));
        });
        const auto rest = std::min(typed.find_first_not_of(' ', end), typed.size());
        if (names_it && rest < typed.size()) return typed.substr(0, rest) + mask;
        at = end;
    }
    return typed;
}

// Time passes by itself: what it changes nobody did.
bool lets_time_pass(std::string_view direction) {
    return direction.starts_with("@advance") || direction.starts_with("@clock") ||
           direction.starts_with("@idle");
}

}  // namespace

Journal::Kind Journal::kind_of(const Wants& wants) {
    switch (wants.kind) {
        case Wants::Kind::line:
        case Wants::Kind::block: return Kind::answer;
        case Wants::Kind::secret: return Kind::secret;
        case Wants::Kind::key: return Kind::key;
        default: return Kind::command;
    }
}

std::size_t Journal::closed() const {
    auto first = entries_.size();
    for (const auto& [session, entry] : open_) first = std::min(first, entry);
    return first;
}

std::string Journal::masked(std::string text) const {
    for (const auto& token : tokens_) mask_word(text, token);
    for (const auto& end : world_.lab().authorities()) {
        for (const auto& token : end->authority().state().tokens) mask_word(text, token.id);
    }
    return text;
}

// -- what is typed --------------------------------------------------------------------------------

Journal::Before Journal::look() const {
    return {fingerprints(world_.lab()), network_fingerprint(world_.lab())};
}

void Journal::compare(const Before& before, std::size_t entry) {
    auto& deed = entries_[entry];
    for (const auto& now : fingerprints(world_.lab())) {
        const auto was =
            std::find_if(before.devices.begin(), before.devices.end(),
                         [&](const Fingerprint& one) { return one.device == now.device; });
        if (was == before.devices.end() || *was == now) continue;
        const bool wrote = was->startup != now.startup || was->written != now.written;
        if (wrote) note(deed.saved, now.device);
        const bool altered = was->configuration != now.configuration ||
                             was->startup != now.startup || was->licensing != now.licensing;
        if (altered) note(deed.changed, now.device);
    }
    if (before.network != network_fingerprint(world_.lab())) {
        note(deed.changed, lab::changed_network);
    }
}

std::size_t Journal::begin(Line& line, Kind kind, std::string_view typed) {
    const auto* session = world_.session_at(line);
    Entry entry;
    entry.kind = kind;
    entry.at = world_.lab().timeline().now();
    entry.device = line.device().name();
    entry.line = line.name();
    const auto shown = prompts_.find(name_of(line));
    entry.prompt = shown != prompts_.end()                     ? shown->second
                   : line.wants().kind == Wants::Kind::command ? line.prompt()
                                                               : "";
    entry.typed = kind == Kind::secret ? mask : std::string(typed);
    if (kind == Kind::key && typed == "\r") entry.typed.clear();
    if (kind == Kind::direction) entry.command = entry.exact = masked_direction(typed);
    entries_.push_back(std::move(entry));
    const auto at = entries_.size() - 1;
    open_[session] = at;
    if (kind == Kind::command) asked_[session] = at;
    return at;
}

// Somebody's password behind his name; tokens go later, when those it makes are known.
std::string Journal::masked_direction(std::string_view direction) {
    std::string text(direction);
    const auto words = words_of(direction);
    for (std::size_t at = 0; at + 2 < words.size(); ++at) {
        if (words[at] == "as") mask_word(text, words[at + 2]);
    }
    return text;
}

Journal::Typing::Typing(World& world, Line& line, Kind kind, std::string_view typed)
    : journal_(world.journal()) {
    if (!journal_) return;
    before_ = journal_->look();
    entry_ = journal_->begin(line, kind, typed);
}

Journal::Typing::~Typing() {
    if (!journal_) return;
    auto& entry = journal_->entries_[entry_];
    if (entry.kind == Kind::direction) {
        entry.typed = entry.command = journal_->masked(entry.command);
    } else if (entry.kind == Kind::command && entry.command.empty()) {
        entry.typed = without_guessed_secrets(entry.typed);
    }
    entry.typed = journal_->masked(entry.typed);
    if (!lets_time_pass(entry.typed)) journal_->compare(before_, entry_);
    journal_->tell_grading(entry_);
    journal_->forget_questions();
}

Journal::Working::Working(World& world, const Line& line) : journal_(world.journal()) {
    if (!journal_) return;
    entry_ = journal_->entry_at(line);
    if (entry_ == none) journal_ = nullptr;
    if (journal_) before_ = journal_->look();
}

Journal::Working::~Working() {
    if (!journal_) return;
    journal_->compare(before_, entry_);
    journal_->tell_grading(entry_);
    journal_->forget_questions();
}

// What time brings, nobody did; that it came to it may be a mishap all the same.
void Journal::tell_grading(std::size_t entry) {
    auto* grading = world_.grading();
    const auto& deed = entries_[entry];
    if (grading && (!deed.changed.empty() || lets_time_pass(deed.typed))) grading->changed(entry);
}

// Whoever comes next may have the same address.
void Journal::left(const Session& session) {
    open_.erase(&session);
    asked_.erase(&session);
}

// A refusal that comes later is no longer that command's.
void Journal::forget_questions() {
    std::erase_if(asked_, [](const auto& asked) {
        return !asked.first || asked.first->wants().kind == Wants::Kind::command;
    });
}

// -- what comes of it -----------------------------------------------------------------------------

// Of who is at the line; else the last thing that was typed there.
std::size_t Journal::entry_at(const Line& line) const {
    const auto* session = world_.session_at(line);
    if (const auto found = open_.find(session); found != open_.end()) return found->second;
    for (auto at = entries_.size(); at > 0; --at) {
        const auto& entry = entries_[at - 1];
        if (entry.device == line.device().name() && entry.line == line.name()) return at - 1;
    }
    return none;
}

void Journal::understood(const Line& line, const grammar::Matched& matched, std::string_view text,
                         bool behind_do, const std::string& filters) {
    const auto at = entry_at(line);
    if (at == none || entries_[at].kind != Kind::command) return;
    auto& entry = entries_[at];
    std::string exact = behind_do ? "do" : "";
    if (matched.negated) exact += exact.empty() ? "no" : " no";
    auto command = exact;
    const auto steps = matched.path.steps();
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        if (!secret(*step->branch)) continue;
        if (step->branch->argument->kind == grammar::ArgKind::token) {
            tokens_.insert(std::string(step->word));
        }
        const auto column = static_cast<std::size_t>(step->word.data() - text.data());
        if (column <= entry.typed.size()) entry.typed.replace(column, step->word.size(), mask);
    }
    for (const auto& step : steps) {
        const std::string word(step.branch->argument ? step.word : step.branch->keyword);
        const bool token =
            step.branch->argument && step.branch->argument->kind == grammar::ArgKind::token;
        const std::string blank = exact.empty() ? "" : " ";
        exact += blank + (secret(*step.branch) && !token ? mask : word);
        command += blank + (secret(*step.branch) ? mask : word);
    }
    entry.command = command + filters;
    entry.exact = exact + filters;
}

void Journal::refused(const Line& line) {
    const auto at = entry_at(line);
    if (at == none) return;
    entries_[at].refused = true;
    const auto asked = asked_.find(world_.session_at(line));
    if (asked != asked_.end()) entries_[asked->second].refused = true;
}

void Journal::shown(const Line& line, const Piece& piece) {
    const auto* session = world_.session_at(line);
    if (!session) return;
    if (piece.kind == Piece::Kind::prompt) {
        prompts_[name_of(line)] = piece.text;
        return;
    }
    const auto open = open_.find(session);
    if (open == open_.end()) return;
    auto& entry = entries_[open->second];
    if (entry.screen.size() > most_shown) return;
    const auto text = masked(piece.text);
    entry.screen += text;
    if (piece.kind == Piece::Kind::notice) entry.notices += text;
}

void Journal::went_down(const lab::Device& device) {
    if (entries_.empty()) return;
    note(entries_.back().rebooted, device.name());
    asked_.clear();
}

void Journal::answered(const Line& line, const std::vector<std::string>& lines) {
    const auto at = entry_at(line);
    if (at == none) return;
    auto& entry = entries_[at];
    std::string text;
    for (const auto& said : lines) text += said + "\n";
    entry.screen = masked(text) + entry.screen;
    entry.refused = !lines.empty() && is_refusal(lines.front());
}

void keep_world(World& world, lab::StateFolder& folder) {
    const auto lines = line_states(world);
    if (const auto* journal = world.journal()) {
        folder.save(world.lab(), lines, journal->entries(), journal->closed());
    } else {
        folder.save(world.lab(), lines);
    }
}

}  // namespace modes
