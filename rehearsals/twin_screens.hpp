// How a platform's collected screens are recognised and read: data, <platform>/twin/screens.yaml
// under the folder of profiles. Its keys:
//   from: evidence                      use: another such file, whose entries come behind its own
//   prompt: pattern with the names `host`, `typed` and perhaps `context` (of a unit that plays
//     several; the words in `no_context` are none)
//   enable: typed to be allowed everything; privileged: how the prompt ends then
//   save, no_pager: [lines]             typed to keep the configuration, to see all of a screen
//   screens: list, the first that fits is meant, of `command`; `also`: others that show the same;
//     `marks`: patterns, all of them on lines of the screen; `ends`: its last line, if it is whole;
//     `facts`: name of a set; `before`, `after`: typed to come there on the twin and back;
//     `configuration`: true; `undated`: true, its dates are not compared; `unlike`: lines that two
//     devices never share
//   facts: {set: [{fact, pattern, below: where its section begins, is: a value of our own, or the
//     pattern's group} or {record, begins: pattern with names, fields: {name: pattern}}]}
//   images: [{pattern, version}]        what a file's name says of its version
//   dropped: [pattern]                  lines around a configuration that no startup has
//   secrets: [{word, pattern, with, until}]   causes: [{reason, acts, token, means}]
//   acts: {event: [lines]}              what brings it about
// A section is the lines below its head that are indented more.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "grammar/regex.hpp"

namespace profiles {
class YamlReader;
}

namespace rehearsals {

struct FactRule {
    std::string fact, is;
    grammar::Regex pattern;
    std::optional<grammar::Regex> below;
    // Of a record, whose `fact` is its kind.
    bool record = false;
    std::vector<std::string> names;
    std::map<std::string, grammar::Regex> fields;
};

struct ScreenRule {
    std::string command, facts;
    std::vector<std::string> also;
    std::vector<grammar::Regex> marks, unlike;
    std::optional<grammar::Regex> ends;
    std::vector<std::string> before, after;
    bool configuration = false, undated = false;
};

struct SecretRule {
    std::string word, with;
    grammar::Regex pattern;
    std::optional<grammar::Regex> until;  // the lines behind it, up to this one, are secret too
};

struct CauseRule {
    grammar::Regex reason;
    std::vector<std::string> acts;
    std::string token, means;
};

struct ImageRule {
    grammar::Regex pattern;
    std::string version;
};

struct ScreenBook {
    std::string platform;
    grammar::Regex prompt, privileged;
    std::string enable;
    std::vector<std::string> no_context, save, no_pager;
    std::vector<ScreenRule> screens;
    std::map<std::string, std::vector<FactRule>> facts;
    std::vector<SecretRule> secrets;
    std::vector<CauseRule> causes;
    std::vector<ImageRule> images;
    std::vector<grammar::Regex> dropped;
    std::map<std::string, std::vector<std::string>> acts;
};

// One for each platform that has such a file, by name. Throws grammar::Faults.
std::vector<ScreenBook> read_screen_books(const std::string& profiles);

// Patterns never fail on a text: what is too long or too hard for one does not look like it.
bool found(const grammar::Regex& pattern, const std::string& line, grammar::Found* match = nullptr);

}  // namespace rehearsals
