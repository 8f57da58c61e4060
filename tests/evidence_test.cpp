// Every template, wording, number and interval of the shipped profiles says where it comes from,
// and every template and outline under profiles/ is reached by some profile.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "grammar/fault.hpp"
#include "profiles/profile.hpp"

namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::path(UNDERSTUDY_SOURCE) / "profiles";

using Loaded = std::vector<std::shared_ptr<const profiles::Profile>>;

// Every profile with every model it has. A fault in the data is a failure with its place.
Loaded load_all() {
    profiles::Library library(folder.string());
    Loaded all;
    for (auto const& name : library.names()) {
        try {
            for (auto const& model : library.models(name)) all.push_back(library.load(name, model));
        } catch (const grammar::Faults& faults) {
            for (auto const& fault : faults.list()) FAIL_CHECK(grammar::to_string(fault));
        }
    }
    return all;
}

const Loaded& all_profiles() {
    static const Loaded all = load_all();
    return all;
}

// A profile may name its files from profiles/ or as they were opened; either way one spelling.
fs::path under_profiles(const fs::path& file) {
    auto const here = file.is_absolute() ? file.lexically_relative(folder) : file;
    return here.lexically_normal();
}

std::set<fs::path> shipped(const std::string& extension) {
    std::set<fs::path> files;
    for (auto const& entry : fs::recursive_directory_iterator(folder))
        if (entry.path().extension() == extension) files.insert(under_profiles(entry.path()));
    return files;
}

}  // namespace

TEST_CASE("evidence: every piece of every profile names where it comes from") {
    REQUIRE(!all_profiles().empty());
    std::set<std::string> silent;  // once each: profiles and models share most of their data
    for (auto const& profile : all_profiles())
        for (auto const& piece : profile->evidence())
            if (piece.from.empty())
                silent.insert(piece.file + ":" + std::to_string(piece.line) + ": " + piece.what +
                              " names no evidence");
    for (auto const& what : silent) FAIL_CHECK(what);
}

TEST_CASE("evidence: no template is an orphan") {
    std::set<fs::path> reached;
    for (auto const& profile : all_profiles())
        for (auto const& piece : profile->evidence()) reached.insert(under_profiles(piece.file));
    for (auto const& file : shipped(".txt"))
        if (!reached.contains(file)) FAIL_CHECK(file.string() << ": no profile uses it");
}

TEST_CASE("evidence: no outline is an orphan") {
    std::set<fs::path> reached;
    for (auto const& profile : all_profiles())
        for (auto const* mode : profile->modes())
            reached.insert(under_profiles(mode->outline.file));
    // Files that hold nothing but named subtrees have no mode of their own.
    for (auto const& file : shipped(".cli")) {
        std::ifstream text(folder / file);
        std::string line;
        bool names_mode = false;
        while (std::getline(text, line)) names_mode = names_mode || line.starts_with("@mode ");
        if (names_mode && !reached.contains(file))
            FAIL_CHECK(file.string() << ": no profile uses it");
    }
}
