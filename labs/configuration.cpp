#include "labs/configuration.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <set>

namespace lab {
namespace {

using Statements = std::vector<Statement>;

// The block that statements stand in; at the top it is the configuration mode's.
struct Scope {
    std::string mode;
    std::string block;  // its identity
};

Scope top(const Rules& rules) { return {rules.root, {}}; }

Scope scope_of(const Statement& block) { return {block.opens, block.identity}; }

const Statements& found_in(const std::map<std::string, Statements>& lists,
                           const std::string& name) {
    static const Statements none;
    auto it = lists.find(name);
    return it == lists.end() ? none : it->second;
}

bool steps_aside(const Statement& fallback, const Statements& statements, const Rules& rules) {
    return std::any_of(rules.yielding.begin(), rules.yielding.end(), [&](const auto& words) {
        return begins_with_words(fallback.text, words) &&
               std::any_of(statements.begin(), statements.end(), [&](const Statement& s) {
                   return !s.negated && begins_with_words(s.text, words);
               });
    });
}

Statements defaults_of(const Rules& rules, const Scope& scope, const Statements& statements) {
    auto defaults = found_in(rules.defaults, scope.mode);
    if (!scope.block.empty() && !rules.own_defaults.empty()) {
        const auto& own = found_in(rules.own_defaults, scope.block);
        defaults.insert(defaults.end(), own.begin(), own.end());
    }
    if (!rules.yielding.empty()) {
        std::erase_if(defaults, [&](const auto& s) { return steps_aside(s, statements, rules); });
    }
    return defaults;
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
        // Most are passed over by their first letter: lines are many.
        const bool may = order[i].size() > length && !statement.text.empty() &&
                         (order[i].front() == statement.text.front() || order[i].front() == '*');
        if (may && beginning_like(statement.text, order[i]) > 0) {
            best = i;
            length = order[i].size();
        }
    }
    return best;
}

const Statement* default_of(const Rules& rules, const Scope& scope, const std::string& identity) {
    const auto in = [&](const Statements& list) {
        auto it = std::find_if(list.begin(), list.end(),
                               [&](const Statement& s) { return s.identity == identity; });
        return it == list.end() ? nullptr : &*it;
    };
    const auto* own = scope.block.empty() ? nullptr : in(found_in(rules.own_defaults, scope.block));
    return own ? own : in(found_in(rules.defaults, scope.mode));
}

// Entries of access lists stand in the order of their numbers; 0: it is none.
long leading_number(const Statement& s) {
    return s.meaning == "acl.entry" ? std::strtol(s.text.c_str(), nullptr, 10) : 0;
}

// The words by which lines keep together, and the number behind them, if it is one.
struct Company {
    std::string_view words;  // empty: it keeps to itself
    long number = std::numeric_limits<long>::max();
};
Company company_of(const Statement& s, const Rules& rules) {
    Company company;
    for (const auto& like : rules.grouped) {
        const auto length = beginning_like(s.text, like);
        if (length > company.words.size())
            company.words = std::string_view(s.text).substr(0, length);
    }
    if (!company.words.empty() && company.words.size() < s.text.size()) {
        const auto* rest = s.text.c_str() + company.words.size() + 1;
        char* end = nullptr;
        const long number = std::strtol(rest, &end, 10);
        if (end != rest && (*end == ' ' || *end == 0)) company.number = number;
    }
    return company;
}

// A subinterface stands behind its port, and behind those of its port with a smaller number.
Statements::iterator behind_port(Statements& into, Statements::iterator end,
                                 const Statement& statement) {
    const auto& text = statement.text;
    const auto dot = text.rfind('.');
    if (dot == std::string::npos || statement.argument("interface").empty()) return end;
    const auto port = text.substr(0, dot);
    const auto number = [&](const std::string& own) {
        return std::strtol(own.c_str() + dot + 1, nullptr, 10);
    };
    for (auto it = end; it != into.begin(); --it) {
        const auto& before = std::prev(it)->text;
        const bool own = before.starts_with(port + ".") && number(before) < number(text);
        if (before == port || own) return it;
    }
    return end;
}

void insert(Statements& into, Statement statement, const Rules& rules, const std::string& mode) {
    const auto own = rank(rules, mode, statement);
    const auto number = leading_number(statement);
    // What stands here stands in order: only a few ranks are looked up, however long the list.
    auto it = std::partition_point(into.begin(), into.end(), [&](const Statement& other) {
        return rank(rules, mode, other) <= own;
    });
    it = behind_port(into, it, statement);
    while (number > 0 && it != into.begin() && leading_number(*std::prev(it)) > number) --it;
    const auto company = mode == rules.root ? company_of(statement, rules) : Company{};
    for (auto back = it; !company.words.empty() && back != into.begin(); --back) {
        const auto& before = *std::prev(back);
        if (rank(rules, mode, before) < own) break;
        const auto theirs = company_of(before, rules);
        if (theirs.words == company.words && theirs.number <= company.number) {
            it = back;
            break;
        }
        if (theirs.words == company.words) it = std::prev(back);
    }
    into.insert(it, std::move(statement));
}

// What the new one replaces by being there.
void make_room(Statements& in, const Statement& wanted, const Rules& rules,
               const std::string& mode) {
    const auto& kin = names_of(rules.exclusive, mode);
    const auto is_kin = [&](const Statement& s) {
        return std::find(kin.begin(), kin.end(), s.identity) != kin.end();
    };
    if (!is_kin(wanted)) return;
    std::erase_if(in,
                  [&](const Statement& s) { return is_kin(s) && s.identity != wanted.identity; });
}

bool is_repeated(const Statement& s, const Rules& rules) {
    return std::any_of(rules.repeated.begin(), rules.repeated.end(),
                       [&](const auto& words) { return begins_with_words(s.text, words); });
}

bool holds_unless_denied(const Statement& s, const Rules& rules, const std::string& mode) {
    const auto& held = names_of(rules.held, mode);
    return std::any_of(held.begin(), held.end(), [&](const std::string& like) {
        return beginning_like(s.identity, like) == s.identity.size();
    });
}

bool put_statement(Statements& into, const Statement& wanted, const Rules& rules,
                   const std::string& mode) {
    make_room(into, wanted, rules, mode);
    if (!wanted.negated && wanted.text == wanted.identity &&
        holds_unless_denied(wanted, rules, mode)) {
        return std::erase_if(into,
                             [&](const Statement& s) { return s.identity == wanted.identity; }) > 0;
    }
    auto it = std::find_if(into.begin(), into.end(),
                           [&](const Statement& s) { return s.identity == wanted.identity; });
    const bool again = mode == rules.root && is_repeated(wanted, rules);
    if (it == into.end() || again) {
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
               const Scope& scope) {
    const auto before = from.size();
    const bool alone =
        std::find(rules.alone.begin(), rules.alone.end(), unwanted.identity) != rules.alone.end();
    std::erase_if(from, [&](const Statement& s) {
        if (alone && s.identity != unwanted.identity) return false;
        return !s.negated && begins_with_words(s.identity, unwanted.identity);
    });
    bool changed = from.size() != before;
    const auto* fallback = default_of(rules, scope, unwanted.identity);
    const bool flag = (fallback && !fallback->negated && fallback->text == fallback->identity) ||
                      holds_unless_denied(unwanted, rules, scope.mode);
    const auto& aloud = names_of(rules.denied_aloud, scope.mode);
    if (flag || std::find(aloud.begin(), aloud.end(), unwanted.identity) != aloud.end()) {
        auto denied = unwanted;
        denied.negated = true;
        denied.text = denied.identity;
        changed = put_statement(from, denied, rules, scope.mode) || changed;
    }
    return changed;
}

bool same_as_default(const Statement& statement, const Rules& rules, const Scope& scope) {
    const auto* fallback = default_of(rules, scope, statement.identity);
    return fallback && fallback->line() == statement.line();
}

class StatementWriter {
public:
    StatementWriter(const Rules& rules, bool all, bool whole)
        : rules_(rules), all_(all), whole_(whole) {}

    void statement(const Statement& s, const Scope& scope, std::size_t depth) {
        if (!all_ && s.children.empty() && same_as_default(s, rules_, scope)) return;
        if (depth == 0) part(s);
        lines_.push_back(std::string(depth, ' ') + s.line() + (blank_ended(s) ? " " : ""));
        if (!s.opens.empty() || !s.children.empty()) {
            for (const auto& remark : names_of(rules_.remarks, s.opens)) {
                lines_.push_back(std::string(depth + 1, ' ') + remark);
            }
            const bool wide = begins_with_any(s.opens, rules_.wide);
            block(split(s, false), scope_of(s), depth + (wide ? 2 : 1) + indent(s.opens));
            for (const auto& tail : names_of(rules_.tails, s.opens)) {
                lines_.push_back(std::string(depth, ' ') + tail);
            }
        }
        if (depth == 0 && barred(s)) lines_.emplace_back("!");
    }

    void block(const Statements& statements, const Scope& scope, std::size_t depth) {
        auto complete = statements;
        for (const auto& identity : names_of(rules_.always_shown, scope.mode)) {
            if (!has(complete, identity)) insert(complete, denial(identity), rules_, scope.mode);
        }
        if (all_) {
            for (const auto& fallback : defaults_of(rules_, scope, statements)) {
                if (has(complete, fallback.identity)) continue;
                insert(complete, fallback, rules_, scope.mode);
            }
        }
        const bool parts = depth == 0 && whole_;
        for (const auto& s : complete) {
            if (parts) pass(rank(rules_, scope.mode, s), scope.mode, complete);
            statement(s, scope, depth);
        }
        if (parts) pass(names_of(rules_.order, scope.mode).size(), scope.mode, complete);
    }

    // The second blocks of all that open `mode`.
    void second_blocks(const Statements& statements, const std::string& mode) {
        for (const auto& s : statements) {
            const auto children = s.opens == mode ? split(s, true) : Statements{};
            if (children.empty()) continue;
            lines_.push_back(s.line());
            block(children, scope_of(s), 1);
        }
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
    bool blank_ended(const Statement& s) const {
        return !s.negated && begins_with_any(s.text, rules_.blank_ended);
    }
    static bool begins_with_any(const std::string& text, const std::vector<std::string>& words) {
        return std::any_of(words.begin(), words.end(),
                           [&](const std::string& w) { return begins_with_words(text, w); });
    }
    std::size_t indent(const std::string& mode) const {
        const auto it = rules_.indents.find(mode);
        return it == rules_.indents.end() ? 0 : it->second;
    }
    bool barred(const Statement& s) const { return begins_with_any(s.text, rules_.barred); }
    // The children that a second block shows, or the others.
    Statements split(const Statement& s, bool apart) const {
        auto children = s.children;
        const auto& words = names_of(rules_.apart, s.opens);
        if (!words.empty() || apart) {
            std::erase_if(children, [&](const Statement& child) {
                return begins_with_any(child.text, words) != apart;
            });
        }
        return children;
    }
    // What the order itself has between groups: bars, whether or not the groups have anything to
    // say or only then, and second blocks.
    void pass(std::size_t rank, const std::string& mode, const Statements& statements) {
        const auto& order = names_of(rules_.order, mode);
        for (; passed_ < std::min(rank, order.size()); ++passed_) {
            const auto& entry = order[passed_];
            if (entry == "!" ||
                (entry.starts_with("! ") && any_like(statements, entry.substr(2)))) {
                lines_.emplace_back("!");
            } else if (entry.starts_with("apart ")) {
                const auto before = lines_.size();
                second_blocks(statements, entry.substr(entry.find(' ') + 1));
                if (lines_.size() > before) {
                    lines_.insert(lines_.begin() + static_cast<std::ptrdiff_t>(before), "!");
                }
            }
        }
    }
    static bool any_like(const Statements& statements, const std::string& words) {
        return std::any_of(statements.begin(), statements.end(), [&](const Statement& s) {
            return !s.negated && beginning_like(s.text, words) > 0;
        });
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
    std::size_t passed_ = 0;  // of the order of the top
    std::vector<std::string> lines_;
};

}  // namespace

std::vector<Statement> defaults_in(const Statement& block, const Rules& rules) {
    return defaults_of(rules, scope_of(block), block.children);
}

std::size_t beginning_like(std::string_view text, std::string_view words) {
    if (words.find('*') == std::string_view::npos) {
        return begins_with_words(text, words) ? words.size() : 0;
    }
    std::size_t at = 0;
    for (std::size_t from = 0; from < words.size();) {
        const auto end = std::min(words.find(' ', from), words.size());
        const auto stop = std::min(text.find(' ', at), text.size());
        const auto word = words.substr(from, end - from);
        if (at >= text.size() || (word != "*" && word != text.substr(at, stop - at))) return 0;
        from = end + 1;
        at = stop + 1;
    }
    return at - 1;
}

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
    auto scope = top(rules);
    for (const auto& identity : edit.path) {
        auto it = std::find_if(level->begin(), level->end(),
                               [&](const Statement& s) { return s.identity == identity; });
        if (it == level->end()) {
            Statement made;
            made.text = made.identity = identity;
            insert(*level, made, rules, scope.mode);
            it = std::find_if(level->begin(), level->end(),
                              [&](const Statement& s) { return s.identity == identity; });
        }
        scope = scope_of(*it);
        level = &it->children;
    }
    return edit.statement.negated ? take_away(*level, edit.statement, rules, scope)
                                  : put_statement(*level, edit.statement, rules, scope.mode);
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
    StatementWriter writer(rules, all, true);
    writer.block(statements_, top(rules), 0);
    return writer.take();
}

std::vector<std::string> Configuration::section(const std::string& section, const Rules& rules,
                                                bool all) const {
    StatementWriter writer(rules, all, false);
    auto some = statements_;
    std::erase_if(some, [&](const Statement& s) { return !begins_with_words(s.text, section); });
    for (const auto& s : some) writer.statement(s, top(rules), 0);
    for (const auto& [mode, words] : rules.apart) {
        if (std::find(words.begin(), words.end(), section) != words.end()) {
            writer.second_blocks(statements_, mode);
        }
    }
    return writer.take();
}

}  // namespace lab
