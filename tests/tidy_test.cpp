// The house checks itself: who may include whom, what the code must not use, how a file looks.
// The rules are those of the layer table and the manner in CONTRIBUTING.md; a rule that only
// people remember is broken within a month.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Names = std::set<std::string, std::less<>>;

// What each folder may include of ours, besides itself.
const std::map<std::string, Names, std::less<>> layers{
    {"licensing", {}},
    {"grammar", {}},
    {"profiles", {"grammar"}},
    {"labs", {"licensing", "profiles", "grammar"}},
    {"modes", {"labs", "licensing", "profiles", "grammar"}},
    {"shell", {"modes", "grammar"}},
    {"transcripts", {"shell", "modes", "labs", "licensing", "profiles", "grammar"}},
    {"reports", {}},
    {"lessons",
     {"transcripts", "reports", "shell", "modes", "labs", "licensing", "profiles", "grammar"}},
    {"rehearsals",
     {"transcripts", "reports", "shell", "modes", "labs", "licensing", "profiles", "grammar"}},
};
const Names folders{"licensing", "grammar",     "profiles", "labs",    "modes",
                    "shell",     "transcripts", "reports",  "lessons", "rehearsals",
                    "program",   "tests",       "bench"};

// Libraries of others that belong to some folders only.
struct Foreign {
    std::string_view prefix;  // of the name between < and >
    Names folders;
    bool in_headers;
};
const std::vector<Foreign> foreigners{
    {"boost/spirit/", {"grammar", "profiles", "transcripts"}, false},
    {"boost/fusion/", {"grammar", "profiles", "transcripts"}, false},
    {"boost/regex", {"grammar"}, false},
    {"yaml-cpp/", {"profiles", "labs", "lessons", "rehearsals"}, true},
    {"nlohmann/", {"reports", "lessons", "rehearsals", "transcripts"}, false},
    {"fmt/",
     {"profiles", "labs", "modes", "shell", "transcripts", "reports", "lessons", "rehearsals",
      "tests", "bench"},
     true},
    {"boost/asio", {"shell"}, true},  // in one header, which only the server's own files include
    // In the headers of the rooms of an SSH connection, and of its clients.
    {"libssh/", {"shell", "bench", "tests"}, true},
    {"doctest/", {"tests"}, true},
    {"benchmark/", {"bench"}, true},
    {"CLI/", {}, false},
};

// Two literals each, so that this file does not contain what it forbids. std::regex recurses per
// character; the others differ between standard libraries, and a run must not.
const std::vector<std::string> forbidden{
    "std::"
    "regex",
    "std::"
    "uniform_",
    "std::"
    "hash"};

struct Source {
    std::string path;  // "grammar/match.hpp"
    std::string text;

    std::string folder() const { return path.substr(0, path.find('/')); }
    // Folder and namespace are one name, but for labs: the C library has a function labs().
    std::string space() const { return folder() == "labs" ? "lab" : folder(); }
    bool header() const { return path.ends_with(".hpp"); }
    bool wiring() const { return folder() == "program"; }
};

struct Line {
    int number = 0;
    std::string_view text;
};

std::vector<Line> lines_of(std::string_view text) {
    std::vector<Line> lines;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        lines.push_back({static_cast<int>(lines.size()) + 1, text.substr(0, end)});
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::size_t width(std::string_view line) {
    return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;  // not a continuation byte
    }));
}

// What an #include line names, and its opening sign; empty for any other line.
std::string_view included(std::string_view line) {
    constexpr std::string_view directive = "#include ";
    if (!line.starts_with(directive)) return {};
    line.remove_prefix(directive.size());
    auto const end = line.find_first_of("\">", 1);
    return line.empty() || end == line.npos ? std::string_view{} : line.substr(0, end);
}

std::string our_include(const Source& source, std::string_view name) {
    auto const slash = name.find('/');
    if (slash == name.npos) return "an include of ours reads \"folder/file.hpp\"";
    auto const from = source.folder();
    auto const of = name.substr(0, slash);
    if (of == from || from == "tests" || from == "bench" || source.wiring()) return {};
    auto const layer = layers.find(from);
    if (layer != layers.end() && layer->second.contains(of)) return {};
    return from + " may not include " + std::string(name);
}

std::string foreign_include(const Source& source, std::string_view name) {
    for (auto const& foreign : foreigners) {
        if (!name.starts_with(foreign.prefix)) continue;
        if (source.header() && !foreign.in_headers)
            return std::string(name) + " belongs in a .cpp, it is slow to compile";
        if (!source.wiring() && !foreign.folders.contains(source.folder()))
            return source.folder() + " may not include " + std::string(name);
    }
    return {};
}

std::string include_fault(const Source& source, std::string_view line) {
    auto const name = included(line);
    if (name.empty()) return {};
    return name.front() == '"' ? our_include(source, name.substr(1))
                               : foreign_include(source, name.substr(1));
}

std::string word_fault(std::string_view line) {
    auto const code = line.substr(0, line.find("//"));
    for (auto const& word : forbidden)
        if (code.find(word) != code.npos) return word + " is not used here";
    return {};
}

// Every complaint as "path:line: what".
std::vector<std::string> complaints(const Source& source) {
    std::vector<std::string> found;
    auto const complain = [&](int line, const std::string& what) {
        if (!what.empty()) found.push_back(source.path + ":" + std::to_string(line) + ": " + what);
    };
    auto const lines = lines_of(source.text);
    for (auto const& line : lines) {
        if (width(line.text) > 100) complain(line.number, "is longer than 100 columns");
        if (line.text.ends_with(' ') || line.text.ends_with('\t') || line.text.ends_with('\r'))
            complain(line.number, "ends with a blank");
        complain(line.number, include_fault(source, line.text));
        complain(line.number, word_fault(line.text));
    }
    if (!source.text.ends_with('\n')) complain(1, "does not end with a line end");
    if (source.header() && !source.text.starts_with("// "))
        complain(1, "opens without a comment that says what this is and why");
    if (source.header() && source.text.find("\n#pragma once\n") == std::string::npos)
        complain(1, "lacks #pragma once");
    if (layers.contains(source.folder()) && !source.wiring() &&
        source.text.find("namespace " + source.space()) == std::string::npos)
        complain(1, "lacks the namespace of its folder");
    return found;
}

std::vector<Source> tree() {
    namespace fs = std::filesystem;
    fs::path const root = UNDERSTUDY_SOURCE;
    std::vector<Source> sources;
    for (auto const& folder : folders) {
        if (!fs::exists(root / folder)) continue;
        for (auto const& entry : fs::recursive_directory_iterator(root / folder)) {
            auto const kind = entry.path().extension();
            if (kind != ".cpp" && kind != ".hpp") continue;
            std::ostringstream text;
            text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
            sources.push_back({entry.path().lexically_relative(root).generic_string(), text.str()});
        }
    }
    std::sort(sources.begin(), sources.end(),
              [](auto const& a, auto const& b) { return a.path < b.path; });
    return sources;
}

// A file without fault in any folder, `line` being its only line of substance.
std::vector<std::string> verdict(const std::string& path, const std::string& line) {
    Source source{path, {}};
    source.text =
        "// What this is.\n#pragma once\n" + line + "\nnamespace " + source.folder() + " {}\n";
    return complaints(source);
}

}  // namespace

TEST_CASE("tidy: the tree keeps the manner of the house") {
    auto const sources = tree();
    REQUIRE(sources.size() > 10);  // the tree was found
    for (auto const& source : sources)
        for (auto const& complaint : complaints(source)) FAIL_CHECK(complaint);
}

TEST_CASE("tidy: a layer includes what the table grants it") {
    CHECK(verdict("modes/line.hpp", "#include \"labs/device.hpp\"").empty());
    CHECK(verdict("program/main.cpp", "#include \"transcripts/run.hpp\"").empty());
    CHECK(verdict("tests/modes/line_test.cpp", "#include \"grammar/line.hpp\"").empty());
    CHECK(verdict("grammar/match.cpp", "#include \"profiles/profile.hpp\"") ==
          std::vector<std::string>{"grammar/match.cpp:3: grammar may not include "
                                   "profiles/profile.hpp"});
    CHECK(verdict("shell/editor.cpp", "#include \"licensing/agent.hpp\"").size() == 1);
    CHECK(verdict("labs/device.cpp", "#include \"network.hpp\"").size() == 1);
}

TEST_CASE("tidy: libraries of others stay where they belong") {
    CHECK(verdict("grammar/outline.cpp", "#include <boost/spirit/home/x3.hpp>").empty());
    CHECK(verdict("grammar/outline.hpp", "#include <boost/spirit/home/x3.hpp>").size() == 1);
    CHECK(verdict("profiles/read.cpp", "#include <yaml-cpp/yaml.h>").empty());
    CHECK(verdict("modes/read.cpp", "#include <yaml-cpp/yaml.h>").size() == 1);
    CHECK(verdict("program/main.cpp", "#include <CLI/CLI.hpp>").empty());
    CHECK(verdict("shell/options.cpp", "#include <CLI/CLI.hpp>").size() == 1);
    CHECK(verdict("licensing/agent.cpp", "#include <fmt/format.h>").size() == 1);
}

TEST_CASE("tidy: words, widths and ends of lines") {
    CHECK(verdict("modes/a.cpp", forbidden.front() + " pattern;").size() == 1);
    CHECK(verdict("modes/a.cpp", "// " + forbidden.front() + " recurses").empty());
    CHECK(verdict("modes/a.cpp", "int a; ").size() == 1);
    CHECK(verdict("modes/a.cpp", "// " + std::string(97, 'x')).empty());
    CHECK(verdict("modes/a.cpp", "// " + std::string(98, 'x')).size() == 1);
    CHECK(verdict("modes/a.cpp", "// \u00e9" + std::string(96, 'x')).empty());
}

TEST_CASE("tidy: what a file must have") {
    CHECK(complaints({"modes/a.hpp", "namespace modes {}\n"}).size() == 2);
    CHECK(complaints({"modes/a.cpp", "// What.\nnamespace lab {}\n"}).size() == 1);
    CHECK(complaints({"modes/a.cpp", ""}).size() == 2);
}
