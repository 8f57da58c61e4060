// How a line carries out what was typed: match, action, reply, and what comes next.
#include <boost/regex.hpp>

#include "labs/reading.hpp"
#include "modes/actions.hpp"
#include "modes/line.hpp"
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

// Does each line of `text` pass?
class Sieve {
public:
    Sieve(grammar::FilterKind kind, bool invert, const std::string& pattern)
        : kind_(kind), invert_(invert) {
        try {
            regex_.assign(pattern);
        } catch (const boost::regex_error&) {
            plain_ = pattern;  // what is no expression is looked for as it stands
        }
    }

    std::string pass(const std::string& text) {
        std::string out;
        for (std::size_t at = 0; at < text.size();) {
            auto end = text.find('\n', at);
            if (end == std::string::npos) end = text.size();
            const auto line = text.substr(at, end - at);
            if (wanted(line)) out += line + "\n";
            at = end + 1;
        }
        return out;
    }

private:
    bool found(const std::string& line) const {
        if (plain_) return line.find(*plain_) != std::string::npos;
        try {
            return boost::regex_search(line, regex_);
        } catch (const std::runtime_error&) {
            return false;  // an expression too costly to decide finds nothing
        }
    }
    bool wanted(const std::string& line) {
        switch (kind_) {
            case grammar::FilterKind::exclude: return !found(line);
            case grammar::FilterKind::begin: return begun_ = begun_ || found(line);
            case grammar::FilterKind::grep: return found(line) != invert_;
            default: return found(line);
        }
    }

    grammar::FilterKind kind_;
    bool invert_;
    boost::regex regex_;
    std::optional<std::string> plain_;
    bool begun_ = false;
};

}  // namespace

void Line::run(std::string_view text) {
    auto start = text.find_first_not_of(' ');
    // A remark, as in a pasted configuration.
    if (in_configuration() && (text[start] == '!' || text[start] == ':')) {
        finish();
        return;
    }
    const auto have = layers();
    const auto kinds = filters_of(device_.profile());
    const auto read = grammar::read_line(text, kinds);
    const auto* input = std::get_if<grammar::Input>(&read);
    auto outcome = grammar::match(have, input ? input->command : text);
    auto* matched = std::get_if<grammar::Matched>(&outcome);
    // A denied line that stops before its values has no act: it can only be an edit.
    const bool edits =
        matched && (!matched->end().act || !world_.actions().find(matched->end().act->name));
    if (edits && input && input->filter) {
        outcome = grammar::match(have, text);  // in a configuration line a bar is a bar
        matched = std::get_if<grammar::Matched>(&outcome);
    } else if (!input) {
        const auto& bad = std::get<grammar::BadFilter>(read);
        if (bad.why == grammar::BadFilter::Why::incomplete) {
            complain(grammar::Incomplete{}, text);
        } else {
            complain(grammar::Unknown{bad.column, bad.column}, text);
        }
        finish();
        return;
    } else if (input->filter) {
        filter_ = input->filter->kind;
        filter_inverted_ = input->filter->invert;
        filter_pattern_ = std::string(input->filter->pattern);
    }
    if (!matched) {
        filter_.reset();
        // Columns count from the command's first character; the person's from the line's.
        const auto lead = static_cast<int>(start);
        if (auto* unknown = std::get_if<grammar::Unknown>(&outcome)) unknown->column += lead;
        if (auto* several = std::get_if<grammar::Ambiguous>(&outcome)) several->column += lead;
        complain(outcome, text);
        finish();
        return;
    }
    run_matched(*matched, have[matched->layer].tag);
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
    device_.notify("user.executed", facts);
    if (edits) device_.notify("user.configured", facts);
}

void Line::run_matched(const grammar::Matched& matched, int leaves) {
    leave(leaves);
    const auto& act = matched.end().act;
    const auto* known = act ? world_.actions().find(act->name) : nullptr;
    const bool looks = known && known->name.find("show") != std::string_view::npos;
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
    lab::Edit edit;
    for (const auto& frame : state_.frames) {
        if (!frame.statement.empty()) edit.path.push_back(frame.statement);
    }
    edit.statement = lab::statement_of(matched);
    const auto commit = mode().outline.commit;
    if (commit == grammar::Commit::explicitly) {
        pending_.push_back(std::move(edit));
        return {};
    }
    const auto applied = device_.apply(edit, commit == grammar::Commit::leave);
    const auto& no = applied.refusal;
    Reply reply;
    for (const auto& remark : applied.remarks) reply.say.push_back({remark.message, remark.facts});
    if (!no) return reply;
    return refuse(no->message, no->facts,
                  no->argument.empty() ? std::nullopt : std::optional(no->argument));
}

void Line::complain(const grammar::Outcome& outcome, std::string_view text) {
    profiles::Facts facts;
    facts.set("line", std::string(text));
    if (std::holds_alternative<grammar::Incomplete>(outcome)) {
        show({"error.incomplete", facts});
    } else if (const auto* ambiguous = std::get_if<grammar::Ambiguous>(&outcome)) {
        facts.set("word", std::string(ambiguous->word));
        facts.set("caret", caret_at(prompt(), ambiguous->column));
        show({"error.ambiguous", facts});
    } else if (const auto* unknown = std::get_if<grammar::Unknown>(&outcome)) {
        facts.set("caret", caret_at(prompt(), unknown->column));
        show({"error.unknown", facts});
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
    show({refused.why.text, facts});
    finish();
}

void Line::proceed(Reply reply) {
    for (const auto& line : reply.say) show(line);
    if (auto* question = std::get_if<Ask>(&reply.next)) {
        ask(std::move(*question));
    } else if (auto* wait = std::get_if<Wait>(&reply.next)) {
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
    filtered_.clear();
}

void Line::finish() {
    if (filter_) {
        Sieve sieve(*filter_, filter_inverted_, filter_pattern_);
        auto text = sieve.pass(std::exchange(filtered_, {}));
        filter_.reset();
        print(text);
    }
    show_prompt();
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
    } else if (std::holds_alternative<Reload>(move)) {
        drop_filter();
        device_.reload();
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
    if (question_->kind == Input::block && text != question_->end &&
        !(question_->blank_ends && text.empty())) {
        block_ += text + "\n";
        world_.emit(*this, {Piece::Kind::prompt, ""});
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
    if (!question_ || question_->kind != Input::key) return;
    answer(std::string(1, typed));
}

void Line::interrupt() {
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
    question_.reset();
    block_.clear();
    finish();
}

}  // namespace modes
