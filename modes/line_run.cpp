// How a line carries out what was typed: match, action, reply, and what comes next.
#include <algorithm>

#include <fmt/format.h>

#include "labs/reading.hpp"
#include "modes/actions.hpp"
#include "modes/filter.hpp"
#include "modes/journal.hpp"
#include "modes/line.hpp"
#include "modes/objects.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

std::vector<grammar::FilterKind> filters_of(const profiles::Profile& profile) {
    std::vector<grammar::FilterKind> kinds;
    if (!profile.has_list("filters")) return kinds;
    for (const auto& name : profile.list("filters")) {
        if (auto kind = grammar::filter_kind(name)) kinds.push_back(*kind);
    }
    return kinds;
}

// Blanks up to the column, as the person sees it: behind the prompt.
std::string caret_at(const std::string& prompt, int column) {
    return std::string(prompt.size() + static_cast<std::size_t>(column), ' ') + "^";
}

Expression expression_of(const profiles::Profile& profile) {
    return profile.has("posix-filters") ? Expression::posix : Expression::perl;
}

bool goes_to_file(grammar::FilterKind kind) {
    return kind == grammar::FilterKind::redirect || kind == grammar::FilterKind::append ||
           kind == grammar::FilterKind::tee;
}

bool one_word(std::string_view text) {
    const auto start = text.find_first_not_of(' ');
    const auto end = text.find(' ', start);
    return end == std::string_view::npos || text.find_first_not_of(' ', end) == text.npos;
}

}  // namespace

void Line::run(std::string_view whole) {
    if (is_remark(whole[whole.find_first_not_of(' ')])) {
        finish();
        return;
    }
    const auto typed = read(whole);
    const std::string_view text = typed.text;
    const auto start = std::min(text.find_first_not_of(' '), text.size());
    const auto kinds = filters_of(device_.profile());
    const auto read =
        device_.profile().has("pipelines") ? take_pipeline(text) : grammar::read_line(text, kinds);
    const auto* input = std::get_if<grammar::Input>(&read);
    auto outcome = grammar::match(typed.layers, input ? input->command : text);
    auto* matched = std::get_if<grammar::Matched>(&outcome);
    // A denied line that stops before its values has no act: it can only be an edit.
    const bool edits =
        matched && (!matched->end().act || !world_.actions().find(matched->end().act->name));
    if (edits && input && (input->filter || pipeline_)) {
        drop_filter();
        outcome = grammar::match(typed.layers, text);  // in a configuration line a bar is a bar
        matched = std::get_if<grammar::Matched>(&outcome);
    } else if (!input) {
        const auto& bad = std::get<grammar::BadFilter>(read);
        const int at = device_.profile().has("caret-in-filter") ? bad.reached : bad.column;
        if (bad.why == grammar::BadFilter::Why::incomplete) {
            complain(grammar::Incomplete{}, whole);
        } else {
            complain(grammar::Unknown{at, at}, whole);
        }
        finish();
        return;
    } else if (input->filter && !take_filter(*input->filter)) {
        return;
    }
    if (const auto at = matched ? lacks(*matched) : std::nullopt) {
        outcome = grammar::Unknown{*at, *at};
        matched = nullptr;
    }
    if (!matched) {
        drop_filter();
        if (call_lone_word(typed, outcome)) return;
        // Columns count from the command's first character; the person's from the line's.
        const auto lead = static_cast<int>(start);
        if (auto* unknown = std::get_if<grammar::Unknown>(&outcome)) {
            unknown->column += lead;
            unknown->word_column += lead;
        }
        if (auto* several = std::get_if<grammar::Ambiguous>(&outcome)) several->column += lead;
        if (std::holds_alternative<grammar::Empty>(outcome)) outcome = grammar::Incomplete{};
        complain(outcome, whole);
        finish();
        return;
    }
    tell_journal(*matched, typed, input ? *input : grammar::Input{});
    run_matched(*matched, typed.layers[matched->layer].tag);
}

// What was typed, in full words, for who keeps a journal of it.
void Line::tell_journal(const grammar::Matched& matched, const Typed& typed,
                        const grammar::Input& input) const {
    auto* journal = world_.journal();
    if (!journal) return;
    std::string filters;
    if (filter_ && input.filter) {
        filters = fmt::format(" | {} {}{}", grammar::keyword(input.filter->kind),
                              input.filter->invert ? "-v " : "", input.filter->pattern);
    }
    if (pipeline_) {
        for (const auto& stage : pipeline_->stages) {
            filters += " | " + stage.name;
            for (const auto& word : stage.words) {
                const bool plain = !word.empty() && word.find_first_of(" |") == std::string::npos;
                filters += plain ? " " + word : fmt::format(" \"{}\"", word);
            }
        }
    }
    journal->understood(*this, matched, typed.text, typed.mode != &mode(), filters);
}

void Line::tell_refused() const {
    if (auto* journal = world_.journal()) journal->refused(*this);
}

// Where the command is one that begins as those do that other models of the platform have, or
// other places of this device: behind which blank, as far as the person is concerned.
std::optional<int> Line::lacks(const grammar::Matched& matched) const {
    const auto& steps = matched.path.steps();
    for (const auto& absent : absent_here(device_)) {
        std::string command;
        for (std::size_t at = 0; at < steps.size(); ++at) {
            if (steps[at].branch->argument) break;
            command += (at == 0 ? "" : " ") + steps[at].branch->keyword;
            if (command == absent) return at == 0 ? 0 : steps[at].column;
        }
    }
    return std::nullopt;
}

// Filters in a chain; what is wrong with one is said as of any other filter.
grammar::ReadLine Line::take_pipeline(std::string_view text) {
    auto read = read_pipeline(text, device_.profile().list("filters"));
    if (const auto* bad = std::get_if<BadPipe>(&read)) {
        const auto why = bad->why == BadPipe::Why::unknown ? grammar::BadFilter::Why::unknown
                         : bad->why == BadPipe::Why::ambiguous
                             ? grammar::BadFilter::Why::ambiguous
                             : grammar::BadFilter::Why::incomplete;
        return grammar::BadFilter{why, bad->column, bad->column};
    }
    auto& piped = std::get<Piped>(read);
    if (!piped.pipeline.stages.empty()) pipeline_ = std::move(piped.pipeline);
    unpaged_ = pipeline_ && pipeline_->unpaged();
    return grammar::Input{piped.command, std::nullopt};
}

bool Line::take_filter(const grammar::Filter& filter) {
    const auto& profile = device_.profile();
    const bool verbatim = profile.has("filter-verbatim");
    const std::string pattern(verbatim ? filter.raw : filter.pattern);
    if (!goes_to_file(filter.kind) && !Sieve::reads(pattern, expression_of(profile))) {
        show({"error.expression", profiles::Facts{}.set("pattern", pattern)});
        tell_refused();
        finish();
        return false;
    }
    filter_ = filter.kind;
    filter_inverted_ = filter.invert;
    filter_pattern_ = goes_to_file(filter.kind) ? std::string(filter.pattern) : pattern;
    return true;
}

// One word that no command begins with: the mode may say what else it could be.
bool Line::call_lone_word(const Typed& typed, const grammar::Outcome& outcome) {
    const auto& name = typed.mode->outline.lone_word;
    const auto* action = name.empty() ? nullptr : world_.actions().find(name);
    if (!action || !std::holds_alternative<grammar::Unknown>(outcome) || !one_word(typed.text)) {
        return false;
    }
    tell_refused();
    if (world_.on_unknown) world_.on_unknown(typed.text);
    auto told = context();
    const auto start = typed.text.find_first_not_of(' ');
    told.constant = typed.text.substr(start, typed.text.find(' ', start) - start);
    proceed(action->run(told));
    return true;
}

std::string Line::user() const {
    if (!state_.user.empty()) return state_.user;
    const auto& profile = device_.profile();
    const bool first = state_.frames.front().mode == profile.text("mode.first");
    const auto* who = first ? "user.console" : "user.enabled";
    return profile.has_text(who) ? profile.text(who) : std::string();
}

// Who did what goes to the log, but not what they are not to tell.
void Line::note_operator(const grammar::Matched& matched, bool edits) {
    std::string command = matched.negated ? "no" : "";
    for (const auto& step : matched.path.steps()) {
        const auto& argument = step.branch->argument;
        const bool secret =
            argument && (argument->kind == grammar::ArgKind::token || argument->name == "password");
        command += command.empty() ? "" : " ";
        command += secret ? "*****" : !argument ? step.branch->keyword : std::string(step.word);
    }
    profiles::Facts facts;
    facts.set("user", user()).set("command", command);
    facts.set("from", visitor_ && !visitor_->address.empty() ? visitor_->address : "0.0.0.0");
    device_.notify("user.executed", facts);
    if (edits) device_.notify("user.configured", facts);
}

void Line::run_matched(const grammar::Matched& matched, int leaves) {
    leave(leaves);
    const auto& act = matched.end().act;
    const auto* known = act ? world_.actions().find(act->name) : nullptr;
    const bool looks = (known && known->name.find("show") != std::string_view::npos) ||
                       matched.path.steps().front().branch->keyword == "show";
    const bool edits = in_configuration() && (!known || act->name == "mode.enter");
    if (!looks) note_operator(matched, edits);
    matched_ = &matched;
    Reply reply;
    if (known) {
        auto told = context();
        told.constant = act->constant;
        reply = known->run(told);
    } else {
        reply = edit(matched);
    }
    proceed(std::move(reply));
    matched_ = nullptr;
}

// In a configuration mode a matched line is an edit: the device takes it or says why not.
Reply Line::edit(const grammar::Matched& matched) {
    lab::Edit edit{statements_above(*this), lab::statement_of(matched)};
    if (const auto no = objection_to(grammar::verb(matched), edit, *this)) return refuse(*no);
    const auto commit = mode().outline.commit;
    if (commit == grammar::Commit::explicitly) {
        if (stands_nowhere(*this)) return refuse("error.no-object");
        if (changes_nothing(grammar::verb(matched), edit, *this)) return {};
        pending_.push_back(std::move(edit));
        return {};
    }
    const auto applied = device_.apply(edit, commit == grammar::Commit::leave);
    device_.note_author(state_.user);
    const auto& no = applied.refusal;
    Reply reply;
    for (const auto& remark : applied.remarks) reply.say.push_back({remark.message, remark.facts});
    if (!no) return reply;
    return refuse(no->message, no->facts,
                  no->argument.empty() ? std::nullopt : std::optional(no->argument));
}

void Line::complain(const grammar::Outcome& outcome, std::string_view text) {
    tell_refused();
    // A shell that is another program complains in its own manner.
    const auto worded = [&](const std::string& name) {
        const auto own = name + "." + mode().outline.mode;
        return device_.profile().find_template(own) ? own : name;
    };
    profiles::Facts facts;
    facts.set("line", std::string(text));
    if (std::holds_alternative<grammar::Incomplete>(outcome)) {
        facts.set("caret", caret_at(prompt(), static_cast<int>(text.size())));
        show({worded("error.incomplete"), facts});
    } else if (const auto* ambiguous = std::get_if<grammar::Ambiguous>(&outcome)) {
        facts.set("word", std::string(ambiguous->word));
        facts.set("caret", caret_at(prompt(), ambiguous->column));
        show({worded("error.ambiguous"), facts});
    } else if (const auto* unknown = std::get_if<grammar::Unknown>(&outcome)) {
        const bool word = device_.profile().has("caret-at-word");
        facts.set("caret", caret_at(prompt(), word ? unknown->word_column : unknown->column));
        if (world_.on_unknown) world_.on_unknown(text);
        show({worded("error.unknown"), facts});
    }
}

profiles::Facts Context::caret_under(std::string_view name) const {
    const auto* step = matched ? matched->path.step(name) : nullptr;
    return profiles::Facts{}.set("caret", caret_at(line.prompt(), step ? step->column : 0));
}

void Line::refused(const Refused& refused) {
    auto facts = refused.why.facts;
    if (refused.at && matched_) {
        if (const auto* step = matched_->path.step(*refused.at)) {
            facts.set("caret", caret_at(prompt(), step->column));
        }
    }
    tell_refused();
    show({refused.why.text, facts});
    finish();
}

void Line::proceed(Reply reply) {
    const auto here = stay();
    for (const auto& line : reply.say) show(line);
    if (auto* question = std::get_if<Ask>(&reply.next)) {
        ask(std::move(*question));
    } else if (auto* wait = std::get_if<Wait>(&reply.next)) {
        keeps_missed_ = wait->due != nullptr;
        waiting_ = Waiting{device_.lab_now() + wait->length, std::move(*wait)};
    } else if (auto* move_to = std::get_if<Go>(&reply.next)) {
        move(move_to->move);
    } else if (auto* no = std::get_if<Refused>(&reply.next)) {
        refused(*no);
    } else {
        finish();
    }
}

void Line::drop_filter() {
    filter_.reset();
    pipeline_.reset();
    filtered_.clear();
}

void Line::finish() {
    keeps_missed_ = false;
    if (pipeline_) {
        const auto through = *std::exchange(pipeline_, std::nullopt);
        print(through.run(std::exchange(filtered_, {})));
    }
    if (filter_) {
        const auto kind = *filter_;
        Sieve sieve(kind, filter_inverted_, filter_pattern_, expression_of(device_.profile()));
        auto text = std::exchange(filtered_, {});
        filter_.reset();
        if (goes_to_file(kind)) {
            keep_output(kind, text);
            if (kind == grammar::FilterKind::tee) print(text);
            filter_pattern_.clear();
        } else {
            text = sieve.pass(text);
            if (kind == grammar::FilterKind::count)
                show({"filter.count", profiles::Facts{}.set("count", sieve.count())});
            else
                print(text);
        }
    }
    if (std::exchange(ends_after_, false)) leave(configuration_depth());
    show_prompt();
}

// Output that goes to a file on flash, in place of what the file held or behind it.
void Line::keep_output(grammar::FilterKind kind, const std::string& text) {
    const auto path = device_.file_path(filter_pattern_);
    const auto* file = device_.file(path);
    const bool adds = file && kind == grammar::FilterKind::append;
    if (device_.put_file(path, adds ? file->text + text : text).empty()) {
        show({"error.file", profiles::Facts{}.set("file", filter_pattern_)});
    }
}

void Line::move(const Move& move) {
    if (const auto* push = std::get_if<Push>(&move)) {
        state_.frames.push_back({push->mode, push->statement});
    } else if (const auto* pop = std::get_if<Pop>(&move)) {
        leave(pop->levels);
    } else if (const auto* become = std::get_if<Become>(&move)) {
        leave(static_cast<int>(state_.frames.size()));
        state_.frames = {{become->mode, {}}};
    } else if (const auto* attach = std::get_if<Attach>(&move)) {
        world_.attach(*this, *attach);
        return;
    } else if (std::holds_alternative<Detach>(move)) {
        world_.detach(*this);
        return;
    } else if (const auto* reload = std::get_if<Reload>(&move)) {
        drop_filter();
        ends_after_ = false;
        device_.reload(reload->quick);
        return;
    } else {
        drop_filter();
        world_.log_out(*this);
        return;
    }
    finish();
}

// -- questions ------------------------------------------------------------------------------------

void Line::ask(Ask question) {
    question_ = std::move(question);
    block_.clear();
    pose();
}

void Line::pose() const {
    auto text = device_.profile().render(question_->prompt.text, question_->prompt.facts);
    if (text.ends_with('\n')) text.pop_back();  // the cursor stays behind the question
    const auto last = text.rfind('\n');
    if (last != std::string::npos) {
        world_.emit(*this, {Piece::Kind::text, text.substr(0, last + 1)});
        text = text.substr(last + 1);
    }
    world_.emit(*this, {Piece::Kind::prompt, text});
}

void Line::answer(const std::string& text) {
    const bool within = question_->end_within && text.find(question_->end) != std::string::npos;
    if (within) block_ += text + "\n";
    if (question_->kind == Input::block && text != question_->end && !within &&
        !(question_->blank_ends && text.empty())) {
        block_ += text + "\n";
        world_.emit(*this, {Piece::Kind::prompt, question_->again});
        return;
    }
    // Where an empty line ends a block, one stands behind the word that ends it, too.
    if (question_->blank_ends && !text.empty()) print("\n");
    auto question = std::move(*question_);
    question_.reset();
    auto told = context();
    proceed(question.then(told, question.kind == Input::block ? std::exchange(block_, {}) : text));
}

void Line::key(char typed) {
    const auto here = stay();
    if (!question_ || question_->kind != Input::key) return;
    answer(std::string(1, typed));
}

void Line::interrupt() {
    const auto here = stay();
    queued_.clear();
    if (waiting_) {
        if (!waiting_->wait.on_break) return;  // this one is seen through
        auto on_break = waiting_->wait.on_break;
        waiting_.reset();
        auto told = context();
        proceed(on_break(told, ""));
        return;
    }
    if (!device_.up()) return;
    const bool asked = question_.has_value();
    const auto on_break = asked ? question_->on_break : Then{};
    question_.reset();
    block_.clear();
    if (on_break) {
        auto told = context();
        proceed(on_break(told, ""));
        return;
    }
    // On some devices Ctrl-C leaves configuration as Ctrl-Z does, without the typed line.
    if (!asked && device_.profile().has("interrupt-ends-configuration")) {
        leave(configuration_depth());
    }
    finish();
}

}  // namespace modes
