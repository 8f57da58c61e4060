#include "modes/line.hpp"

#include <algorithm>
#include <cassert>

#include "labs/roots.hpp"
#include "modes/actions.hpp"
#include "modes/journal.hpp"
#include "modes/login.hpp"
#include "modes/setup.hpp"
#include "modes/views.hpp"
#include "modes/world.hpp"

namespace modes {

using licensing::Instant;

namespace {

// Of output that comes while nobody is at the line.
constexpr std::size_t most_missed = 100'000;

// `do` or `do-exec`, or what is short for it.
bool is_do(std::string_view word) {
    return word.starts_with("do") && std::string_view("do-exec").starts_with(word);
}

const profiles::Mode& mode_of(const profiles::Profile& profile, const std::string& name) {
    const auto* mode = profile.mode(name);
    assert(mode && "every mode that data names is loaded, and tested so");
    return *mode;
}

}  // namespace

Line::Line(World& world, lab::Device& device, std::string name)
    : world_(world),
      device_(device),
      name_(std::move(name)),
      party_(std::string(device.name()) + " " + name_) {}

Context Line::context() { return {world_, *this, device_, matched_, {}}; }

const profiles::Mode& Line::mode() const {
    return mode_of(device_.profile(), state_.frames.back().mode);
}

bool Line::in_configuration() const { return !state_.frames.empty() && mode().outline.config; }

// -- beginnings and ends --------------------------------------------------------------------------

void Line::start(bool greet) {
    const auto& profile = device_.profile();
    const auto own = "mode.first." + name_.substr(0, name_.find(' '));
    state_.frames = {{profile.text(profile.has_text(own) ? own : "mode.first"), {}}};
    pending_.clear();
    state_.user.clear();
    state_.partition.clear();
    question_.reset();
    waiting_.reset();
    if (greet && is_console() && device_.profile().has("waits-for-return")) {
        proceed(await_return());
    } else if (greet && is_console() &&
               (device_.profile().has("logs-in-by-name") ||
                device_.settings().access.local.contains("serial"))) {
        auto told = context();
        proceed(log_in(told));
    } else if (greet) {
        profiles::Facts facts;
        facts.set("hostname", device_.settings().hostname);
        facts.set("user", profile.has_text("user.console") ? profile.text("user.console") : "");
        announce("login.banner", facts);
        show_prompt();
    }
}

void Line::arrive(const Arrival& arrival, const std::string& desk, bool known) {
    state_ = {};
    drop_dialogue();
    start(false);
    const auto now = device_.lab_now();
    visitor_ = Visitor{
        arrival.protocol, desk, client_port(world_, *this), now, world_.sat(), world_.sat(), known,
        arrival.agreed};
    ++uses_;
    if (!device_.up()) return;
    state_.user = arrival.user;
    if (known) return show_prompt();
    auto told = context();
    proceed(arrival.user.empty() ? come_in(told) : come_in_as(told, arrival.user));
}

// A unit without a configuration asks for one at its console before it lets anybody in.
void Line::begin() {
    const bool asks = is_console() && !device_.chassis().startup && !device_.chassis().multiple &&
                      device_.profile().has_message("setup.ask");
    start(!asks);
    if (asks) proceed(pre_configure());
}

void Line::power_lost(const lab::GoingDown& down) {
    question_.reset();
    waiting_.reset();
    drop_filter();
    queued_.clear();
    uses_ = 0;
    state_.debugs.clear();
    state_.pager.reset();
    state_.monitor = false;
    if (!down.orderly) return;
    profiles::Facts facts;
    facts.set("prompt", prompt()).set("quick", down.quick);
    announce("reload.shutdown", facts);
}

void Line::power_returned(const std::vector<std::string>& messages) {
    profiles::Records records;
    for (const auto& message : messages) {
        std::string_view text = message;
        if (text.ends_with('\n')) text.remove_suffix(1);
        records.push_back(profiles::Facts{}.set("text", std::string(text)));
    }
    auto facts = software_view(device_);
    facts.set("messages", records);
    facts.set("checksum", device_.checksum());
    facts.set("hostname", device_.settings().hostname);
    facts.set("has_startup", device_.chassis().startup.has_value());
    facts.set("changed", device_.chassis().startup != device_.startup_text());
    // What a unit without a configuration installs by itself.
    profiles::Records roots;
    if (!device_.chassis().startup) {
        for (const auto& root : lab::roots_of(device_.profile())) {
            roots.push_back(profiles::Facts{}.set("name", root.trustpoint));
        }
    }
    facts.set("roots", std::move(roots));
    announce("reload.boot", facts);
    begin();
}

void Line::drop_dialogue(bool all) {
    if (all || !is_console() || !question_ || !question_->stays) question_.reset();
    block_.clear();
    if (waiting_ && waiting_->wait.on_break) waiting_.reset();
    if (!waiting_) drop_filter();  // or the next command's output would pass it
    queued_.clear();
}

// -- what the person sees -------------------------------------------------------------------------

Wants Line::wants() const {
    if (!device_.up() || waiting_) return {Wants::Kind::nothing, 0};
    if (!question_) return {Wants::Kind::command, 0};
    switch (question_->kind) {
        case Input::line: return {Wants::Kind::line, 0};
        case Input::key: return {Wants::Kind::key, 0};
        case Input::block: return {Wants::Kind::block, 0};
        case Input::secret: break;
    }
    const auto& profile = device_.profile();
    const bool shown =
        profile.has_text("prompt.secret_echo") && !profile.text("prompt.secret_echo").empty();
    return {Wants::Kind::secret, shown ? profile.text("prompt.secret_echo")[0] : char{0}};
}

Screen Line::screen() const {
    const auto here = stay();
    const auto& profile = device_.profile();
    const auto own = settings();
    Screen screen;
    // A line that never stops does not stop at a window's end either.
    const int said = own.length.value_or(device_.settings().pager);
    screen.length = state_.pager.value_or(said == 0 ? 0 : state_.window_length.value_or(said));
    screen.width = state_.width.value_or(own.width.value_or(device_.settings().width.value_or(80)));
    screen.paging.more_counts = profile.has("more-counts");
    screen.paging.other_keys_quit = profile.has("any-key-quits-more");
    if (profile.has("more-backspaces")) screen.paging.wipe = Paging::Wipe::backspaces;
    screen.tab_redraws = profile.has("tab-redraws");
    if (unpaged_) screen.length = 0;
    if (profile.has_text("more")) screen.more = profile.text("more");
    if (profile.has_text("interrupt")) screen.interrupt = profile.text("interrupt");
    const auto& async = profile.text("async");
    screen.async = async == "raw"           ? Async::raw
                   : async == "synchronous" ? Async::synchronous
                                            : Async::newline;
    if (own.synchronous) screen.async = Async::synchronous;
    return screen;
}

std::string Line::prompt() const {
    const auto here = stay();
    profiles::Facts facts;
    auto name = prompt_name(device_);
    if (in_configuration() && device_.profile().has_number("prompt.configuration"))
        name.resize(std::min<std::size_t>(
            name.size(),
            static_cast<std::size_t>(device_.profile().number("prompt.configuration"))));
    facts.set("hostname", name);
    facts.set("pending", std::string(pending_.empty() ? "" : "*"));
    facts.set("pending_apart", std::string(pending_.empty() ? "" : "* "));
    const auto& statement = state_.frames.back().statement;
    facts.set("statement", statement);
    // A port's part has a number behind a point, and the prompt of another mode.
    facts.set("sub", std::string(statement.find('.') == std::string::npos ? "" : "sub"));
    facts.set("number", name_.substr(std::min(name_.find(' ') + 1, name_.size())));
    auto text = device_.profile().fill(mode().outline.prompt, mode().outline.file, facts);
    if (text.ends_with('\n')) text.pop_back();
    return text;
}

void Line::show_prompt() {
    if (!missed_.empty() && world_.session_at(*this))
        world_.emit(*this, {Piece::Kind::text, std::exchange(missed_, {})});
    if (question_) {
        pose();  // what was typed of a block already stays
    } else if (!waiting_ && device_.up()) {
        world_.emit(*this, {Piece::Kind::prompt, prompt()});
    }
}

void Line::print(const std::string& text) {
    if (filter_ || pipeline_)
        filtered_ += text;
    else if (keeps_missed_ && !world_.session_at(*this))
        missed_ += text.substr(0, most_missed - std::min(most_missed, missed_.size()));
    else
        world_.emit(*this, {Piece::Kind::text, text});
}

void Line::show(const Say& say) {
    const auto& profile = device_.profile();
    print(say.open ? profile.message(say.text, say.facts) : profile.render(say.text, say.facts));
}

// What the machine prints by itself is no command's output: nobody pages or filters it.
void Line::announce(const std::string& text, const profiles::Facts& facts) {
    world_.emit(*this, {Piece::Kind::notice, device_.profile().render(text, facts)});
}

// -- the grammar's view of where we are ---------------------------------------------------------

// The mode itself, the configuration modes it stands in, and what they inherit. The tag says how
// many levels a line of that layer leaves first; inherited commands leave none.
std::vector<grammar::Layer> Line::layers() const {
    std::vector<grammar::Layer> layers;
    const auto& profile = device_.profile();
    const auto& frames = state_.frames;
    std::vector<std::string> inherited;
    for (std::size_t depth = 0; depth < frames.size(); ++depth) {
        const auto& here = mode_of(profile, frames[frames.size() - 1 - depth].mode);
        if (depth > 0 && !here.outline.config) break;
        layers.push_back({&here.tree, static_cast<int>(depth)});
        if (!here.outline.inherit.empty()) inherited.push_back(here.outline.inherit);
        if (!here.outline.config || here.outline.alone) break;
    }
    for (std::size_t i = 0; i < inherited.size(); ++i) {
        const auto& more = mode_of(profile, inherited[i]);
        const bool there = std::any_of(layers.begin(), layers.end(),
                                       [&](auto& layer) { return layer.tree == &more.tree; });
        if (there) continue;
        layers.push_back({&more.tree, 0});
        if (!more.outline.inherit.empty()) inherited.push_back(more.outline.inherit);
    }
    return layers;
}

// Behind `do` it is the other mode that understands the line. The `do` makes room by blanks, so
// that columns stay those of the line as typed.
Line::Typed Line::read(std::string_view text) const {
    Typed typed{std::string(text), {}, &mode()};
    const auto& other = mode().outline.run_with_do;
    const auto start = std::min(text.find_first_not_of(' '), text.size());
    const auto word = text.substr(start, text.find(' ', start) - start);
    const bool there = start + word.size() < text.size();
    if (other.empty() || !there || !is_do(word)) {
        typed.layers = layers();
        return typed;
    }
    typed.text.replace(start, word.size(), std::string(word.size(), ' '));
    typed.mode = &mode_of(device_.profile(), other);
    typed.layers.push_back({&typed.mode->tree, 0});
    return typed;
}

// A remark, as in a pasted configuration.
bool Line::is_remark(char first) const {
    if (device_.profile().has("remarks-everywhere")) return first == '!';
    return in_configuration() && (first == '!' || first == ':');
}

std::string Line::complete(std::string_view text) const {
    const auto here = stay();
    if (wants().kind != Wants::Kind::command) return {};
    auto typed = read(text);
    if (device_.profile().has("help-own-mode")) typed.layers.resize(1);
    return grammar::complete(typed.layers, typed.text);
}

// -- time -----------------------------------------------------------------------------------------

std::optional<Instant> Line::busy_until() const {
    if (!device_.up()) return device_.running().boots_at;
    if (waiting_ && !waiting_->wait.open) return waiting_->next;
    return std::nullopt;
}

std::optional<Instant> Line::next_due() const {
    if (waiting_ && waiting_->wait.due) return waiting_->wait.due();
    if (waiting_) return waiting_->next;
    const auto left = until_expired();
    return left ? world_.as_they_sit(*left) : std::nullopt;
}

void Line::wake(Instant now) {
    const auto here = stay();
    const auto due = next_due();
    if (!due || *due > now) return;
    if (!waiting_) return expire("timeout");
    attend();  // as long as a command is at work nobody is idle
    const Journal::Working working(world_, *this);
    World::Act act(world_);
    auto waiting = *waiting_;
    auto told = context();
    if (waiting.wait.open) {
        waiting_->next += waiting.wait.length;
        if (!waiting.wait.then) return;
        auto reply = waiting.wait.then(told, "");
        const bool over = std::holds_alternative<Go>(reply.next);
        if (over) waiting_.reset();
        if (over) return proceed(std::move(reply));
        for (const auto& line : reply.say) show(line);
        return;
    }
    waiting_.reset();
    proceed(waiting.wait.then ? waiting.wait.then(told, "") : Reply{});
}

bool Line::enter_queued() {
    if (queued_.empty() || wants().kind == Wants::Kind::nothing) return false;
    auto next = std::move(queued_.front());
    queued_.pop_front();
    const Journal::Typing typing(world_, *this, Journal::kind_of(wants()), next);
    World::Act act(world_);
    enter(next);
    return true;
}

// -- configuration --------------------------------------------------------------------------------

void Line::leave(int levels) {
    const bool configured = in_configuration();
    for (; levels > 0 && state_.frames.size() > 1; --levels) {
        const bool asks = mode().outline.commit == grammar::Commit::leave;
        state_.frames.pop_back();
        if (asks) device_.put_in_force();
    }
    if (!configured || in_configuration()) return;
    const bool named = !state_.user.empty();
    auto place = this->place();
    if (visitor_ && !visitor_->address.empty()) place += " (" + visitor_->address + ")";
    profiles::Facts facts;
    facts.set("from", std::string("console"));
    facts.set("by", named ? user() + " on " + place : place);
    device_.notify("configured", facts);
}

void Line::change_to(const std::string& partition) {
    const auto depth = configuration_depth();
    if (depth > 1) leave(depth - 1);
    state_.partition = partition;
}

std::string Line::place() const {
    auto place = name_;
    std::erase(place, ' ');
    return is_console() ? "console" : place;
}

int Line::configuration_depth() const {
    int levels = 0;
    const auto& frames = state_.frames;
    while (levels + 1 < static_cast<int>(frames.size()) &&
           mode_of(device_.profile(),
                   frames[frames.size() - 1 - static_cast<std::size_t>(levels)].mode)
               .outline.config) {
        ++levels;
    }
    return levels;
}

void Line::end_of_configuration(std::string_view typed) {
    const auto here = stay();
    if (wants().kind != Wants::Kind::command) return;
    const bool blank = typed.find_first_not_of(' ') == std::string_view::npos;
    if (!blank && device_.profile().has("end-runs-line")) {
        ends_after_ = true;
        enter(typed);
        return;
    }
    leave(configuration_depth());
    show_prompt();
}

// "con 0" is line 0 of the consoles.
lab::LineSettings Line::settings() const {
    const auto here = stay();
    const auto blank = name_.find(' ');
    return device_.settings().line(name_.substr(0, blank), std::atoi(name_.c_str() + blank));
}

int Line::history_size() const {
    return state_.history_size.value_or(static_cast<int>(device_.profile().number("history")));
}

// -- history --------------------------------------------------------------------------------------

void Line::enter(std::string_view text) {
    if (!state_.partition.empty() && !device_.plays(state_.partition)) {
        leave(configuration_depth());  // somebody took it away
        state_.partition.clear();
    }
    const auto here = stay();
    if (question_) {
        if (question_->kind == Input::key)
            key(text.empty() ? '\r' : text.front());
        else
            answer(std::string(text));
        return;
    }
    device_.touched();
    const bool needs_more = !mode().outline.run_with_do.empty() && is_do(text);
    if (text.find_first_not_of(' ') == std::string_view::npos) {
        show_prompt();
        return;
    }
    unpaged_ = false;
    state_.history.emplace_back(text);
    const auto kept = static_cast<std::size_t>(history_size());
    while (state_.history.size() > kept) state_.history.erase(state_.history.begin());
    if (needs_more) {
        complain(grammar::Incomplete{}, text);
        finish();
        return;
    }
    run(text);
}

}  // namespace modes
