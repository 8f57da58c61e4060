#include "modes/session.hpp"

#include <algorithm>

#include "modes/actions.hpp"
#include "modes/grading.hpp"
#include "modes/journal.hpp"
#include "modes/learner.hpp"
#include "modes/line.hpp"
#include "modes/stage.hpp"
#include "modes/visitor.hpp"
#include "modes/world.hpp"

namespace modes {

struct Session::Attachment {
    Line* line;
    std::string escape;
    Then on_escape;
    bool escape_at_start = false;
    Then on_end;
};

Session::Session(World& world, const std::string& device, Role role) : world_(world), role_(role) {
    attached_.push_back({world.line(device, "con 0"), {}, {}});
    world_.join(*this);
    if (!line().visitor()) attend();
    line().show_prompt();
}

Session::Session(World& world, const std::string& device, Role role, const Arrival& arrival)
    : world_(world), role_(role) {
    attached_.push_back({world.line(device, arrival.line), {}, {}});
    world_.join(*this);
    World::Act act(world_);
    line().arrive(arrival, desk_of(world_, line().device()));
}

Session::~Session() { world_.leave(*this); }

Line& Session::line() const { return *attached_.back().line; }

bool Session::holds(const Line& line) const {
    return !gone_ && std::any_of(attached_.begin(), attached_.end(),
                                 [&](const auto& attached) { return attached.line == &line; });
}

bool Session::visits() const { return attached_.size() > 1; }

Wants Session::wants() const {
    if (gone_) return {Wants::Kind::gone, 0};
    return line().wants();
}

Screen Session::screen() const {
    auto screen = line().screen();
    screen.escape = attached_.back().escape;
    screen.escape_at_start = attached_.back().escape_at_start;
    return screen;
}

void Session::attend() {
    if (gone_) return;
    for (auto& attached : attached_) attached.line->attend();
}

void Session::enter(std::string_view text) {
    if (gone_) return;
    attend();
    if (wants().kind == Wants::Kind::nothing) {
        line().queue(text);
        return;
    }
    // A certificate that is copied from a director's answer comes with what stands before it.
    if (wants().kind == Wants::Kind::block && text.starts_with("@# ")) text.remove_prefix(3);
    const Journal::Typing typing(world_, line(), Journal::kind_of(wants()), text);
    World::Act act(world_);
    line().enter(text);
}

void Session::key(char key) {
    if (gone_ || wants().kind != Wants::Kind::key) return;
    attend();
    const Journal::Typing typing(world_, line(), Journal::Kind::key, {&key, 1});
    World::Act act(world_);
    line().key(key);
}

void Session::interrupt() {
    if (gone_) return;
    attend();
    const Journal::Typing typing(world_, line(), Journal::Kind::interrupt, "^C");
    World::Act act(world_);
    line().interrupt();
}

void Session::end_of_configuration(std::string_view typed) {
    if (gone_) return;
    attend();
    const Journal::Typing typing(world_, line(), Journal::Kind::command, std::string(typed) + "^Z");
    World::Act act(world_);
    line().end_of_configuration(typed);
}

void Session::escape() {
    if (gone_ || attached_.size() < 2) return;
    const Journal::Typing typing(world_, line(), Journal::Kind::key, attached_.back().escape);
    World::Act act(world_);
    auto left = attached_.back();
    attached_.pop_back();
    if (!left.on_escape) {
        line().proceed({});
        return;
    }
    auto context = line().context();
    line().proceed(left.on_escape(context, ""));
}

void Session::hang_up() {
    if (gone_) return;
    gone_ = true;
    const World::Act act(world_);
    for (auto& attachment : attached_) {
        attachment.line->drop_dialogue();
        if (!attachment.line->is_console()) attachment.line->vacate();
    }
}

// Who does not know its size says 0.
void Session::resize(int length, int width) {
    if (gone_ || line().is_console() || !line().device().profile().has("size-of-window")) return;
    if (width > 0) line().state().width = width;
    if (length > 0) line().state().window_length = length;
}

void Session::help(std::string_view text) {
    if (gone_) return;
    attend();
    const Journal::Typing typing(world_, line(), Journal::Kind::help, std::string(text) + "?");
    World::Act act(world_);
    line().help(text);
}

std::string Session::complete(std::string_view text) const {
    return gone_ ? std::string() : line().complete(text);
}

std::vector<std::string> Session::direct(std::string_view direction) {
    // Who may not direct may still leave.
    if (direction == "@quit") {
        hang_up();
        return {};
    }
    const Journal::Typing typing(world_, line(), Journal::Kind::direction, direction);
    auto answer = obeyed(direction);
    if (world_.journal()) world_.journal()->answered(line(), answer);
    return answer;
}

std::vector<std::string> Session::obeyed(std::string_view direction) {
    if (role_ == Role::learner) {
        if (auto told = told_learner(world_, direction)) return *std::move(told);
    }
    if (auto told = grading_direction(world_, direction)) return *told;
    if (direction.starts_with("@console ")) return open_console(direction.substr(9));
    return world_.direct(direction);
}

namespace {

// vty 12, and by what somebody comes there: ssh USER, telnet.
struct AskedConsole {
    std::string device;
    std::string line = "con 0";
    std::optional<Protocol> by;
    std::string user;
};

std::optional<AskedConsole> asked_console(const std::vector<std::string>& words) {
    AskedConsole asked;
    if (words.empty()) return std::nullopt;
    asked.device = words[0];
    if (words.size() == 1) return asked;
    const bool number = words.size() > 2 && words[1] == "vty" && words[2].size() <= 2 &&
                        words[2].find_first_not_of("0123456789") == std::string::npos;
    if (!number) return std::nullopt;
    asked.line = "vty " + words[2];
    if (words.size() == 4 && words[3] == "telnet") asked.by = Protocol::telnet;
    if (words.size() == 5 && words[3] == "ssh") asked.by = Protocol::ssh;
    if (words.size() == 5) asked.user = words[4];
    return words.size() == 3 || asked.by ? std::optional(asked) : std::nullopt;
}

}  // namespace

// Another device's console, or another line of any, in place of this one; both stay as they are.
std::vector<std::string> Session::open_console(std::string_view direction) {
    const auto asked = asked_console(words_of(direction));
    if (!asked) return {"not obeyed: usage: @console NAME [vty N [ssh USER | telnet]]"};
    auto* to = world_.line(asked->device, asked->line);
    if (!to) return {"not obeyed: no device is named " + asked->device};
    if (asked->by && to->visitor())
        return {"not obeyed: somebody is at " + asked->line + " of " + asked->device};
    if (asked->by == Protocol::ssh && role_ == Role::learner)
        return {"not obeyed: who comes by ssh has to show who they are"};
    World::Act act(world_);
    attached_.clear();
    attached_.push_back({to, {}, {}});
    gone_ = false;
    if (asked->by)
        to->arrive({asked->line, asked->user, *asked->by}, desk_of(world_, to->device()));
    else
        to->show_prompt();
    return {(to->is_console() ? "console of " : asked->line + " of ") + asked->device};
}

const std::vector<std::string>& Session::history() const { return line().state().history; }

std::string Session::prompt() const { return line().prompt(); }

std::vector<Piece> Session::take() { return std::exchange(pieces_, {}); }

// -- attaching ------------------------------------------------------------------------------------

void World::attach(const Line& from, const Attach& attach) {
    auto* session = session_at(from);
    auto* to = line(attach.device, attach.line);
    if (!session || !to) return;
    auto& attached = session->attached_;
    if (attach.instead)
        attached.back().line = to;
    else
        attached.push_back(
            {to, attach.escape, attach.on_escape, attach.escape_at_start, attach.on_end});
    if (attach.quiet)
        emit(*to, {Piece::Kind::prompt, ""});
    else
        to->show_prompt();
}

void World::detach(const Line& from) {
    auto* session = session_at(from);
    if (!session) {
        // Nobody looks at it just now.
        if (auto* own = line(from.device().name(), from.name()); !own->is_console()) own->vacate();
        return;
    }
    const auto left = session->attached_.back();
    if (!left.line->is_console()) left.line->vacate();
    if (session->attached_.size() < 2) {
        session->gone_ = true;
        return;
    }
    session->attached_.pop_back();
    auto context = session->line().context();
    session->line().proceed(left.on_end ? left.on_end(context, "") : Reply{});
}

// On a console somebody is always at the other end of the cable; a network line is gone.
void World::log_out(Line& line) {
    for (auto* session : sessions_) {
        // Who has gone on from there to another line comes back first.
        if (!session->holds(line)) continue;
        while (&session->line() != &line) session->attached_.pop_back();
    }
    if (!line.is_console()) return detach(line);
    line.vacate();
    line.start(true);
}

// -- the pacer ------------------------------------------------------------------------------------

Pacer::Pacer(World& world, Manner manner, licensing::Span patience)
    : world_(world), manner_(manner), patience_(patience) {}

void Pacer::settle() {
    auto& timeline = world_.lab().timeline();
    for (bool again = true; again;) {
        again = false;
        world_.advance_to(timeline.now());
        for (auto* session : world_.sessions()) {
            if (session->wants().kind == Wants::Kind::gone) continue;
            auto& line = session->line();
            if (auto until = line.busy_until()) {
                const bool wait_it_out =
                    manner_ == Manner::live && *until - timeline.now() <= patience_;
                if (wait_it_out) continue;
                world_.advance_to(*until);
                again = true;
            } else if (line.enter_queued()) {
                again = true;
            }
        }
    }
}

void Pacer::pass(licensing::Span host) {
    if (last_ && host > *last_) world_.sit(host - *last_);
    last_ = host;
    settle();
}

std::optional<licensing::Span> Pacer::until_due() const {
    const auto due = world_.lab().timeline().next_due();
    const auto too_long = world_.until_expired();
    if (!due) return too_long;
    const auto next = std::max(licensing::Span{0}, *due - world_.lab().timeline().now());
    return too_long ? std::min(next, *too_long) : next;
}

}  // namespace modes
