#include "labs/reading.hpp"

#include <algorithm>
#include <array>

namespace lab {
namespace {

// A line of no outline is its own identity: it can be kept, shown and taken away, no more.
Statement unknown(std::string_view line) {
    Statement s;
    s.text = s.identity = std::string(line);  // `no` and all: we do not know what it denies
    s.known = false;
    return s;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) text.remove_suffix(1);
    return text;
}

std::size_t indent_of(std::string_view line) {
    auto at = line.find_first_not_of(' ');
    return at == std::string_view::npos ? line.size() : at;
}

// Reads `line` in `mode`; nothing of the modes around it is tried.
Statement read_in(const profiles::Profile& profile, const std::string& mode,
                  std::string_view line) {
    const auto* found = profile.mode(mode);
    if (!found) return unknown(line);
    const std::array<grammar::Layer, 1> layers{grammar::Layer{&found->tree, 0}};
    auto outcome = grammar::match(layers, line);
    const auto* matched = std::get_if<grammar::Matched>(&outcome);
    return matched ? statement_of(*matched) : unknown(line);
}

// A banner goes on over the lines of `rest` until its first character comes again; returns how
// many it took.
int read_on(Statement& banner, std::string_view& rest) {
    const std::string begun(banner.argument("text"));
    const auto mark = begun.substr(0, begun.starts_with('^') ? 2 : 1);
    if (begun.find(mark, mark.size()) != std::string::npos) return 0;
    std::string text = begun;
    int taken = 0;
    while (!rest.empty() && text.find(mark, mark.size()) == std::string::npos) {
        const auto end = std::min(rest.find('\n'), rest.size());
        text += "\n" + std::string(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        ++taken;
    }
    banner.text.replace(banner.text.size() - begun.size(), begun.size(), text);
    banner.arguments = {{"text", text}};
    return taken;
}

struct Block {
    std::size_t indent;
    std::string identity;
    std::string mode;
};

// What the device writes at a block's end by itself is no statement.
bool is_tail(const profiles::Profile& profile, const std::vector<Block>& blocks,
             std::string_view line) {
    return std::any_of(blocks.begin(), blocks.end(), [&](const Block& block) {
        const auto list = "tails." + block.mode;
        if (block.mode.empty() || !profile.has_list(list)) return false;
        const auto& tails = profile.list(list);
        return std::any_of(tails.begin(), tails.end(), [&](const std::string& tail) {
            return std::string_view(tail).substr(indent_of(tail)) == line;
        });
    });
}

}  // namespace

Statement statement_of(const grammar::Matched& matched) {
    Statement s;
    s.text = grammar::canonical(matched);
    s.identity = grammar::identity(matched);
    if (matched.negated) s.text.erase(0, std::string_view("no ").size());
    s.negated = matched.negated || grammar::verb(matched) == grammar::Verb::remove;
    // A denied line may stop before its values, where no act stands.
    if (const auto& act = matched.end().act) {
        s.meaning = act->name;
        s.constant = act->constant;
        // Some blocks are entered by an action of their own; they are blocks all the same.
        if (act->name.ends_with(".enter")) {
            s.meaning = "mode.enter";
            s.opens = act->constant;
        }
    }
    for (const auto& step : matched.path.steps()) {
        if (step.branch->argument) {
            const bool place = step.branch->argument->kind == grammar::ArgKind::address ||
                               step.branch->argument->kind == grammar::ArgKind::mask;
            const bool any = place && step.word == "0";
            const bool quoted = step.branch->argument->kind == grammar::ArgKind::quoted;
            const auto word = quoted ? grammar::without_quotes(step.word) : step.word;
            s.arguments.emplace_back(step.branch->argument->name,
                                     any ? "0.0.0.0" : std::string(word));
        }
    }
    return s;
}

Edit edit_of(std::string_view line, const profiles::Profile& profile, const std::string& mode) {
    return {{}, read_in(profile, mode, line)};
}

std::vector<ReadLine> read_configuration(std::string_view text, const profiles::Profile& profile) {
    std::vector<ReadLine> lines;
    std::vector<Block> blocks;
    const auto& root = profile.text("mode.configuration");
    int number = 0;
    while (!text.empty()) {
        auto end = text.find('\n');
        auto raw = trimmed(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        ++number;
        const auto indent = indent_of(raw);
        const auto line = raw.substr(indent);
        if (line.empty() || line[0] == '!' || line[0] == ':' || line[0] == '@') continue;
        // It may stand as deep as the block that it ends.
        const bool ends_block = is_tail(profile, blocks, line);
        while (!blocks.empty() && blocks.back().indent >= indent) blocks.pop_back();
        if (ends_block) continue;
        ReadLine read;
        read.raw = std::string(raw);
        read.number = number;
        for (const auto& block : blocks) read.edit.path.push_back(block.identity);
        read.edit.statement = read_in(profile, blocks.empty() ? root : blocks.back().mode, line);
        if (read.edit.statement.meaning == "banner.begin") {
            number += read_on(read.edit.statement, text);
        }
        const auto& s = read.edit.statement;
        if (s.meaning == "mode.leave" || s.meaning == "mode.end" || s.meaning == "config.noted") {
            continue;
        }
        if (!s.negated) blocks.push_back({indent, s.identity, s.opens});
        lines.push_back(std::move(read));
    }
    return lines;
}

Rules rules_of(const profiles::Profile& profile, const std::string& place) {
    Rules rules;
    const auto take = [&](const std::string& list, const std::string& mode,
                          std::map<std::string, std::vector<std::string>>& into) {
        const auto name = list + "." + mode;
        const auto own = name + "." + place;
        if (!place.empty() && profile.has_list(own)) {
            into[mode] = profile.list(own);
        } else if (profile.has_list(name)) {
            into[mode] = profile.list(name);
        }
    };
    rules.root = profile.text("mode.configuration");
    for (const auto& name : profile.mode_names()) {
        take("order", name, rules.order);
        take("denied-aloud", name, rules.denied_aloud);
        take("always-shown", name, rules.always_shown);
        take("remarks", name, rules.remarks);
        take("exclusive", name, rules.exclusive);
        take("held", name, rules.held);
        take("apart", name, rules.apart);
        take("tails", name, rules.tails);
        if (profile.has_number("indent." + name)) {
            rules.indents[name] = static_cast<std::size_t>(profile.number("indent." + name));
        }
        if (profile.has_list("own-defaults." + name)) {
            const auto& own = profile.list("own-defaults." + name);
            for (std::size_t i = 1; i < own.size(); ++i) {
                rules.own_defaults[own.front()].push_back(read_in(profile, name, own[i]));
            }
        }
        for (const auto& line : profile.defaults(name)) {
            rules.defaults[name].push_back(read_in(profile, name, line));
        }
    }
    if (profile.has_list("permanent")) rules.permanent = profile.list("permanent");
    if (profile.has_list("yielding")) rules.yielding = profile.list("yielding");
    if (profile.has_list("blank-ended")) rules.blank_ended = profile.list("blank-ended");
    if (profile.has_list("barred")) rules.barred = profile.list("barred");
    if (profile.has_list("wide")) rules.wide = profile.list("wide");
    if (profile.has_list("alone")) rules.alone = profile.list("alone");
    if (profile.has_list("parted")) rules.parted = profile.list("parted");
    if (profile.has_list("ranged")) rules.ranged = profile.list("ranged");
    if (profile.has_list("repeated")) rules.repeated = profile.list("repeated");
    if (profile.has_list("grouped")) rules.grouped = profile.list("grouped");
    return rules;
}

}  // namespace lab
