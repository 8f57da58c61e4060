// The listing of managed objects: two configurations laid side by side.
#include <algorithm>

#include "modes/line.hpp"
#include "modes/objects.hpp"

namespace modes {
namespace {

using lab::Statement;
using Statements = std::vector<Statement>;

const Statement* same_in(const Statements& statements, const Statement& wanted) {
    auto it = std::find_if(statements.begin(), statements.end(),
                           [&](const Statement& s) { return s.identity == wanted.identity; });
    return it == statements.end() ? nullptr : &*it;
}

class Listing {
public:
    Listing(const lab::Rules& rules, bool pending) : rules_(rules), pending_(pending) {}

    // `before` and `after` are the same block's statements.
    void block(const Statements& before, const Statements& after, std::size_t depth) {
        for (const auto& gone : before) {
            if (!same_in(after, gone)) whole(gone, '-', depth);
        }
        for (const auto& statement : after) {
            const auto* old = same_in(before, statement);
            if (!old) {
                whole(statement, '+', depth);
            } else if (statement.opens.empty()) {
                if (old->text != statement.text) row('+', depth, statement.text);
                if (old->text == statement.text && !pending_) row(' ', depth, statement.text);
            } else {
                changed_within(*old, statement, depth);
            }
        }
    }

    void changed_within(const Statement& before, const Statement& after, std::size_t depth) {
        const auto begun = rows_.size();
        row(' ', depth, after.text);
        block(before.children, after.children, depth + 1);
        if (pending_ && rows_.size() == begun + 1) {
            rows_.pop_back();  // nothing in it changes
            return;
        }
        if (!pending_) defaults(after, depth + 1);
        row(' ', depth, "exit");
    }

    // A statement that comes or goes with all that is in it.
    void whole(const Statement& s, char marker, std::size_t depth) {
        row(marker, depth, s.text);
        if (s.opens.empty()) return;
        for (const auto& child : s.children) whole(child, marker, depth + 1);
        if (marker != '-') row(marker, depth, "exit");
    }

    profiles::Records take() { return std::move(rows_); }

private:
    void defaults(const Statement& block, std::size_t depth) {
        for (const auto& fallback : lab::defaults_in(block, rules_)) {
            if (!same_in(block.children, fallback)) row('!', depth, fallback.text);
        }
    }

    void row(char marker, std::size_t depth, const std::string& text) {
        rows_.push_back(profiles::Facts{}.set("line", marker + std::string(depth * 4, ' ') + text));
    }

    const lab::Rules& rules_;
    bool pending_;
    profiles::Records rows_;
};

bool has_place(const lab::Edit& edit, const lab::Configuration& configuration) {
    return edit.path.empty() || configuration.find(edit.path);
}

}  // namespace

lab::Configuration as_queued(const Line& line) {
    auto configuration = line.device().running().configuration;
    for (const auto& edit : line.pending()) {
        if (has_place(edit, configuration)) configuration.apply(edit, line.device().rules());
    }
    return configuration;
}

std::vector<std::string> statements_above(const Line& line) {
    std::vector<std::string> path;
    for (const auto& frame : line.state().frames) {
        if (!frame.statement.empty()) path.push_back(frame.statement);
    }
    return path;
}

std::optional<std::string> objection_to(grammar::Verb verb, const lab::Edit& edit,
                                        const Line& line) {
    if (verb == grammar::Verb::none || verb == grammar::Verb::plain) return std::nullopt;
    auto path = edit.path;
    path.push_back(edit.statement.identity);
    const bool there = as_queued(line).find(path) != nullptr;
    const bool wanted_absent = verb == grammar::Verb::create;
    if (there != wanted_absent) return std::nullopt;
    return there ? "error.object-exists" : "error.no-object";
}

bool stands_nowhere(const Line& line) {
    const auto path = statements_above(line);
    return !path.empty() && !as_queued(line).find(path);
}

std::optional<std::string> objection_to_queue(const Line& line) {
    auto configuration = line.device().running().configuration;
    for (const auto& edit : line.pending()) {
        if (!has_place(edit, configuration)) return "refused.commit-no-object";
        auto path = edit.path;
        path.push_back(edit.statement.identity);
        if (edit.statement.negated && !configuration.find(path)) return "refused.commit-no-object";
        configuration.apply(edit, line.device().rules());
    }
    return std::nullopt;
}

bool changes_nothing(grammar::Verb verb, const lab::Edit& edit, const Line& line) {
    if (verb != grammar::Verb::plain) return false;
    auto path = edit.path;
    path.push_back(edit.statement.identity);
    const auto configuration = as_queued(line);
    const auto* there = configuration.find(path);
    return there && there->text == edit.statement.text;
}

profiles::Facts listing_view(const Line& line, bool pending) {
    const auto& before = line.device().running().configuration;
    const auto after = as_queued(line);
    const auto path = statements_above(line);
    Listing listing(line.device().rules(), pending);
    if (path.empty()) {
        listing.block(before.statements(), after.statements(), 0);
    } else if (const auto* here = after.find(path)) {
        if (const auto* old = before.find(path)) {
            listing.changed_within(*old, *here, 0);
        } else {
            listing.whole(*here, '+', 0);
        }
    }
    return profiles::Facts{}.set("lines", listing.take());
}

}  // namespace modes
