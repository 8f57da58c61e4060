// What the files of a profile say, before they are put together: a version's file, the files it
// extends, and a model's. profile.hpp lists their keys.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "grammar/version.hpp"
#include "profiles/profile.hpp"
#include "profiles/template.hpp"

namespace profiles {

// Where an entry stands and what it is grounded on.
struct Source {
    std::string from;
    std::string file;
    int line = 0;
};

template <class T> struct Entry {
    T value;
    Source source;
};

template <class T> using Section = std::map<std::string, Entry<T>>;

using Texts = std::vector<std::string>;
using Words = std::map<std::string, std::string>;
using Message = std::shared_ptr<const Template>;

struct NoticeText {
    Notice notice;  // what is handed out; its text is the one below
    Message text;
};

// An entry that nobody has read yet, and where it stands; lines count from 0. See phrasing.hpp.
struct UnreadFile {
    std::string name;
    std::vector<std::string> lines;
};
struct LineRange {
    int first = 0, last = 0;
};
struct Unread {
    std::shared_ptr<const UnreadFile> file;
    LineRange part, evidence, entry;
};

// A version's file. What `extends` would bring in is absent until `inherit` has run.
struct Sheet {
    std::string file;
    std::string name;
    grammar::Version version;
    std::optional<Entry<std::string>> extends;
    std::optional<Entry<Texts>> templates, outlines, later, capabilities, models;
    Section<Texts> defaults, lists;
    Section<Words> words;
    Section<std::string> formats, texts;
    Section<std::chrono::milliseconds> intervals;
    Section<long> numbers;
    std::map<std::string, Unread> messages, notices;
    Section<Defect> defects;
};

struct ModelSheet {
    Model model;
    std::optional<Entry<std::string>> extends;
    Texts overlays;  // the first lies on top
    std::set<std::string> capabilities;
    Section<std::string> texts;
    Section<long> numbers;
    Section<Texts> lists;
    std::vector<Evidence> evidence;  // of features and entitlements
};

// Both throw grammar::Faults with every fault of the file. `name` is what the file's own
// `profile` or `model` must say.
Sheet read_sheet(std::string text, const std::string& file, const std::string& name);
ModelSheet read_model_sheet(const std::string& text, const std::string& file,
                            const std::string& name);

// What is otherwise on every version of a model; `name` is what the file's own `overlay` must say.
Sheet read_overlay(std::string text, const std::string& file, const std::string& name);

// Whole entries of the parent that the child does not have itself.
void inherit(Sheet& child, const Sheet& parent);
void inherit(ModelSheet& child, const ModelSheet& parent);
// The version as the overlay has it: its entries, and its templates before the version's.
Sheet laid_over(Sheet overlay, const Sheet& version);

}  // namespace profiles
