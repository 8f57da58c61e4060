// Who is at a line, and for how long.
#include <algorithm>

#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/world.hpp"

namespace modes {

using licensing::Span;

void Line::attend() {
    const bool there = visitor_ || wants().kind == Wants::Kind::command;
    if (!there) return;  // who is asked who they are is not in yet
    if (!visitor_) sit_down();
    visitor_->heard = world_.sat();
}

// Somebody whom nobody has asked: at the console, or where the director put them.
void Line::sit_down() {
    Visitor visitor;
    visitor.port = client_port(world_, *this);
    if (!is_console()) {
        visitor.protocol = Protocol::ssh;
        visitor.address = desk_of(world_, device_);
    }
    visitor.since = device_.lab_now();
    visitor.arrived = visitor.heard = world_.sat();
    visitor.in = true;
    visitor_ = visitor;
    ++uses_;
}

void Line::logged_in() {
    if (!visitor_) sit_down();
    visitor_->in = true;
    tell_login(device_, *visitor_, caller(*this), true);
}

void Line::login_failed(const std::string& user) {
    tell_login(device_, visitor_.value_or(Visitor{}), user, false);
}

Span Line::idle() const { return visitor_ ? world_.sat() - visitor_->heard : Span{0}; }

std::optional<Span> Line::until_expired() const {
    if (!visitor_ || waiting_ || !device_.up()) return std::nullopt;
    const auto here = stay();
    std::optional<Span> left;
    if (const auto most = idle_limit(*this)) left = *most - idle();
    if (const auto most = stay_limit(*this)) {
        const auto rest = *most - (world_.sat() - visitor_->arrived);
        left = left ? std::min(*left, rest) : rest;
    }
    return left ? std::optional(std::max(Span{0}, *left)) : std::nullopt;
}

void Line::expire(const std::string& why) {
    const auto here = stay();
    World::Act act(world_);
    if (why == "timeout") world_.note_sitting();
    drop_dialogue();
    leave(configuration_depth());
    announce(farewell(), profiles::Facts{}.set("hostname", device_.settings().hostname));
    vacate(why);
    world_.log_out(*this);
}

// What a console says to the next one is nothing to a network line.
std::string Line::farewell() const {
    const bool own = !is_console() && device_.profile().find_template("logoff.network");
    return own ? "logoff.network" : "logoff";
}

void Line::vacate(const std::string& why) {
    if (!visitor_) return;
    const auto here = stay();
    leave(configuration_depth());
    if (visitor_->in) tell_logout(device_, *this, why);
    visitor_.reset();
    if (is_console()) return;
    drop_dialogue();
    state_ = {};
    start(false);
}

int Line::number() const {
    const auto own = std::atoi(name_.c_str() + name_.find(' '));
    if (is_console()) return own;
    const auto& profile = device_.profile();
    const bool told = profile.has_number("lines.vty.first");
    return own + (told ? static_cast<int>(profile.number("lines.vty.first")) : 1);
}

}  // namespace modes
