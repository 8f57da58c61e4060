#include "labs/configuration.hpp"

#include <algorithm>
#include <set>

namespace lab {
namespace {

using Statements = std::vector<Statement>;

const Statements& defaults_of(const Rules& rules, const std::string& mode) {
    static const Statements none;
    auto it = rules.defaults.find(mode);
    return it == rules.defaults.end() ? none : it->second;
}

const std::vector<std::string>& names_of(
    const std::map<std::string, std::vector<std::string>>& lists, const std::string& mode) {
    static const std::vector<std::string> none;
    auto it = lists.find(mode);
    return it == lists.end() ? none : it->second;
}

// The longest matching beginning decides; what no list names comes last, as typed.
std::size_t rank(const Rules& rules, const std::string& mode, const Statement& statement) {
    const auto& order = names_of(rules.order, mode);
    std::size_t best = order.size();
    std::size_t length = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (order[i].size() > length && begins_with_words(statement.text, order[i])) {
            best = i;
            length = order[i].size();
        }
    }
    return best;
}

const Statement* default_of(const Rules& rules, const std::string& mode,
                            const std::string& identity) {
    const auto& list = defaults_of(rules, mode);
    auto it = std::find_if(list.begin(), list.end(),
                           [&](const Statement& s) { return s.identity == identity; });
    return it == list.end() ? nullptr : &*it;
}

void insert(Statements& into, Statement statement, const Rules& rules, const std::string& mode) {
    const auto own = rank(rules, mode, statement);
    auto it = std::find_if(into.begin(), into.end(),
                           [&](const Statement& other) { return rank(rules, mode, other) > own; });
    into.insert(it, std::move(statement));
}

bool set(Statements& into, const Statement& wanted, const Rules& rules, const std::string& mode) {
    auto it = std::find_if(into.begin(), into.end(),
                           [&](const Statement& s) { return s.identity == wanted.identity; });
    if (it == into.end()) {
        insert(into, wanted, rules, mode);
        return true;
    }
    if (it->negated == wanted.negated && it->text == wanted.text)
        return false;  // its children stay
    auto children = std::move(it->children);
    *it = wanted;
    if (it->children.empty()) it->children = std::move(children);
    return true;
}

// `no X` takes X away, with all that X begins; where X holds by default it must say so instead.
bool take_away(Statements& from, const Statement& unwanted, const Rules& rules,
               const std::string& mode) {
    const auto before = from.size();
    std::erase_if(from, [&](const Statement& s) {
        return !s.negated && begins_with_words(s.identity, unwanted.identity);
    });
    bool changed = from.size() != before;
    const auto* fallback = default_of(rules, mode, unwanted.identity);
    const bool flag = fallback && !fallback->negated && fallback->text == fallback->identity;
    const auto& aloud = names_of(rules.denied_aloud, mode);
    if (flag || std::find(aloud.begin(), aloud.end(), unwanted.identity) != aloud.end()) {
        auto denied = unwanted;
        denied.negated = true;
        denied.text = denied.identity;
        changed = set(from, denied, rules, mode) || changed;
    }
    return changed;
}

bool same_as_default(const Statement& statement, const Rules& rules, const std::string& mode) {
    const auto* fallback = default_of(rules, mode, statement.identity);
    return fallback && fallback->line() == statement.line();
}

class Writer {
public:
    Writer(const Rules& rules, bool all, bool whole) : rules_(rules), all_(all), whole_(whole) {}

    void statement(const Statement& s, const std::string& mode, std::size_t depth) {
        if (!all_ && s.children.empty() && same_as_default(s, rules_, mode)) return;
        if (depth == 0) part(s);
        lines_.push_back(std::string(depth, ' ') + s.line());
        if (!s.opens.empty()) block(s.children, s.opens, depth + 1);
        if (depth == 0 && barred(s)) lines_.emplace_back("!");
    }

    void block(const Statements& statements, const std::string& mode, std::size_t depth) {
        auto complete = statements;
        for (const auto& identity : names_of(rules_.always_shown, mode)) {
            if (!has(complete, identity)) insert(complete, denial(identity), rules_, mode);
        }
        if (all_) {
            for (const auto& fallback : defaults_of(rules_, mode)) {
                if (!has(complete, fallback.identity)) insert(complete, fallback, rules_, mode);
            }
        }
        for (const auto& s : complete) statement(s, mode, depth);
    }

    std::vector<std::string> take() { return std::move(lines_); }

private:
    static bool has(const Statements& statements, const std::string& identity) {
        return std::any_of(statements.begin(), statements.end(),
                           [&](const Statement& s) { return s.identity == identity; });
    }
    static Statement denial(const std::string& identity) {
        Statement s;
        s.text = s.identity = identity;
        s.negated = true;
        return s;
    }
    bool barred(const Statement& s) const {
        return std::any_of(rules_.barred.begin(), rules_.barred.end(),
                           [&](const std::string& b) { return begins_with_words(s.text, b); });
    }
    // A part of the configuration begins where the first of its statements stands.
    void part(const Statement& s) {
        for (const auto& words : rules_.parted) {
            if (!begins_with_words(s.text, words) || !whole_ || !begun_.insert(words).second) {
                continue;
            }
            lines_.emplace_back();
            lines_.emplace_back("!");
        }
    }

    const Rules& rules_;
    bool all_;
    bool whole_;  // not a section of it
    std::set<std::string> begun_;
    std::vector<std::string> lines_;
};

}  // namespace

bool begins_with_words(std::string_view text, std::string_view words) {
    return text.starts_with(words) && (text.size() == words.size() || text[words.size()] == ' ');
}

std::string_view Statement::argument(std::string_view name) const {
    for (const auto& [key, word] : arguments) {
        if (key == name) return word;
    }
    return {};
}

bool Configuration::apply(const Edit& edit, const Rules& rules) {
    auto* level = &statements_;
    std::string mode = "config";
    for (const auto& identity : edit.path) {
        auto it = std::find_if(level->begin(), level->end(),
                               [&](const Statement& s) { return s.identity == identity; });
        if (it == level->end()) {
            Statement made;
            made.text = made.identity = identity;
            insert(*level, made, rules, mode);
            it = std::find_if(level->begin(), level->end(),
                              [&](const Statement& s) { return s.identity == identity; });
        }
        mode = it->opens;
        level = &it->children;
    }
    return edit.statement.negated ? take_away(*level, edit.statement, rules, mode)
                                  : set(*level, edit.statement, rules, mode);
}

const Statement* Configuration::find(const std::vector<std::string>& path) const {
    const Statement* found = nullptr;
    const auto* level = &statements_;
    for (const auto& identity : path) {
        auto it = std::find_if(level->begin(), level->end(),
                               [&](const Statement& s) { return s.identity == identity; });
        if (it == level->end()) return nullptr;
        found = &*it;
        level = &it->children;
    }
    return found;
}

std::vector<std::string> Configuration::lines(const Rules& rules, bool all) const {
    Writer writer(rules, all, true);
    writer.block(statements_, "config", 0);
    return writer.take();
}

std::vector<std::string> Configuration::section(const std::string& section, const Rules& rules,
                                                bool all) const {
    Writer writer(rules, all, false);
    auto some = statements_;
    std::erase_if(some, [&](const Statement& s) { return !begins_with_words(s.text, section); });
    for (const auto& s : some) writer.statement(s, "config", 0);
    return writer.take();
}

}  // namespace lab
