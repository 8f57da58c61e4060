// Queued edits and their commit; moving among managed objects, making, dropping and listing them.
#include <algorithm>

#include "labs/reading.hpp"
#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/objects.hpp"
#include "modes/views.hpp"

namespace modes {
namespace {

using profiles::Facts;

const std::string& parent_of(const profiles::Profile& profile, const std::string& mode) {
    return profile.mode(mode)->outline.parent;
}

// A mode's name is its path; the last word is what its scope is called in the configuration.
std::string scope_named(const std::string& mode) { return mode.substr(mode.rfind('/') + 1); }

// A scope of the top, named from anywhere, takes the place of the whole path (seed 002, FAQ).
Reply enter_scope(Context& c) {
    const auto& profile = c.device.profile();
    auto& frames = c.line.state().frames;
    const auto& above = parent_of(profile, c.constant);
    if (frames.back().mode != above) {
        std::vector<Frame> chain;
        for (auto mode = above; !mode.empty() && mode != frames.front().mode;
             mode = parent_of(profile, mode)) {
            chain.insert(chain.begin(), Frame{mode, scope_named(mode)});
        }
        frames.resize(1);
        frames.insert(frames.end(), chain.begin(), chain.end());
    }
    return go(Push{c.constant, lab::statement_of(*c.matched).identity});
}

Reply enter_object(Context& c) {
    if (stands_nowhere(c.line)) return refuse("error.no-object");
    lab::Edit edit{statements_above(c.line), lab::statement_of(*c.matched)};
    const auto verb = grammar::verb(*c.matched);
    if (const auto no = objection_to(verb, edit, c.line)) return refuse(*no);
    if (verb == grammar::Verb::remove) {
        c.line.pending().push_back(std::move(edit));
        return {};
    }
    const auto identity = edit.statement.identity;
    const bool there = !objection_to(grammar::Verb::find, edit, c.line);
    if (!there) c.line.pending().push_back(std::move(edit));
    return go(Push{c.constant, identity});
}

Reply go_to_top(Context& c) { return go(Pop{static_cast<int>(c.line.state().frames.size()) - 1}); }

Reply where(Context& c) {
    Facts facts;
    const auto& frames = c.line.state().frames;
    facts.set("mode", frames.size() > 1 ? "/" + frames.back().mode : std::string("/"));
    profiles::Records scopes;
    for (const auto& frame : frames) {
        if (!frame.statement.empty()) scopes.push_back(Facts{}.set("scope", frame.statement));
    }
    return say("where", facts.set("scopes", std::move(scopes)));
}

Reply list(Context& c) {
    return say("show-configuration", listing_view(c.line, c.constant == "pending"));
}

// A table or a list of the chassis's own: the text's name behind `show-`.
Reply show_chassis(Context& c) { return say("show-" + c.constant, chassis_view(c.device)); }

Reply commit(Context& c) {
    const auto applied = c.device.commit(c.line.pending());
    // A failing commit keeps the queue, to be mended or discarded.
    if (const auto& no = applied.refusal) return refuse(no->message, no->facts);
    c.line.pending().clear();
    Reply reply;
    for (const auto& remark : applied.remarks) reply.say.push_back({remark.message, remark.facts});
    return reply;
}

// What is committed of managed objects is saved with it.
Reply commit_objects(Context& c) {
    if (const auto no = objection_to_queue(c.line)) return refuse(*no);
    auto reply = commit(c);
    if (c.line.pending().empty()) c.device.save();
    return reply;
}

// Whoever stands in an object that was only queued finds himself above it.
Reply discard(Context& c) {
    const auto queued = as_queued(c.line);
    const auto& configuration = c.device.running().configuration;
    c.line.pending().clear();
    const auto& frames = c.line.state().frames;
    std::vector<std::string> path;
    std::size_t kept = 1;
    for (; kept < frames.size(); ++kept) {
        path.push_back(frames[kept].statement);
        if (queued.find(path) && !configuration.find(path)) break;
    }
    if (kept == frames.size()) return {};
    return go(Pop{static_cast<int>(frames.size() - kept)});
}

}  // namespace

std::vector<Action> object_actions() {
    return {
        {"scope.enter", {}, enter_scope},
        {"object.enter", {}, enter_object},
        {"object.top", {}, go_to_top},
        {"object.where", {}, where},
        {"object.list", {}, list},
        {"chassis.show", {}, show_chassis},
        {"object.commit", {}, commit_objects},
        {"config.commit", {}, commit},
        {"config.discard", {}, discard},
    };
}

}  // namespace modes
