// A device's configuration: one ordered tree of statements. Typing, boot, paste, commit and
// replication all change it through apply(Edit); text, defaults and omission follow from it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace profiles {
class Profile;
}

namespace lab {

struct Statement {
    std::string text;      // canonical, without `no`
    std::string identity;  // what makes it itself: "hostname", "name-server 8.8.8.8"
    std::string meaning;   // what the world takes it for, such as dns.server; empty: only kept
    std::string constant;
    std::vector<std::pair<std::string, std::string>> arguments;
    std::string opens;  // the mode its children are read in; empty: it has none
    bool negated = false;
    bool known = true;  // false: a line that no outline has, kept as it came
    std::vector<Statement> children;

    // The argument's word, or empty.
    std::string_view argument(std::string_view name) const;
    // As a configuration shows it, without indent.
    std::string line() const { return negated ? "no " + text : text; }
};

// A change below the statements whose identities are `path`. A negated statement takes away.
struct Edit {
    std::vector<std::string> path;
    Statement statement;
};

// How a platform orders and shows its configuration; made of the profile's lists and defaults.
struct Rules {
    // The mode whose lines stand at the top: text `mode.configuration`.
    std::string root = "config";
    // Ranks of identities' beginnings, `*` for any one word, by mode: list `order.<mode>`. An entry
    // "!" at the top is a line of its own between the groups before and behind it; one that begins
    // with it, such as "! dhcpd", is there only if something of that beginning is.
    std::map<std::string, std::vector<std::string>> order;
    // Identities shown as `no X` where they are absent, by mode: list `always-shown.<mode>`.
    std::map<std::string, std::vector<std::string>> always_shown;
    // Identities whose denial is kept as a line of its own, by mode: list `denied-aloud.<mode>`.
    std::map<std::string, std::vector<std::string>> denied_aloud;
    // Beginnings of lines that hold unless they are denied, and whose denial is all that is kept of
    // them, by mode: list `held.<mode>`.
    std::map<std::string, std::vector<std::string>> held;
    // Statements that nobody can take away, each as its whole way, "block / block / identity",
    // which keeps the blocks it stands in too: list `permanent`.
    std::vector<std::string> permanent;
    // Statements that hold unless said otherwise, by mode: the profile's `defaults`.
    std::map<std::string, std::vector<Statement>> defaults;
    // The defaults of one block besides those of its mode: list `own-defaults.<mode>`, whose first
    // entry is the block's identity. Everything else holds for it as for its mode.
    std::map<std::string, std::vector<Statement>> own_defaults;
    // Beginnings of defaults that step aside for any statement that begins so: list `yielding`.
    std::vector<std::string> yielding;
    // Beginnings of lines that are shown with a blank at their end: list `blank-ended`.
    std::vector<std::string> blank_ended;
    // Remarks that the device writes at the head of a block, by its mode: list `remarks.<mode>`.
    std::map<std::string, std::vector<std::string>> remarks;
    // And lines at its end: list `tails.<mode>`.
    std::map<std::string, std::vector<std::string>> tails;
    // How many blanks more than others the lines of a block are moved in: number `indent.<mode>`.
    std::map<std::string, std::size_t> indents;
    // First words of statements that a `!` follows: list `barred`.
    std::vector<std::string> barred;
    // First words of statements before whose first one an empty line and a `!` stand: `parted`.
    std::vector<std::string> parted;
    // The modes whose lines stand two blanks behind their block's, not one: list `wide`.
    std::vector<std::string> wide;
    // Statements whose denial takes away nothing but them: list `alone`. Others that begin with the
    // same words stay.
    std::vector<std::string> alone;
    // First words of blocks whose last numbers are a range, such as `line vty`: list `ranged`.
    std::vector<std::string> ranged;
    // Identities of which a block has one at most, by its mode: list `exclusive.<mode>`.
    std::map<std::string, std::vector<std::string>> exclusive;
    // Beginnings of lines that are added each time they are entered: list `repeated`.
    std::vector<std::string> repeated;
    // Beginnings whose words, `*` for any one, keep lines together that share them; what follows
    // them is in order where it is a number, and numbers come first: list `grouped`.
    std::vector<std::string> grouped;
    // Beginnings of children that a whole configuration shows in a second block of their parent,
    // by its mode: list `apart.<mode>`. Where, says `apart <mode>` in the order of the top.
    std::map<std::string, std::vector<std::string>> apart;
};

class Configuration {
public:
    const std::vector<Statement>& statements() const { return statements_; }

    // Carries out the edit; statements of its path that are missing are made. Returns whether
    // anything changed.
    bool apply(const Edit& edit, const Rules& rules);

    // Makes the range that `block` names a row of blocks of its own: splits what reaches beyond
    // it, adds what is missing. Returns their identities; none where no rule calls it a range.
    std::vector<std::string> cover(const Statement& block, const Rules& rules);

    // Null when there is none. An empty path finds nothing.
    const Statement* find(const std::vector<std::string>& path) const;

    // The lines as a device shows them, one blank of indent a level. `all` adds the defaults
    // that omission hides.
    std::vector<std::string> lines(const Rules& rules, bool all) const;
    // The lines of the top statements whose text begins with the words `section`.
    std::vector<std::string> section(const std::string& section, const Rules& rules,
                                     bool all) const;

private:
    std::vector<Statement> statements_;
};

// Does `text` begin with the whole words of `words`?
bool begins_with_words(std::string_view text, std::string_view words);
// The same where `*` stands for any one word: how much of `text` these words are, 0 when not.
std::size_t beginning_like(std::string_view text, std::string_view words);

// What holds in a block by itself, less what steps aside for one of its statements.
std::vector<Statement> defaults_in(const Statement& block, const Rules& rules);

}  // namespace lab
