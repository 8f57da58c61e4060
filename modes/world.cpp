#include "modes/world.hpp"

#include <algorithm>

#include "labs/doors.hpp"
#include "modes/directions.hpp"
#include "modes/grading.hpp"
#include "modes/journal.hpp"

namespace modes {

World::World(lab::Lab& lab, Actions actions) : lab_(lab), actions_(std::move(actions)) {
    for (auto& device : lab_.devices()) {
        listen_to(*device);
        line(device->name(), "con 0");
    }
    if (!lab_.plan().exercise.timeline.empty()) cues_ = std::make_unique<Cues>(*this);
}

World::~World() {
    for (auto& device : lab_.devices()) {
        device->listener = nullptr;
        device->watched = nullptr;
    }
    for (auto& line : lines_) lab_.timeline().leave(*line);
}

void World::listen_to(lab::Device& device) {
    device.listener = [this](lab::Device& who, const lab::Happening& what) { happen(who, what); };
    device.watched = [this](const lab::Device& who, const std::string& topic) {
        return std::any_of(lines_.begin(), lines_.end(), [&](const auto& line) {
            const auto& on = line->state().debugs;
            return &line->device() == &who && std::any_of(on.begin(), on.end(), [&](auto& debug) {
                return debug.first.starts_with(topic);
            });
        });
    };
}

Line* World::line(const std::string& device, const std::string& name) {
    for (auto& line : lines_) {
        if (line->device().name() == device && line->name() == name) return line.get();
    }
    auto* found = lab_.device(device);
    const auto slash = device.rfind('/');
    auto* above = slash == std::string::npos ? nullptr : lab_.device(device.substr(0, slash));
    if (!found && above) {
        lab_.beneath(*above);
        found = lab_.device(device);
    }
    if (!found) return nullptr;
    if (!found->listener) listen_to(*found);  // it was made later than the world
    lines_.push_back(std::make_unique<Line>(*this, *found, name));
    lab_.timeline().join(*lines_.back());
    if (found->chassis().startup)
        lines_.back()->start(false);
    else
        lines_.back()->begin();
    return lines_.back().get();
}

std::vector<Line*> World::lines_of(const lab::Device& device) {
    std::vector<Line*> found;
    for (auto& line : lines_) {
        if (&line->device() == &device) found.push_back(line.get());
    }
    return found;
}

std::vector<Line*> World::lines() {
    std::vector<Line*> all;
    for (auto& line : lines_) all.push_back(line.get());
    return all;
}

void World::keep_lines(const std::vector<std::pair<std::string, std::string>>& by_device_and_name) {
    std::vector<std::unique_ptr<Line>> kept;
    for (const auto& [device, name] : by_device_and_name) {
        if (!line(device, name)) continue;
        const auto it = std::find_if(
            lines_.begin(), lines_.end(), [&, &device = device, &name = name](const auto& line) {
                return line && line->device().name() == device && line->name() == name;
            });
        if (it == lines_.end()) continue;
        kept.push_back(std::move(*it));
        lines_.erase(it);
    }
    for (auto& line : lines_) lab_.timeline().leave(*line);
    lines_ = std::move(kept);
}

void World::join(Session& session) { sessions_.push_back(&session); }
void World::leave(Session& session) {
    std::erase(sessions_, &session);
    if (journal_) journal_->left(session);
}

Session* World::session_at(const Line& line) {
    for (auto* session : sessions_) {
        if (session->wants().kind != Wants::Kind::gone && &session->line() == &line) {
            return session;
        }
    }
    return nullptr;
}

Line* World::free_line(const std::string& device, Protocol protocol, const std::string& user) {
    const auto* console = line(device, "con 0");
    if (!console) return nullptr;
    const auto& access = console->device().settings().access;
    const auto lines = lab::vty_count(console->device());
    int all = 0;
    int alike = 0;   // by the same protocol
    int theirs = 0;  // of the same user
    Line* free = nullptr;
    for (int number = 0; number < lines; ++number) {
        auto* one = line(device, "vty " + std::to_string(number));
        if (const auto& there = one->visitor()) {
            ++all;
            alike += there->protocol == protocol ? 1 : 0;
            theirs += !user.empty() && one->state().user == user ? 1 : 0;
        } else if (!free && one->settings().takes(name(protocol))) {
            free = one;
        }
    }
    const auto most = most_sessions(console->device(), protocol);
    const bool full = (most && alike >= *most) || (access.sessions && all >= *access.sessions) ||
                      (access.user_sessions && theirs >= *access.user_sessions);
    return full ? nullptr : free;
}

void World::emit(const Line& line, Piece piece) {
    if (piece.text.empty() && piece.kind != Piece::Kind::prompt) return;
    if (journal_) journal_->shown(line, piece);
    for (auto* session : sessions_) {
        if (!session->gone_ && &session->line() == &line) session->pieces_.push_back(piece);
    }
}

Journal& World::keep_journal() {
    if (!journal_) journal_ = std::make_unique<Journal>(*this);
    return *journal_;
}

Grading& World::be_graded(std::unique_ptr<Grading> by) {
    keep_journal();
    grading_ = std::move(by);
    return *grading_;
}

// -- time ---------------------------------------------------------------------------------------

void World::advance(licensing::Span span) { advance_to(lab_.timeline().now() + span); }

void World::advance_to(licensing::Instant until) { lab_.timeline().advance_to(until); }

void World::sit(licensing::Span span) {
    sit_since_ = lab_.timeline().now();
    advance(span);
    sat_ += lab_.timeline().now() - *sit_since_;
    sit_since_.reset();
}

licensing::Span World::sat() const {
    return sit_since_ ? sat_ + (lab_.timeline().now() - *sit_since_) : sat_;
}

std::optional<licensing::Span> World::until_expired() const {
    std::optional<licensing::Span> least;
    for (const auto& line : lines_) {
        const auto left = line->until_expired();
        if (left && (!least || *left < *least)) least = left;
    }
    return least;
}

std::optional<licensing::Instant> World::as_they_sit(licensing::Span until) const {
    if (!sit_since_) return std::nullopt;
    return lab_.timeline().now() + until;
}

std::vector<std::string> World::direct(std::string_view direction) {
    return obey(*this, direction);
}

// -- what happens without a command ---------------------------------------------------------------

World::Act::~Act() {
    if (--world_.acting_ == 0) world_.flush();
}

void World::flush() {
    auto held = std::move(held_);
    held_.clear();
    for (auto& [device, notice] : held) show(*device, notice);
}

void World::happen(lab::Device& device, const lab::Happening& happening) {
    if (const auto* notice = std::get_if<lab::Notice>(&happening)) {
        if (acting_ > 0)
            held_.emplace_back(&device, *notice);
        else
            show(device, *notice);
        return;
    }
    // What was said before it goes down is read before it goes down.
    if (std::holds_alternative<lab::GoingDown>(happening)) {
        flush();
        if (journal_) journal_->went_down(device);
    }
    for (auto* line : lines_of(device)) {
        if (const auto* down = std::get_if<lab::GoingDown>(&happening))
            line->power_lost(*down);
        else
            line->power_returned(std::get<lab::CameUp>(happening).messages);
    }
    if (!std::holds_alternative<lab::GoingDown>(happening)) return;
    for (auto* line : lines_of(device)) {
        if (!line->is_console() && line->visitor()) log_out(*line);
    }
}

namespace {

// How deep a debug looks, as the severity of the least that it shows.
int depth_of(const profiles::Profile& profile, const std::string& name) {
    const auto number = "debug.depth." + name;
    return profile.has_number(number) ? static_cast<int>(profile.number(number)) : 7;
}

// Has somebody at this line switched on a debug that shows it?
bool debugs(const Line& line, const lab::Notice& notice) {
    const auto& on = line.state().debugs;
    return std::any_of(on.begin(), on.end(), [&](const auto& debug) {
        return debug.first.starts_with(notice.topic) &&
               notice.severity <= depth_of(line.device().profile(), debug.first);
    });
}

bool hears_log(const Line& line, int severity) {
    const auto& logging = line.device().settings().logging;
    const auto& level = line.is_console() ? logging.console : logging.monitor;
    return level && severity <= *level && (line.is_console() || line.state().monitor);
}

}  // namespace

void World::show(lab::Device& device, const lab::Notice& notice) {
    constexpr int debugging = 7;
    const auto lines = lines_of(device);
    // Where debugs are the device's, what they show goes where its log goes.
    const bool logged = device.profile().has("debugs-are-logged");
    const bool debugged = notice.kind == lab::Notice::Kind::debug && logged &&
                          std::any_of(lines.begin(), lines.end(),
                                      [&](const auto* line) { return debugs(*line, notice); });
    for (auto* line : lines) {
        bool hears = false;
        switch (notice.kind) {
            case lab::Notice::Kind::console: hears = line->is_console(); break;
            case lab::Notice::Kind::debug:
                hears = logged ? debugged && hears_log(*line, debugging) : debugs(*line, notice);
                break;
            case lab::Notice::Kind::syslog: hears = hears_log(*line, notice.severity); break;
        }
        if (hears) emit(*line, {Piece::Kind::notice, notice.text});
    }
}

// -- memory ---------------------------------------------------------------------------------------

std::vector<lab::LineMemory> line_states(World& world) {
    std::vector<lab::LineMemory> all;
    for (auto* line : world.lines()) {
        const auto& state = line->state();
        // A network line that nobody has come to, as looking at all of them makes it.
        const bool used = line->visitor() || !state.history.empty() || line->uses() > 0;
        if (!line->is_console() && !used) continue;
        lab::LineMemory memory;
        memory.device = line->device().name();
        memory.name = line->name();
        for (const auto& frame : state.frames) {
            memory.modes.push_back(frame.mode);
            memory.statements.push_back(frame.statement);
        }
        memory.user = state.user;
        memory.history = state.history;
        memory.pager = state.pager;
        memory.width = state.width;
        memory.history_size = state.history_size;
        memory.directory = state.directory;
        memory.missed = line->missed();
        memory.in_dialogue = line->in_dialogue();
        memory.monitor = state.monitor;
        for (const auto& [topic, level] : state.debugs) {
            memory.debug_topics.push_back(topic);
            memory.debug_levels.push_back(level);
        }
        memory.pending = line->pending();
        memory.partition = state.partition;
        memory.uses = line->uses();
        if (const auto& visitor = line->visitor()) {
            memory.visitor = {std::string(name(visitor->protocol)),
                              visitor->address,
                              visitor->port,
                              visitor->since,
                              world.sat() - visitor->arrived,
                              line->idle(),
                              visitor->in};
        }
        all.push_back(std::move(memory));
    }
    return all;
}

void restore_lines(World& world, const std::vector<lab::LineMemory>& lines) {
    std::vector<std::pair<std::string, std::string>> names;
    for (const auto& memory : lines) names.emplace_back(memory.device, memory.name);
    if (!names.empty()) world.keep_lines(names);
    for (const auto& memory : lines) {
        auto* line = world.line(memory.device, memory.name);
        if (!line || memory.modes.size() != memory.statements.size()) continue;
        LineState state;
        for (std::size_t i = 0; i < memory.modes.size(); ++i) {
            // A mode this software does not have any more ends the stack there.
            if (!line->device().profile().mode(memory.modes[i])) break;
            state.frames.push_back({memory.modes[i], memory.statements[i]});
        }
        if (state.frames.empty()) continue;
        state.user = memory.user;
        state.partition = memory.partition;
        state.history = memory.history;
        state.pager = memory.pager;
        state.width = memory.width;
        state.history_size = memory.history_size;
        state.directory = memory.directory;
        state.monitor = memory.monitor;
        for (std::size_t i = 0; i < memory.debug_topics.size(); ++i) {
            state.debugs[memory.debug_topics[i]] =
                i < memory.debug_levels.size() ? memory.debug_levels[i] : 1;
        }
        line->state() = std::move(state);
        if (const auto& who = memory.visitor) {
            const auto sat = world.sat();
            line->visitor() = Visitor{protocol_named(who->protocol).value_or(Protocol::console),
                                      who->address,
                                      who->port,
                                      who->since,
                                      sat - who->stayed,
                                      sat - who->idle,
                                      who->in};
        }
        line->set_uses(memory.uses);
        line->pending() = memory.pending;
        line->missed() = memory.missed;
        // A question goes with who was asked; the first ones of a new unit are asked again.
        if (!memory.in_dialogue) line->drop_dialogue(true);
    }
}

}  // namespace modes
