#include "transcripts/runner.hpp"

#include <algorithm>
#include <deque>
#include <exception>
#include <optional>
#include <set>
#include <sstream>
#include <utility>

#include "grammar/fault.hpp"
#include "shell/pipe.hpp"
#include "transcripts/align.hpp"
#include "transcripts/typing.hpp"

namespace transcripts {
namespace {

using Kind = Step::Kind;
using Mark = Entry::Mark;
using Wanted = modes::Wants::Kind;

// Shown between two typed lines; more is a device out of hand.
constexpr std::size_t most_lines = 20'000;

// The director understood nothing: the answers of modes/directions.cpp to what it cannot obey.
bool refused(const std::vector<std::string>& answers) {
    return std::any_of(answers.begin(), answers.end(), [](const std::string& answer) {
        return answer.starts_with("@# not obeyed: ");
    });
}

class Run {
public:
    Run(const Transcript& transcript, shell::Console& console)
        : transcript_(transcript), console_(console), pipe_(console) {}

    Outcome live();

private:
    const std::vector<Step>& steps() const { return transcript_.steps; }
    const std::string& partial() const { return pipe_.partial_line(); }
    Wanted wanted() const { return pipe_.wants().kind; }

    bool round();
    void look();
    void compare_typed();
    std::size_t slice_end() const;
    Alignment align_up_to(std::size_t end);
    Alignment align_with(std::size_t end, const std::vector<bool>& may);
    void note(const Alignment& alignment);
    void pass(std::size_t index, bool as_expected);
    // As the file would have it, for the next learner's values too.
    std::string noted(const std::string& line) const {
        return written(lab::with_names(line, transcript_.variables));
    }

    std::string base() const;
    bool typable(std::size_t index, bool secret_ahead) const;
    bool looks_typed(const Step& step) const;
    bool is_last(std::size_t index) const;
    bool lacks_prompt(const Step& step) const;
    void type(std::size_t index);
    void direct(std::size_t index);
    void compare_answer(const Step& step);
    void leave(Alignment alignment);
    void abandon(const std::string& why);

    const Transcript& transcript_;
    shell::Console& console_;
    shell::Pipe pipe_;
    Outcome outcome_;
    std::size_t at_ = 0;                // the step that is expected next
    std::vector<std::string> shown_;    // and not yet compared
    std::optional<std::size_t> typed_;  // the step whose line was typed and not yet shown
    std::optional<Pattern> echo_;       // how it must look where its text does not say
    std::deque<Step> secrets_;
    std::set<std::string> prompts_;     // behind which something was typed
    std::vector<std::string> answers_;  // to the last direction
    bool helped_ = false;               // the device has printed the typed text again
    bool returned_ = false;  // Enter was pressed for a prompt; its empty lines are nobody's
    bool left_ = false;      // at the unfinished line that ends the file
};

Outcome Run::live() {
    try {
        while (round()) {}
    } catch (const grammar::Faults&) {
        throw;
    } catch (const std::exception& error) {
        abandon(error.what());
    }
    for (const auto& secret : secrets_) {
        outcome_.complaints.push_back({secret.line, "no secret was asked for"});
    }
    return std::move(outcome_);
}

// Compares what was shown, then types or directs once; false at the end.
bool Run::round() {
    look();
    if (shown_.size() > most_lines) {
        abandon("more than " + std::to_string(most_lines) + " lines were shown at once");
        return false;
    }
    compare_typed();
    const auto end = slice_end();
    auto alignment = align_up_to(end);
    const auto next = at_ + alignment.next;
    if (next == steps().size()) {
        leave(std::move(alignment));
        return false;
    }
    note(alignment);
    if (next == end)
        direct(next);
    else if (typable(next, true))
        type(next);
    return true;
}

void Run::look() {
    std::istringstream lines(pipe_.take_complete_lines());
    for (std::string line; std::getline(lines, line);) {
        if (!line.empty() || !returned_) shown_.push_back(line);
    }
}

// The line that was typed comes before anything it brought about.
void Run::compare_typed() {
    if (!typed_ || shown_.empty()) return;
    const auto index = *std::exchange(typed_, {});
    const auto line = shown_.front();
    shown_.erase(shown_.begin());
    const auto pattern = std::exchange(echo_, {});
    const bool same = pattern ? pattern->matches(line) : holds(steps()[index], line);
    pass(index, same);
    if (same) return;
    outcome_.entries.push_back({Mark::extra, 0, noted(line)});
    // The keys in the expected line cannot be read back from the screen.
    if (pattern) outcome_.lost.push_back(steps()[index].line);
}

// A direction is never passed over.
std::size_t Run::slice_end() const {
    auto end = at_;
    while (end < steps().size() && steps()[end].kind != Kind::direction) ++end;
    return end;
}

Alignment Run::align_up_to(std::size_t end) {
    bool secret_ahead = !secrets_.empty();
    std::vector<bool> may(end - at_);
    for (auto index = at_; index < end; ++index) {
        secret_ahead = secret_ahead || steps()[index].kind == Kind::secret;
        may[index - at_] = typable(index, secret_ahead);
    }
    return align_with(end, may);
}

// `may` says of each step whether it may be typed now.
Alignment Run::align_with(std::size_t end, const std::vector<bool>& may) {
    return align(std::span(steps()).subspan(at_, end - at_), shown_,
                 {[&](std::size_t index) { return index < may.size() && may[index]; },
                  [&](const Step& step) { return looks_typed(step); }, partial().empty()});
}

void Run::note(const Alignment& alignment) {
    const auto first = at_;
    const bool asked = wanted() != Wanted::command && wanted() != Wanted::gone;
    for (const auto& pairing : alignment.pairings) {
        if (pairing.mark == Pairing::Mark::extra) {
            outcome_.entries.push_back({Mark::extra, 0, noted(shown_[pairing.index])});
        } else {
            const auto& step = steps()[first + pairing.index];
            const bool same = pairing.mark == Pairing::Mark::held;
            if (step.kind == Kind::secret) secrets_.push_back(step);
            // Where another question stands than was expected, it was the answer to that one.
            const bool typed = looks_typed(step) || (asked && step.kind == Kind::screen);
            if (!same && typed) outcome_.lost.push_back(step.line);
            pass(first + pairing.index, same);
        }
    }
    shown_.clear();
}

void Run::pass(std::size_t index, bool as_expected) {
    const auto line = steps()[index].line;
    outcome_.entries.push_back({as_expected ? Mark::held : Mark::missing, line,
                                transcript_.lines[static_cast<std::size_t>(line) - 1]});
    at_ = std::max(at_, index + 1);
}

// -- typing -------------------------------------------------------------------------------------

// What an expected line must begin with to be typed.
std::string Run::base() const {
    if (helped_ && partial().starts_with(console_.prompt())) return console_.prompt();
    return partial();
}

bool Run::typable(std::size_t index, bool secret_ahead) const {
    const auto& step = steps()[index];
    if (wanted() == Wanted::gone) return false;
    if (step.kind == Kind::pattern) return wanted() == Wanted::secret && secret_ahead;
    if (step.kind != Kind::screen || !step.text.starts_with(base())) return false;
    return wanted() != Wanted::nothing ||
           breaks(std::string_view(step.text).substr(base().size()), console_.screen());
}

bool Run::looks_typed(const Step& step) const {
    if (step.kind != Kind::screen) return false;
    const auto goes_on_from = [&](const std::string& prompt) {
        return step.text.size() > prompt.size() && step.text.starts_with(prompt);
    };
    return prompt_shaped(step.text) ||
           std::any_of(prompts_.begin(), prompts_.end(), goes_on_from) ||
           (!partial().empty() && goes_on_from(partial()));
}

bool Run::is_last(std::size_t index) const {
    return std::all_of(
        steps().begin() + static_cast<std::ptrdiff_t>(index) + 1, steps().end(),
        [](const Step& step) { return step.kind == Kind::remark || step.kind == Kind::secret; });
}

// A notice has taken the prompt off the line, or a console waits for RETURN, and the person whose
// screen this was had the prompt: they pressed Enter for it.
bool Run::lacks_prompt(const Step& step) const {
    const bool asked = wanted() == Wanted::command || wanted() == Wanted::line;
    const auto prompt = console_.prompt();
    return asked && !returned_ && partial().empty() && !prompt.empty() &&
           step.text.starts_with(prompt);
}

void Run::type(std::size_t index) {
    const auto& step = steps()[index];
    const auto wants = wanted();
    if (lacks_prompt(step)) {
        returned_ = true;
        pipe_.type_line("");
        return;
    }
    returned_ = false;
    const bool secret = wants == Wanted::secret && !secrets_.empty();
    if (!secret && step.text == partial() && is_last(index)) {
        left_ = true;
        return pass(index, true);
    }
    if (!secret && !step.text.starts_with(partial())) pipe_.erase_typed();
    if (wants == Wanted::command && !base().empty()) prompts_.insert(base());
    std::string keys;
    if (secret) {
        keys = secrets_.front().text;
        secrets_.pop_front();
    } else {
        const auto screen = console_.screen();
        const auto shown = std::min(partial().size(), step.text.size());
        keys = keys_for(step.text.substr(shown), wants, screen);
        echo_ = echo_of(step.text, keys, screen);
    }
    typed_ = index;
    at_ = index + 1;
    helped_ = wants == Wanted::command && ask_help(keys);
    pipe_.type_line(keys);
}

// -- directions, and the end ----------------------------------------------------------------------

// `@said TEXT` holds a line of what the direction before it was answered.
void Run::compare_answer(const Step& step) {
    const auto wanted = "@# " + step.text.substr(std::string_view("@said ").size());
    if (std::find(answers_.begin(), answers_.end(), wanted) != answers_.end()) return;
    std::string instead;
    for (const auto& answer : answers_) instead += "\n    " + answer;
    outcome_.complaints.push_back({step.line, "what was said:" + instead});
}

void Run::direct(std::size_t index) {
    const auto& step = steps()[index];
    pass(index, true);
    helped_ = false;
    pipe_.direct(step.text);
    look();
    // The direction itself, then its answers.
    auto end = shown_.begin();
    if (end != shown_.end()) ++end;
    while (end != shown_.end() && end->starts_with("@#")) ++end;
    answers_.assign(shown_.begin(), end);
    shown_.erase(shown_.begin(), end);
    if (refused(answers_)) {
        outcome_.complaints.push_back({step.line, answers_.back().substr(3)});
    }
    while (at_ < steps().size() && steps()[at_].text.starts_with("@said ") &&
           steps()[at_].kind == Kind::direction) {
        compare_answer(steps()[at_]);
        pass(at_, true);
    }
}

// The unfinished line belongs to the screen unless it is a prompt, and nobody waits for another.
void Run::leave(Alignment alignment) {
    const auto& pairings = alignment.pairings;
    const bool prompted = wanted() == Wanted::command && !typed_ &&
                          (pairings.empty() || pairings.back().mark != Pairing::Mark::missing);
    if (!partial().empty() && !prompted && !left_) {
        shown_.push_back(partial());
        compare_typed();
        alignment = align_with(steps().size(), {});
    }
    if (typed_) pass(*std::exchange(typed_, {}), false);
    note(alignment);
}

void Run::abandon(const std::string& why) {
    const auto index = std::min(at_, steps().size() - 1);
    outcome_.complaints.push_back({steps()[index].line, why});
    if (typed_) pass(*std::exchange(typed_, {}), false);
    for (const auto& line : shown_) outcome_.entries.push_back({Mark::extra, 0, noted(line)});
    while (at_ < steps().size()) {
        if (steps()[at_].kind == Kind::screen) outcome_.lost.push_back(steps()[at_].line);
        pass(at_, steps()[at_].kind != Kind::screen && steps()[at_].kind != Kind::pattern);
    }
}

}  // namespace

bool Outcome::held() const {
    return complaints.empty() &&
           std::all_of(entries.begin(), entries.end(),
                       [](const Entry& entry) { return entry.mark == Mark::held; });
}

Outcome run(const Transcript& transcript, shell::Console& console) {
    return Run(transcript, console).live();
}

}  // namespace transcripts
