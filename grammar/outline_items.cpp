#include "grammar/outline_items.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

#include "grammar/outline_line.hpp"
#include "grammar/words.hpp"

namespace grammar {
namespace {

bool is_one_word(std::string_view text) {
    return !text.empty() && text.find(' ') == std::string_view::npos;
}

// `smart-transport`, or `!smart-transport` for its absence.
bool is_capability(std::string_view text) {
    if (!text.empty() && text.front() == '!') text.remove_prefix(1);
    return !text.empty() && text.front() >= 'a' && text.front() <= 'z' &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '.';
           });
}

std::string at_sign(const std::string& directive) { return std::string("@").append(directive); }

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

class Reader {
public:
    Reader(const std::string& file, bool trees_only) : trees_only_(trees_only) {
        result_.header.file = file;
        go_to(result_.commands);
    }

    OutlineItems read(std::string_view text);

private:
    void complain(int line, int column, std::string what);
    void read_line(std::string_view line, int number);
    void place(std::size_t indent, Item item);
    void node(const NodeLine& line, std::size_t indent, int number);
    void mark(Node& node, const Mark& mark, std::size_t indent, int number);
    void directive(const DirectiveLine& line, std::size_t indent, int number);
    void field(const DirectiveLine& line, int number);
    void privilege(const std::string& text, int number);
    void commit(const std::string& text, int number);
    void begin_tree(const std::string& name, int number);
    void go_to(std::vector<Item>& items) { levels_ = {&items}; }

    bool trees_only_;
    OutlineItems result_;
    std::vector<std::vector<Item>*> levels_;  // where a line of each indent goes
    std::set<std::string> seen_;              // directives
};

void Reader::complain(int line, int column, std::string what) {
    result_.faults.push_back({result_.header.file, line, column, std::move(what)});
}

OutlineItems Reader::read(std::string_view text) {
    int number = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        read_line(text.substr(0, end), ++number);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    if (!trees_only_ && !seen_.contains("mode")) complain(0, 0, "the outline has no @mode");
    return std::move(result_);
}

void Reader::read_line(std::string_view line, int number) {
    while (!line.empty() && line.back() == ' ') line.remove_suffix(1);
    if (line.empty()) return;
    const std::size_t indent = line.find_first_not_of(' ');
    const OutlineLine read = read_outline_line(line.substr(indent));
    if (const auto* directive_line = std::get_if<DirectiveLine>(&read)) {
        return directive(*directive_line, indent, number);
    }
    if (const auto* node_line = std::get_if<NodeLine>(&read)) {
        return node(*node_line, indent, number);
    }
    const BadLine& bad = std::get<BadLine>(read);
    complain(number, static_cast<int>(indent) + bad.column + 1, bad.what);
    // It keeps its place, so that the lines under it are not blamed as well.
    place(indent, Item{{}, "", number, 1, {}});
}

void Reader::place(std::size_t indent, Item item) {
    const int column = static_cast<int>(indent) + 1;
    if (indent % 2 != 0) complain(item.line, column, "an indent is two blanks a level");
    std::size_t level = indent / 2;
    if (level >= levels_.size()) {
        complain(item.line, column, "indented further than the line above allows");
        level = levels_.size() - 1;
    }
    levels_.resize(level + 1);
    std::vector<Item>& siblings = *levels_[level];
    siblings.push_back(std::move(item));
    if (siblings.back().use.empty()) levels_.push_back(&siblings.back().children);
}

void Reader::node(const NodeLine& line, std::size_t indent, int number) {
    if (trees_only_ && result_.trees.empty()) complain(number, 1, "a node outside any @tree");
    Item item{{}, "", number, static_cast<int>(indent) + 1, {}};
    item.node.keyword = line.keyword;
    item.node.argument = line.argument;
    item.node.help = line.help;
    item.node.act = line.act;
    item.node.line = number;
    for (const Mark& each : line.marks) mark(item.node, each, indent, number);
    place(indent, std::move(item));
}

void Reader::mark(Node& node, const Mark& mark, std::size_t indent, int number) {
    static const std::map<std::string, bool Node::*> flags{
        {"any-order", &Node::any_order}, {"key", &Node::key},       {"one-of", &Node::one_of},
        {"hidden", &Node::hidden},       {"no-all", &Node::no_all},
    };
    static const std::map<std::string, Verb> verbs{{"verb", Verb::plain},
                                                   {"verb create", Verb::create},
                                                   {"verb find", Verb::find},
                                                   {"verb remove", Verb::remove}};
    if (const auto flag = flags.find(mark.text); flag != flags.end()) {
        node.*flag->second = true;
    } else if (const auto verb = verbs.find(mark.text); verb != verbs.end()) {
        node.verb = verb->second;
    } else if (mark.text.starts_with("as ") && is_one_word(mark.text.substr(3))) {
        node.written = mark.text.substr(3);
    } else if (is_capability(mark.text)) {
        node.capabilities.push_back(mark.text);
    } else {
        complain(number, static_cast<int>(indent) + mark.column + 1,
                 "unknown mark [" + mark.text + "]");
    }
}

void Reader::directive(const DirectiveLine& line, std::size_t indent, int number) {
    if (line.name == "#") return;
    if (line.name == "use") {
        if (!is_one_word(line.text)) return complain(number, 1, "@use needs the name of a tree");
        return place(indent, Item{{}, line.text, number, static_cast<int>(indent) + 1, {}});
    }
    if (indent != 0) return complain(number, 1, at_sign(line.name) + " must begin in column 1");
    if (line.name == "tree") return begin_tree(line.text, number);
    if (trees_only_) return complain(number, 1, "only @tree, @use and @# may stand in this file");
    go_to(result_.commands);
    if (line.name != "commands") field(line, number);
}

void Reader::begin_tree(const std::string& name, int number) {
    if (!is_one_word(name)) return complain(number, 1, "@tree needs a name");
    if (result_.trees.contains(name)) {
        complain(number, 1, "a second tree " + name);
    }
    Subtree& tree = result_.trees[name];
    tree.line = number;
    go_to(tree.items);
}

void Reader::field(const DirectiveLine& line, int number) {
    static const std::map<std::string, std::string Outline::*> words{
        {"mode", &Outline::mode},           {"parent", &Outline::parent},
        {"inherit", &Outline::inherit},     {"do", &Outline::run_with_do},
        {"lone-word", &Outline::lone_word},
    };
    static const std::map<std::string, bool Outline::*> flags{
        {"alone", &Outline::alone}, {"config", &Outline::config}, {"no", &Outline::negatable}};
    if (!seen_.insert(line.name).second) complain(number, 1, "a second " + at_sign(line.name));
    if (const auto word = words.find(line.name); word != words.end()) {
        if (!is_one_word(line.text)) complain(number, 1, at_sign(line.name) + " needs one word");
        result_.header.*word->second = line.text;
    } else if (const auto flag = flags.find(line.name); flag != flags.end()) {
        if (!line.text.empty()) complain(number, 1, at_sign(line.name) + " stands alone");
        result_.header.*flag->second = true;
    } else if (line.name == "prompt") {
        if (line.text.empty()) complain(number, 1, "@prompt needs its text");
        result_.header.prompt = line.text;
        replace_all(result_.header.prompt, "{space}", " ");
    } else if (line.name == "help-header") {
        result_.header.help_header = line.text;
    } else if (line.name == "privilege") {
        privilege(line.text, number);
    } else if (line.name == "commit") {
        commit(line.text, number);
    } else {
        complain(number, 1, "unknown directive " + at_sign(line.name));
    }
}

void Reader::privilege(const std::string& text, int number) {
    const char* const last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, result_.header.privilege);
    const bool read = error == std::errc{} && end == last;
    if (!read || result_.header.privilege < 0 || result_.header.privilege > 15) {
        complain(number, 1, "@privilege needs a number from 0 to 15");
    }
}

void Reader::commit(const std::string& text, int number) {
    static const std::map<std::string, Commit> ways{
        {"line", Commit::line}, {"leave", Commit::leave}, {"explicit", Commit::explicitly}};
    const auto way = ways.find(text);
    if (way == ways.end()) return complain(number, 1, "@commit is line, leave or explicit");
    result_.header.commit = way->second;
}

}  // namespace

OutlineItems read_outline_items(std::string_view text, const std::string& file, bool trees_only) {
    return Reader(file, trees_only).read(text);
}

}  // namespace grammar
