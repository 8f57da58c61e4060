// A mode's outline: the file that says what can be typed in it, written as the tree it is
// (house style, section 3). Read once by X3 into plain structs; what a given device makes of it
// (capabilities, ranges by number) is the tree's business, grammar/tree.hpp.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace grammar {

// What an argument accepts. The placeholder that `?` prints goes with the kind; an outline may
// state another: <token:word "WORD < 129 char">.
enum class ArgKind {
    word,       // WORD: anything without a blank
    line,       // LINE: the rest of the line, blanks included
    number,     // <low-high>
    address,    // A.B.C.D
    mask,       // A.B.C.D whose one bits come first
    hostname,   // WORD: letters, digits, '-', '.'; a name, not an address
    host,       // Hostname or A.B.C.D
    url,        // WORD with a scheme
    interface,  // a hardware interface, or its abbreviation (gi0/1): WORD
    nameif,     // the name given to an interface: WORD
    token,      // WORD: an identity token, up to 512 characters
    time,       // hh:mm:ss
    month,      // MONTH: a month's English name, abbreviable to three letters
    file,       // WORD: a path on a flash file system, such as disk0:/x.bin
    quoted,     // WORD: written down in quotes, which need not be typed
};

// One end of a range: a literal, or the name of a profile number such as contexts.max.
struct Bound {
    long value = 0;
    std::string number;  // empty: `value` counts
};

struct Argument {
    std::string name;
    ArgKind kind = ArgKind::word;
    Bound low, high;          // of a number
    std::string placeholder;  // empty: the kind's own
};

// What a node that may end a line does. On a configuration mode's line this names the line's
// meaning (dns.server); elsewhere an action (license.register).
struct Act {
    std::string name;
    std::string constant;  // at most one word, empty when there is none
};

// What the first word of a line about a managed object does to it; the word itself is then no part
// of the statement's identity, so that `create dns X` and `delete dns X` speak of one `dns X`.
enum class Verb {
    none,
    plain,   // [verb]: makes it, or is a value of it, such as enable and disable
    create,  // [verb create]: makes it; it must not be there yet
    find,    // [verb find]: goes there; it must be there
    remove,  // [verb remove]: takes it away
};

struct Node {
    std::string keyword;               // empty for an argument
    std::optional<Argument> argument;  // set for an argument
    std::string help;
    std::optional<Act> act;
    std::vector<std::string> capabilities;  // all must be the profile's; "!x" asks for absence
    bool any_order = false;  // [any-order]: the children follow in any order, each at most once
    bool key = false;        // [key]: an argument that is part of its statement's identity
    bool one_of = false;     // [one-of]: the children are values that replace each other
    bool hidden = false;     // [hidden]: accepted, not shown by `?` or Tab
    bool no_all = false;     // [no-all]: `no` may stop here, and takes away all that begins so
    Verb verb = Verb::none;
    std::string written;  // [as WORD]: how a configuration writes the keyword
    int line = 0;         // in the outline, from 1
    std::vector<Node> children;
};

enum class Commit { line, leave, explicitly };

struct Outline {
    std::string file;
    std::string mode;              // @mode NAME
    std::string parent;            // @parent NAME; empty for a root
    std::string prompt;            // @prompt TEXT, {space} already a blank
    std::string help_header;       // @help-header TEXT; may be empty
    bool config = false;           // @config: a matched line is an edit
    Commit commit = Commit::line;  // @commit line|leave|explicit
    bool negatable = false;        // @no: lines may begin with `no`
    int privilege = 0;             // @privilege N
    bool alone = false;            // @alone: no commands of the modes it stands in
    std::string inherit;           // @inherit MODE: its commands too
    std::string run_with_do;       // @do MODE: its commands behind `do`
    std::string lone_word;         // @lone-word ACTION: told a line of one unknown word
    std::vector<Node> commands;    // @use already spliced
};

// Reads one outline. Syntax, all of it:
//   - directives, a line each, beginning with '@' in column 1: the fields above, and
//     `@# remark`, `@tree NAME` (the lines up to the next directive are the named subtree, which
//     belongs to no mode unless used), `@commands` (back to the mode's own lines) and, on a line
//     of its own at any indent, `@use NAME` (splice the subtree here, as siblings);
//   - nodes: two blanks of indent a level, then `keyword` or `<name:kind>` (`<n:1-248>` and
//     `<n:1-{contexts.max}>` are numbers, `<n:word "SHOWN">` states the placeholder), two blanks
//     or more (one will do behind an argument), help text (may be empty), then two blanks or more,
//     `-> act [constant]`, then bracketed marks `[any-order]`, `[key]`, `[one-of]`, `[hidden]`,
//     `[as WORD]`, `[verb]` and its kin, or a capability;
//   - blank lines are nothing.
// Refused, each with its place: unknown directive, kind or mark; a jump of indent; two siblings
// with one keyword; two arguments of one kind side by side (paths that end alike); an unused or
// unknown or recursive tree; a leaf without act in a mode that is not @config.
// `trees` are named subtrees of other files that @use may name as well.
// Throws Faults, listing every fault of the file.
Outline read_outline(std::string_view text, const std::string& file,
                     const std::map<std::string, std::vector<Node>>& trees = {});

// The named subtrees that a file defines: for files that hold nothing but @tree.
std::map<std::string, std::vector<Node>> read_trees(std::string_view text, const std::string& file);

}  // namespace grammar
